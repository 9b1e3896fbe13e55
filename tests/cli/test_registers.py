"""registers: templates are written, mistakes told with exit code 3, the rest listed."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.cli.conftest import Said
from vsosh_moodle.registers.definitions import definitions

Vsosh = Callable[..., Said]


def write(school: Path, name: str, text: str) -> None:
    (school / "registers").mkdir(exist_ok=True)
    (school / "registers" / name).write_text(text, encoding="utf-8")


def test_a_template_goes_to_the_folder_of_registers(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("registers", "template", "техника", "trials")
    assert said.code == 0
    assert (school / "registers/registers.xlsx").is_file()
    assert "Техника у учеников, Пробные экзамены" in said.out
    assert "Уже вписано 3 строки" in said.out
    again = vsosh("registers", "template", "rooms", "trials")
    assert again.code == 2
    assert "уже есть" in again.err
    assert vsosh("registers", "check").code == 0


def test_outside_a_project_a_template_is_written_where_it_is_asked(
    tmp_path: Path, vsosh: Vsosh
) -> None:
    said = vsosh("registers", "template", "rooms", "--out", str(tmp_path / "новая"))
    assert said.code == 0
    assert (tmp_path / "новая/rooms.xlsx").is_file()
    assert "папка школы не найдена" in said.err


def test_check_tells_every_problem_and_what_was_not_read(school: Path, vsosh: Vsosh) -> None:
    write(school, "кабинеты.csv", "Кабинет;Интернет;Ответственный\n11;да;x\n12;авось;y\n")
    said = vsosh("registers", "check")
    assert said.code == 3
    assert "файл registers/кабинеты.csv, ячейка B3" in said.out
    assert "Всего: 1 ошибка" in said.out
    assert "Столбец «Ответственный» не нужен и не прочитан." in said.err
    verb = vsosh("check")
    assert verb.code == 3
    assert "ячейка B3" in verb.out


def test_check_and_list_as_json_have_a_stable_shape(school: Path, vsosh: Vsosh) -> None:
    write(school, "кабинеты.csv", "Кабинет;Интернет;Ответственный\n11;да;x\n12;авось;y\n")
    said = vsosh("registers", "check", "--format", "json")
    assert said.code == 3
    data = json.loads(said.out)
    assert list(data) == ["ok", "registers", "missing", "problems", "dropped_columns"]
    [listed] = data["registers"]
    assert listed == {
        "saved": date.today().isoformat(),
        "kind": "rooms",
        "title": "Кабинеты",
        "file": "registers/кабинеты.csv",
        "sheet": "",
        "rows": 1,
        "left_out": 1,
        "unfilled": 0,
    }
    assert data["ok"] is False
    assert "rooms" not in data["missing"]
    assert len(data["missing"]) == len(definitions()) - 1
    assert data["problems"][0]["cell"] == "B3"
    assert data["dropped_columns"] == [
        {"file": "registers/кабинеты.csv", "sheet": "", "column": "Ответственный"}
    ]
    listing = vsosh("registers", "list", "--format", "json")
    assert (listing.code, json.loads(listing.out)) == (0, data)


def test_list_shows_what_is_there_and_what_is_not(school: Path, vsosh: Vsosh) -> None:
    write(school, "кабинеты.csv", "Кабинет;Интернет\n11;да\n12;авось\n")
    said = vsosh("registers", "list")
    assert said.code == 0
    assert "Кабинеты" in said.out
    assert "Нет: Кадры (staff)." in said.out
    assert "1 ошибка: vsosh-moodle registers check" in said.err


def test_without_registers_the_way_to_the_first_one_is_shown(school: Path, vsosh: Vsosh) -> None:
    for verb in ("check", "list"):
        said = vsosh("registers", verb)
        assert said.code == 0
        assert "vsosh-moodle registers template" in said.out


def test_sound_registers_are_counted(school: Path, vsosh: Vsosh) -> None:
    write(school, "кабинеты.csv", "Кабинет;Интернет\n11;да\n12;нет\n")
    said = vsosh("registers", "check")
    assert said.code == 0
    assert "Реестры в порядке: 1 реестр, 2 строки." in said.out


def test_an_unknown_kind_is_told_with_the_known_ones(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("registers", "template", "кухня")
    assert said.code == 2
    assert "Реестра «кухня» нет" in said.err


def test_a_template_over_filled_registers_is_sent_elsewhere(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("registers", "template").code == 0
    said = vsosh("registers", "template", "devices", "trials")
    assert said.code == 2
    assert "могут быть ваши записи" in said.err
    assert "--out образцы" in said.err
