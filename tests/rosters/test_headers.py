"""A header is found by its titles, and only known columns are kept."""

import pytest

from vsosh_moodle.rosters.headers import Column, find_header, is_footer, is_gone, is_list_sheet
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
        ("Имя_обучающегося", Column.FIRST_NAME),
        ("Отчество\nобучающегося\n(при наличии)", Column.MIDDLE_NAME),
        ("Группа", Column.CLASS),
        ("Год рождения", Column.BIRTH_DATE),
        ("Алфавитная книга №", Column.FILE_NUMBER),
        ("Статус", Column.STATUS),
        ("Прибыл/выбыл", Column.STATUS),
    ],
)
def test_a_title_is_known_in_its_usual_spellings(title: str, column: Column) -> None:
    other = "Имя" if column is Column.LAST_NAME else "Фамилия"
    header = find_header([[other, title]])
    assert header is not None
    assert header.columns[column] == 1


@pytest.mark.parametrize(
    "title",
    [
        "ФИО законного представителя",
        "Фамилия матери",
        "СНИЛС",
        "Дата приказа",
        "Дата и № приказа",
        "Класс здоровья",
        "Группа здоровья",
        "Сведения_об_ОВЗ",
        "Форма обучения",
        "Льгота",
        "Серия и номер паспорта",
        "Контактный телефон обучающегося",
        "Домашний адрес",
        "Откуда/куда",
    ],
)
def test_a_title_of_other_things_is_dropped(title: str) -> None:
    header = find_header([["Фамилия", "Имя", title]])
    assert header is not None
    assert set(header.columns) == {Column.LAST_NAME, Column.FIRST_NAME}
    assert header.dropped == ((2, title),)


@pytest.mark.parametrize(
    "title",
    [
        "ФИО ребёнка",
        "Ф. И. О. обучающегося (полностью)",
        "Фамилия, имя",
        "Фамилия и имя ученика",
        "ФИО и дата рождения",
        "Список учащихся",
    ],
)
def test_a_column_of_whole_names_alone_is_a_header(title: str) -> None:
    header = find_header([["№", title]])
    assert header is not None
    assert header.columns == {Column.FULL_NAME: 1}


def test_a_doubtful_title_yields_to_a_plain_one() -> None:
    header = find_header([["ФИО", "Группа", "Класс", "Выбыл", "Дата выбытия"]])
    assert header is not None
    assert header.columns[Column.CLASS] == 2
    assert header.columns[Column.END] == 4
    assert [title for _place, title in header.repeated] == ["Группа", "Выбыл"]


def test_a_fuller_header_below_people_begins_a_second_list() -> None:
    first, second = ["Фамилия", "Имя"], ["Фамилия", "Имя", "Отчество", "Класс"]
    header = find_header([first, ["Дзугов", "Азамат"], second])
    assert header is not None
    assert header.row == 1
    assert find_header([first, second]) == find_header([["", ""], second])


def test_a_second_list_on_the_right_is_seen() -> None:
    header = find_header([["№", "ФИО", "Класс", "", "№", "ФИО", "Класс"]])
    assert header is not None
    assert header.beside == 5


@pytest.mark.parametrize(
    ("status", "gone"),
    [
        ("Выбыла 12.10.2026", True),
        ("отчислен", True),
        ("Переведён в 9Б", True),
        ("обучается", False),
        ("", False),
        ("Прибыл", False),
        ("на карантине", None),
    ],
)
def test_a_status_tells_who_is_here(status: str, gone: bool | None) -> None:
    assert is_gone(status) is gone


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
    assert find_header([[""]] * 60 + [["Фамилия", "Имя"]]) is None
    assert find_header([[""]] * 59 + [["Фамилия", "Имя"]]) is not None


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
        ("Кл. рук. ____", True),
        ("Составил: ____", True),
        ("М.П.", True),
        ("Юноши", True),
        ("Мальчиков – 12", True),
        ("Всеголов", False),
        ("Приказчиков", False),
        ("Юношин", False),
        ("Директоров", False),
    ],
)
def test_a_footer_is_told_from_a_surname(text: str, footer: bool) -> None:
    assert is_footer(text) is footer


def test_sheets_named_as_lists_are_known() -> None:
    assert is_list_sheet("Ученики")
    assert is_list_sheet("УЧИТЕЛЯ")
    assert not is_list_sheet("Свод")
