"""Registers to fill in offer the school's own words, and come back filled without a problem."""

import shutil
import stat
import subprocess
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.registers.columns import NUMBERS, RegisterColumn, ValueKind
from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.registers.read import RegisterReading
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.reports.sheet_cells import write_cell
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.register_template import write_register_templates
from vsosh_moodle.workflow.registers import read_project_registers
from vsosh_moodle.workflow.school import load_school


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A sample school without registers."""
    made = init_project(
        tmp_path_factory.mktemp("школа") / "школа", SampleSize(24, 4, 12), date.today()
    ).project
    shutil.rmtree(made.registers)
    return made


def cells(sheet: Worksheet) -> list[dict[str, object]]:
    """Return the rows of a sheet by the titles of its columns."""
    titles = [str(cell.value).removesuffix(" *") for cell in sheet[1]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(2)]
    return [dict(zip(titles, row, strict=True)) for row in rows if any(row)]


def choices(book: openpyxl.Workbook, sheet: str, title: str) -> list[str]:
    """Return what the cells under a title offer."""
    listed = book[sheet]
    titles = [str(cell.value) for cell in listed[1]]
    letter = get_column_letter(next(n for n, one in enumerate(titles, 1) if one.startswith(title)))
    check = next(
        one for one in listed.data_validations.dataValidation if str(one.sqref).startswith(letter)
    )
    name, _sign, area = str(check.formula1).rpartition("!")
    return [str(row[0].value) for row in book[name.strip("'")][area.replace("$", "")]]


def fill(path: Path, out: Path) -> None:
    """Fill in every sheet of a template: its known rows, or one more below the example."""
    book = openpyxl.load_workbook(path)
    known = {one.title: one for one in definitions()}
    for sheet in book.worksheets:
        if sheet.title not in known:
            continue
        columns = {one.title: one for one in known[sheet.title].columns}
        titles = [str(cell.value).removesuffix(" *") for cell in sheet[1]]
        rows = max((cell.row for cell in sheet["A"] if cell.value), default=1)
        is_example = str(sheet["A2"].value).startswith("Пример:")
        for row in [3] if is_example else range(2, rows + 1):
            for place, title in enumerate(titles, start=1):
                cell = sheet.cell(row, place)
                column = columns.get(title)
                empty = title in LEFT_EMPTY or (title == "Класс" and column and not column.required)
                if cell.value is None and not empty:
                    offered = partial(choices, book, sheet.title, title)
                    write_cell(cell, a_value(columns.get(title), row, offered))
    book.save(out)


LEFT_EMPTY = {"Сам экзамен", "Возвращено", "Дата защиты", "Личное дело №"}


def a_value(column: RegisterColumn | None, row: int, offered: Callable[[], list[str]]) -> object:
    """Return what somebody may write into a cell of a column."""
    past = date(date.today().year - 1, 3, 12)
    if column is None or column.kind in NUMBERS:
        return 5  # points, also of a group
    if column.kind is ValueKind.DATE:
        return past.replace(year=past.year + 2) if column.future else past
    if column.kind in {ValueKind.PUPIL, ValueKind.COURSE}:
        return offered()[0]
    return f"110-{row}" if column.title == "Инв. №" else column.example or "слово"


def put(project: Project, path: Path) -> RegisterReading:
    """Read a file as the only register of the project."""
    shutil.rmtree(project.registers, ignore_errors=True)
    project.registers.mkdir()
    shutil.copy(path, project.registers / path.name)
    return read_project_registers(project, load_school(project))


def test_a_template_comes_back_filled_without_a_problem(project: Project, tmp_path: Path) -> None:
    [written] = write_register_templates(project, [], tmp_path)
    assert written.titles == tuple(one.title for one in definitions())
    fill(written.path, tmp_path / "filled.xlsx")
    reading = put(project, tmp_path / "filled.xlsx")
    assert [str(one) for one in reading.problems] == []
    assert reading.registers.given == {one.kind for one in definitions()}
    assert len(reading.registers.devices) == 24
    assert {(one.unfilled, one.left_out) for one in reading.sheets} == {(0, 0)}


def test_an_untouched_template_says_nothing_and_troubles_nobody(
    project: Project, tmp_path: Path
) -> None:
    [written] = write_register_templates(project, [], tmp_path)
    reading = put(project, written.path)
    assert [str(one) for one in reading.problems] == []
    # What the school is known to teach and who teaches it stands there, and is right.
    assert reading.registers.given == {"curriculum", "staff"}
    assert sum(one.unfilled for one in reading.sheets) > 24


def test_outside_a_project_a_template_is_empty_but_for_examples(tmp_path: Path) -> None:
    [written] = write_register_templates(None, [], tmp_path)
    book = openpyxl.load_workbook(written.path)
    for definition in definitions():
        [example] = cells(book[definition.title])
        assert str(next(iter(example.values()))).startswith("Пример: ")


def test_people_classes_courses_exams_and_indicators_are_known(
    project: Project, tmp_path: Path
) -> None:
    [written] = write_register_templates(project, [], tmp_path)
    book = openpyxl.load_workbook(written.path)
    school = load_school(project)
    names = [str(name) for name in school.config.class_names()]
    assert choices(book, "Письма семьям", "Класс") == names
    assert choices(book, "Учебный план", "Курс ДО") == sorted(
        one.key for one in school.programmes.courses
    )
    pupils = [one for one in school.roster.people if one.role == "student"]
    devices = cells(book["Техника у учеников"])
    assert {row["ФИО"] for row in devices} == {one.full_name for one in pupils}
    assert len(devices) == len(pupils)
    assert [row["Класс"] for row in devices] == sorted(
        (str(one.class_name) for one in pupils), key=lambda name: (int(name[:-1]), name)
    )
    trials = cells(book["Пробные экзамены"])
    assert {row["Предмет"] for row in trials} >= {"Русский язык", "Математика"}
    years = {row["Учебный год"] for row in cells(book["Прошлые годы"])}
    first = school.config.school_year().start.year
    assert years == {f"{y}/{(y + 1) % 100:02d}" for y in (first - 2, first - 1)}


def test_kinds_are_chosen_by_key_or_name_and_may_be_files_of_their_own(
    project: Project, tmp_path: Path
) -> None:
    written = write_register_templates(
        project, ["devices", "Пробные экзамены"], tmp_path, separate=True, empty=True
    )
    assert [one.path.name for one in written] == ["devices.xlsx", "trials.xlsx"]
    assert [one.rows for one in written] == [0, 0]
    assert stat.S_IMODE(written[0].path.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(written[1].path)
    assert book.sheetnames == ["Как заполнять", "Пробные экзамены", "Списки"]
    titles = [cell.value for cell in book["Пробные экзамены"][1]]
    assert "Баллы: геометрия" in titles


def test_an_unknown_kind_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        write_register_templates(None, ["device"], tmp_path)
    assert "«devices»" in refused.value.hint
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_not_replaced_unless_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "trials.xlsx").write_bytes(b"mine")
    with pytest.raises(ConfigError):
        write_register_templates(project, ["rooms", "trials"], tmp_path, separate=True)
    assert not (tmp_path / "rooms.xlsx").exists()
    assert (tmp_path / "trials.xlsx").read_bytes() == b"mine"
    write_register_templates(project, ["rooms", "trials"], tmp_path, separate=True, force=True)
    assert (tmp_path / "trials.xlsx").read_bytes() != b"mine"


def test_a_sheet_is_set_up_to_be_filled_in_and_printed(project: Project, tmp_path: Path) -> None:
    [written] = write_register_templates(project, [], tmp_path)
    book = openpyxl.load_workbook(written.path)
    for definition in definitions():
        sheet = book[definition.title]
        assert str(sheet.freeze_panes).endswith("2")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows == "$1:$1"
        checked = {str(one.sqref)[0] for one in sheet.data_validations.dataValidation}
        assert len(checked) == len(list(sheet[1]))


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    made = init_project(tmp_path / "школа", SampleSize(4, 1, 1), date.today()).project
    (made.rosters / "more.csv").write_text(
        "ФИО;Класс\n=HYPERLINK(1) Иван;9Д\n+Плюсов Пётр Ильич;9Д\n", encoding="utf-8"
    )
    [written] = write_register_templates(made, ["devices"], tmp_path)
    book = openpyxl.load_workbook(written.path)
    written_cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in written_cells if str(cell.value).startswith(("=", "+"))]
    assert [cell.coordinate for cell in written_cells if cell.data_type == "f"] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_libreoffice_saves_a_filled_template_and_it_is_read_alike(
    project: Project, tmp_path: Path, suffix: str
) -> None:
    [written] = write_register_templates(project, [], tmp_path)
    filled = tmp_path / "filled.xlsx"
    fill(written.path, filled)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", suffix, "--outdir", str(tmp_path), str(filled)],
        check=True, capture_output=True,
    )  # fmt: skip
    expected = put(project, filled)
    found = put(project, filled.with_suffix(f".{suffix}"))
    assert [str(one) for one in found.problems] == []
    assert _without_places(found.registers) == _without_places(expected.registers)


def _without_places(registers: Registers) -> list[str]:
    """Return all rows as text without the files they stand in."""
    rows = [row for one in definitions() for row in getattr(registers, one.kind)]
    return [repr(row).partition("source=")[0] for row in rows]
