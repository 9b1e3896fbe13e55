"""The sheet «Проверка»: every problem and repair of a workbook, with a link to its cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _, plural
from vsosh_moodle.reports.cell_marks import Mark, fill_of, mark_word
from vsosh_moodle.reports.sheet_cells import fit_row, set_up_print, write_cell, write_titles
from vsosh_moodle.rosters.own_sheets import CHECK_MARK

MOST_LINKS = 60_000
"""Excel keeps 65,530 links in a sheet and drops the rest as damage."""

_WIDTHS = (14, 16, 9, 34, 58, 58)
_TITLE_ROW = 5
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINK = Font(name="Calibri", size=11, color="FF0563C1", underline="single")


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the check: where (`sheet`, `cell`, either may be ""), what was read, what to do.

    Of a repair `read` is «было → стало» and `message` the reason.
    """

    mark: Mark
    sheet: str
    cell: str
    read: str
    message: str
    hint: str


def add_check_sheet(book: Workbook, source: str, findings: Sequence[Finding]) -> None:
    """Put the sheet in front of a workbook and open the workbook on it."""
    remove_check_sheets(book)
    sheet = book.create_sheet(_free_title(book, _("Проверка")), 0)
    _write_head(sheet, source, findings)
    titles = [
        _("Важность"),
        _("Лист"),
        _("Ячейка"),
        _("Что прочитано"),
        _("Что не так"),
        _("Что сделать"),
    ]
    write_titles(sheet, _TITLE_ROW, titles)
    for row, finding in enumerate(findings, start=_TITLE_ROW + 1):
        _write_finding(sheet, row, finding)
    for column, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    last = _TITLE_ROW + max(len(findings), 1)
    sheet.auto_filter.ref = f"A{_TITLE_ROW}:F{last}"
    sheet.freeze_panes = f"A{_TITLE_ROW + 1}"
    set_up_print(sheet, _TITLE_ROW, landscape=True)
    sheet.sheet_properties.tabColor = "FF9DC3E6"
    book.active = sheet
    for other in book.worksheets:
        # Two selected tabs are a group: what is typed into one goes into both.
        other.sheet_view.tabSelected = other is sheet


def remove_check_sheets(book: Workbook) -> None:
    """Take out the sheet of an earlier check."""
    for sheet in list(book.worksheets):
        first = sheet["A1"].value
        is_ours = isinstance(first, str) and first.startswith(CHECK_MARK)
        if is_ours and len(book.worksheets) > 1:
            book.remove(sheet)


def _title() -> str:
    return CHECK_MARK + _("проверка списков")


def _write_head(sheet: Worksheet, source: str, findings: Sequence[Finding]) -> None:
    write_cell(sheet["A1"], _title())
    sheet["A1"].font = Font(name="Calibri", bold=True, size=14)
    write_cell(sheet["A2"], _("Файл: {file}").format(file=source))
    counts = [sum(one.mark is mark for one in findings) for mark in Mark]
    write_cell(
        sheet["A3"],
        "; ".join(
            (
                plural(counts[0], "{n} ошибка", "{n} ошибки", "{n} ошибок"),
                plural(counts[1], "{n} замечание", "{n} замечания", "{n} замечаний"),
                plural(
                    counts[2],
                    "{n} исправление сделано",
                    "{n} исправления сделаны",
                    "{n} исправлений сделано",
                ),
            )
        )
        + ". "
        + _("Щёлкните по ячейке в столбце «Ячейка», чтобы перейти к ней."),
    )


def _write_finding(sheet: Worksheet, row: int, finding: Finding) -> None:
    texts = (
        mark_word(finding.mark),
        finding.sheet,
        finding.cell,
        finding.read,
        finding.message,
        finding.hint,
    )
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column)
        write_cell(cell, text or None)
        cell.alignment = _WRAPPED
    fit_row(sheet, row, _WIDTHS)
    sheet.cell(row, 1).fill = fill_of(finding.mark)
    if finding.sheet and row <= MOST_LINKS:
        _link(sheet, row, finding)


def _link(sheet: Worksheet, row: int, finding: Finding) -> None:
    cell = sheet.cell(row, 3)
    if not finding.cell:
        write_cell(cell, "A1")
    quoted = finding.sheet.replace("'", "''")
    target = f"'{quoted}'!{finding.cell or 'A1'}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
    cell.font = _LINK


def _free_title(book: Workbook, title: str) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    number, free = 1, title
    while free.casefold() in taken:
        number += 1
        free = f"{title} {number}"
    return free
