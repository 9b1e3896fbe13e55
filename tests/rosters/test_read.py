"""Lists come in as people, in spite of how they are laid out."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.problems import Place
from vsosh_moodle.rosters import DroppedColumn, Roster, SkippedSheet, read_rosters
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Person, Role

from .conftest import WriteBook

TODAY = date(2026, 9, 1)
STUDENTS = [
    "Фамилия",
    "Имя",
    "Отчество",
    "Дата рождения",
    "Класс",
    "Личное дело №",
    "Категории",
    "Элективы",
    "Дата зачисления",
    "Дата выбытия",
]
NINE_A = ClassName(9, "А")


def read(*paths: Path) -> Roster:
    return read_rosters(paths, today=TODAY)


def codes(roster: Roster) -> list[str]:
    return [problem.code for problem in roster.problems]


def test_a_pupil_is_read_from_a_plain_sheet(write_book: WriteBook) -> None:
    path = write_book(
        {
            "Ученики": [
                STUDENTS,
                [
                    "Дзугова",
                    "Мадина",
                    "Руслановна",
                    date(2010, 3, 14),
                    "9А",
                    17,
                    "спортсмены; ОВЗ",
                    "Физика вокруг нас",
                    "01.09.2024",
                    "31.05.2027",
                ],
            ]
        }
    )
    roster = read(path)
    assert roster.problems == []
    assert roster.people == [
        Person(
            Role.STUDENT,
            "Дзугова",
            "Мадина",
            "Руслановна",
            NINE_A,
            date(2010, 3, 14),
            "17",
            categories=("спортсмены", "ОВЗ"),
            electives=("Физика вокруг нас",),
            start=date(2024, 9, 1),
            end=date(2027, 5, 31),
            source=Place(str(path), "Ученики", 2),
        )
    ]


def test_a_teacher_is_read_from_a_plain_sheet(write_book: WriteBook) -> None:
    path = write_book(
        {
            "Учителя": [
                ["Табельный №", "Фамилия", "Имя", "Отчество", "Предметы", "Классы", "E-mail"],
                [
                    "0042",
                    "Кокоева",
                    "Ирина",
                    "Олеговна",
                    "Физика, Математика",
                    "9а; 10 «Б»",
                    "Kokoeva@Example.ru",
                ],
                ["0043", "Плиев", "Алан", "", "История", "все", ""],
            ]
        }
    )
    roster = read(path)
    assert roster.problems == []
    first, second = roster.people
    assert first == Person(
        Role.TEACHER,
        "Кокоева",
        "Ирина",
        "Олеговна",
        school_number="0042",
        email="kokoeva@example.ru",
        subjects=("Физика", "Математика"),
        classes=(NINE_A, ClassName(10, "Б")),
        source=Place(str(path), "Учителя", 2),
    )
    assert second.classes == ()


def test_the_class_may_stand_in_the_name_of_the_sheet(write_book: WriteBook) -> None:
    head = ["ФИО", "Дата рождения"]
    roster = read(
        write_book(
            {
                "9а": [head, ["Дзугов Азамат Русланович", "14.03.2010"]],
                "10 «Б» класс": [head, ["Плиев Алан", "01.02.2009"]],
            }
        )
    )
    assert [str(person.class_name) for person in roster.people] == ["9А", "10Б"]
    assert roster.people[1].middle_name == ""
    assert roster.problems == []


def test_titles_above_footers_below_and_blank_rows_are_no_people(write_book: WriteBook) -> None:
    roster = read(
        write_book(
            {
                "Лист1": [
                    ["Список обучающихся на 01.09.2026"],
                    [],
                    ["№", "Фамилия", "Имя", "Класс"],
                    [1, "Дзугов", "Азамат", "9А"],
                    [],
                    [2],
                    ["№", "Фамилия", "Имя", "Класс"],
                    [3, "Плиев", "Алан", "9А"],
                    ["Всего: 2"],
                    ["Классный руководитель", "", "", "Кокоева И. О."],
                ]
            }
        )
    )
    assert [(person.last_name, person.source.row) for person in roster.people] == [
        ("Дзугов", 4),
        ("Плиев", 8),
    ]
    assert roster.problems == []


def test_a_class_heading_counts_for_the_rows_below_it(write_book: WriteBook) -> None:
    roster = read(
        write_book(
            {
                "Школа": [
                    ["№", "Фамилия", "Имя"],
                    ["9 «А» класс"],
                    [1, "Дзугов", "Азамат"],
                    [9],
                    ["10Б"],
                    [1, "Плиев", "Алан"],
                ]
            }
        )
    )
    assert [str(person.class_name) for person in roster.people] == ["9А", "10Б"]


def test_cells_are_addressed_as_in_excel_also_with_empty_rows_and_columns_before(
    write_book: WriteBook,
) -> None:
    path = write_book(
        {
            "9А": [
                [],
                [None, None, "Фамилия", "Имя", "Дата рождения"],
                [None, None, "Дзугов", "Азамат", "когда-то"],
            ]
        }
    )
    [problem] = read(path).problems
    assert problem.place == Place(str(path), "9А", 3, "E3")


def test_unneeded_columns_are_dropped_and_listed(write_book: WriteBook) -> None:
    path = write_book(
        {
            "9А": [
                ["Фамилия", "Имя", "СНИЛС", "Домашний адрес"],
                ["Дзугов", "Азамат", "112-233-445 95", "ул. Первая, 1"],
            ]
        }
    )
    roster = read(path)
    assert roster.dropped_columns == [
        DroppedColumn(str(path), "9А", "СНИЛС"),
        DroppedColumn(str(path), "9А", "Домашний адрес"),
    ]
    assert "112-233" not in repr(roster)
    assert "Первая" not in repr(roster)


def test_sheets_that_are_no_lists_are_skipped_and_listed(write_book: WriteBook) -> None:
    path = write_book(
        {
            "9А": [["Фамилия", "Имя"], ["Дзугов", "Азамат"]],
            "Лист2": [],
            "Свод": [["Показатель", "Значение"]],
            "Выбывшие": [["Фамилия", "Имя", "Класс"], ["Плиев", "Алан", "9А"]],
            "списки": [["спортсмены"]],
        },
        hidden=["Выбывшие", "списки"],
    )
    roster = read(path)
    assert [person.last_name for person in roster.people] == ["Дзугов"]
    assert roster.skipped == [
        SkippedSheet(str(path), "Лист2", "пустой лист"),
        SkippedSheet(str(path), "Свод", "сводный лист"),
        SkippedSheet(str(path), "Выбывшие", "лист скрыт"),
        SkippedSheet(str(path), "списки", "нет строки заголовков"),
    ]
    assert [(p.place.sheet, p.code, p.severity) for p in roster.problems] == [
        ("Выбывшие", "sheet-hidden", "warning"),
    ]


def test_places_are_named_from_the_root(write_book: WriteBook) -> None:
    path = write_book({"9А": [["Фамилия", "Имя"], ["Дзугов", "Азамат"]]})
    roster = read_rosters([path], root=path.parent, today=TODAY)
    assert roster.people[0].source.file == "list.xlsx"


def test_several_files_are_read_in_their_order(write_book: WriteBook) -> None:
    first = write_book({"9А": [["Фамилия", "Имя"], ["Дзугов", "Азамат"]]}, "b.xlsx")
    second = write_book({"9Б": [["Фамилия", "Имя"], ["Плиев", "Алан"]]}, "a.xlsx")
    assert [person.last_name for person in read(first, second).people] == ["Дзугов", "Плиев"]


@pytest.mark.parametrize(
    ("names", "read_as"),
    [
        (["ДЗУГОВ", "азамат", ""], ("Дзугов", "Азамат", "")),
        (["Алиев", "Рашид", "Эльдар Оглы"], ("Алиев", "Рашид", "Эльдар оглы")),
        (["Иванова - Плиева", "Анна\u00a0", " Олеговна"], ("Иванова-Плиева", "Анна", "Олеговна")),
    ],
)
def test_names_get_one_spelling(
    write_book: WriteBook, names: list[str], read_as: tuple[str, ...]
) -> None:
    roster = read(write_book({"9А": [["Фамилия", "Имя", "Отчество"], names]}))
    [person] = roster.people
    assert (person.last_name, person.first_name, person.middle_name) == read_as
    assert codes(roster) == []
