"""The pages for people: courses section by section, with nothing that could run."""

import json
from typing import Any

import pytest

from tests.contract.rest_caller import RestCaller
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.safe_html import safe_html

KEY = "vsosh:c"
GIFT = "\n\n".join(f"::Вопрос {number}:: {number}? {{={number}}}" for number in range(5))


def call(site: Sandbox, name: str, **params: Any) -> Any:
    return RestCaller(site.url, site.token).call(name, **params)


def packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture(scope="module")
def page() -> Any:
    with Sandbox(plugin=True) as site:
        course = {
            "fullname": "ОГЭ & 5 < 6",
            "shortname": "c",
            "idnumber": KEY,
            "categoryid": 1,
        }
        courseid = call(site, "core_course_create_courses", courses=[course])[0]["id"]
        group = {"courseid": courseid, "name": "9А", "idnumber": "vsosh:g", "description": ""}
        call(site, "core_group_create_groups", groups=[group])
        bank = {"course": KEY, "key": "n", "name": "Числа", "format": "gift", "source": GIFT}
        call(site, "local_vsosh_import_questions", document=packed({"banks": [bank]}))
        call(site, "local_vsosh_put_courses", document=packed({"courses": [content()]}))
        session = RestCaller(site.url, site.token).session
        front = session.get(site.url, timeout=10).text
        assert f'<a href="/course/view.php?id={courseid}">ОГЭ &amp; 5 &lt; 6</a>' in front
        for address in ("/course/view.php?id=999", "/course/view.php", "/course/view.php?id=1"):
            assert session.get(site.url + address, timeout=10).status_code == 404
        yield session.get(f"{site.url}/course/view.php?id={courseid}", timeout=10).text


def content() -> dict[str, Any]:
    restriction = {
        "op": "all",
        "show": False,
        "conditions": [
            {"type": "completion", "activity": "p", "state": "complete"},
            {"op": "any", "conditions": [
                {"type": "group", "group": "vsosh:g"},
                {"type": "date", "from": 1788210000},
            ]},
        ],
    }  # fmt: skip
    return {
        "course": KEY,
        "fields": {"completion": True},
        "sections": [{"key": "s", "fields": {"name": "Числа", "summary": "<p>Дроби</p>"}}],
        "activities": [
            {"key": "p", "type": "page", "fields": {
                "name": "Правила", "section": "s", "content": "<p onclick='x()'>Читаем<script>x</script></p>",
                "completion": {"tracking": "automatic", "view": True},
            }},
            {"key": "q", "type": "quiz", "fields": {
                "name": "Тест", "section": "s", "close": 1788210000, "pass_grade": 60,
                "questions": [{"bank": "n", "count": 3}], "availability": restriction,
                "completion": {"tracking": "automatic", "pass_grade": True},
            }},
            {"key": "u", "type": "subsection", "fields": {"name": "Ещё", "section": "s"}},
            {"key": "l", "type": "label", "fields": {"intro": "<p>Внутри</p>", "section": "u", "visible": False}},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "<h1>ОГЭ &amp; 5 &lt; 6</h1>",
        "<h2>Числа</h2>",
        "<p>Дроби</p>",
        "<strong>Правила</strong>",
        "<details><summary>Текст страницы</summary><p>Читаем</p></details>",
        "вопросов из банка «Числа»: 3",
        "оценка до 100, проходная 60",
        "закрыто с 01.09.2026 ",
        "доступно: выполнено «Правила» и (группа «9А» или с 01.09.2026",
        "(до этого не видно)",
        "выполнено, когда: просмотр",
        "выполнено, когда: проходная оценка",
        '<p>Внутри</p><p class="note">скрыто от учеников</p>',
    ],
)
def test_a_course_is_shown_with_all_that_matters(page: str, words: str) -> None:
    assert words in page


def test_nothing_of_a_text_runs(page: str) -> None:
    assert "onclick" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<p>a &amp; b < c</p>", "<p>a &amp; b &lt; c</p>"),
        ("<a href='javascript:x()'>a</a>", "<a>a</a>"),
        (
            "<a href='https://x.test/?a=1&b=2'>a</a>",
            '<a href="https://x.test/?a=1&amp;b=2" rel="noreferrer">a</a>',
        ),
        ("<ul><li>a", "<ul><li>a</li></ul>"),
        ("a</p></div><h1>b</h1>", "a<h4>b</h4>"),
        ("<img src=x alt='круг \"A\"'>", "<em>[круг &quot;A&quot;]</em>"),
        ("<style>p{}</style><iframe src=x>a</iframe>", "a"),
        ("<b><i>a</b>b", "<b><i>a</i></b>b"),
    ],
)
def test_markup_is_kept_and_nothing_else(given: str, shown: str) -> None:
    assert safe_html(given) == shown
