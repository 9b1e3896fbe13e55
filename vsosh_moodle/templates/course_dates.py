"""When a course begins and ends, and which days are fixed or free in it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from vsosh_moodle.language import _
from vsosh_moodle.school.admission_days import essay_days, interview_days
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.dates import Anchor
from vsosh_moodle.templates.models import CourseDates
from vsosh_moodle.templates.rendering import Path, Renderer

_AFTER_YEAR = timedelta(days=60)
"""Exams go on after the last lesson."""


def course_days(
    dates: CourseDates,
    exam: Mapping[str, object] | None,
    key: str,
    renderer: Renderer,
    context: RenderContext,
) -> CourseDays:
    """Return the days of a course: its period, cut by the template's own dates, in the school's calendar."""
    whole = CourseDays(
        context.start,
        context.end,
        context.year,
        context.classes,
        key,
        exam_days(exam, context.year),
        context.distance_days,
        context.moves_deadlines,
    )
    # The ends of a course are days as they are written: no holiday and no shift moves them.
    plain = replace(whole, year=replace(context.year, shifts=()))
    moments = []
    for name, source in (("start", dates.start), ("end", dates.end)):
        path: Path = ("dates", name)
        moments.append(renderer.moment(renderer.text(source, path), path, plain))
    start = moments[0].date() if moments[0] else whole.start
    end = moments[1].date() if moments[1] else whole.end
    if start > end:
        renderer.report(
            ("dates",),
            _("Курс кончается ({end}) раньше, чем начинается ({start}).").format(
                start=f"{start:%d.%m.%Y}", end=f"{end:%d.%m.%Y}"
            ),
            _("Проверьте dates шаблона, а если они взяты из exams/*.toml — даты этого файла."),
            code="date-order",
        )
        return whole
    return replace(whole, start=start, end=end)


def exam_days(exam: Mapping[str, object] | None, year: SchoolYear) -> dict[str, tuple[date, ...]]:
    """Return the exam days of the year: by rule, unless the template's own exam names them."""
    known = {
        Anchor.ESSAY.value: essay_days(year.start.year),
        Anchor.INTERVIEW.value: interview_days(year.start.year),
    }
    named = exam.get("dates") if exam is not None else None
    days = (
        [one for one in named if isinstance(one, date)] if isinstance(named, (list, tuple)) else []
    )
    own = tuple(sorted(one for one in days if year.start <= one <= year.end + _AFTER_YEAR))
    found: dict[str, tuple[date, ...]] = dict(known)
    if own:
        found[Anchor.EXAM.value] = own
        for word, by_rule in known.items():
            if set(own) & set(by_rule):
                found[word] = own
    return found


def report_partial_shifts(days: CourseDays, renderer: Renderer) -> None:
    """Warn of shifts that a shared course cannot follow for some of its classes."""
    for shift in days.partial_shifts:
        names = ", ".join(str(name) for name in sorted(shift.classes & set(days.classes)))
        renderer.report(
            (),
            _(
                "сдвиг сроков с {day} для {classes} не действует: курс общий с другими классами."
            ).format(day=f"{shift.start:%d.%m.%Y}", classes=names),
            _("Сдвиньте курс всем его классам или дайте классу свой курс (course: per_class)."),
            code="shift-partial",
            severity="warning",
        )
