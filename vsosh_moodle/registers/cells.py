"""Cells of a register -> values: each kind of column with its own problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from vsosh_moodle.language import _
from vsosh_moodle.registers.columns import RegisterColumn, ValueKind
from vsosh_moodle.registers.indicator_names import find_indicator
from vsosh_moodle.registers.row import RegisterRow
from vsosh_moodle.registers.values import (
    YEARS_AHEAD,
    fold,
    parse_clock,
    parse_count,
    parse_day,
    parse_grade,
    parse_number,
    parse_school_year,
    parse_weekday,
    parse_yes_no,
)
from vsosh_moodle.registers.words import RegisterWords
from vsosh_moodle.rosters.dates import is_impossible_month, is_year, looks_like_date
from vsosh_moodle.rosters.values import cell_list, cell_text
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.sources.suggestions import did_you_mean

FIRST_YEAR = 2000
"""The earliest year of a register's date that is no slip of the keyboard."""

_LETTER_Z = "З"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cells of a row are read with: the project's words and the day dates are judged by."""

    words: RegisterWords
    today: date
    year_start: date | None = None


def read_cells(row: RegisterRow, reading: Reading) -> dict[str, object]:
    """Return the values of a row by the keys of columns, without those of people; reports what is wrong.

    An empty cell is None, "" or (); in a required column it is a problem.
    """
    values: dict[str, object] = {}
    for column in row.header.definition.columns:
        read = _READERS.get(column.kind)
        if read is None:
            continue
        is_empty = row.cell(column.key) == "" and not _is_dash_of(column, row)
        if is_empty and column.required and column.key not in row.faulty:
            row.report(
                column.key,
                "cell-missing",
                _("не заполнено: {title}.").format(title=column.title),
                column.how.removeprefix(_("Обязательно.")).strip()
                or _("впишите значение или удалите строку."),
            )
        values[column.key] = _EMPTY.get(column.kind) if is_empty else read(row, column, reading)
    _check_order(row, values)
    return values


def _is_dash_of(column: RegisterColumn, row: RegisterRow) -> bool:
    """Tell whether a dash stands where it says no."""
    says_no = column.kind in {ValueKind.YES_NO, ValueKind.CHOICE}
    return says_no and row.raw(column.key) != ""


def read_class(row: RegisterRow, column: RegisterColumn, reading: Reading) -> ClassName | None:
    """Return the class of a cell; one that the school does not have this year is told by `check_class`."""
    text = row.text(column.key)
    name = parse_class_name(text)
    if name is None and text:
        row.report(
            column.key,
            "class-unreadable",
            _("«{text}» не похоже на класс.").format(text=text),
            _("пишите номер и букву, например 9А."),
        )
    known = reading.words.classes
    if name is not None and known is not None and name not in known and name.letter == _LETTER_Z:
        alone = ClassName(name.grade)
        return alone if alone in known else name
    return name


def check_class(row: RegisterRow, name: ClassName, day: date | None, reading: Reading) -> bool:
    """Tell whether the config has a class, or may have had it on a day of a past year; else report it."""
    known = reading.words.classes
    if known is None or name in known:
        return True
    if day is not None and reading.year_start is not None and day < reading.year_start:
        return True
    near = did_you_mean(str(name), map(str, sorted(known)))
    row.report(
        "class_name",
        "class-unknown",
        _("класса {name} нет в config.yaml.").format(name=name),
        f"{near} {_('Новый класс впишите в classes config.yaml.')}".strip(),
    )
    return False


def _text(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> str:
    cell = row.cell(column.key)
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell_text(cell)


def _list(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell_list(row.cell(column.key))))


def _grade(row: RegisterRow, column: RegisterColumn, reading: Reading) -> int | None:
    grade = parse_grade(row.cell(column.key))
    if grade is None:
        row.report(
            column.key,
            "grade-unreadable",
            _("«{text}» — не параллель.").format(text=_shown(row, column)),
            _("пишите число от 1 до 12; программа двух параллелей — две строки."),
        )
        return None
    known = reading.words.classes
    if known is not None and grade not in {name.grade for name in known}:
        row.report(
            column.key,
            "grade-unknown",
            _("в config.yaml нет классов {grade}-й параллели.").format(grade=grade),
            _("если такие классы есть, впишите их в classes config.yaml; иначе уберите строку."),
            "warning",
        )
    return grade


