"""Binary .xls and .ods files as LibreOffice writes them say the same as .xlsx.

`looks.*` were saved from one workbook: row 3 hidden, 4 and 6 struck through (6 by its runs), 7 half
struck, the given name in 8 is #N/A, the class merged over E2:E8, column F hidden; the sheet «10Б» has
a filter on. `mac.*` count days since 1904; B3 is a bare number. `locked.*` have a password.
"""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.rosters import read_rosters

DATA = Path(__file__).parents[1] / "data" / "formats"
FORMATS = ["xls", "ods"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_a_sheet_says_besides_its_values_is_heard(suffix: str) -> None:
    roster = read_rosters([DATA / f"looks.{suffix}"])
    assert [(one.last_name, str(one.class_name), one.birth_date) for one in roster.people] == [
        ("Дзугов", "9А", date(2010, 3, 1)),
        ("Гобозов", "9А", date(2010, 3, 4)),
        ("Хетагуров", "9А", date(2010, 3, 6)),
        ("Туаев", "10Б", date(2009, 5, 1)),
        ("Санакоев", "10Б", date(2009, 5, 3)),
    ]
    assert [(one.sheet, one.row, one.code) for one in roster.skipped_rows] == [
        ("9А", 3, "row-hidden"),
        ("9А", 4, "row-struck"),
        ("9А", 6, "row-struck"),
        # A binary sheet does not tell a filtered row from a hidden one.
        ("10Б", 3, "row-hidden" if suffix == "xls" else "row-filtered"),
    ]
    assert [(one.title, one.reason) for one in roster.dropped_columns] == [
        ("№", ""),
        ("СНИЛС", "столбец скрыт"),
    ]
    errors = [one for one in roster.problems if one.severity == "error"]
    [error] = [one for one in errors if one.code != "row-filtered"]
    assert len(errors) == (1 if suffix == "xls" else 2)
    assert (error.code, error.place.cell) == ("formula-error", "C8")
    assert "#Н/Д (#N/A)" in error.message
    assert "sheet-hidden" in {one.code for one in roster.problems}


@pytest.mark.parametrize("suffix", FORMATS)
def test_days_since_1904_make_the_right_dates(suffix: str) -> None:
    roster = read_rosters([DATA / f"mac.{suffix}"])
    assert [one.birth_date for one in roster.people] == [date(2010, 3, 14)] * 2


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_password_is_called_a_password(suffix: str) -> None:
    [problem] = read_rosters([DATA / f"locked.{suffix}"]).problems
    assert (problem.code, problem.severity) == ("file-encrypted", "error")


def test_a_binary_sheet_whose_looks_cannot_be_read_says_so(tmp_path: Path) -> None:
    data = (DATA / "looks.xls").read_bytes()
    style, palette = bytes.fromhex("93020400"), bytes.fromhex("92000400")
    assert style in data
    path = tmp_path / "broken.xls"
    path.write_bytes(data.replace(style, palette, 1))  # a palette of 32,768 colours in 4 bytes
    roster = read_rosters([path])
    assert "Кокоев" in [one.last_name for one in roster.people]  # hidden, but who knows
    [problem] = [one for one in roster.problems if one.code == "looks-unknown"]
    assert (problem.severity, problem.place.file) == ("warning", str(path))


@pytest.mark.parametrize("name", ["looks.xls", "looks.ods"])
def test_a_file_cut_anywhere_is_one_problem(tmp_path: Path, name: str) -> None:
    data = (DATA / name).read_bytes()
    path = tmp_path / name
    for size in (9, 511, 600, len(data) // 2, len(data) - 600):
        path.write_bytes(data[:size])
        [problem] = read_rosters([path]).problems
        assert problem.code in {"file-damaged", "not-a-spreadsheet"}
