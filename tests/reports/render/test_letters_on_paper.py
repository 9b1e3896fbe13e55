"""Letters on A4, printed by a browser and by LibreOffice: one page each, however much there is to say."""

from pathlib import Path

import pytest

from tests.reports.letter_people import SENDER, all_kinds, occasion, recipient, some_class
from tests.reports.render.browser import browser, needs_browser
from tests.reports.render.office import convert, needs_office, pages_of
from vsosh_moodle.reports.letters.facts import CourseWork, Task, Work
from vsosh_moodle.reports.letters.kinds import kind_of
from vsosh_moodle.reports.letters.letter import Letter, compose_letter
from vsosh_moodle.reports.letters.letters_docx import render_letters_docx
from vsosh_moodle.reports.letters.rendering import render_letters_html
from vsosh_moodle.reports.letters.template_files import find_template

pytestmark = pytest.mark.xdist_group("browser")

_LONG = "Проверочная работа с развёрнутым ответом: обыкновенные и десятичные дроби"
_FULL = Work(
    12,
    tasks=tuple(Task(_LONG, "Подготовка к ОГЭ по математике") for _number in range(20)),
    courses=tuple(CourseWork("Подготовка к ОГЭ по математике", 12, 20, 74.2) for _one in range(9)),
)


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    """The longest letter of every kind, and some of a whole class."""
    people = [recipient(work=_FULL), *some_class(7, 2)]
    return [
        compose_letter(
            find_template(Path("нет"), kind).text, who, SENDER, occasion(kind_of(kind)),
            form=kind_of(kind).form,
        )
        for kind in all_kinds()
        for who in people
    ]  # fmt: skip


@needs_browser
def test_a_browser_prints_each_letter_on_a_page(tmp_path: Path, letters: list[Letter]) -> None:
    page, printed = tmp_path / "letters.html", tmp_path / "letters.pdf"
    page.write_text(render_letters_html(letters, "Письма"), encoding="utf-8")
    with browser(tmp_path) as window:
        window.open(page, width=1280)
        assert window.ask("document.documentElement.scrollWidth") <= 1280
        window.resize(380)
        assert window.ask("document.documentElement.scrollWidth") == 380
        window.paper("print")
        size = window.ask("getComputedStyle(document.querySelector('.letter p')).fontSize")
        assert float(size.removesuffix("px")) == pytest.approx(14 * 96 / 72, abs=0.01)
        printed.write_bytes(window.pdf())
        assert window.complaints == []
        assert window.requests == [page.as_uri()]
    _are_one_a_page(printed, letters)


@needs_office
def test_libreoffice_prints_each_letter_on_a_page(tmp_path: Path, letters: list[Letter]) -> None:
    source = tmp_path / "letters.docx"
    source.write_bytes(render_letters_docx(letters, "Письма"))
    _are_one_a_page(convert(source, "pdf", tmp_path), letters)


def _are_one_a_page(printed: Path, letters: list[Letter]) -> None:
    pages = [" ".join(page.split()) for page in pages_of(printed)]
    assert len(pages) == len(letters)
    for page, letter in zip(pages, letters, strict=True):
        assert letter.title in page
        assert letter.signature[-1] in page if letter.signature else "Подпись" in page
