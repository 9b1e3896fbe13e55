"""Headers of two levels and classes in two columns are read as a person reads them."""

import pytest

from vsosh_moodle.rosters import read_rosters

from .conftest import WriteBook

PUPIL = ("Дзугов", "Азамат", "Русланович", "9А")
LAYOUTS = {
    "the name above its parts": [
        ["Список обучающихся"],
        ["№", "ФИО обучающегося", None, None, "Дата рождения", "Класс"],
        [None, "Фамилия", "Имя", "Отчество", None, None],
        [1, "Дзугов", "Азамат", "Русланович", "14.03.2010", "9А"],
    ],
    "parents before the pupil": [
        ["Родители", None, "Обучающийся", None, None, "Класс"],
        ["Фамилия", "Имя", "Фамилия", "Имя", "Отчество", None],
        ["Плиева", "Анна", "Дзугов", "Азамат", "Русланович", "9А"],
    ],
    "parents after the pupil": [
        ["Класс", "ФИО", "Законный представитель", None],
        [None, None, "ФИО", "Телефон"],
        ["9А", "Дзугов Азамат Русланович", "Плиева Анна", "1"],
    ],
    "number and letter apart": [
        ["ФИО", "Литера", "Параллель"],
        ["Дзугов Азамат Русланович", "а", 9],
    ],
    "class with a column of its letter": [
        ["ФИО", "Класс", "Буква"],
        ["Дзугов Азамат Русланович", 9, "A"],  # Latin
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_pupil_is_read_from_the_layout(write_book: WriteBook, layout: str) -> None:
    roster = read_rosters([write_book({"Лист1": LAYOUTS[layout]})])
    [one] = roster.people
    assert (one.last_name, one.first_name, one.middle_name, str(one.class_name)) == PUPIL
    assert [problem for problem in roster.problems if problem.severity == "error"] == []
    assert "Плиева" not in repr(roster)


def test_a_sheet_of_sums_is_told_and_not_read(write_book: WriteBook) -> None:
    rows = [["ФИО", "Класс"], ["Дзугов Азамат", "9А"]]
    roster = read_rosters([write_book({"9А": rows, "Свод": rows})])
    assert [person.source.sheet for person in roster.people] == ["9А"]
    assert [(one.place.sheet, one.code) for one in roster.problems] == [("Свод", "sheet-summary")]
    assert [(one.sheet, one.reason) for one in roster.skipped] == [("Свод", "сводный лист")]
