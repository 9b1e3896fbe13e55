"""The other columns of a row: classes, dates, numbers, lists; each with its own problems."""

import re
from collections.abc import Iterator
from datetime import date

from vsosh_moodle.language import _
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.known import Vocabulary, fold
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.values import cell_list, is_year, parse_date
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.sources.suggestions import did_you_mean

MIN_AGE, MAX_AGE = 5, 90
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


def read_birth_date(row: Row, today: date) -> date | None:
    """Return the birth date, None when there is none or (with a problem) it cannot be one."""
    cell = row.cell(Column.BIRTH_DATE)
    if cell == "":
        return None
    if is_year(cell):
        row.report(
            Column.BIRTH_DATE,
            "date-year-only",
            _("указан только год рождения; тёзок по нему не различить."),
            _("впишите дату полностью: ДД.ММ.ГГГГ."),
            "warning",
        )
        return None
    born = _read_date(row, Column.BIRTH_DATE, today)
    if born is not None and not MIN_AGE <= today.year - born.year <= MAX_AGE:
        _report_range(row, Column.BIRTH_DATE, born)
        return None
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
    found = _read_date(row, column, today)
    if found is not None and not FIRST_SCHOOL_YEAR <= found.year <= today.year + 2:
        _report_range(row, column, found)
        return None
    return found


def _read_date(row: Row, column: Column, today: date) -> date | None:
    text = row.text(column)
    if not text:
        return None
    found = parse_date(row.cell(column), today)
    if found is None:
        row.report(
            column,
            "date-unreadable",
            _("«{text}» не читается как дата.").format(text=text),
            _("пишите ДД.ММ.ГГГГ, например 01.09.2009."),
        )
    return found


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
