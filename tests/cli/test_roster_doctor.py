"""roster check, fix, template and show --explain as a methodist meets them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Said

Vsosh = Callable[..., Said]


def book(path: Path, rows: list[list[object]], title: str = "Лист1") -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def test_check_groups_by_file_and_sheet_and_says_what_was_read(
    tmp_path: Path, vsosh: Vsosh
) -> None:
    folder = tmp_path / "списки"
    folder.mkdir()
    book(
        folder / "b.xlsx",
        [["ФИО", "Класс", "Телефон"], ["Дзугов Азамат", "8Ъ?", "112"], ["Кокоев", "8Д", ""]],
    )
    book(folder / "a.xlsx", [["ФИО", "Класс"], ["Плиев Алан", "8Д"]])
    (folder / "заметки.docx").write_bytes(b"x")
    said = vsosh("roster", "check", str(folder))
    assert said.code == 3
    lines = said.out.splitlines()
    assert lines[0] == f"{folder}/b.xlsx — 2 ошибки"
    assert lines[1] == "  Лист «Лист1»"
    assert lines[2] == "    Ошибка B2: «8Ъ?» не похоже на класс."
    assert lines[3] == "      Прочитано: 8Ъ?"
    assert lines[4].startswith("      Что сделать: ")
    assert f"{folder}/b.xlsx: не нужны и не прочитаны столбцы: «Телефон»." in lines
    assert lines[-1] == "Всего: 2 ошибки"
    assert "a.xlsx" not in said.out


def test_check_in_json_has_counts_and_what_was_read(tmp_path: Path, vsosh: Vsosh) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [["ФИО", "Класс"], ["Дзугов Азамат", "8Д"], ["Дзугов Азамат", "8Д"], ["Плиев Алан", "?"]],
    )
    data = json.loads(vsosh("roster", "check", str(path), "--format", "json").out)
    assert (data["ok"], data["project"]) == (False, None)
    assert data["summary"] == {"files": 1, "people": 3, "errors": 2, "warnings": 0}
    read = {one["code"]: (one["cell"] or one["row"], one["read"]) for one in data["problems"]}
    assert read == {
        "person-twice": (3, "Дзугов Азамат"),
        "class-unreadable": ("B4", "?"),
    }


def test_a_project_lends_its_words_and_outside_anything_goes(
    school: Path, tmp_path: Path, vsosh: Vsosh, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "a.xlsx", [["ФИО", "Класс"], ["Дзугов Азамат", "7Ж"]])
    said = vsosh("roster", "check", str(path))
    assert said.code == 3
    assert "Класса 7Ж нет в config.yaml" in said.out
    assert "Прочитано: 7Ж" in said.out
    monkeypatch.chdir(tmp_path)
    said = vsosh("roster", "check", str(path))
    assert (said.code, "папка школы не найдена" in said.err) == (0, True)
    assert vsosh("--project", str(school), "roster", "check", str(path)).code == 3


def test_fix_says_what_was_done_and_what_is_left(tmp_path: Path, vsosh: Vsosh) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [["ФИО", "Класс", "СНИЛС"], ["ДЗУГОВ Азамат", "8Д", "1"], ["Плиев", "8Д", "2"]],
    )
    said = vsosh("roster", "fix", str(path), "--out", str(tmp_path / "b.xlsx"))
    assert said.code == 3
    assert re.search(r"b\.xlsx: 1 исправление сделано, 1 ошибка осталась, 0 замечаний\.", said.out)
    assert "В копии остались ненужные столбцы: «СНИЛС»" in said.out
    again = vsosh("roster", "fix", str(path), "--out", str(tmp_path / "b.xlsx"))
    assert (again.code, "--force" in again.err) == (2, True)
    assert vsosh("roster", "fix", str(path), "--out", str(tmp_path / "b.csv")).code == 2


def test_fix_of_a_sound_list_succeeds(tmp_path: Path, vsosh: Vsosh) -> None:
    path = book(tmp_path / "a.xlsx", [["ФИО", "Класс"], ["Дзугов Азамат", "8Д"]])
    said = vsosh("roster", "fix", str(path), "--out", str(tmp_path / "новая/b.xlsx"))
    assert (said.code, said.err) == (0, "")


def test_a_template_is_written_from_the_command_line(tmp_path: Path, vsosh: Vsosh) -> None:
    out = tmp_path / "t.xlsx"
    said = vsosh("roster", "template", "--out", str(out), "--kind", "students", "--class", "8Д")
    assert said.code == 0
    assert openpyxl.load_workbook(out).sheetnames == ["Как заполнять", "8Д"]
    assert vsosh("roster", "check", str(out)).code == 3  # nobody stands in it yet


def test_explain_tells_every_column_and_row(tmp_path: Path, vsosh: Vsosh) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            ["Ф.И.О. ученика", "Телефон"],
            ["8Д", None],
            ["ДЗУГОВ Азамат", "112"],
            ["Всего: 1", None],
        ],
    )
    said = vsosh("roster", "show", str(path), "--explain")
    assert said.code == 0
    out = " ".join(said.out.split())
    assert "ученики, заголовки в строке 1" in out
    assert "A Ф.И.О. ученика ФИО название значит то же" in out
    assert "B Телефон — не нужен" in out
    assert "2 строка-разделитель: дальше класс 8Д" in out
    assert "3 люди; класс — из строки 2" in out
    assert "4 итог или подпись под списком" in out
    assert "A3 «ДЗУГОВ Азамат» → «Дзугов Азамат» заглавные и строчные буквы" in out

    data = json.loads(vsosh("roster", "show", str(path), "--explain", "--format", "json").out)
    [sheet] = data["explanation"]["sheets"]
    assert [(one["kind"], one["first"], one["detail"]) for one in sheet["rows"]] == [
        ("class-heading", 2, "8Д"),
        ("person", 3, "heading"),
        ("footer", 4, None),
    ]
    assert data["explanation"]["repairs"][0]["code"] == "name-case"
