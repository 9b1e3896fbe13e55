"""A web page under the name of an Excel file is read as the table it shows."""

from pathlib import Path

import pytest

from vsosh_moodle.rosters import read_rosters

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
