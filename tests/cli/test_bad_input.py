"""Whatever is wrong with the files: each problem once, with its place, its way out and exit code 3."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Said
from tests.cli.live_school import (
    CONFIG,
    PUPILS,
    TEACHERS,
    TEMPLATE,
    Live,
    edit,
    no_traces,
    point_at,
)

Vsosh = Callable[..., Said]


def _an_xlsx(folder: Path, title: str, *rows: list[object]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(folder / "rosters/лист.xlsx")
    edit(folder / CONFIG, '["rosters/*.csv"]', '["rosters/*.csv", "rosters/*.xlsx"]')


@dataclass(frozen=True)
class Spoilt:
    """A spoilt file: what to do to the folder, and what must be said about it."""

    spoil: Callable[[Path], object]
    place: str
    message: str
    way_out: str


FILES = {
    "a roster that is not there": Spoilt(
        lambda f: edit(f / CONFIG, '"rosters/*.csv"', '"rosters/нет.xlsx", "rosters/*.csv"'),
        "файл config.yaml, строка",
        "Файла rosters/нет.xlsx нет.",
        "исправьте rosters",
    ),
    "no rosters at all": Spoilt(
        lambda f: shutil.rmtree(f / "rosters"),
        "файл config.yaml, строка",
        "Нет ни одного файла со списками",
        "Положите списки",
    ),
    "a path that is none": Spoilt(
        lambda f: edit(f / CONFIG, '"rosters/*.csv"', '"", "rosters/*.csv"'),
        "файл config.yaml, строка",
        "Путь «» не годится.",
        "rosters/*.xlsx",
    ),
    "a folder named like a roster": Spoilt(
        lambda f: (f / "rosters/папка.csv").mkdir(),
        "файл rosters/папка.csv",
        "Файл не открывается: это папка, а не файл.",
        "права доступа",
    ),
    "no templates": Spoilt(
        lambda f: shutil.rmtree(f / "course_templates"),
        "",
        "нет папки course_templates с шаблонами",
        "vsosh-moodle init",
    ),
    "an empty roster": Spoilt(
        lambda f: (f / PUPILS).write_text(""), "файл rosters/ученики.csv", "Файл пуст.", "заново"
    ),
    "a roster of headings only": Spoilt(
        lambda f: (f / PUPILS).write_text("Фамилия;Имя;Отчество;Класс\n", encoding="utf-8"),
        "файл rosters/ученики.csv",
        "нет ни одного человека",
        "тот ли это файл",
    ),
    "a wrong sheet": Spoilt(
        lambda f: _an_xlsx(f, "Меню", ["Блюдо", "Цена"], ["Каша", 10]),
        "файл rosters/лист.xlsx, лист «Меню»",
        "Не найдена строка заголовков",
        "Назовите столбцы: Фамилия",
    ),
    "a class the config does not know": Spoilt(
        lambda f: edit(f / PUPILS, ";9А;", ";9Ж;"),
        "файл rosters/ученики.csv, ячейка E4",
        "Класса 9Ж нет в config.yaml.",
        "«9А»",
    ),
    "two pupils with one number": Spoilt(
        lambda f: edit(f / PUPILS, "А-2", "А-1"),
        "файл rosters/ученики.csv, строка 3",
        "Номер «А-1» уже стоит у другого человека",
        "Исправьте один из номеров",
    ),
    "a template that does not parse": Spoilt(
        lambda f: edit(f / TEMPLATE, "sections:", "sections: ["),
        "файл course_templates/simple.yaml, строка",
        "Скобка не закрыта",
        "Проверьте пары скобок",
    ),
    "a template whose Jinja does not parse": Spoilt(
        lambda f: edit(f / TEMPLATE, 'Алгебра, {{ course.class_names }}"', 'Алгебра, {{ course"'),
        "файл course_templates/simple.yaml, строка 4",
        "Выражение не закрыто.",
        "«{{»",
    ),
    "an unknown key in a template": Spoilt(
        lambda f: edit(f / TEMPLATE, "subject:", "subjct:"),
        "файл course_templates/simple.yaml, строка 3",
        "subjct: такого ключа нет.",
        "«subject»",
    ),
    "an unknown key in the config": Spoilt(
        lambda f: edit(f / CONFIG, "school:", "schol:"),
        "файл config.yaml, строка 4",
        "schol: такого ключа нет.",
        "«school»",
    ),
    "a config that does not parse": Spoilt(
        lambda f: edit(f / CONFIG, "school: {", "school: {{"),
        "файл config.yaml, строка 4",
        "скобки",
        "в кавычки",
    ),
    "a class nobody teaches": Spoilt(
        lambda f: edit(f / CONFIG, "classes: [8Д, 9А]", "classes: [8Д]"),
        "файл config.yaml, строка",
        "9А никто не учит",
        "without_courses: true",
    ),
    "an address without encryption": Spoilt(
        lambda f: point_at(f, "http://school.example", "f" * 32),
        "файл config.yaml, строка 3",
        "начинается с http://",
        "https://",
    ),
}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("command", ["check", "plan", "apply"])
def test_a_bad_file_is_one_problem_with_place_and_way_out(
    school: Path, vsosh: Vsosh, case: Spoilt, command: str
) -> None:
    case.spoil(school)
    said = vsosh(command, *(["--yes"] if command == "apply" else []))
    text = said.out + said.err
    assert said.code == 3
    assert text.count("Ошибка: ") == 1
    assert f"Ошибка: {case.place}" in text
    assert case.message in text
    assert case.way_out in text.partition("Что сделать: ")[2]
    assert "Всего: 1 ошибка" in text
    no_traces(said)
    assert not (school / ".vsosh/sandbox.sqlite").exists()


@pytest.mark.parametrize("command", ["check", "plan"])
def test_problems_of_all_files_come_in_one_run(school: Path, vsosh: Vsosh, command: str) -> None:
    edit(school / CONFIG, "school:", "schol:")
    edit(school / TEMPLATE, "subject:", "subjct:")
    edit(school / PUPILS, "05.06.2011", "05.16.2011")
    edit(school / TEACHERS, "8Д, 9А", "8Д, 9Я")
    said = vsosh(command, "--format", "json")
    data = json.loads(said.out)
    assert said.code == 3
    assert [problem["file"] for problem in data["problems"]] == [
        "config.yaml",
        "course_templates/simple.yaml",
        PUPILS,
        TEACHERS,
    ]
    assert all(problem["message"] and problem["hint"] for problem in data["problems"])


def test_a_roster_is_read_although_the_config_is_no_yaml(school: Path, vsosh: Vsosh) -> None:
    edit(school / CONFIG, "school: {", "school: {{")
    edit(school / PUPILS, "05.06.2011", "05.16.2011")
    said = vsosh("check")
    assert said.code == 3
    assert "файл config.yaml, строка 4" in said.out
    assert "ячейка D4" in said.out


def test_a_class_is_not_called_unknown_by_a_config_that_lost_its_classes(
    school: Path, vsosh: Vsosh
) -> None:
    edit(school / CONFIG, "\nclasses:", "\nclases:")
    said = vsosh("check")
    assert "clases" in said.out
    assert "Всего: 1 ошибка" in said.out


def test_a_warning_of_the_config_is_shown(school: Path, vsosh: Vsosh) -> None:
    point_at(school, "https://school.example\n  verify_tls: false", "f" * 32)
    said = vsosh("check")
    assert said.code == 0
    assert "Замечание: файл config.yaml, строка 4" in said.out
    assert "Всего: 1 замечание" in said.out


def test_no_school_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vsosh: Vsosh) -> None:
    monkeypatch.chdir(tmp_path)
    said = vsosh("plan")
    assert said.code == 2
    assert "Папка школы не найдена" in said.err
    assert "--project" in said.err
    (tmp_path / "config.yml").touch()
    assert "Переименуйте config.yml в config.yaml." in vsosh("plan").err


def test_a_roster_that_is_not_there_is_told_by_show_too(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("roster", "show", "нет.xlsx")
    assert said.code == 3
    assert "файл нет.xlsx" in said.err
    no_traces(said)


def test_namesakes_get_logins_of_their_own(live: Live, vsosh: Vsosh) -> None:
    same = "Абаев;Аслан;Тимурович;02.02.2012;9А;А-9\n"
    pupils = live.folder / PUPILS
    pupils.write_text(pupils.read_text(encoding="utf-8") + same, encoding="utf-8")
    edit(live.folder / TEACHERS, "Гаглоева;Зарина;Ивановна", "Абаев;Артур;Тагирович")
    assert vsosh("apply", "--yes").code == 0
    logins = live.site.store.column("SELECT username FROM user WHERE username LIKE 'abaev%'")
    assert len(logins) == len(set(logins)) == 3


def test_a_login_taken_on_the_site_is_told_and_the_next_one_given(live: Live, vsosh: Vsosh) -> None:
    live.site.store.insert(
        "user", {"username": "abaev.a.t", "firstname": "Ч", "lastname": "Ж", "email": "a@b.ru",
                 "timecreated": 1, "timemodified": 1},
    )  # fmt: skip
    said = vsosh("plan")
    assert said.code == 0
    assert "Замечание: файл rosters/ученики.csv, строка 2" in said.out
    assert "Логин abaev.a.t на сайте уже есть" in said.out
    assert "--adopt user:abaev.a.t" in said.out
    assert vsosh("apply", "--yes").code == 0
    assert vsosh("plan", "--exit-code").code == 0


def test_an_email_taken_on_the_site_is_told_before_and_after(live: Live, vsosh: Vsosh) -> None:
    edit(live.folder / TEACHERS, "Табельный №", "Табельный №;E-mail")
    edit(live.folder / TEACHERS, "Т-1", "Т-1;Admin@sandbox.invalid")
    said = vsosh("plan")
    assert said.code == 0
    assert "Замечание: файл rosters/учителя.csv, строка 2" in said.out
    assert "уже стоит у другой учётной записи (admin)" in said.out
    said = vsosh("apply", "--yes")
    assert said.code == 7
    assert "Чаще всего адрес почты уже занят" in said.out
    assert "[файл rosters/учителя.csv, строка 2]" in said.out
    assert "Пароли 3 новых учётных записей" in said.out
    no_traces(said)