def _choice(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> object:
    text = _shown(row, column)
    words = {**column.also, **column.choices}
    by_word = {fold(word): meaning for word, meaning in words.items()}
    plain = fold(text)
    if plain in by_word:
        return by_word[plain]
    row.report(
        column.key,
        "choice-unknown",
        _("«{text}»: так в столбце «{title}» не пишут.").format(text=text, title=column.title),
        did_you_mean(text, column.choices),
    )
    return None


def _choices(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> tuple[object, ...]:
    by_word = {fold(word): meaning for word, meaning in {**column.also, **column.choices}.items()}
    found = []
    for text in cell_list(row.cell(column.key)):
        if fold(text) in by_word:
            found.append(by_word[fold(text)])
        else:
            row.report(
                column.key,
                "choice-unknown",
                _("«{text}»: так в столбце «{title}» не пишут.").format(
                    text=text, title=column.title
                ),
                did_you_mean(text, column.choices),
            )
    return tuple(dict.fromkeys(found))


def _course(row: RegisterRow, column: RegisterColumn, reading: Reading) -> tuple[str, ...]:
    known = reading.words.courses
    found = []
    for text in cell_list(row.cell(column.key)):
        key = text.rpartition(":")[2]
        by_folded = {fold(one): one for one in known or ()}
        if known is None:
            found.append(key)
        elif fold(key) in by_folded:
            found.append(by_folded[fold(key)])
        else:
            row.report(
                column.key,
                "course-unknown",
                _("курса «{key}» нет в config.yaml.").format(key=text),
                did_you_mean(key, sorted(known)) or _("очистите ячейку, если курса пока нет."),
            )
    return tuple(dict.fromkeys(found))


def _indicator(row: RegisterRow, column: RegisterColumn, reading: Reading) -> str:
    text = row.text(column.key)
    known = reading.words.indicators
    key = find_indicator(text, known)
    if key is None:
        row.report(
            column.key,
            "indicator-unknown",
            _("показателя «{text}» программа не знает.").format(text=text),
            did_you_mean(text, known.values()),
        )
        return ""
    return key


def _school_year(row: RegisterRow, column: RegisterColumn, reading: Reading) -> str:
    year = parse_school_year(row.cell(column.key))
    if year is None:
        row.report(
            column.key,
            "year-unreadable",
            _("«{text}» — не учебный год.").format(text=_shown(row, column)),
            _("пишите два года подряд: 2025/26."),
        )
        return ""
    if int(year[:4]) > reading.today.year or int(year[:4]) < FIRST_YEAR:
        row.report(
            column.key,
            "year-range",
            _("{year} учебный год ещё не начался или был слишком давно.").format(year=year),
            _("проверьте год."),
        )
    return year


def _day(row: RegisterRow, column: RegisterColumn, reading: Reading) -> date | None:
    cell = row.cell(column.key)
    found = parse_day(cell, reading.today, future=column.future)
    if found is None:
        _report_unreadable_day(row, column, reading.today)
        return None
    last = reading.today.year + YEARS_AHEAD
    if not FIRST_YEAR <= found.year <= last:
        message, hint = _("дата {day:%d.%m.%Y} невозможна."), _("проверьте год.")
    elif found > reading.today and not column.future:
        message = _("дата {day:%d.%m.%Y} ещё не наступила.")
        hint = _("проверьте год; того, чего ещё не было, не вписывают.")
    else:
        return found
    row.report(column.key, "date-range", message.format(day=found), hint)
    return None


def _weekday_or_day(
    row: RegisterRow, column: RegisterColumn, reading: Reading
) -> date | int | None:
    weekday = parse_weekday(row.cell(column.key))
    if weekday is not None:
        return weekday
    found = parse_day(row.cell(column.key), reading.today, future=True)
    if found is None:
        row.report(
            column.key,
            "day-unreadable",
            _("«{text}» — не день недели и не дата.").format(text=_shown(row, column)),
            _("пишите пн, вт, ср… или дату ДД.ММ.ГГГГ."),
        )
    return found


def _clock(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> time | None:
    found = parse_clock(row.cell(column.key))
    if found is None:
        row.report(
            column.key,
            "time-unreadable",
            _("«{text}» не читается как время.").format(text=_shown(row, column)),
            _("пишите часы и минуты: 17:30."),
        )
    return found


def _report_unreadable_day(row: RegisterRow, column: RegisterColumn, today: date) -> None:
    text = _shown(row, column)
    if is_year(row.cell(column.key)):
        message = _("указан только год ({text}).")
    elif is_impossible_month(text, today):
        message = _("«{text}»: такого месяца нет; день и месяц местами не меняются.")
    elif looks_like_date(text):
        message = _("«{text}»: такого дня в календаре нет.")
    else:
        message = _("«{text}» не читается как дата.")
    row.report(
        column.key,
        "date-unreadable",
        message.format(text=text),
        _("пишите ДД.ММ.ГГГГ, например 01.09.2026."),
    )


def _number(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> float | None:
    """Return a number as the cell shows it: «45 %» is 45, though the sheet keeps 0.45."""
    number = parse_number(row.cell(column.key))
    if number is not None and row.is_percent(column.key):
        number = round(number * 100, 10)
    if number is None or number < 0:
        _report_number(row, column, _("впишите число, например 14 или 12,5."))
        return None
    return number


def _count(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> int | None:
    number = parse_count(row.cell(column.key))
    if number is None:
        _report_number(row, column, _("впишите целое число."))
    return number


def _report_number(row: RegisterRow, column: RegisterColumn, hint: str) -> None:
    cell = row.cell(column.key)
    if isinstance(cell, date | datetime):
        message = _("здесь дата {text}, а нужно число: так Excel переделывает «1.5» или «1/2».")
    else:
        message = _("«{text}» — не число или оно меньше нуля.")
    row.report(column.key, "number-unreadable", message.format(text=_shown(row, column)), hint)


def _yes_no(row: RegisterRow, column: RegisterColumn, _reading: Reading) -> bool | None:
    answer = parse_yes_no(row.raw(column.key))
    if answer is None:
        row.report(
            column.key,
            "yes-no-unreadable",
            _("«{text}»: не понять, да это или нет.").format(text=_shown(row, column)),
            _("пишите да или нет; годятся и +, −, 1, 0."),
        )
    return answer


def _shown(row: RegisterRow, column: RegisterColumn) -> str:
    cell = row.raw(column.key)
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell_text(cell)


def _check_order(row: RegisterRow, values: Mapping[str, object]) -> None:
    """Report a date that lies before the one it must follow."""
    for column in row.header.definition.columns:
        if not column.after:
            continue
        later, earlier = values.get(column.key), values.get(column.after)
        if isinstance(later, date) and isinstance(earlier, date) and later < earlier:
            row.report(
                column.key,
                "dates-reversed",
                _("{later}: {day:%d.%m.%Y}, а «{earlier}» — позже.").format(
                    later=column.title,
                    day=later,
                    earlier=row.header.definition.column(column.after).title,
                ),
                _("исправьте одну из двух дат."),
            )


_READERS: Mapping[ValueKind, Callable[[RegisterRow, RegisterColumn, Reading], object]] = {
    ValueKind.TEXT: _text,
    ValueKind.SUBJECT: _text,
    ValueKind.LIST: _list,
    ValueKind.GRADE: _grade,
    ValueKind.FORM: _choice,
    ValueKind.CHOICE: _choice,
    ValueKind.COURSE: _course,
    ValueKind.INDICATOR: _indicator,
    ValueKind.SCHOOL_YEAR: _school_year,
    ValueKind.DATE: _day,
    ValueKind.DAY: _weekday_or_day,
    ValueKind.TIME: _clock,
    ValueKind.CHOICES: _choices,
    ValueKind.NUMBER: _number,
    ValueKind.COUNT: _count,
    ValueKind.YES_NO: _yes_no,
}
_EMPTY: Mapping[ValueKind, object] = {
    ValueKind.TEXT: "",
    ValueKind.SUBJECT: "",
    ValueKind.INDICATOR: "",
    ValueKind.SCHOOL_YEAR: "",
    ValueKind.LIST: (),
    ValueKind.COURSE: (),
    ValueKind.CHOICES: (),
}
