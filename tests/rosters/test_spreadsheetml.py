"""Excel 2003 XML under the name of an .xls file is read like any workbook."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.rosters import Roster, read_rosters

BOOK = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles><Style ss:ID="Default"/><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>
 {sheets}
</Workbook>"""
SHEET = """<Worksheet ss:Name="9А"><Table>{columns}
<Row><Cell ss:MergeAcross="3"><Data ss:Type="String">Список обучающихся</Data></Cell></Row>
<Row ss:Index="3">{titles}</Row>
{rows}
</Table>{options}</Worksheet>"""
TITLES = "".join(
    f'<Cell><Data ss:Type="String">{title}</Data></Cell>'
    for title in ("ФИО", "Дата рождения", "Класс", "Телефон")
)


def cell(text: str, attributes: str = "", kind: str = "String") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(name: str, *more: str, attributes: str = "") -> str:
    return f"<Row {attributes}>{cell(name)}{''.join(more)}</Row>"


def read(
    path: Path, rows: str, columns: str = "", options: str = "", codec: str = "utf-8"
) -> Roster:
    sheet = SHEET.format(columns=columns, titles=TITLES, rows=rows, options=options)
    path = path / "export.xls"
    path.write_bytes(BOOK.format(sheets=sheet).encode(codec))
    return read_rosters([path])


def people(roster: Roster) -> list[tuple[str, str, int]]:
    return [(one.full_name, str(one.class_name), one.source.row) for one in roster.people]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_people_are_read_with_dates_and_a_merged_class(tmp_path: Path, codec: str) -> None:
    rows = (
        row(
            "Дзугов Азамат",
            cell("2010-03-14T00:00:00.000", kind="DateTime"),
            cell("9Б", 'ss:MergeDown="1"'),
        )
        + row("Плиев Алан", cell("40251", kind="Number"))
        + row("Кокоев Тимур", cell("9А", 'ss:Index="3"'), attributes='ss:Index="7"')
    )
    roster = read(tmp_path, rows, codec=codec)
    assert people(roster) == [
        ("Дзугов Азамат", "9Б", 4),
        ("Плиев Алан", "9Б", 5),
        ("Кокоев Тимур", "9А", 7),
    ]
    assert [one.birth_date for one in roster.people] == [date(2010, 3, 14)] * 2 + [None]
    assert [one.code for one in roster.problems] == ["class-contradicted"]  # the sheet is «9А»


def test_what_is_hidden_or_struck_through_is_told(tmp_path: Path) -> None:
    by_style = cell("Кокоев Тимур", 'ss:StyleID="s1"')
    struck = '<Cell><Data ss:Type="String"><html:S>Гобозов Сослан</html:S></Data></Cell>'
    rows = (
        row("Дзугов Азамат")
        + row("Плиев Алан", attributes='ss:Hidden="1"')
        + f"<Row>{by_style}</Row><Row>{struck}</Row>"
        + row("Бекоев Батраз", attributes='ss:Hidden="1"')
    )
    options = (
        '<AutoFilter x:Range="R3C1:R5C4" xmlns="urn:schemas-microsoft-com:office:excel">'
        '<AutoFilterColumn x:Type="NonBlanks"/></AutoFilter>'
    )
    roster = read(tmp_path, rows, '<Column ss:Index="2" ss:Hidden="1"/>', options)
    assert [name for name, _class, _row in people(roster)] == ["Дзугов Азамат"]
    assert [(one.row, one.code) for one in roster.skipped_rows] == [
        (5, "row-filtered"),
        (6, "row-struck"),
        (7, "row-struck"),
        (8, "row-hidden"),
    ]
    assert ("Дата рождения", "столбец скрыт") in [
        (one.title, one.reason) for one in roster.dropped_columns
    ]


def test_a_formula_without_its_value_and_an_error_are_told(tmp_path: Path) -> None:
    rows = (
        row("Дзугов Азамат", '<Cell ss:Formula="=NOW()"/>', cell("#N/A", kind="Error"))
        + "<Row><Cell><Comment><ss:Data>Плиев Алан</ss:Data></Comment></Cell></Row>"
    )
    roster = read(tmp_path, rows)
    assert {(one.code, one.place.cell) for one in roster.problems} == {
        ("formula-unsaved", "B4"),
        ("formula-error", "C4"),
    }


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    options = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    roster = read(tmp_path, row("Дзугов Азамат"), options=options)
    assert roster.people == []
    assert "sheet-hidden" in {one.code for one in roster.problems}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<Workbook", '<!DOCTYPE w [<!ENTITY a "aaaa">]><Workbook', "file-damaged"),
        ("</Workbook>", "", "file-damaged"),
        ('<Row ss:Index="3">', '<Row ss:Index="9999999999">', "file-too-big"),
        ('<Row ss:Index="3">', '<Row ss:Index="-3">', "file-too-big"),
        ("<Cell ss:Merge", '<Cell ss:Index="99999999999" ss:Merge', "file-too-big"),
        ("<Row ss", "</Table></Worksheet><Row ss", "file-damaged"),
        (' ss:Name="9А">', "><x:Visible>", "file-damaged"),
    ],
)
def test_a_harmful_or_broken_file_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    read(tmp_path, row("Дзугов Азамат"))
    path = tmp_path / "export.xls"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    [problem] = read_rosters([path]).problems
    assert problem.code == code
    assert problem.hint
