"""Who stands behind which code: a list for each class, as a page or a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from vsosh_moodle.language import _, current_language
from vsosh_moodle.reports.pages import page_environment


@dataclass(frozen=True, slots=True)
class PupilKey:
    """A pupil: the class, the full name, and the code and login by which the site knows the pupil."""

    class_name: str
    full_name: str
    code: str
    login: str


def titles() -> tuple[str, ...]:
    """Return the titles of the list's columns."""
    return ("№", _("Фамилия, имя, отчество"), _("Код в Moodle"), _("Логин"))


def render_keys_html(keys: Sequence[PupilKey], school: str, year: str) -> str:
    """Return one HTML page, a sheet of paper for each class; `keys` are in the order of classes."""
    return (
        page_environment()
        .get_template("pupil_keys.html.j2")
        .render(
            classes=_by_class(keys),
            school=school,
            year=year,
            titles=titles(),
            language=current_language(),
        )
    )


def render_keys_workbook(keys: Sequence[PupilKey]) -> bytes:
    """Return an xlsx workbook with a sheet for each class, ready to print."""
    book = Workbook()
    book.remove(book.worksheets[0])
    line = Side(style="thin", color="B0B7BF")
    for name, rows in _by_class(keys):
        sheet = book.create_sheet(name)
        sheet.append([_("Для служебного пользования. Класс {name}").format(name=name)])
        sheet["A1"].font = Font(bold=True, size=13)
        sheet.append(titles())
        for number, key in enumerate(rows, start=1):
            sheet.append([number, key.full_name, key.code, key.login])
            for cell in sheet[sheet.max_row][1:]:
                cell.data_type = "s"  # a name is never a formula, a code keeps its zeros
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.border = Border(line, line, line, line)
                cell.alignment = Alignment(vertical="center")
        for cell in sheet[2]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECF0")
        for letter, width in zip("ABCD", (5, 44, 14, 18), strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = "A3"
        sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = 9, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "2:2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _by_class(keys: Sequence[PupilKey]) -> list[tuple[str, list[PupilKey]]]:
    return [(name, list(rows)) for name, rows in groupby(keys, key=lambda key: key.class_name)]
