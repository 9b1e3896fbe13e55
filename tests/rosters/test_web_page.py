"""A web page under the name of an Excel file is read as the table it shows."""

from pathlib import Path

import pytest

from vsosh_moodle.rosters import Roster, read_rosters

PAGE = """<html><head><meta charset="{codec}"></head><body><table>
<tr><td colspan=3>Список&nbsp;обучающихся</td></tr>
<tr><th>ФИО</th><th>Дата<br>рождения</th><th>Класс</th></tr>
<tr><td>Дзугов&nbsp;Азамат</td><td>14.03.2010</td><td>9&laquo;А&raquo;</td>
<tr><td>Плиев Алан<td></td><td>9А
</table></body></html>"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "windows-1251"])
def test_people_are_read_from_a_page(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(PAGE.format(codec=codec).encode(codec))
    roster = read_rosters([path])
    assert [(p.full_name, str(p.class_name)) for p in roster.people] == [
        ("Дзугов Азамат", "9А"),
        ("Плиев Алан", "9А"),
    ]
    assert [problem.code for problem in roster.problems] == ["class-spellings"]  # 9А and 9A


def test_a_table_within_a_table_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text("<table><tr><td><table></table>x</td></tr></table></td>", encoding="utf-8")
    assert [one.severity for one in read_rosters([path]).problems] == ["error"]


def read(path: Path, rows: str, head: str = "") -> Roster:
    page = path / "export.xls"
    titles = "<tr><th>Класс</th><th>Фамилия</th><th>Имя</th></tr>"
    page.write_text(f"<html>{head}<table>{titles}{rows}</table></html>", encoding="utf-8")
    return read_rosters([page])


def people(roster: Roster) -> list[tuple[str, str]]:
    return [(one.full_name, str(one.class_name)) for one in roster.people]


def test_a_class_over_several_rows_moves_no_name_out_of_its_column(tmp_path: Path) -> None:
    rows = (
        "<tr><td rowspan=2>9А</td><td>Дзугов</td><td>Азамат</td></tr>"
        "<tr><td>Плиев</td><td>Алан</td></tr>"
        "<tr><td>9Б</td><td rowspan='2'>Кокоев</td><td>Тимур</td></tr>"
        "<tr><td>8Б</td><td>Сослан</td></tr>"
    )
    roster = read(tmp_path, rows)
    assert people(roster) == [
        ("Дзугов Азамат", "9А"),
        ("Плиев Алан", "9А"),
        ("Кокоев Тимур", "9Б"),
        ("Кокоев Сослан", "8Б"),
    ]
    assert roster.problems == []


def test_rows_that_a_page_does_not_show_are_not_read(tmp_path: Path) -> None:
    name = "<td>9А</td><td>Плиев</td><td>Алан</td>"
    rows = (
        "<tr><td>9А</td><td>Дзугов</td><td>Азамат</td></tr>"
        f"<tr style='height:0; display: none'>{name}</tr><tr hidden>{name}</tr>"
        f"<tr class='gone'>{name}</tr>"
    )
    roster = read(tmp_path, rows, "<style>td {color: red} tr.gone {display:none}</style>")
    assert people(roster) == [("Дзугов Азамат", "9А")]
    assert [one.message for one in roster.problems] == ["Строки 3–5 скрыты и не прочитаны."]


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>9А</td><td><s>Плиев</s></td><td><font><strike>Алан</strike></font></td></tr>",
        "<tr style='text-decoration:line-through'><td>9А<td>Плиев<td>Алан",
        "<tr><td>9А</td><td class='xl1'>Плиев</td><td class=xl1>Алан</td></tr>",
    ],
)
def test_a_struck_through_row_is_not_read(tmp_path: Path, row: str) -> None:
    head = "<style><!-- .xl1 {color:black; text-decoration:line-through;} --></style>"
    roster = read(tmp_path, row + "<tr><td>9А<td><s>Дзу</s>гов<td>Азамат", head)
    assert people(roster) == [("Дзугов Азамат", "9А")]
    assert [one.row for one in roster.skipped_rows] == [2]


def test_a_hidden_table_is_a_hidden_sheet(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    table = "<table {0}><tr><td>ФИО<td>Класс<tr><td>Дзугов {1}<td>9А</table>"
    text = table.format("", "Азамат") + table.format("hidden", "Тимур")
    path.write_text(text, encoding="utf-8")
    roster = read_rosters([path])
    assert people(roster) == [("Дзугов Азамат", "9А")]
    assert [(one.code, one.place.sheet) for one in roster.problems] == [
        ("sheet-hidden", "таблица 2")
    ]


def test_a_page_with_its_sheets_elsewhere_is_told(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text("<html><frameset><frame src='sheet001.htm'></frameset>", encoding="utf-8")
    [problem] = read_rosters([path]).problems
    assert problem.code == "format-unsupported"


def test_spans_beyond_all_measure_do_no_harm(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=99999999 colspan=9999999>9А<tr><td>x" * 50
    assert read(tmp_path, rows).people == []


def test_the_number_of_a_table_is_no_class(tmp_path: Path) -> None:
    table = "<table><tr><td>ФИО</td></tr><tr><td>Дзугов Азамат</td></tr></table>"
    path = tmp_path / "list.xls"
    path.write_text(f"<html><table><tr><td>Меню</td></tr></table>{table}", encoding="utf-8")
    roster = read_rosters([path])
    assert [person.class_name for person in roster.people] == [None]
    assert [one.code for one in roster.problems if one.severity == "error"] == [
        "class-column-missing"
    ]
