"""The whole check: every day and week of every class, and the sums that are shown beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from vsosh_moodle.language import _, plural
from vsosh_moodle.norms.models import Norms
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.timetable.day_rules import (
    check_day,
    check_double_booked,
    check_hard_last,
    check_weeks,
)
from vsosh_moodle.timetable.findings import ClassFacts, Finding
from vsosh_moodle.timetable.lessons import Day, SchoolDay
from vsosh_moodle.timetable.screen_rules import check_screen_day, part_by_place, school_limit


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A day of a class in numbers: lessons, minutes at a screen at school and at home, and what is allowed.

    A limit is None where the norm has none; `school_limit` is that of the strictest device used.
    """

    class_name: ClassName
    day: Day
    group: str
    lessons: int
    school: int
    school_limit: int | None
    home: int
    home_limit: int | None
    broken: int


def check_timetable(
    days: Sequence[SchoolDay],
    norms: Norms,
    facts: Mapping[ClassName, ClassFacts],
) -> tuple[Finding, ...]:
    """Return everything found in these days, each finding once, by class, day and lesson.

    Screen time is judged where there are norms of it, hours and numbers where there are norms of lessons;
    who has two lessons at a time always.
    """
    found = [*_of_days(days, norms, facts), *check_double_booked(days)]
    found += _without_device(days, facts)
    if norms.lessons is not None:
        for name, own in groupby(days, key=lambda one: one.class_name):
            week = list(own)
            found += check_weeks(week, norms.lessons, facts.get(name, ClassFacts()))
            found += check_hard_last(week, norms.lessons)
    places: dict[ClassName, int] = {}
    order: dict[tuple[ClassName, object], int] = {}
    for number, day in enumerate(days):
        places.setdefault(day.class_name, number)
        order.setdefault((day.class_name, day.day), number)
    once = {_sameness(one): one for one in reversed(found)}
    return tuple(
        sorted(
            once.values(),
            key=lambda one: (
                places.get(one.class_name, len(days)),
                order.get((one.class_name, one.day), len(days)),
                one.lessons,
                one.code,
                one.group,
            ),
        )
    )


def day_loads(
    days: Iterable[SchoolDay],
    norms: Norms,
    findings: Iterable[Finding],
) -> list[DayLoad]:
    """Return each day in numbers."""
    broken: dict[tuple[ClassName, object, str], int] = {}
    for one in findings:
        if one.severity != "hint":
            key = (one.class_name, one.day, one.group)
            broken[key] = broken.get(key, 0) + 1
    return [_load(day, norms, broken) for day in days]


def _load(
    day: SchoolDay,
    norms: Norms,
    broken: Mapping[tuple[ClassName, object, str], int],
) -> DayLoad:
    at_home, at_school = part_by_place(day)
    grade, screen = day.class_name.grade, norms.screen
    return DayLoad(
        day.class_name,
        day.day,
        day.group,
        len(day.lessons),
        sum(one.screen for one in at_school),
        school_limit(at_school, grade, screen) if screen is not None else None,
        sum(one.screen for one in at_home) + sum(one.homework for one in day.lessons),
        screen.home_day(grade) if screen is not None else None,
        broken.get((day.class_name, day.day, day.group), 0),
    )


def _of_days(
    days: Iterable[SchoolDay],
    norms: Norms,
    facts: Mapping[ClassName, ClassFacts],
) -> Iterator[Finding]:
    for day in days:
        about = facts.get(day.class_name, ClassFacts())
        if norms.screen is not None:
            yield from check_screen_day(day, norms.screen, about)
        if norms.lessons is not None:
            yield from check_day(day, norms.lessons, about)


def _without_device(
    days: Sequence[SchoolDay], facts: Mapping[ClassName, ClassFacts]
) -> Iterator[Finding]:
    """Yield the classes that learn at a screen at home though some pupils have none."""
    for name, own in groupby(days, key=lambda one: one.class_name):
        about = facts.get(name, ClassFacts())
        online = {
            (day.day, day.number(lesson))
            for day in own
            for lesson in day.lessons
            if lesson.screen and lesson.mode in ("online", "self")
        }
        if about.without_device and online:
            yield Finding(
                "no-device",
                "violation",
                name,
                None,
                _("{lessons} за экраном дома, а техники нет у {pupils}.").format(
                    lessons=plural(len(online), "{n} урок", "{n} урока", "{n} уроков"),
                    pupils=plural(
                        about.without_device, "{n} ученика", "{n} учеников", "{n} учеников"
                    ),
                ),
                _("приготовьте им задания на бумаге или выдайте технику на время."),
                (),
                about.without_device,
                0,
            )


def _sameness(one: Finding) -> tuple[object, ...]:
    """Return what makes a finding of two parts of a class one: a lesson of all is told once."""
    return one.code, one.class_name, one.day, one.lessons, one.actual, one.message
