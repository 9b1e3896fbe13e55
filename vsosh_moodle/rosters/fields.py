"""The other columns of a row: classes, dates, numbers, lists; each with its own problems."""

import re
from collections.abc import Iterator
from datetime import date

from vsosh_moodle.language import _, plural
from vsosh_moodle.rosters.dates import is_impossible_month, is_year, looks_like_date, parse_date
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.known import Vocabulary, fold
from vsosh_moodle.rosters.person_names import full_name_column
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.rosters.values import cell_list, cell_text
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.people import Role
from vsosh_moodle.sources.suggestions import did_you_mean

MIN_AGE, MAX_AGE = 5, 90
PUPIL_AGES = 11, 60
"""Ages of pupils that ask for no second look: adults are usual in an evening school."""
FIRST_SCHOOL_YEAR = 1990
"""The earliest year of admission that is no slip of the keyboard."""

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_ALL_CLASSES = {"все", "все классы"}


def read_class(row: Row, inherited: ClassName | None) -> ClassName | None:
    """Return a pupil's class: from its cell or two, else `inherited` from the sheet or a heading."""
    column = class_column(row)
    text = row.text(column)
    letter = row.text(Column.LETTER)
    if text.isdigit() and letter:
        text += letter
    if text:
        return _parse_class(row, column, text)
    if inherited is None and column in row.header.columns:
        row.report(
            column,
            "class-missing",
            _("не указан класс."),
            _("впишите класс, например 9А."),
        )
    return inherited


def class_column(row: Row) -> Column:
    """Return the column of a pupil's class, or of its number when the letter stands apart."""
    columns = row.header.columns
    return Column.GRADE if Column.GRADE in columns and Column.CLASS not in columns else Column.CLASS


def read_classes(row: Row) -> tuple[ClassName, ...]:
    """Return the classes a teacher teaches; none stands for all of them."""
    found = [
        _parse_class(row, column, item)
        for column in (Column.CLASSES, Column.CLASS)
        for item in cell_list(row.cell(column))
        if fold(item) not in _ALL_CLASSES
    ]
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _parse_class(row: Row, column: Column, text: str) -> ClassName | None:
    name = parse_class_name(text)
    if name is None:
        row.report(
            column,
            "class-unreadable",
            _("«{text}» не похоже на класс.").format(text=text),
            _("пишите номер и букву, например 9А."),
        )
    return name


def read_birth_date(row: Row, today: date, beside_name: str = "") -> date | None:
    """Return the birth date, None when there is none or (with a problem) it cannot be one.

    `beside_name` is the date that stood beside the name, when no column has it.
    """
    column, cell = Column.BIRTH_DATE, row.cell(Column.BIRTH_DATE)
    if cell == "" and beside_name:
        column, cell = full_name_column(row.header.columns) or Column.LAST_NAME, beside_name
    if cell == "":
        return None
    if is_year(cell):
        row.report(
            column,
            "date-year-only",
            _("указан только год рождения; тёзок по нему не различить."),
            _("впишите дату полностью: ДД.ММ.ГГГГ."),
            "warning",
        )
        return None
    born = _read_date(row, column, cell, today)
    if born is None:
        return None
    if born > today:
        row.report(
            column,
            "date-range",
            _("дата рождения {date:%d.%m.%Y} ещё не наступила.").format(date=born),
            _("проверьте год."),
        )
        return None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not MIN_AGE <= age <= MAX_AGE:
        _report_range(row, column, born)
        return None
    if row.header.role is Role.STUDENT and not PUPIL_AGES[0] <= age <= PUPIL_AGES[1]:
        row.report(
            column,
            "age-unusual",
            _("по дате рождения {date:%d.%m.%Y} ученику {age}.").format(
                date=born, age=plural(age, "{n} год", "{n} года", "{n} лет")
            ),
            _("проверьте год; если он верен, делать ничего не нужно."),
            "warning",
        )
    return born


def read_period(row: Row, today: date) -> tuple[date | None, date | None]:
    """Return the days of admission and of leaving."""
    start, end = (_read_school_date(row, column, today) for column in (Column.START, Column.END))
    if start is not None and end is not None and end < start:
        row.report(
            Column.END,
            "dates-reversed",
            _("дата выбытия раньше даты зачисления."),
            _("исправьте одну из двух дат."),
        )
    return start, end


def _read_school_date(row: Row, column: Column, today: date) -> date | None:
    found = _read_date(row, column, row.cell(column), today)
    if found is not None and not FIRST_SCHOOL_YEAR <= found.year <= today.year + 2:
        _report_range(row, column, found)
        return None
    return found


def _read_date(row: Row, column: Column, cell: Cell, today: date) -> date | None:
    text = cell_text(cell)
    if not text:
        return None
    found = parse_date(cell, today)
    if found is None:
        _report_unreadable(row, column, text, today)
    elif column is not Column.FULL_NAME and not isinstance(cell, date):
        plain = f"{found:%d.%m.%Y}"
        if text != plain:
            row.repair(
                column, str(cell), plain, _("дата записана не как ДД.ММ.ГГГГ"), "date-spelling"
            )
    return found


def _report_unreadable(row: Row, column: Column, text: str, today: date) -> None:
    if is_impossible_month(text, today):
        message = _("«{text}»: такого месяца нет; день и месяц местами не меняются.")
    elif looks_like_date(text):
        message = _("«{text}»: такого дня в календаре нет.")
    else:
        message = _("«{text}» не читается как дата.")
    row.report(
        column,
        "date-unreadable",
        message.format(text=text),
        _("пишите ДД.ММ.ГГГГ, например 01.09.2009."),
    )


def _report_range(row: Row, column: Column, found: date) -> None:
    row.report(
        column,
        "date-range",
        _("дата {date:%d.%m.%Y} невозможна.").format(date=found),
        _("проверьте год."),
    )


def read_number(row: Row) -> str:
    """Return the school's own number of the person, without «№»."""
    column = Column.FILE_NUMBER if Column.FILE_NUMBER in row.header.columns else Column.STAFF_NUMBER
    return row.text(column).lstrip("№ ")


def read_email(row: Row) -> str:
    """Return the e-mail address in lower case."""
    text = row.text(Column.EMAIL).lower()
    if not text or _EMAIL.fullmatch(text):
        return text
    row.report(
        Column.EMAIL,
        "email-unreadable",
        _("«{text}» не похоже на адрес электронной почты.").format(text=text),
        _("исправьте адрес или очистите ячейку."),
    )
    return ""


def read_words(row: Row, column: Column, vocabulary: Vocabulary | None) -> tuple[str, ...]:
    """Return the items of a list column by their meaning; unknown ones are left out, with a problem."""
    return tuple(dict.fromkeys(_meanings(row, column, vocabulary)))


def _meanings(row: Row, column: Column, vocabulary: Vocabulary | None) -> Iterator[str]:
    for word in cell_list(row.cell(column)):
        meaning = word if vocabulary is None else vocabulary.meaning(word)
        if meaning is not None:
            yield meaning
        elif vocabulary is not None:
            row.report(
                column,
                "category-unknown" if column is Column.CATEGORIES else "elective-unknown",
                _("«{word}» нет в config.yaml.").format(word=word),
                did_you_mean(word, vocabulary.shown)
                or _("опишите его в config.yaml или очистите ячейку."),
            )
