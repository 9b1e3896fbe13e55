"""The school year on one sheet of paper: every day with what it is and how much is due."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from vsosh_moodle.language import current_language
from vsosh_moodle.reports.pages import page_environment
from vsosh_moodle.school.deadlines import YearCalendar

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
    "ноябрь", "декабрь",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the picture: `kind` is its class of style, `title` what it is, `due` how much."""

    day: date
    kind: str
    title: str
    due: int
    inside: bool


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month in weeks from Monday."""

    title: str
    weeks: tuple[tuple[DayCell, ...], ...]


def render_calendar_page(calendar: YearCalendar) -> str:
    """Return one HTML page with the months of the year; it needs no network and prints on A4."""
    return (
        page_environment()
        .get_template("year_calendar.html.j2")
        .render(
            calendar=calendar,
            classes=", ".join(str(name) for name in calendar.classes),
            months=year_grid(calendar),
            language=current_language(),
        )
    )


def year_grid(calendar: YearCalendar) -> tuple[MonthGrid, ...]:
    """Return the months from the first to the last day of the year."""
    first, last = calendar.year.start, calendar.year.end
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        weeks = Calendar().monthdatescalendar(year, month)
        months.append(
            MonthGrid(
                f"{MONTHS[month - 1]} {year}",
                tuple(tuple(_cell(day, month, calendar) for day in week) for week in weeks),
            )
        )
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(months)


def _cell(day: date, month: int, calendar: YearCalendar) -> DayCell:
    due = len(calendar.on(day))
    inside = day.month == month
    exam = next((one.name for one in calendar.exam_days if one.day == day), "")
    off = calendar.off_on(day)
    if exam:
        return DayCell(day, "exam", exam, due, inside)
    if off is not None:
        return DayCell(day, "home" if off.distance else "off", off.name, due, inside)
    if calendar.year.term_of(day) is None:
        return DayCell(day, "out", "", due, inside)
    events = "; ".join(one.name for one in calendar.events if one.start.date() == day)
    return DayCell(day, "sunday" if day.weekday() == 6 else "day", events, due, inside)
