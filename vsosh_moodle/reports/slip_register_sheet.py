"""The register of slips for a class teacher: who got theirs, with room to sign. No passwords."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from vsosh_moodle.language import _, current_language
from vsosh_moodle.reports.pages import page_environment
from vsosh_moodle.reports.slip_cards import title_of_class
from vsosh_moodle.reports.slips_xlsx import put_text, set_up_page, sheet_title

_WIDTHS = (5, 40, 22, 26, 26, 14)
_ROW_POINTS = 24
_LOGIN_COLUMN = 3


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A row of the register: dates are «02.09.2026» or "" where it has not happened or is not known."""

    name: str
    class_name: str
    login: str
    status: str
    issued: str = ""
    printed: str = ""
    handed: str = ""
    first_login: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the row as `slips register --format json` prints it."""
        return {
            "name": self.name,
            "class": self.class_name,
            "login": self.login,
            "status": self.status,
            "issued": self.issued,
            "printed": self.printed,
            "handed": self.handed,
            "first_login": self.first_login,
        }


def render_register_html(lines: Sequence[RegisterLine], school: str, day: str) -> str:
    """Return the register as a page: a sheet a class, the head repeated on every page of it."""
    return (
        page_environment()
        .get_template("slip_register.html.j2")
        .render(
            columns=columns,
            heading=heading,
            signature=signature,
            classes=_classes(lines),
            school=school,
            day=day,
            language=current_language(),
        )
    )


def render_register_xlsx(lines: Sequence[RegisterLine], school: str, day: str) -> bytes:
    """Return the register as a workbook: a sheet a class; texts only."""
    book = Workbook()
    book.remove(book["Sheet"])
    line = Side(style="thin", color="000000")
    for title, rows in _classes(lines):
        sheet = book.create_sheet(sheet_title(title))
        set_up_page(sheet, f"{title} · {school} · {day}")
        sheet.print_title_rows = "2:2"
        put_text(sheet.cell(1, 1), heading(title, day))
        sheet.cell(1, 1).font = Font(name="Arial", bold=True, size=12)
        for number, (name, width) in enumerate(zip(columns(), _WIDTHS, strict=True), start=1):
            sheet.column_dimensions["ABCDEF"[number - 1]].width = width
            put_text(sheet.cell(2, number), name)
            sheet.cell(2, number).font = Font(name="Arial", bold=True, size=9)
        for place, row in enumerate(rows, start=1):
            cells = (str(place), row.name, row.login, row.status, "", row.handed)
            for number, text in enumerate(cells, start=1):
                put_text(sheet.cell(place + 2, number), text)
                sheet.cell(place + 2, number).font = Font(
                    name="Consolas" if number == _LOGIN_COLUMN else "Arial", size=10
                )
        for table_row in sheet.iter_rows(min_row=2, max_row=len(rows) + 2, max_col=len(_WIDTHS)):
            sheet.row_dimensions[table_row[0].row or 2].height = _ROW_POINTS
            for cell in table_row:
                cell.border = Border(left=line, right=line, top=line, bottom=line)
                login = cell.column == _LOGIN_COLUMN
                cell.alignment = Alignment(
                    vertical="center", wrap_text=not login, shrink_to_fit=login
                )
        put_text(sheet.cell(len(rows) + 4, 2), signature())
    if not book.worksheets:
        book.create_sheet("—")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def columns() -> tuple[str, ...]:
    """Return the heads of the columns."""
    return (
        "№", _("Фамилия, имя, отчество"), _("Логин"), _("Состояние"), _("Получил(а), подпись"),
        _("Дата"),
    )  # fmt: skip


def heading(title: str, day: str) -> str:
    """Return what stands above the table."""
    return _("Ведомость выдачи логинов и паролей · {title} · на {day}").format(title=title, day=day)


def signature() -> str:
    """Return the line below the table."""
    return _("Выдал(а) классный руководитель ____________________ / ____________________")


def _classes(lines: Sequence[RegisterLine]) -> list[tuple[str, list[RegisterLine]]]:
    grouped = groupby(lines, key=lambda line: line.class_name)
    return [(title_of_class(name), list(rows)) for name, rows in grouped]
