"""A file of decisions in every form it may come back in, and what is wrong with it by cell."""

import stat
from datetime import date
from pathlib import Path

import pytest

from tests.rosters.conftest import WriteBook
from vsosh_moodle.problems import Place
from vsosh_moodle.reports.decision_files import write_decision_file
from vsosh_moodle.rosters.decisions import ReadDecisions, read_decisions
from vsosh_moodle.school.classes import ClassName, SchoolClass
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.placing import promote_school
from vsosh_moodle.school.promotion import ClassFate, Decisions, Fate, PromotionRules

TODAY = date(2027, 6, 1)
HEAD = ["Класс", "Ученик", "Дата рождения", "Личное дело №", "Решение", "Новый класс"]
ROWS = [
    ["9 «А»", "", "", "", "Выпуск", ""],
    ["8А", "", "", "", "переходит", "9А; 9Б"],
    ["7Б", "", "", "", "", "8А"],
    ["5А", "", "", "", "новый", ""],
    ["8А", "Бедоева Анна Ильинична", "03.02.2011", "№ Л-7", "Остаётся", ""],
    ["8А", "Вагина Анна", "", "", "", "9Б"],
    ["", "Гаева Анна", "", "", "ИДЕТ В 10 КЛАСС", "10А"],
    ["8А", "Дзуева Анна", "", "", "", ""],
    ["7А", "", "", "", "", ""],
]


def summary(read: ReadDecisions) -> tuple[list[object], list[object]]:
    return (
        [(str(one.name), one.fate, [str(name) for name in one.targets]) for one in read.decisions.classes],
        [
            (one.full_name.split()[0], one.fate, str(one.target or ""), str(one.class_name or ""))
            for one in read.decisions.people
        ],
    )  # fmt: skip


MEANT = (
    [
        ("9А", ClassFate.GRADUATES, []), ("8А", ClassFate.MOVES, ["9А", "9Б"]),
        ("7Б", ClassFate.MOVES, ["8А"]), ("5А", ClassFate.NEW, []),
    ],
    [
        ("Бедоева", Fate.REPEATS, "", "8А"), ("Вагина", Fate.MOVES, "9Б", "8А"),
        ("Гаева", Fate.MOVES_UP, "10А", ""),
    ],
)  # fmt: skip


def test_a_workbook_of_two_sheets_is_read(write_book: WriteBook) -> None:
    classes = [["Класс", "Учеников", "Решение", "Новый класс"]]
    classes += [[row[0], "12", row[4], row[5]] for row in ROWS if not row[1]]
    people = [["Перевод 2027/28"], [], HEAD, *[row for row in ROWS if row[1]]]
    read = read_decisions(
        write_book({"Классы": classes, "Ученики": people, "Прочее": [["x"]]}), TODAY
    )
    assert read.problems == []
    assert summary(read) == MEANT
    first = read.decisions.people[0]
    assert (first.birth_date, first.school_number) == (date(2011, 2, 3), "Л-7")
    assert (first.place.sheet, first.place.cell) == ("Ученики", "E4")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_a_text_file_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "решения.csv"
    rows = [[cell.replace("; ", ", ") for cell in row] for row in [HEAD, *ROWS]]
    lines = [
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows
    ]
    path.write_text("\n".join(lines), encoding=encoding)
    read = read_decisions(path, TODAY)
    assert read.problems == []
    assert summary(read) == MEANT
    assert read.decisions.classes[0].place.cell == "E2"


