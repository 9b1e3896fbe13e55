"""A header is found by its titles, and only known columns are kept."""

import pytest

from vsosh_moodle.rosters.headers import Column, find_header, is_footer, is_list_sheet
from vsosh_moodle.school.people import Role


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Фамилия", Column.LAST_NAME),
        ("ФАМИЛИЯ ОБУЧАЮЩЕГОСЯ", Column.LAST_NAME),
        ("Отчество (при наличии)", Column.MIDDLE_NAME),
        ("Отчество обучающегося(при наличии)", Column.MIDDLE_NAME),
        ("Дата\nрождения", Column.BIRTH_DATE),
        ("Д.р.", Column.BIRTH_DATE),
        ("Класс/литера", Column.CLASS),
        ("Клacc", Column.CLASS),  # Latin a, c, c
        ("№ личного дела", Column.FILE_NUMBER),
        ("Личное дело №", Column.FILE_NUMBER),
        ("Категории", Column.CATEGORIES),
        ("Элективные курсы", Column.ELECTIVES),
        ("Дата зачисления", Column.START),
    ],
)
def test_a_title_is_known_in_its_usual_spellings(title: str, column: Column) -> None:
    other = "Имя" if column is Column.LAST_NAME else "Фамилия"
    header = find_header([[other, title]])
    assert header is not None
    assert header.columns[column] == 1


@pytest.mark.parametrize(
    "title",
    ["ФИО законного представителя", "Фамилия матери", "СНИЛС", "Дата приказа", "Класс здоровья"],
)
def test_a_title_of_other_things_is_dropped(title: str) -> None:
    header = find_header([["Фамилия", "Имя", title]])
    assert header is not None
    assert set(header.columns) == {Column.LAST_NAME, Column.FIRST_NAME}
    assert header.dropped == ((2, title),)


def test_the_row_with_most_titles_wins_over_titles_above_it() -> None:
    rows = [
        ["Список"],
        ["Класс", "9А"],
        ["№", "Фамилия", "Имя", "Класс"],
        ["1", "Класс", "Имя", ""],
    ]
    header = find_header(rows)
    assert header is not None
    assert header.row == 3
    assert header.dropped == ((0, "№"),)


@pytest.mark.parametrize(
    "rows", [[], [["Класс", "Дата рождения"]], [["Фамилия"]], [["Дзугов", 9.0]]]
)
def test_rows_without_names_have_no_header(rows: list[list[str]]) -> None:
    assert find_header(rows) is None


def test_a_header_below_the_first_rows_is_not_looked_for() -> None:
    assert find_header([[""]] * 25 + [["Фамилия", "Имя"]]) is None
    assert find_header([[""]] * 24 + [["Фамилия", "Имя"]]) is not None


@pytest.mark.parametrize(
    ("titles", "sheet", "role"),
    [
        (["ФИО", "Класс"], "", Role.STUDENT),
        (["ФИО", "Предметы"], "", Role.TEACHER),
        (["ФИО", "Табельный №"], "", Role.TEACHER),
        (["ФИО", "Классы"], "", Role.TEACHER),
        (["ФИО", "E-mail"], "Учителя", Role.TEACHER),
        (["ФИО", "Предмет", "Личное дело №"], "", Role.STUDENT),
    ],
)
def test_columns_tell_pupils_from_teachers(titles: list[str], sheet: str, role: Role) -> None:
    header = find_header([titles], sheet)
    assert header is not None
    assert header.role is role


def test_columns_of_the_other_role_are_dropped() -> None:
    header = find_header([["Фамилия", "Имя", "E-mail", "Класс"]])
    assert header is not None
    assert header.dropped == ((2, "E-mail"),)
    header = find_header([["Фамилия", "Имя", "Категория", "Предметы"]])
    assert header is not None
    assert header.dropped == ((2, "Категория"),)


def test_a_second_column_of_one_kind_is_told() -> None:
    header = find_header([["Фамилия", "Имя", "Класс", "Класс"]])
    assert header is not None
    assert header.repeated == ((3, "Класс"),)
    assert header.columns[Column.CLASS] == 2


def test_a_column_without_title_is_named_by_its_letter_when_it_holds_something() -> None:
    header = find_header(
        [["Фамилия", "Имя", "", ""], ["Дзугов", "Азамат", "", "+7"]], first_column=1
    )
    assert header is not None
    assert header.dropped == ((3, "E"),)


@pytest.mark.parametrize(
    ("text", "footer"),
    [
        ("Всего: 24", True),
        ("ИТОГО", True),
        ("Классный руководитель ____", True),
        ("Всеголов", False),
        ("Директоров", False),
    ],
)
def test_a_footer_is_told_from_a_surname(text: str, footer: bool) -> None:
    assert is_footer(text) is footer


def test_sheets_named_as_lists_are_known() -> None:
    assert is_list_sheet("Ученики")
    assert is_list_sheet("УЧИТЕЛЯ")
    assert not is_list_sheet("Свод")
