"""The report's page as text: whole, safe, and with everything the report says."""

import dataclasses
import re

import pytest

from tests.reports.render.sample_reports import HOSTILE, full_report
from tests.reports.test_plan_html import Page as PlanPage
from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.render.report_html import render_report_html


class Page(PlanPage):
    """The words of the page, without its scripts; drawings close their own elements."""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if "script" not in self.open:
            super().handle_data(data)


@pytest.fixture(scope="module")
def html() -> str:
    return render_report_html(full_report())


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_page_is_whole_and_needs_no_network(html: str, page: Page) -> None:
    assert page.open == []
    assert not {"link", "img", "iframe", "image"} & set(page.tags)
    assert "src" not in {name for name, _value in page.attributes}
    links = {value for name, value in page.attributes if name.endswith("href")}
    assert links
    assert all(value and value.startswith("#") for value in links)
    assert "@import" not in html
    assert "http:" not in re.sub(r'xmlns(:xlink)?="[^"]+"|=HYPERLINK[^<]+', "", html)


def test_every_id_is_there_once_and_every_link_leads_somewhere(page: Page) -> None:
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = {value[1:] for name, value in page.attributes if name.endswith("href") and value}
    assert targets <= set(ids)


def test_the_same_report_gives_the_same_page(html: str) -> None:
    assert render_report_html(full_report()) == html


def test_text_cannot_become_markup(html: str, page: Page) -> None:
    assert "<b>&amp;</b>" not in html
    assert all(text.strip() in page.text for text in HOSTILE)
    title = '</title></style></script>" \\ <script>alert(1)</script>'
    report = dataclasses.replace(full_report(), title=title, sections=())
    hostile = Page(render_report_html(report))
    assert hostile.open == []
    assert hostile.tags.count("script") == 1


def test_drawings_speak_to_who_cannot_see_them(html: str, page: Page) -> None:
    drawings = page.tags.count("svg")
    assert drawings == html.count('role="img"') == html.count("<title id=")
    assert "Чаще всего работали в курсе математики. Числа скрыты" in page.text


def test_drafts_hidden_and_missing_numbers_are_told(page: Page) -> None:
    assert "черновик вывода Охват составил" in page.text
    assert "«менее 5» — людей так мало, что число не показывается." in page.text
    assert "«скрыто» — по этому числу можно было бы узнать другое" in page.text
    assert "«—» — нет данных." in page.text
    assert "Нет данных для рисунка." in page.text


def test_names_are_in_a_named_report_only() -> None:
    named, public = (
        Page(render_report_html(full_report(named=named))).text for named in (True, False)
    )
    for words in ("Калоев Сармат", "Ученик 17", "Для служебного пользования"):
        assert words in named
        assert words not in public
    assert "П1. Ведомость" not in public, "a section that held nothing else is left out too"


def test_small_reports_have_no_contents() -> None:
    report = Report("class", "Класс", "Школа", "", "", full_report().sections[:1])
    assert "nav" not in Page(render_report_html(report)).tags


def test_signatures_stand_before_the_appendices(html: str) -> None:
    appendix = re.search(r"<h2>П\d", html)
    assert appendix is not None
    assert html.count('class="signatures"') == 1
    assert html.index('class="signatures"') < appendix.start()
