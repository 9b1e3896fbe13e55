"""What a report is asked to be about: its kind, its period, and the year's files it is made from."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.reports.school.material import ReportPeriod
from vsosh_moodle.reports.school.wording import span
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.workflow.project import Project

_YEAR = re.compile(r"(20\d\d)[/-](?:20)?(\d\d)")
_RANGE = re.compile(r"\s*(?:\.\.|–|—)\s*")
_MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A report as it was asked for; what is None or "" was not said."""

    kind: str
    named: bool = False
    year: str = ""
    period: str = ""
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    subject: str = ""
    conclusions: Path | None = None


def parse_year(text: str) -> str:
    """Return «2026/27» for any usual spelling of a school year; raises ConfigError for none."""
    found = _YEAR.fullmatch(text.strip())
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ConfigError(
            _("Учебный год «{year}» записан не так.").format(year=text[:40]),
            _("Пишите как 2026/27."),
        )
    return f"{found[1]}/{found[2]}"


def parse_years(text: str) -> list[str]:
    """Return the school years of «2020/21..2021/22» in order; raises ConfigError for no such range."""
    ends = [parse_year(part) for part in _RANGE.split(text.strip())]
    first, last = int(ends[0][:4]), int(ends[-1][:4])
    if len(ends) > 2 or last < first or last - first >= _MOST_YEARS:
        raise ConfigError(
            _("«{years}» — не промежуток учебных лет.").format(years=text[:60]),
            _("Пишите первый и последний год: --years 2020/21..2021/22"),
        )
    return [year_name(year) for year in range(first, last + 1)]


def year_name(first: int) -> str:
    """Return «2026/27» for 2026."""
    return f"{first}/{(first + 1) % 100:02d}"


def previous_year(year: str) -> str:
    """Return «2025/26» for «2026/27»."""
    return year_name(int(year[:4]) - 1)


def archived_project(project: Project, year: str) -> Project | None:
    """Return the folder where `promote` keeps the files of a past year, None when there is none."""
    kept = Project(project.archive / year.replace("/", "-"))
    return kept if kept.config.is_file() else None


def whole_year(year: str) -> tuple[date, date]:
    """Return the days of a school year whose terms nobody remembers: September to August."""
    first = int(year[:4])
    return date(first, 9, 1), date(first + 1, 8, 31)


def resolve_period(
    request: ReportRequest, year: str, calendar: SchoolYear | None, today: date
) -> ReportPeriod:
    """Return the period a report is about; `calendar` is that of its year, None when not known.

    Raises ConfigError for an unknown term, days in the wrong order and a period that has not begun.
    """
    limit = min(request.as_of or today, today)
    title, start, end = _days(request, year, calendar)
    if end < start:
        raise ConfigError(
            _("Период кончается раньше, чем начинается: {days}.").format(days=span(start, end)),
            _("Проверьте --from и --to."),
        )
    if start > limit:
        raise ConfigError(
            _("Период ещё не начался: {days}.").format(days=span(start, end)),
            _("Отчёт делают по тому, что уже было: уберите --as-of или выберите другой период."),
        )
    return ReportPeriod(title, start, end, min(end, limit), year)


def _days(request: ReportRequest, year: str, calendar: SchoolYear | None) -> tuple[str, date, date]:
    start, end = (calendar.start, calendar.end) if calendar else whole_year(year)
    if request.period:
        term = calendar.term(request.period) if calendar else None
        if term is None:
            known = (
                ", ".join(f"{one.key} ({one.name})" for one in calendar.terms) if calendar else ""
            )
            raise ConfigError(
                _("Периода «{key}» в {year} учебном году нет.").format(
                    key=request.period[:40], year=year
                ),
                _("Есть: {known}.").format(known=known)
                if known
                else _("Укажите дни: --from 2026-09-01 --to 2026-12-30"),
            )
        return f"{term.name} {year} учебного года", term.start, term.end
    if request.start or request.end:
        first, last = request.start or start, request.end or end
        return span(first, last), first, last
    return f"{year} учебный год", start, end


def year_of(day: date, calendar: SchoolYear) -> str:
    """Return the school year of a day: that of the calendar when it is inside, else by September."""
    if calendar.start <= day <= calendar.end + timedelta(days=92):
        return calendar.name
    return year_name(day.year if day.month >= 9 else day.year - 1)
