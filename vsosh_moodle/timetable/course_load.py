"""What the year's courses ask of a class at home in each week, against the norm."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vsosh_moodle.language import _
from vsosh_moodle.norms.models import ScreenNorms
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import Activity, CourseSpec
from vsosh_moodle.timetable.findings import ClassFacts, Finding

_LAST_DAY = ("cut_off", "due", "close", "completion_expected")
"""The fields of an activity that say by when it is done, the first one that is there."""


@dataclass(frozen=True, slots=True)
class CourseWeek:
    """A week (its Monday) of a class: minutes at a screen that activities due in it take, by course."""

    class_name: ClassName
    monday: date
    minutes: Mapping[str, int]

    @property
    def total(self) -> int:
        """All minutes."""
        return sum(self.minutes.values())


def course_weeks(courses: Iterable[CourseSpec]) -> list[CourseWeek]:
    """Return the weeks in which courses everybody of a class learns in have something due.

    Electives and courses for single categories are nobody's in particular and are left out; so are
    activities for one level, and those without a date.
    """
    found: dict[tuple[ClassName, date], dict[str, int]] = {}
    for course in courses:
        if course.elective or course.categories:
            continue
        for activity in course.all_activities:
            day = due_day(activity)
            if day is None or not activity.minutes or activity.audience:
                continue
            monday = day - timedelta(days=day.weekday())
            for name in course.classes:
                week = found.setdefault((name, monday), {})
                week[course.key] = week.get(course.key, 0) + activity.minutes
    return [CourseWeek(name, monday, found[name, monday]) for name, monday in sorted(found)]


def due_day(activity: Activity) -> date | None:
    """Return the day an activity is to be done by, None for one without a date."""
    settings = dict(activity.settings)
    for field in _LAST_DAY:
        moment = settings.get(field)
        if isinstance(moment, str) and moment:
            return datetime.fromisoformat(moment).date()
    return None


def check_course_weeks(
    weeks: Iterable[CourseWeek],
    norms: ScreenNorms,
    facts: Mapping[ClassName, ClassFacts],
    titles: Mapping[str, str],
    study_days: int = 6,
) -> Iterator[Finding]:
    """Yield the weeks in which courses ask for more than a day at home has minutes, times the days.

    `titles` are the courses' short names by key; `study_days` are the days of a week pupils learn on.
    """
    for week in weeks:
        limit = norms.home_day(week.class_name.grade)
        if limit is None or week.total <= limit * study_days:
            continue
        most = sorted(week.minutes.items(), key=lambda one: (-one[1], one[0]))[:3]
        named = ", ".join(
            _("{course} — {minutes} мин").format(course=titles.get(key, key), minutes=minutes)
            for key, minutes in most
        )
        adult = facts.get(week.class_name, ClassFacts()).is_adult
        yield Finding(
            "courses-week",
            "note" if adult else "violation",
            week.class_name,
            week.monday,
            _(
                "курсы просят за неделю {actual} мин за экраном, можно {limit} ({day} × {days} дней)."
            ).format(actual=week.total, limit=limit * study_days, day=limit, days=study_days),
            _("разведите сроки; больше всего просят: {courses}.").format(courses=named),
            (),
            week.total,
            limit * study_days,
            norms.source.source,
        )
