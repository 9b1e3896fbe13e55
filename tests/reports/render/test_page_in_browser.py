"""The report's page in a real browser: no complaint, no request, nothing wider than the phone or the paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.render.browser import Browser, browser, needs_browser
from tests.reports.render.office import pages_of
from tests.reports.render.sample_reports import full_report
from vsosh_moodle.reports.render.report_html import render_report_html

pytestmark = [needs_browser, pytest.mark.xdist_group("browser")]

MILLIMETRE = 96 / 25.4
PHONE, DESK = 380, 1280
PORTRAIT, LANDSCAPE = 177, 268
"""Millimetres between the page's own margins."""

WIDER_THAN_ITS_PLACE = """
[...document.querySelectorAll("SELECTOR")]
  .map((one) => [one, one.getBoundingClientRect().width - one.parentElement.clientWidth])
  .filter(([one, more]) => more > 1)
  .map(([one, more]) => `${one.closest("[id]").id}: ${more} too wide`)
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render_report_html(full_report()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def window(page: Path) -> Iterator[Browser]:
    with browser(page.parent) as started:
        started.open(page, width=DESK)
        yield started


@pytest.fixture(autouse=True)
def on_a_screen(window: Browser) -> None:
    window.paper("screen")
    window.resize(DESK)


def test_the_browser_has_nothing_to_complain_of(window: Browser, page: Path) -> None:
    window.ask("document.querySelectorAll('[role=button]').forEach((one) => one.click())")
    assert window.complaints == []
    assert window.requests == [page.as_uri()]


def test_on_a_phone_tables_scroll_and_the_page_does_not(window: Browser) -> None:
    window.resize(PHONE)
    assert window.ask("document.documentElement.scrollWidth") == PHONE
    assert window.ask(WIDER_THAN_ITS_PLACE.replace("SELECTOR", ".drawing, .table, p, h1, h2")) == []
    scrolled = window.ask(
        WIDER_THAN_ITS_PLACE.replace("SELECTOR", ".scroll > table, .drawing > svg")
    )
    assert scrolled, "what is wide scrolls inside its frame"


def test_on_paper_every_table_fits_between_the_margins(window: Browser) -> None:
    window.paper("print")
    for selector, width in (
        (".table:not(.wide) table", PORTRAIT), (".wide table", LANDSCAPE), ("figure svg", PORTRAIT),
    ):  # fmt: skip
        window.resize(int(width * MILLIMETRE))
        assert window.ask(f"document.querySelectorAll('{selector}').length") > 0
        assert window.ask(WIDER_THAN_ITS_PLACE.replace("SELECTOR", selector)) == []


def test_every_printed_page_has_its_title_number_and_mark(window: Browser, page: Path) -> None:
    window.paper("print")
    printed = page.with_suffix(".pdf")
    printed.write_bytes(window.pdf())
    pages = pages_of(printed)
    assert len(pages) > 12
    for number, text in enumerate(pages, start=1):
        assert text.count("Для служебного пользования") >= 2, number
        assert f"{number} / {len(pages)}" in text
    assert all("Выполнено" in text for text in pages[-6:-1]), "heads of tables are repeated"


def test_a_column_is_sorted_by_its_numbers(window: Browser) -> None:
    column = (
        "[...document.querySelectorAll('#table-2 tbody tr')].map((row) => row.cells[1].textContent)"
    )
    button = (
        "document.querySelectorAll('#table-2 thead th')[1].querySelector('[role=button]').click()"
    )
    window.ask(button)
    rising = [int(text) for text in window.ask(column)]
    window.ask(button)
    assert rising == sorted(rising)
    assert [int(text) for text in window.ask(column)] == rising[::-1]


def test_numbers_that_are_missing_stay_at_the_end(window: Browser) -> None:
    column = (
        "[...document.querySelectorAll('#table-5 tbody tr')].map((row) => row.cells[1].textContent)"
    )
    button = (
        "document.querySelectorAll('#table-5 thead th')[1].querySelector('[role=button]').click()"
    )
    for _direction in ("rising", "falling"):
        window.ask(button)
        assert window.ask(column)[-1] == "менее 5"
