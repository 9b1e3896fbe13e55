"""Slips to cut out and hand over, as a workbook: a sheet a class, the same grid as the page."""

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.qr_code import render_qr_png
from vsosh_moodle.reports.slip_cards import (
    Card,
    SlipFacts,
    by_class,
    purge_reminder,
    title_of_class,
)

_ROWS_PER_PAGE = 4
_WIDTHS = (9.5, 28, 13.5)  # label, value, code: characters of the default font
_GAP = 1.5
_MONO, _SANS = "Consolas", "Arial"
_QR_PIXELS = 90
_FORBIDDEN_IN_TITLE = str.maketrans("", "", "[]:*?/\\'")


class _Line(NamedTuple):
    """A row of a slip: its height in points, and what stands in its label and value."""

    height: float
    label: str
    value: str
    font: Font


def render_slips_xlsx(cards: Iterable[Card], facts: SlipFacts) -> bytes:
    """Return the workbook: eight slips a page of A4, never one cut by its end; texts only."""
    book = Workbook()
    book.remove(book["Sheet"])
    for name, found in by_class(cards).items():
        sheet = book.create_sheet(sheet_title(title_of_class(name)))
        _fill(sheet, found, facts, title_of_class(name))
    if not book.worksheets:
        book.create_sheet("—")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_title(title: str) -> str:
    """Return a title as the name of a sheet: Excel forbids some signs and more than 31 of them."""
    return title.translate(_FORBIDDEN_IN_TITLE)[:31] or "—"


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text as a text, whatever it begins with: never a formula, never a number."""
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")


def set_up_page(sheet: Worksheet, foot: str) -> None:
    """Fit a sheet to the width of A4, with its foot on every page."""
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.3
    margins.bottom = 0.5
    margins.header = margins.footer = 0.2
    # «&» begins a code in a foot.
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(foot.replace("&", "&&"), size=7))


def _fill(sheet: Worksheet, cards: Sequence[Card], facts: SlipFacts, title: str) -> None:
    set_up_page(sheet, f"{title} · {facts.day} · {purge_reminder()}")
    for column, width in zip("ABCDEFG", (*_WIDTHS, _GAP, *_WIDTHS), strict=True):
        sheet.column_dimensions[column].width = width
    row = 1
    for place in range(0, len(cards), 2):
        height = 0
        for side, card in enumerate(cards[place : place + 2]):
            height = _draw(sheet, row, 1 + side * (len(_WIDTHS) + 1), card, facts)
        row += height
        last = place + 2 >= len(cards)
        if (place // 2 + 1) % _ROWS_PER_PAGE == 0 and not last:
            sheet.row_breaks.append(Break(id=row - 1))


def _lines(card: Card, facts: SlipFacts) -> list[_Line]:
    code = 16 if len(card.password) <= 16 else 11 if len(card.password) <= 24 else 8
    login = 14 if len(card.login) <= 20 else 9
    who = card.class_name or _("учитель")
    return [
        _Line(
            30, who, card.name, Font(name=_SANS, bold=True, size=12 if len(card.name) <= 34 else 10)
        ),
        _Line(22, "", facts.school, Font(name=_SANS, size=8)),
        _Line(16, _("Сайт"), facts.shown_site, Font(name=_SANS, bold=True, size=10)),
        _Line(24, _("Логин"), card.login, Font(name=_MONO, size=login)),
        _Line(26, _("Пароль"), card.password, Font(name=_MONO, size=code, bold=True)),
        _Line(17, "", card.layout_hint, Font(name=_SANS, bold=True, size=9)),
        *(
            _Line(13, f"{number}.", step, Font(name=_SANS, size=8))
            for number, step in enumerate(facts.steps(), start=1)
        ),
        _Line(5, "", "", Font(name=_SANS, size=4)),
    ]


def _draw(sheet: Worksheet, top: int, left: int, card: Card, facts: SlipFacts) -> int:
    """Draw a slip and return how many rows it takes."""
    lines = _lines(card, facts)
    for number, line in enumerate(lines):
        row = top + number
        sheet.row_dimensions[row].height = line.height
        wide = number in (0, 1) or number >= 5
        if wide:
            sheet.merge_cells(
                start_row=row, end_row=row, start_column=left + 1, end_column=left + 2
            )
        label, value = sheet.cell(row, left), sheet.cell(row, left + 1)
        put_text(label, line.label)
        label.font = Font(name=_SANS, bold=number == 0, size=12 if number == 0 else 8)
        label.alignment = Alignment(horizontal="left", vertical="center", indent=1)
        put_text(value, line.value)
        value.font = line.font
        value.alignment = Alignment(vertical="center", wrap_text=True)
        _frame(sheet, row, left, first=number == 0, last=number == len(lines) - 1)
    if facts.login_page:
        picture = Image(io.BytesIO(render_qr_png(facts.login_page)))
        picture.width = picture.height = _QR_PIXELS
        sheet.add_image(picture, sheet.cell(top + 2, left + 2).coordinate)
    return len(lines)


def _frame(sheet: Worksheet, row: int, left: int, *, first: bool, last: bool) -> None:
    cut = Side(style="dashed", color="777777")
    for place in range(len(_WIDTHS)):
        sheet.cell(row, left + place).border = Border(
            left=cut if place == 0 else None,
            right=cut if place == len(_WIDTHS) - 1 else None,
            top=cut if first else None,
            bottom=cut if last else None,
        )
