"""The other columns of a row: dates, numbers, addresses, lists; each with its own problems."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from vsosh_moodle.language import _, plural
from vsosh_moodle.rosters.dates import is_impossible_month, is_year, looks_like_date, parse_date
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.known import Vocabulary
from vsosh_moodle.rosters.person_names import full_name_column
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.rosters.values import cell_list, cell_text
from vsosh_moodle.school.gender import Gender, gender_of
from vsosh_moodle.school.people import Role
from vsosh_moodle.sources.suggestions import did_you_mean

MIN_AGE, MAX_AGE = 5, 90
PUPIL_AGES = 11, 60
"""Ages of pupils that ask for no second look: adults are usual in an evening school."""
FIRST_SCHOOL_YEAR = 1990
"""The earliest year of admission that is no slip of the keyboard."""

_PERSONAL = re.compile(
    r"\d{3}[- ]\d{3}[- ]\d{3}[- ]?\d{2}|\+?\d{11}|\+?[78][ (-]*\d{3}[) -]*\d{3}[ -]?\d{2}[ -]?\d{2}|"
    r"\d{2} ?\d{2} \d{6}"
)
_SEXES: Mapping[str, Gender] = {
    **dict.fromkeys(("м", "муж", "мужской", "мужчина", "мальчик", "юноша", "1", "m"), "m"),
    **dict.fromkeys(("ж", "жен", "женский", "женщина", "девочка", "девушка", "2", "f"), "f"),
}
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")


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
                column,
                cell if isinstance(cell, str) else cell_text(cell),
                plain,
                _("дата записана не как ДД.ММ.ГГГГ"),
                "date-spelling",
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
    """Return the school's own number of the person, without «№».

    What looks like a СНИЛС, a phone or a passport is no number of the school, and is not kept.
    """
    column = Column.FILE_NUMBER if Column.FILE_NUMBER in row.header.columns else Column.STAFF_NUMBER
    text = row.text(column).lstrip("№ ")
    if not _PERSONAL.fullmatch(text):
        return text
    row.report(
        column,
        "number-personal",
        _("здесь похоже на СНИЛС, телефон или паспорт, а не на номер дела; не прочитано."),
        _("оставьте в столбце только номер личного дела, остальное программе не нужно."),
        "warning",
    )
    return ""


def read_sex(row: Row, patronymic: str) -> Gender:
    """Return the sex a list tells of a pupil, "" where it does not, or not so that one understands."""
    text = row.text(Column.SEX).casefold().strip(" .")
    if not text:
        return ""
    sex = _SEXES.get(text, "")
    if not sex:
        row.report(
            Column.SEX,
            "sex-unreadable",
            _("пол «{text}» непонятен; не прочитан.").format(text=text[:20]),
            _("пишите м или ж, или очистите ячейку."),
            "warning",
        )
    elif gender_of(patronymic) not in ("", sex):
        row.report(
            Column.SEX,
            "sex-against-patronymic",
            _("пол не тот, что у отчества."),
            _("проверьте строку: не сдвинулся ли столбец."),
            "warning",
        )
    return sex


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
