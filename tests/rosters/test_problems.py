"""Every wrong cell is reported at once, with its address and a way out."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.school.classes import ClassName

from .conftest import WriteBook

TODAY = date(2026, 9, 1)
HEAD = [
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
PUPIL = ["Дзугов", "Азамат", "Русланович", "14.03.2010", "9А", "17", "", "", "", ""]
OTHER = ["Плиев", "Алан", "Олегович", "01.02.2010", "9А", "18", "", "", "", ""]
TEACHERS = ["Фамилия", "Имя", "Предметы", "Классы", "E-mail", "Табельный №"]


def read(*paths: Path) -> Roster:
    return read_rosters(
        paths,
        classes=[ClassName(9, "А"), ClassName(9, "Б"), ClassName(8, "Д")],
        learner_categories={"sport": "спортсмены"},
        electives=["Физика вокруг нас"],
        today=TODAY,
    )


def changed(column: str, value: object) -> list[object]:
    return [value if title == column else cell for title, cell in zip(HEAD, PUPIL, strict=True)]


def found(roster: Roster) -> list[tuple[str, str, str]]:
    return [(p.code, p.severity, p.place.cell) for p in roster.problems]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("Фамилия", "", ("last-name-missing", "error", "A2")),
        ("Имя", None, ("first-name-missing", "error", "B2")),
        ("Фамилия", "Дзyгoв", ("name-lookalikes", "warning", "A2")),
        ("Фамилия", "Дзugов", ("name-mixed-letters", "error", "A2")),
        ("Имя", "Азамат2", ("name-characters", "error", "B2")),
        ("Имя", "А.", ("name-initials", "warning", "B2")),
        ("Имя", "А" + "з" * 100, ("name-too-long", "error", "B2")),
        ("Дата рождения", "31.02.2010", ("date-unreadable", "error", "D2")),
        ("Дата рождения", 2010, ("date-year-only", "warning", "D2")),
        ("Дата рождения", date(2026, 3, 14), ("date-range", "error", "D2")),
        ("Дата рождения", "14.03.1910", ("date-range", "error", "D2")),
        ("Класс", "", ("class-missing", "error", "E2")),
        ("Класс", "9а/9б", ("class-unreadable", "error", "E2")),
        ("Класс", "9В", ("class-unknown", "error", "E2")),
        ("Категории", "спортсмен; многодетные", ("category-unknown", "error", "G2")),
        ("Элективы", "Физика", ("elective-unknown", "error", "H2")),
        ("Дата зачисления", "осенью", ("date-unreadable", "error", "I2")),
        ("Дата зачисления", "01.09.2206", ("date-range", "error", "I2")),
    ],
)
def test_a_wrong_cell_is_reported_with_its_address(
    write_book: WriteBook, column: str, value: object, expected: tuple[str, str, str]
) -> None:
    roster = read(write_book({"Ученики": [HEAD, changed(column, value), OTHER]}))
    assert expected in found(roster)
    assert len(set(found(roster))) == 1
    assert all(problem.message and problem.hint for problem in roster.problems)
    assert roster.people[-1].last_name == "Плиев"


def test_dates_of_a_stay_in_wrong_order_are_reported(write_book: WriteBook) -> None:
    row = [*PUPIL[:8], "01.09.2026", "01.09.2025"]
    assert found(read(write_book({"Ученики": [HEAD, row]}))) == [("dates-reversed", "error", "J2")]


def test_all_problems_of_all_files_come_in_one_run(write_book: WriteBook, tmp_path: Path) -> None:
    bad = write_book({"Ученики": [HEAD, changed("Имя", ""), changed("Класс", "?")]}, "bad.xlsx")
    roster = read(bad, tmp_path / "missing.xlsx")
    assert [p.code for p in roster.problems] == [
        "first-name-missing",
        "class-unreadable",
        "file-missing",
    ]
    assert roster.has_errors


def test_an_unknown_class_is_one_problem_with_a_guess(write_book: WriteBook) -> None:
    rows = [[*OTHER[:3], f"01.02.201{n}", "8Е", f"{n}", "", "", "", ""] for n in range(5)]
    [problem] = read(write_book({"Ученики": [HEAD, *rows]})).problems
    assert problem.code == "class-unknown"
    assert problem.message == "Класса 8Е нет в config.yaml. Он стоит ещё в 4 строках списка."
    assert "«8Д»" in problem.hint


def test_words_of_the_config_are_known_by_key_and_name_in_any_case(write_book: WriteBook) -> None:
    roster = read(
        write_book(
            {
                "Ученики": [
                    HEAD,
                    [*PUPIL[:6], "Спортсмены", "ФИЗИКА вокруг нас", "", ""],
                    [*OTHER[:6], "sport", "", "", ""],
                ]
            }
        )
    )
    assert roster.problems == []
    assert [person.categories for person in roster.people] == [("sport",), ("sport",)]
    assert roster.people[0].electives == ("Физика вокруг нас",)


def test_a_list_that_tells_no_class_is_one_problem(write_book: WriteBook) -> None:
    roster = read(write_book({"Лист1": [HEAD[:4], PUPIL[:4], OTHER[:4]]}))
    assert [p.code for p in roster.problems] == ["class-column-missing"]


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (PUPIL, "person-twice"),
        ([*PUPIL[:4], "9Б", "", "", "", "", ""], "person-twice"),
        ([*PUPIL[:5], "99", "", "", "", ""], "namesakes"),
        ([*OTHER[:5], "17", "", "", "", ""], "school-number-twice"),
        ([*PUPIL[:3], "15.03.2010", "9А", "", "", "", "", ""], ""),
        (["Дзугов", "Алан", *PUPIL[2:5], "", "", "", "", ""], ""),
    ],
)
def test_a_pupil_or_number_twice_is_reported_at_the_second(
    write_book: WriteBook, second: list[object], code: str
) -> None:
    roster = read(write_book({"Ученики": [HEAD, PUPIL, second]}))
    assert [(p.code, p.place.row) for p in roster.problems] == [(code, 3)] * bool(code)


def test_duplicates_are_found_across_files(write_book: WriteBook) -> None:
    first = write_book({"9А": [HEAD, PUPIL]}, "a.xlsx")
    second = write_book({"9А": [HEAD, PUPIL]}, "b.xlsx")
    [problem] = read(first, second).problems
    assert problem.code == "person-twice"
    assert "a.xlsx" in problem.message


def test_a_teacher_may_take_several_rows(write_book: WriteBook) -> None:
    rows = [
        ["Кокоева", "Ирина", "Физика", "9А", "k@example.ru", "42"],
        ["Кокоева", "Ирина", "Математика", "9Б", "k@example.ru", "42"],
    ]
    roster = read(write_book({"Учителя": [TEACHERS, *rows]}))
    assert roster.problems == []
    assert len(roster.people) == 2


def test_a_teachers_cells_are_checked(write_book: WriteBook) -> None:
    rows = [
        ["Кокоева", "Ирина", "Физика", "9А;9Ж;девятые", "k.example.ru", "42"],
        ["Плиев", "Алан", "История", "", "one@example.ru", "43"],
        ["Гаглоев", "Олег", "Химия", "", "ONE@example.ru", "43"],
        ["Бестаев", "Юрий", "Химия", "", "one@example.ru", ""],
    ]
    roster = read(write_book({"Учителя": [TEACHERS, *rows]}))
    assert [(p.code, p.place.cell or p.place.row) for p in roster.problems] == [
        ("class-unreadable", "D2"),
        ("email-unreadable", "E2"),
        ("class-unknown", "D2"),
        ("school-number-twice", 4),
        ("email-twice", 5),
    ]


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("Дзугов Азамат (заоч.)", "name-note", "warning"),
        ("Азамат Русланович Дзугов", "name-order", "warning"),
        ("Дзугов Плиев Азамат Русланович", "name-joined", "warning"),
        ("Аааа Бббб Вввв Русланович", "name-ambiguous", "error"),
        ("Дзугов", "first-name-missing", "error"),
        ("Дзугов А. Р.", "name-initials", "warning"),
        ("Дзyгoв Азамат", "name-lookalikes", "warning"),
    ],
)
def test_a_full_name_in_one_cell_is_checked(
    write_book: WriteBook, name: str, code: str, severity: str
) -> None:
    roster = read(write_book({"9А": [["ФИО", "Дата рождения"], [name, "14.03.2010"]]}))
    assert found(roster) == [(code, severity, "A2")]


def test_a_second_column_of_one_kind_is_a_warning(write_book: WriteBook) -> None:
    roster = read(write_book({"9А": [["Фамилия", "Имя", "Имя"], ["Дзугов", "Азамат", "Алан"]]}))
    assert found(roster) == [("column-twice", "warning", "C1")]
    assert roster.people[0].first_name == "Азамат"


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"Ученики": [HEAD]}, ["roster-empty"]),
        ({"Лист1": []}, ["roster-empty"]),
        ({"Лист1": [["Привет"]]}, ["header-missing"]),
        ({"9Б": [["Дзугов", "Азамат"]], "9А": [HEAD, PUPIL]}, ["header-missing"]),
    ],
)
def test_a_list_without_people_or_header_is_an_error(
    write_book: WriteBook, sheets: dict[str, list[list[object]]], expected: list[str]
) -> None:
    roster = read(write_book(sheets))
    assert [p.code for p in roster.problems] == expected
    assert roster.has_errors


def test_problems_hold_no_names(write_book: WriteBook) -> None:
    rows = [
        HEAD,
        PUPIL,
        PUPIL,
        changed("Класс", "9В"),
        [*PUPIL[:3], "нет", "9А", "17", "", "", "", ""],
    ]
    problems: list[Problem] = read(write_book({"Ученики": rows})).problems
    assert problems
    assert not any("Дзугов" in str(problem) for problem in problems)
