"""roster: lists are shown as understood, checked, and a doubt is answered once."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Said

Vsosh = Callable[..., Said]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_show_prints_people_as_json_in_a_stable_shape(tmp_path: Path, vsosh: Vsosh) -> None:
    path = write(
        tmp_path / "список.csv",
        "Фамилия;Имя;Отчество;Дата рождения;Класс;Телефон\nАбаев;Аслан;;01.02.2012;8 «д»;112\n",
    )
    said = vsosh("roster", "show", str(path), "--format", "json")
    assert said.code == 0
    data = json.loads(said.out)
    assert list(data)[:3] == ["people", "problems", "dropped_columns"]
    assert data["problems"] == []
    assert data["dropped_columns"] == [
        {"file": str(path), "sheet": "", "column": "Телефон", "reason": ""}
    ]
    assert data["people"] == [
        {
            "role": "student",
            "last_name": "Абаев",
            "first_name": "Аслан",
            "middle_name": "",
            "class": "8Д",
            "birth_date": "2012-02-01",
            "source": {"file": str(path), "sheet": "", "row": 2},
            "school_number": "",
            "categories": [],
            "electives": [],
            "subjects": [],
            "classes": [],
        }
    ]


def test_show_prints_a_table_and_what_was_dropped(tmp_path: Path, vsosh: Vsosh) -> None:
    path = write(tmp_path / "a.csv", "ФИО;Класс;СНИЛС\nАбаев Аслан;8Д;1\nБедоева Мария;8Д?;2\n")
    said = vsosh("roster", "show", str(path))
    assert said.code == 0
    assert re.search(r"8Д\s+Абаев\s+Аслан\s+файл .*a\.csv, строка 2", said.out)
    assert "Прочитано: 2 ученика, 0 учителей." in said.err
    assert "Столбец «СНИЛС» не нужен и не прочитан." in said.err
    assert "ячейка B3" in said.err


def test_show_of_files_that_cannot_be_read_fails_with_their_problems(
    tmp_path: Path, vsosh: Vsosh
) -> None:
    said = vsosh("roster", "show", str(tmp_path / "нет.xlsx"), "--format", "json")
    assert said.code == 3
    assert [problem["code"] for problem in json.loads(said.out)["problems"]] == ["file-missing"]


def test_check_fails_on_errors_and_not_on_warnings(tmp_path: Path, vsosh: Vsosh) -> None:
    warned = write(tmp_path / "a.csv", "ФИО;Класс\nАбaев Аслан;8Д\n")
    said = vsosh("roster", "check", str(warned))
    assert (said.code, "Всего: 1 замечание" in said.out) == (0, True)
    wrong = write(tmp_path / "b.csv", "ФИО;Класс\nАбаев;8Д\n")
    said = vsosh("roster", "check", str(warned), str(wrong))
    assert said.code == 3
    assert "Всего: 1 ошибка, 1 замечание" in said.out


def test_a_doubt_is_asked_about_once_and_the_answer_remembered(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    pupils = school / "rosters/ученики.csv"
    text = pupils.read_text(encoding="utf-8")
    write(
        pupils,
        text.replace("Бедоева;Мария;Олеговна;03.04.2012;8Д;А-2", "Бедоева;Мария;Олеговна;;8Д;"),
    )
    said = vsosh("plan")
    assert said.code == 3
    [answer] = re.findall(r"roster (confirm \w+ bedoeva\.m\.o)", said.out + said.err)

    assert vsosh("roster", *answer.split()).code == 0
    said = vsosh("plan", "--exit-code")
    assert said.code == 0, said.out + said.err


def test_an_answer_about_nobody_is_refused(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    assert "не код вопроса" in vsosh("roster", "confirm", "кто", "--new").err
    said = vsosh("roster", "confirm", "0123456789", "bedoeva.m")
    assert said.code == 2
    assert "«bedoeva.m.o»" in said.err
    assert vsosh("roster", "confirm", "0123456789").code == 2


def test_doubts_are_decided_from_a_file(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    pupils = school / "rosters/ученики.csv"
    text = pupils.read_text(encoding="utf-8")
    text = text.replace("Бедоева;Мария;Олеговна;03.04.2012;8Д;А-2", "Бедоева;Мария;Олеговна;;8Д;")
    write(
        pupils,
        text.replace(
            "Абаев;Аслан;Тимурович;01.02.2012;8Д;А-1", "Обаев;Аслан;Тимурович;01.02.2012;8Д;"
        ),
    )
    assert vsosh("roster", "decide").code == 3
    assert vsosh("roster", "decide", "--save", "решения.csv").code == 0
    path = school / "решения.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    questions = path.read_text(encoding="utf-8-sig")
    assert len(questions.splitlines()) == 3
    assert "Бедоева" not in questions
    assert vsosh("roster", "decide", "--save", "решения.csv").code == 2

    write(path, questions.replace(";;abaev", ";кто;abaev"))
    said = vsosh("roster", "decide", "--from", "решения.csv")
    assert (said.code, "решения.csv, строка" in said.err) == (3, True)
    write(path, re.sub(r";;(abaev\.a\.t|bedoeva\.m\.o);", r";\1;\1;", questions))
    said = vsosh("roster", "decide", "--from", "решения.csv")
    assert (said.code, "Запомнено решений: 2." in said.out) == (0, True)
    said = vsosh("plan", "--format", "json")
    assert [(change["action"], change["kind"]) for change in json.loads(said.out)["changes"]] == [
        ("update", "user")
    ]


def test_check_notes_one_pupil_spelt_in_two_ways(tmp_path: Path, vsosh: Vsosh) -> None:
    one = write(tmp_path / "a.csv", "ФИО;Класс\nАбаев Аслан Тимурович;8Д\n")
    two = write(tmp_path / "b.csv", "ФИО;Класс\nАбаев Аслан Темурович;8Д\n")
    said = vsosh("roster", "check", str(one), str(two))
    assert said.code == 0
    assert re.search(r"b\.csv — 1 замечание\n +Замечание строка 2: Очень похоже", said.out)
