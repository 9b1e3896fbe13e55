"""OpenDocument sheets: what they hide, and what a bomb of repeated cells does not do."""

import tracemalloc
from pathlib import Path

import pytest

from vsosh_moodle.rosters import Roster, read_rosters

from .conftest import zipped

ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="9А">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="string" {0}><text:p>{1}</text:p></table:table-cell>'
ROW = "<table:table-row {0}>{1}</table:table-row>"
TITLES = ROW.format("", CELL.format("", "ФИО") + CELL.format("", "Класс"))


def read_ods(path: Path, rows: str) -> Roster:
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:x"/>',
        "content.xml": ODS.format(rows=rows),
    }
    (path / "list.ods").write_bytes(zipped(parts))
    return read_rosters([path / "list.ods"])


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ('table:number-rows-repeated="1048575"', 'table:number-columns-repeated="16384"'),
        ('table:number-rows-repeated="999999999999"', ""),
        ("", 'table:number-columns-repeated="999999999999"'),
    ],
)
def test_a_bomb_of_repeated_cells_is_refused(tmp_path: Path, row: str, cell: str) -> None:
    tracemalloc.start()
    roster = read_ods(tmp_path, TITLES + ROW.format(row, CELL.format(cell, "x")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.code for one in roster.problems] == ["file-too-big"]
    assert peak < 2**23


def test_empty_cells_repeated_to_the_end_do_no_harm(tmp_path: Path) -> None:
    name = CELL.format("", "Дзугов Азамат") + CELL.format("", "9А")
    end = '<table:table-cell table:number-columns-repeated="16382"/>'
    rows = ROW.format("", name + end) + ROW.format(
        'table:number-rows-repeated="1048574" table:visibility="collapse"',
        '<table:table-cell table:number-columns-repeated="16384"/>',
    )
    roster = read_ods(tmp_path, TITLES + rows)
    assert (len(roster.people), roster.problems) == (1, [])


@pytest.mark.parametrize("repeated", ["0", "-1", "x"])
def test_a_count_that_is_none_is_damage(tmp_path: Path, repeated: str) -> None:
    rows = ROW.format(f'table:number-rows-repeated="{repeated}"', CELL.format("", "x"))
    assert [one.code for one in read_ods(tmp_path, TITLES + rows).problems] == ["file-damaged"]


def person(name: str, row: str = "") -> str:
    return ROW.format(row, CELL.format("", name) + CELL.format("", "9А"))


def test_rows_of_a_folded_group_are_hidden(tmp_path: Path) -> None:
    group = f'<table:table-row-group table:display="false">{person("Плиев Алан")}</table:table-row-group>'
    roster = read_ods(tmp_path, TITLES + group + person("Дзугов Азамат"))
    assert [one.last_name for one in roster.people] == ["Дзугов"]
    assert [(one.row, one.code) for one in roster.skipped_rows] == [(2, "row-hidden")]


def test_repeated_rows_are_counted(tmp_path: Path) -> None:
    empty = "<table:table-row table:number-rows-repeated='5'><table:table-cell/></table:table-row>"
    hidden = person("Плиев Алан", 'table:visibility="collapse"')
    roster = read_ods(tmp_path, TITLES + empty + hidden + person("Дзугов Азамат"))
    assert [one.source.row for one in roster.people] == [8]
    assert [one.row for one in roster.skipped_rows] == [7]


def test_a_formula_without_its_value_is_told(tmp_path: Path) -> None:
    formula = '<table:table-cell table:formula="of:=[.A9]"/>'
    rows = ROW.format("", CELL.format("", "Дзугов Азамат") + formula)
    [problem] = read_ods(tmp_path, TITLES + rows).problems
    assert (problem.code, problem.place.cell) == ("formula-unsaved", "B2")


def test_a_picture_alone_is_called_a_picture(tmp_path: Path) -> None:
    picture = (
        '<table:shapes xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
        "<draw:frame><draw:image/></draw:frame></table:shapes>"
    )
    [problem] = read_ods(tmp_path, picture).problems
    assert problem.code == "sheet-picture"


def test_a_comment_is_no_part_of_its_cell(tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>выбыл</text:p></office:annotation>"
    cell = CELL.format("", "Дзугов Азамат").replace("<text:p>", f"{comment}<text:p>")
    roster = read_ods(tmp_path, TITLES + ROW.format("", cell + CELL.format("", "9А")))
    assert [one.full_name for one in roster.people] == ["Дзугов Азамат"]
