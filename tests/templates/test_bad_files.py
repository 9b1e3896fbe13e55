"""Mistakes in several files of a folder at once: each is told with its place, none hides another."""

from pathlib import Path

from tests.templates.conftest import TEMPLATE, Check
from vsosh_moodle.problems import Problem

PIECE = """\
version: 1
piece: Пробник
params:
  week: {description: Неделя, required: true}
activities:
  - key: "mock-{{ piece.week }}"
    type: assign
    title: Пробник
    dates: {due: "неделя {{ piece.week }}, сб"}
"""
INCLUDED = """\
      - include: mock.yaml
        with: {week: 3}
      - include: mock.yaml
        with: {week: 70}
"""
BANK = "::А:: 1 + 1 {#2}\n"


def by_code(problems: list[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for one in problems:
        found.setdefault(one.code, []).append(one)
    return found


def test_a_mistake_in_a_piece_names_the_line_that_includes_it(check: Check) -> None:
    _library, problems = check(TEMPLATE + INCLUDED, mock=PIECE)
    (date,) = by_code(problems)["date"]
    assert (date.place.file, date.place.line) == ("course_templates/shared/mock.yaml", 9)
    including = len((TEMPLATE + INCLUDED).splitlines()) - 1
    assert date.place.via == f"файл course_templates/demo.yaml, строка {including}"
    assert "подключён отсюда: файл course_templates/demo.yaml" in str(date)
    assert date.as_json()["via"] == date.place.via


def test_a_mistake_of_the_piece_itself_is_told_once(check: Check) -> None:
    twice = INCLUDED.replace("70", "4")
    _library, problems = check(
        TEMPLATE + twice, mock=PIECE.replace("неделя {{ piece.week }}", "когда-то")
    )
    assert len(by_code(problems)["date"]) == 1


def test_a_file_that_would_be_passed_over_is_told(check: Check, folder: Path) -> None:
    for path in ("other.yml", "shared/piece.YML", "questions/sums.yml"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(TEMPLATE, encoding="utf-8")
    _library, problems = check()
    told = {one.place.file for one in by_code(problems)["template-suffix"]}
    assert told == {
        "course_templates/other.yml",
        "course_templates/shared/piece.YML",
        "course_templates/questions/sums.yml",
    }


def test_two_templates_with_one_key_are_told(check: Check, folder: Path) -> None:
    (folder / "Demo.yaml").write_text(TEMPLATE, encoding="utf-8")
    _library, problems = check()
    (twice,) = by_code(problems)["template-twice"]
    assert {twice.place.file.rpartition("/")[2], *twice.message.split()} > {"demo.yaml"}


def test_mistakes_of_every_file_are_told_together(check: Check, folder: Path) -> None:
    (folder / "questions").mkdir()
    (folder / "questions" / "math.gift").write_text(BANK, encoding="utf-8")
    (folder / "exams" / "old.toml").write_text("broken", encoding="utf-8")
    (folder / "second.yaml").write_text(
        TEMPLATE.replace("title: Тренажёр", "title: Тренажёр\n        restrict: [{done: nobody}]"),
        encoding="utf-8",
    )
    (folder / "third.yaml").write_text(TEMPLATE + "      - include: lost.yaml\n", encoding="utf-8")
    _library, problems = check(TEMPLATE + INCLUDED, mock=PIECE)
    found = by_code(problems)
    assert {"date", "include-missing", "reference-unknown"} <= set(found), found
    count = [one for one in problems if "10 вопросов" in one.message and "math" in one.message]
    assert {one.place.file.rpartition("/")[2] for one in count} == {
        "demo.yaml",
        "second.yaml",
        "third.yaml",
    }
    assert any(one.place.file.endswith("exams/old.toml") for one in problems)
    assert all(one.place.line for one in problems if one.place.file.endswith(".yaml"))


def test_what_names_an_activity_with_a_mistake_of_its_own_is_not_wrong(check: Check) -> None:
    broken = TEMPLATE.replace("**Добро** пожаловать", "{{ nothing.here }}")
    _library, problems = check(
        broken.replace("title: Тренажёр", "title: Т\n        restrict: [{done: intro}]")
    )
    assert any("nothing" in one.message for one in problems)
    assert "reference-unknown" not in by_code(problems)


def test_what_a_missing_piece_would_bring_is_not_called_unknown(check: Check) -> None:
    text = TEMPLATE.replace("title: Тренажёр", "title: Т\n        restrict: [{done: lost}]")
    _library, problems = check(text + "      - include: lost.yaml\n")
    assert "reference-unknown" not in by_code(problems)
