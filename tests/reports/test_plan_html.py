"""The page a deputy head signs: whole, safe, without a network, the same people as the plan."""

import re
from html.parser import HTMLParser

import pytest

from tests.reports.plans import autumn_plan, empty_plan, hostile_plan, september_plan
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.reports.plan_html import render_plan_html
from vsosh_moodle.reports.plan_outline import outline_plan

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Checks nesting and collects tags, attributes and the words between tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self.open:
            self.words.append(re.sub(r"\s+", " ", data.strip()))

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.mark.parametrize("plan", [september_plan(), autumn_plan(), empty_plan(), hostile_plan()])
def test_the_page_is_whole_and_needs_no_network(plan: Plan) -> None:
    html = render_plan_html(plan)
    page = Page(html)
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not {"src", "href", "style"} & {name for name, _value in page.attributes}
    assert "url(" not in html
    assert "@import" not in html
    assert not [name for name, _value in page.attributes if name.startswith("on")]


def test_names_cannot_become_markup() -> None:
    html = render_plan_html(hostile_plan())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_every_pupil_of_the_plan_stands_on_the_page() -> None:
    plan = september_plan()
    text = Page(render_plan_html(plan)).text
    pupils = [change for change in plan.changes if change.kind is Kind.USER]
    assert all(plan.label(change.key) in text for change in pupils)


def test_a_signature_belongs_to_a_fingerprint() -> None:
    text = Page(render_plan_html(autumn_plan())).text
    assert "заместитель директора по УВР" in text
    assert autumn_plan().fingerprint() in text


def test_guards_edits_and_missing_activities_are_shown() -> None:
    autumn = Page(render_plan_html(autumn_plan())).text
    assert "--allow class-loss:8Д" in autumn
    assert "краткое название: «МАТЕМАТИКА <ОГЭ>» → «ОГЭ: МАТЕМАТИКА»" in autumn
    assert "Латинская «a» в фамилии" in autumn
    september = Page(render_plan_html(september_plan())).text
    assert "Урок «Дроби»; Тест «Дроби»" in september


def test_what_happens_to_a_person_is_said_once() -> None:
    cards = {card.title: card for card in outline_plan(autumn_plan()).classes}
    assert [line.text for line in cards["8Д"].lines] == [
        "новые: учётная запись и место в классе",
        "выбыли: учётная запись приостанавливается",
    ]
    assert cards["8Д"].count == 5
    assert [line.text for line in cards["9Б"].lines] == ["пришли из другого класса"]


def test_a_course_names_itself_once() -> None:
    cards = {card.title: card for card in outline_plan(september_plan()).courses}
    details = [line.detail for line in cards["ОГЭ: математика"].lines]
    assert "ученики: 48 чел. (9А — 25, 9Б — 23)" in details
    assert "12 разделов" in details
    assert not any("ОГЭ: математика" in detail for detail in details)


def test_what_belongs_to_no_class_or_course_is_not_lost() -> None:
    for plan in (september_plan(), autumn_plan()):
        outline = outline_plan(plan)
        in_courses = sum(card.count for card in outline.courses)
        in_rest = sum(block.count for block in outline.rest)
        of_classes = sum(
            change.kind in {Kind.USER, Kind.COHORT_MEMBER} for change in plan.writes
        ) - sum(
            block.count for block in outline.rest if block.kind in {Kind.USER, Kind.COHORT_MEMBER}
        )
        assert in_courses + in_rest + of_classes == len(plan.writes)


def test_a_long_list_is_cut_on_the_page() -> None:
    assert "… и ещё 1" in Page(render_plan_html(september_plan(), limit=1)).text
