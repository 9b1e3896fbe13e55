"""A day and a week of lessons against the regime: hours, breaks, how many, what stands last."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from itertools import pairwise

from vsosh_moodle.language import _, plural
from vsosh_moodle.norms.models import LessonNorms
from vsosh_moodle.timetable.findings import ClassFacts, Finding, FindingCode, FindingSeverity
from vsosh_moodle.timetable.lessons import Lesson, SchoolDay

_LESSONS_WITH_HARD_LAST = 4
_OFTEN = 3
_SHORT_DAY = 3
"""So many lessons do without a long break."""


def check_day(day: SchoolDay, norms: LessonNorms, facts: ClassFacts) -> Iterator[Finding]:
    """Yield what breaks the regime of lessons on a day."""
    check = _Check(day, norms, "note" if facts.is_adult else "violation")
    yield from check.lengths()
    yield from check.hours()
    yield from check.breaks()
    yield from check.count()


def check_weeks(
    days: Sequence[SchoolDay], norms: LessonNorms, facts: ClassFacts
) -> Iterator[Finding]:
    """Yield where a week of a class (of each part of it) has too many lessons.

    `days` are those of one week, or the ordinary ones with days of their own, which are left out.
    """
    counts: dict[str, list[SchoolDay]] = {}
    ordinary = [one for one in days if isinstance(one.day, int)]
    for day in ordinary or days:
        counts.setdefault(day.group, []).append(day)
    whole = counts.get("", [])
    for group, own in counts.items():
        # Days on which a class is not parted count for each part of it.
        week = own if not group else [*own, *whole]
        limit = norms.lessons_a_week(own[0].class_name.grade)
        count = sum(len(one.lessons) for one in week)
        if limit is not None and count > limit:
            yield Finding(
                "lessons-week",
                "note" if facts.is_adult else "violation",
                own[0].class_name,
                None,
                _("за неделю {count}, можно {limit}.").format(count=_lessons(count), limit=limit),
                _("сократите неделю на {over}.").format(over=_lessons(count - limit)),
                (),
                count,
                limit,
                norms.source.source,
                group,
                own[0].lessons[0].source,
            )


def check_hard_last(days: Sequence[SchoolDay], norms: LessonNorms) -> Iterator[Finding]:
    """Yield a hint for a class whose days often end with what is hard to learn; no norm forbids it."""
    hard = {one.casefold() for one in norms.hard}
    last = [
        day.lessons[-1]
        for day in days
        if len(day.lessons) >= _LESSONS_WITH_HARD_LAST
        and day.lessons[-1].subject.casefold() in hard
    ]
    if len(last) >= _OFTEN:
        subjects = ", ".join(dict.fromkeys(one.subject for one in last))
        yield Finding(
            "hard-last", "hint", days[0].class_name, None,
            _("дни часто кончаются трудным предметом ({subjects}).").format(subjects=subjects),
            _("если можно, поставьте последним урок полегче."),
            source=last[0].source,
        )  # fmt: skip


class _Check:
    def __init__(self, day: SchoolDay, norms: LessonNorms, severity: FindingSeverity) -> None:
        self._day, self._norms, self._severity = day, norms, severity
        self._timed = [one for one in day.lessons if one.begins is not None]

    def lengths(self) -> Iterator[Finding]:
        limit = self._norms.day.lesson
        for lesson in self._day.lessons:
            if lesson.minutes > limit:
                yield self._found(
                    "lesson-long", [lesson], lesson.minutes, limit,
                    _("{number}-й урок длится {actual} мин, можно {limit}.").format(
                        number=self._day.number(lesson), actual=lesson.minutes, limit=limit
                    ),
                    _("разделите его на два или сократите."),
                )  # fmt: skip

    def hours(self) -> Iterator[Finding]:
        day = self._norms.day
        earliest, latest = _minute(day.earliest), _minute(day.latest)
        first = min(self._timed, key=lambda one: one.begins or 0, default=None)
        last = max(self._timed, key=lambda one: one.ends or 0, default=None)
        if first is not None and (first.begins or 0) < earliest:
            yield self._found(
                "starts-early", [first], first.begins or 0, earliest,
                _("занятия начинаются в {at}, можно с {limit}.").format(
                    at=_clock(first.begins or 0), limit=_clock(earliest)
                ),
                _("сдвиньте первый урок."),
            )  # fmt: skip
        if last is not None and (last.ends or 0) > latest:
            yield self._found(
                "ends-late", [last], last.ends or 0, latest,
                _("занятия кончаются в {at}, можно до {limit}.").format(
                    at=_clock(last.ends or 0), limit=_clock(latest)
                ),
                _("начните раньше или перенесите последние уроки на другой день."),
            )  # fmt: skip

    def breaks(self) -> Iterator[Finding]:
        day = self._norms.day
        pauses = list(self._pauses())
        for before, after, pause in pauses:
            if 0 <= pause < day.pause:
                yield self._found(
                    "break-short", [before, after], pause, day.pause,
                    _("перемена после {number}-го урока — {actual} мин, нужно {limit}.").format(
                        number=self._day.number(before), actual=pause, limit=day.pause
                    ),
                    _("сдвиньте следующий урок."),
                )  # fmt: skip
        places = [pause for before, _after, pause in pauses
                  if self._day.number(before) in day.long_pause_after]  # fmt: skip
        if len(self._day.lessons) > _SHORT_DAY and places and max(places) < day.long_pause:
            yield self._found(
                "break-long", [pauses[0][0]], max(places), day.long_pause,
                _("нет большой перемены: самая длинная — {actual} мин, нужно {limit}.").format(
                    actual=max(places), limit=day.long_pause
                ),
                _("после 2-го или 3-го урока дайте {limit} мин.").format(limit=day.long_pause),
            )  # fmt: skip

    def count(self) -> Iterator[Finding]:
        limit = self._norms.lessons_a_day(self._day.class_name.grade)
        count = len(self._day.lessons)
        if limit is not None and count > limit:
            yield self._found(
                "lessons-day", self._day.lessons, count, limit,
                _("за день {count}, можно {limit}.").format(count=_lessons(count), limit=limit),
                _("перенесите {over} на другой день.").format(over=_lessons(count - limit)),
            )  # fmt: skip

    def _pauses(self) -> Iterator[tuple[Lesson, Lesson, int]]:
        """Yield neighbouring lessons with the minutes between them; what overlaps is told elsewhere."""
        ordered = sorted(self._timed, key=lambda one: (one.begins or 0, one.ends or 0))
        for before, after in pairwise(ordered):
            yield before, after, (after.begins or 0) - (before.ends or 0)

    def _found(
        self,
        code: FindingCode,
        lessons: Sequence[Lesson],
        actual: int,
        limit: int,
        message: str,
        advice: str,
    ) -> Finding:
        return Finding(
            code, self._severity, self._day.class_name, self._day.day, message, advice,
            tuple(self._day.number(one) for one in lessons), actual, limit,
            self._norms.source.source, self._day.group, lessons[0].source,
        )  # fmt: skip


def check_double_booked(days: Iterable[SchoolDay]) -> Iterator[Finding]:
    """Yield where a class, or a teacher, has two lessons at one time."""
    by_day: dict[object, list[tuple[SchoolDay, Lesson]]] = {}
    for day in days:
        for lesson in day.lessons:
            by_day.setdefault(day.day, []).append((day, lesson))
        yield from _class_twice(day)
    for met in by_day.values():
        yield from _teacher_twice(met)


def _class_twice(day: SchoolDay) -> Iterator[Finding]:
    for before, after in pairwise(day.lessons):
        if _same_time(before, after):
            numbers = (day.number(before), day.number(after))
            yield Finding(
                "class-twice", "violation", day.class_name, day.day,
                _("в одно время два урока: {first} и {second}.").format(
                    first=before.subject, second=after.subject
                ),
                _("исправьте время; если класс делится, впишите подгруппы."),
                numbers, 2, 1, "", day.group, after.source,
            )  # fmt: skip


def _teacher_twice(met: Sequence[tuple[SchoolDay, Lesson]]) -> Iterator[Finding]:
    """Two classes taught together (same subject, same time, by video too) are one lesson."""
    by_teacher: dict[str, list[tuple[SchoolDay, Lesson]]] = {}
    for day, lesson in met:
        if lesson.teacher:
            by_teacher.setdefault(lesson.teacher.casefold().replace(" ", ""), []).append(
                (day, lesson)
            )
    for taught in by_teacher.values():
        taught.sort(key=lambda one: (one[1].begins or 0, one[0].class_name))
        for (day, lesson), (other_day, other) in pairwise(taught):
            apart = lesson.source != other.source and lesson.subject != other.subject
            if apart and _same_time(lesson, other):
                yield Finding(
                    "teacher-twice", "violation", other_day.class_name, other_day.day,
                    _("у учителя в одно время уроки в {first} и {second}.").format(
                        first=day.class_name, second=other_day.class_name
                    ),
                    _("исправьте время или учителя."),
                    (other_day.number(other),), 2, 1, "", other_day.group, other.source,
                )  # fmt: skip


def _same_time(one: Lesson, other: Lesson) -> bool:
    """Tell whether two lessons overlap; those without a time by their numbers."""
    if one.begins is not None and other.begins is not None:
        return one.begins < (other.ends or 0) and other.begins < (one.ends or 0)
    return one.number is not None and one.number == other.number


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _lessons(count: int) -> str:
    return plural(count, "{n} урок", "{n} урока", "{n} уроков")
