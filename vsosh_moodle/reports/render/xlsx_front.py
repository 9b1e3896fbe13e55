"""The first sheets of a report's workbook: what it is, where everything stands, its words."""

from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Paragraph, Report
from vsosh_moodle.reports.render.layout import (
    LaidBlock,
    Layout,
    NumberedTable,
    draft_mark,
    internal_mark,
)
from vsosh_moodle.reports.render.shown_values import render_value
from vsosh_moodle.reports.render.xlsx_cells import (
    BOLD,
    BOX,
    CAPTION,
    HEAD,
    HEAD_FILL,
    PLAIN,
    QUIET,
    RIGHT,
    TITLE,
    WRAP,
    link_to,
    own_cell,
    set_up_page,
    write_text,
)
from vsosh_moodle.reports.render.xlsx_table import TableSheet
from vsosh_moodle.reports.sheet_cells import fit_row

BEHIND = "rows"
"""The key of the section with the rows behind the figures."""
KNOW = "know"
"""The key of the section that says what to know about the figures."""
# Office suites do not wrap a link: the second column takes the longest title of a table.
_FRONT_WIDTHS = (6.0, 84.0, 38.0, 8.0)
_TEXT_WIDTHS = (20.0, 100.0)


def write_front(
    sheet: Worksheet, layout: Layout, texts: Worksheet | None, made: list[TableSheet]
) -> None:
    """Write the first sheet: what the report is, what to know about it, where everything stands."""
    report = layout.report
    for letter, width in zip("ABCD", _FRONT_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = 1
    mark = internal_mark() if report.named else ""
    facts = [
        (report.school, QUIET), (report.title, TITLE), (mark, BOLD),
        (_("Период: {period}").format(period=report.period) if report.period else "", PLAIN),
        (_("Данные на: {day}").format(day=report.as_of) if report.as_of else "", PLAIN),
        *((line, PLAIN) for line in report.lead),
    ]  # fmt: skip
    for text, font in facts:
        if text:
            row = _write_line(sheet, row, text, font)
    row = _write_know(sheet, row, layout)
    row = _write_list(sheet, row + 1, layout, texts, made)
    row = _write_print_hint(sheet, row, layout, made)
    row = _write_signatures(sheet, row + 2, report)
    if report.made:
        _write_line(sheet, row + 1, report.made, QUIET)
    set_up_page(sheet, report, landscape=False)
    sheet.sheet_view.showGridLines = False


def _write_know(sheet: Worksheet, row: int, layout: Layout) -> int:
    know = [
        line
        for part in layout.parts
        if part.section.key == KNOW
        for block in part.blocks
        for line in _lines_of(block, layout.report.small_numbers)
    ]
    if know:
        row = _write_line(sheet, row + 1, _("Что нужно знать об этих цифрах"), CAPTION)
        for line in know:
            row = _write_line(sheet, row, line, PLAIN)
    return row


def _write_list(
    sheet: Worksheet, row: int, layout: Layout, texts: Worksheet | None, made: list[TableSheet]
) -> int:
    row = _write_line(sheet, row, _("Листы"), CAPTION)
    for place, title in enumerate((_("№"), _("Лист"), _("Раздел"), _("Строк")), start=1):
        cell = sheet.cell(row, place)
        write_text(cell, title, BOLD)
        cell.fill, cell.border, cell.alignment = HEAD_FILL, BOX, HEAD
    head = row
    if texts is not None:
        row += 1
        _write_entry(sheet, row, "", texts.title, texts.title, "")
    for one in made:
        row += 1
        part = next(part for part, numbered in layout.tables() if numbered is one.numbered)
        _write_entry(
            sheet, row, str(one.numbered.number), one.sheet.title, one.table.title, part.heading
        )
        own_cell(sheet.cell(row, 4)).value = len(one.table.rows)
        sheet.cell(row, 4).alignment = RIGHT
        fit_row(sheet, row, _FRONT_WIDTHS)
    for number in range(head + 1, row + 1):
        for place in range(1, 5):
            sheet.cell(number, place).border = BOX
    return row


def _write_print_hint(sheet: Worksheet, row: int, layout: Layout, made: list[TableSheet]) -> int:
    """Say how to print the report without the hundred pages of rows behind its figures."""
    behind = {numbered.number for part, numbered in layout.tables() if part.section.key == BEHIND}
    kept = [one for one in made if one.numbered.number not in behind]
    if not behind or not kept:
        return row
    text = _(
        "Печать: серые ярлыки — строки для проверки цифр, их обычно не печатают. Выделите листы от "
        "«{first}» до «{last}» (щелчок по первому ярлыку, Shift и щелчок по последнему) и печатайте "
        "выделенное."
    ).format(first=sheet.title, last=kept[-1].sheet.title)
    return _write_line(sheet, row + 1, text, QUIET)


def _write_line(sheet: Worksheet, row: int, text: str, font: Font) -> int:
    cell = sheet.cell(row, 1)
    write_text(cell, text, font)
    cell.alignment = WRAP
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
    bigger = float(font.size or 11) / 11
    room = sum(_FRONT_WIDTHS) / bigger
    lines = sum(max(1, -(-len(line) // int(room))) for line in text.splitlines() or [""])
    sheet.row_dimensions[row].height = 15 * bigger * min(lines, 25)
    return row + 1


def _write_entry(sheet: Worksheet, row: int, number: str, name: str, title: str, part: str) -> None:
    write_text(sheet.cell(row, 1), number)
    link_to(sheet.cell(row, 2), name, title)
    write_text(sheet.cell(row, 3), part)
    sheet.cell(row, 1).alignment = RIGHT
    for place in (2, 3):
        sheet.cell(row, place).alignment = WRAP


def _write_signatures(sheet: Worksheet, row: int, report: Report) -> int:
    for post, name in report.signatures:
        write_text(sheet.cell(row, 2), f"{post}  ____________________")
        write_text(sheet.cell(row, 3), name or "____________________")
        sheet.row_dimensions[row].height = 26
        row += 1
    return row


def write_texts(book: Workbook, layout: Layout) -> Worksheet | None:
    """Write the words of the report, section by section; None where it has none."""
    parts = [
        (part, [block for block in part.blocks if isinstance(block, Paragraph)])
        for part in layout.parts
    ]
    if not any(blocks for _part, blocks in parts):
        return None
    sheet: Worksheet = book.create_sheet(_("Текст"))
    for letter, width in zip("AB", _TEXT_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = 1
    for part, blocks in parts:
        if not blocks:
            continue
        write_text(sheet.cell(row, 1), part.heading, CAPTION)
        row += 1
        for block in blocks:
            note = (
                draft_mark() if block.draft else _("внимание") if block.style == "warning" else ""
            )
            write_text(sheet.cell(row, 1), note, BOLD if block.style == "warning" else QUIET)
            write_text(sheet.cell(row, 2), block.text, BOLD if block.style == "lead" else PLAIN)
            sheet.cell(row, 1).alignment = sheet.cell(row, 2).alignment = WRAP
            fit_row(sheet, row, _TEXT_WIDTHS)
            row += 1
        row += 1
    set_up_page(sheet, layout.report, landscape=False)
    sheet.sheet_view.showGridLines = False
    return sheet


def _lines_of(block: LaidBlock, small: int) -> list[str]:
    """Return a block in lines: a paragraph as it is, a row of a table as its cells."""
    if isinstance(block, Paragraph):
        return [_paragraph_text(block)]
    if isinstance(block, NumberedTable):
        return [
            "• "
            + " — ".join(
                render_value(value, column.kind, small)
                for value, column in zip(row, block.table.columns, strict=True)
                if value not in ("", None)
            )
            for row in block.table.rows
        ]
    return []


def _paragraph_text(block: Paragraph) -> str:
    before = f"{draft_mark()}: " if block.draft else "• " if block.style == "item" else ""
    return f"{before}{block.text}"
