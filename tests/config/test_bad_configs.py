"""Every mistake in a config has its message, its line and a way out."""

from collections.abc import Callable

import pytest

from vsosh_moodle.problems import Problem

Spoil = Callable[..., list[Problem]]


def test_the_good_config_has_no_problems(problems_after: Spoil) -> None:
    assert problems_after() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ("programmes:", "programms:", "unknown-key", 20, "имелось в виду «programmes»"),
        ("distance: true", "distanse: true", "unknown-key", 18, "имелось в виду «distance»"),
        ("course: per_class", "course: perclass", "not-listed", 21, "имелось в виду «per_class»"),
        ("form: очно-заочная", "form: вечерняя", "not-listed", 18, "«очно-заочная»"),
        ("distance: true", "distance: наверное", "wrong-type", 18, "true или false"),
        ("school: {name: Школа}", "school: Школа", "wrong-type", 5, "набор пар"),
        ("school: {name: Школа}", "school: {name: ''}", "out-of-range", 5, "текст пуст"),
        ("school: {name: Школа}", "school: {name: Школа, timezone: Europe/Moskow}", "timezone-unknown", 5, "«Europe/Moscow»"),
        ("school: {name: Школа}", "school: {name: Школа, timezone: мск}", "timezone-unknown", 5, "Europe/Moscow"),
        ('name: "2026/27"', "name: 2026-2027", "year-name", 7, '"2026/27"'),
        ('name: "2026/27"', 'name: "2026/28"', "year-name", 7, '"2026/27"'),
        ('name: "2026/27"', 'name: "2025/26"', "year-mismatch", 7, "01.09.2026"),
        ("from: 2027-01-11", "from: 2026-12-30", "terms-overlap", 10, "30.12.2026"),
        ("to: 2026-12-30", "to: 2026-08-30", "term-backwards", 9, "раньше, чем начинается"),
        ("from: 2026-09-01", "from: 2026-09-31", "date-impossible", 9, "2026-09-31"),
        ("to: 2027-05-26", "to: 2029-05-26", "year-too-long", 8, "длиннее года"),
        ("key: h2", "key: h1", "repeated", 10, "в строке 9"),
        ("key: gia", "key: do", "repeated", 14, "в строке 12"),
        ("key: gia", "key: ГИА", "bad-key", 14, "строчные латинские"),
        ("code: K1", "code: спортсмены", "bad-code", 16, "нейтральный код"),
        ("name: 9А", "name: 8 «д» класс", "repeated", 19, "«8Д» уже есть в строке 18"),
        ("name: 9А", "name: выпуск", "class-unreadable", 19, "не похоже на класс"),
        ("classes: [9А]", "classes: [9Б, 9А]", "class-unknown", 23, "имелось в виду «9А»"),
        ("classes: [9А]", "classes: [9А, 12]", "class-unknown", 23, "Допустимо: «8Д», «9А»"),
        ("classes: [9А]", "grades: [9, 11]", "grade-unknown", 23, "нет 11-х"),
        ("classes: [9А]", "", "audience-missing", 22, "all_classes: true"),
        ("    categories: [sport]", "    all_classes: true", "audience-twice", 22, "classes, all_classes"),
        ("[sport]", "[sprot]", "category-unknown", 24, "имелось в виду «sport»"),
        ("term: h1", "term: h3", "term-unknown", 25, "«h1», «h2»"),
        ("classes: [8Д]", "classes: [9А]", "class-untaught", 18, "8Д никто не учит"),
        ("template: class-algebra, classes: [8Д], course: per_class", "template: oge-math, classes: [8Д]", "course-twice", 22, "уже задан в строке 21"),
        ("  token: {env: VSOSH_MOODLE_TOKEN}\n", "", "token-missing", 3, "{env: VSOSH_MOODLE_TOKEN}"),
        ("token: {env: VSOSH_MOODLE_TOKEN}", "token: {env: A, file: b}", "token-source", 4, "env, file или keyring"),
        ("https://sdo", "http://sdo", "url-not-https", 3, "https://"),
        ("https://sdo.example.ru", "sdo.example.ru", "bad-url", 3, "адрес целиком"),
        ("https://sdo.example.ru", "https://u:p@sdo.example.ru", "bad-url", 3, "токен"),
        ("school: {name", "key_prefix: vsosh\nschool: {name", "bad-prefix", 5, "двоеточие"),
        ("school: {name", "logins: {pattern: '{фамилия}'}\nschool: {name", "login-pattern", 5, "«last»"),
        ("school: {name", "logins: {pattern: '{f}.{m}'}\nschool: {name", "login-pattern", 5, "нет имени"),
        ("school: {name", "logins: {pattern: '{last} {f}'}\nschool: {name", "login-pattern", 5, "лишние знаки"),
        ("school: {name", "logins: {email_domain: школа}\nschool: {name", "bad-domain", 5, "vsosh.invalid"),
        ("school: {name", "policies: {guards: {classes: {7А: {}}}}\nschool: {name", "class-unknown", 5, "«7А»"),
        ("school: {name", "policies: {leavers: {account: delete}}\nschool: {name", "not-listed", 5, "«suspend»"),
        ("  url:", "  workers: 0\n  url:", "out-of-range", 3, "не меньше 1"),
        ("  url:", "  release: 3.9\n  url:", "not-listed", 3, "«4.1», «4.5»"),
        ("version: 1\n", "", "missing-key", 1, "Версия формата"),
        ("version: 1", "version: 2", "newer-version", 1, "его вид — 2"),
        ("version: 1", "version: 0", "not-listed", 1, "«0»"),
        ("year:", "year: {name: x", "yaml-syntax", 6, "Скобка не закрыта"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line_with_a_way_out(
    problems_after: Spoil, old: str, new: str, code: str, line: int, says: str
) -> None:
    found = {(problem.code, problem.place.line): problem for problem in problems_after((old, new))}
    assert (code, line) in found
    problem = found[code, line]
    assert says in f"{problem.message} {problem.hint}"
    assert problem.hint
    assert problem.place.file == "config.yaml"


def test_one_mistake_brings_no_other_with_it(problems_after: Spoil) -> None:
    for old, new in [
        ("distance: true", "distanse: true"),
        ("name: 9А", "name: выпуск"),
        ("classes: [9А]", ""),
        ("key: h2", "key: Н2"),
        ("[sport]", "[sprot]"),
        ("code: K1", "code: ''"),
        ("https://sdo", "http://sdo"),
    ]:
        assert len([p for p in problems_after((old, new)) if p.code != "class-unknown"]) == 1, new


def test_mistakes_of_shape_and_of_meaning_come_together(problems_after: Spoil) -> None:
    found = problems_after(
        ("https://sdo", "http://sdo"),
        ("school: {name: Школа}", "school: {nme: Школа}"),
        ("key: h2", "key: h1"),
        ("classes: [9А]", "classes: [9Б]"),
        ("template: class-algebra", "tempalte: class-algebra"),
    )
    assert [(problem.place.line, problem.code) for problem in found] == [
        (3, "url-not-https"),
        (5, "unknown-key"),
        (10, "repeated"),
        (21, "unknown-key"),
        (23, "class-unknown"),
    ]


def test_a_token_in_the_config_is_refused_and_never_shown(problems_after: Spoil) -> None:
    token = "0123456789abcdef0123456789abcdef"
    for written in (f"token: {token}", f"token: {{env: {token}}}", f"token: {{env: '{token} '}}"):
        found = problems_after(("token: {env: VSOSH_MOODLE_TOKEN}", written))
        assert [(problem.code, problem.place.line) for problem in found] == [("token-in-config", 4)]
        assert token not in str(found[0])


def test_an_empty_list_of_categories_knows_no_category(problems_after: Spoil) -> None:
    line = "learner_categories:\n  - {key: sport, name: спортсмены, code: K1}\n"
    (problem,) = problems_after((line, "learner_categories: []\n"))
    assert (problem.code, problem.hint) == ("category-unknown", "Опишите её в learner_categories.")


def test_a_class_without_courses_may_be_said_to_be_so(problems_after: Spoil) -> None:
    assert not problems_after(("{name: 9А}", "{name: 9А}\n  - {name: 12А, without_courses: true}"))


def test_an_unchecked_certificate_is_a_warning(problems_after: Spoil) -> None:
    (problem,) = problems_after(("  url:", "  verify_tls: false\n  url:"))
    assert (problem.code, problem.severity) == ("tls-not-verified", "warning")