def test_yaml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "решения.yaml"
    path.write_text(
        "- {класс: 9А, решение: выпуск}\n"
        "- {класс: 8А, решение: переходит, новый класс: [9А, 9Б]}\n"
        "- {класс: 7Б, новый класс: 8А}\n"
        "- {класс: 5А, решение: новый}\n"
        "- {класс: 8А, ученик: Бедоева Анна Ильинична, дата рождения: 2011-02-03, решение: остаётся}\n"
        "- {класс: 8А, ученик: Вагина Анна, новый класс: 9Б}\n"
        "- {ученик: Гаева Анна, решение: идёт в 10 класс, новый класс: 10А}\n",
        encoding="utf-8",
    )
    read = read_decisions(path, TODAY)
    assert read.problems == []
    assert summary(read) == MEANT
    assert read.decisions.people[0].place.line == 5
    assert read.decisions.people[0].birth_date == date(2011, 2, 3)


@pytest.mark.parametrize(
    ("row", "code", "cell", "says"),
    [
        (["9А", "", "", "", "выпусск", ""], "decision-unknown", "E2", "«выпуск»"),
        (["9А", "", "", "", "остаётся", ""], "decision-unknown", "E2", "«переходит»"),
        (["девятый", "", "", "", "выпуск", ""], "class-unreadable", "A2", "девятый"),
        (["", "", "", "", "выпуск", ""], "class-missing", "A2", "класс"),
        (["9А", "", "", "", "переходит", "десятый"], "class-unreadable", "F2", "десятый"),
        (["9А", "Бедоева Анна", "", "", "новый", ""], "decision-unknown", "E2", "«остаётся»"),
        (["9А", "Бедоева Анна", "", "", "", "10А, 10Б"], "decision-classes", "F2", "один"),
    ],
)
def test_a_word_that_is_not_understood_is_told_by_its_cell(
    write_book: WriteBook, row: list[object], code: str, cell: str, says: str
) -> None:
    read = read_decisions(write_book({"Лист": [HEAD, row]}), TODAY)
    assert [(one.code, one.place.cell) for one in read.problems] == [(code, cell)]
    assert says in f"{read.problems[0].message} {read.problems[0].hint}"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("нет.xlsx", None, "file-unreadable"),
        ("пусто.xlsx", b"", "not-a-spreadsheet"),
        ("битый.xlsx", b"PK\x03\x04 and no more", "file-damaged"),
        ("чужой.csv", "Фамилия;Имя\nАбаева;Анна\n".encode(), "header-missing"),
        ("плохой.yaml", b"- [", "yaml-syntax"),
        ("не-тот.yaml", b"a: 1\n", "decisions-shape"),
        ("ключ.yaml", "- {класс: 9А, решенье: выпуск}\n".encode(), "unknown-key"),
    ],
)
def test_a_file_that_is_no_file_of_decisions_is_one_problem(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    read = read_decisions(path, TODAY)
    assert [one.code for one in read.problems] == [code]
    assert read.problems[0].place.file.endswith(name)
    assert read.problems[0].hint


def small_school() -> tuple[list[SchoolClass], list[Person]]:
    names = [ClassName(7, "А"), ClassName(8, "А"), ClassName(9, "А"), ClassName(11)]
    people = [
        Person(
            Role.STUDENT, last, "Анна", "Ильинична", name, date(2011, 2, 3), f"Л-{last}",
            source=Place("x", row=1),
        )
        for last in ("Абаева", "Ёлкина", "Ежова")
        for name in names
    ]  # fmt: skip
    return [SchoolClass(name) for name in names], people


@pytest.mark.parametrize("name", ["решения.xlsx", "решения.csv", "решения.yaml"])
def test_a_saved_file_read_back_says_what_would_have_been_done_anyway(
    tmp_path: Path, name: str
) -> None:
    classes, people = small_school()
    rules = PromotionRules(date(2027, 5, 26), date(2027, 9, 1))
    plain = promote_school(classes, people, Decisions(), rules)
    path = tmp_path / name
    write_decision_file(path, plain)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read = read_decisions(path, TODAY)
    assert read.problems == []
    again = promote_school(classes, people, read.decisions, rules)
    assert again.placements == plain.placements
    assert [one.asked for one in again.steps] == [False, False, True, False]
    with pytest.raises(FileExistsError):
        write_decision_file(path, plain)
