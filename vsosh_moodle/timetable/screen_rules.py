"""Screen time of a day against the norms: a lesson, a day at school, a day at home, at a stretch."""

from collections.abc import Iterator, Sequence

from vsosh_moodle.language import _
from vsosh_moodle.norms.models import ScreenNorms
from vsosh_moodle.timetable.advice import advise_offline
from vsosh_moodle.timetable.findings import ClassFacts, Finding, FindingCode
from vsosh_moodle.timetable.lessons import Lesson, SchoolDay


def check_screen_day(day: SchoolDay, norms: ScreenNorms, facts: ClassFacts) -> Iterator[Finding]:
    """Yield what breaks the norms of screen time on a day."""
    check = _Check(day, norms, facts)
    at_home, at_school = part_by_place(day)
    yield from check.lessons()
    yield from check.school_day(at_school)
    yield from check.home_day(at_home)


def part_by_place(day: SchoolDay) -> tuple[list[Lesson], list[Lesson]]:
    """Return the lessons a pupil has at home, and those at school."""
    at_home = [one for one in day.lessons if one.mode in ("online", "self")]
    return at_home, [one for one in day.lessons if one not in at_home]


def school_limit(lessons: Sequence[Lesson], grade: int, norms: ScreenNorms) -> int | None:
    """Return the minutes a day at school: the strictest of the devices used."""
    devices = dict.fromkeys(device for one in lessons if one.screen for device in one.devices)
    limits = (norms.limit(grade, [device]) for device in devices)
    return min((one.school_day for one in limits if one is not None), default=None)


class _Check:
    def __init__(self, day: SchoolDay, norms: ScreenNorms, facts: ClassFacts) -> None:
        self._day, self._norms, self._facts = day, norms, facts
        self._grade = day.class_name.grade

    def lessons(self) -> Iterator[Finding]:
        stretch = self._norms.stretch(self._grade)
        for lesson in self._day.lessons:
            number = self._day.number(lesson)
            limit = self._norms.limit(self._grade, lesson.devices) if lesson.screen else None
            if limit is not None and lesson.screen > limit.lesson:
                yield self._found(
                    "screen-lesson",
                    [lesson],
                    (lesson.screen, limit.lesson),
                    _(
                        "{number}-й урок ({subject}): {actual} мин за экраном, можно {limit}."
                    ).format(
                        number=number,
                        subject=lesson.subject,
                        actual=lesson.screen,
                        limit=limit.lesson,
                    ),
                    _(
                        "сократите экран до {limit} мин: остальное — в тетради или по учебнику."
                    ).format(limit=limit.lesson),
                )
            if lesson.stretch is not None and stretch is not None and lesson.stretch > stretch:
                yield self._found(
                    "screen-stretch",
                    [lesson],
                    (lesson.stretch, stretch),
                    _(
                        "{number}-й урок ({subject}): подряд {actual} мин за экраном, можно {limit}."
                    ).format(
                        number=number,
                        subject=lesson.subject,
                        actual=lesson.stretch,
                        limit=stretch,
                    ),
                    _("через {limit} мин — пауза для глаз и работа в тетради.").format(
                        limit=stretch
                    ),
                )

    def school_day(self, lessons: Sequence[Lesson]) -> Iterator[Finding]:
        limit = school_limit(lessons, self._grade, self._norms)
        actual = sum(one.screen for one in lessons)
        if limit is not None and actual > limit:
            yield self._found(
                "screen-day",
                [one for one in lessons if one.screen],
                (actual, limit),
                _("в школе за день {actual} мин за экраном, можно {limit}.").format(
                    actual=actual, limit=limit
                ),
                advise_offline(self._day, lessons, actual - limit),
            )

    def home_day(self, lessons: Sequence[Lesson]) -> Iterator[Finding]:
        limit = self._norms.home_day(self._grade)
        on_screen = sum(one.screen for one in lessons)
        homework = sum(one.homework for one in self._day.lessons)
        actual = on_screen + homework
        if limit is None or actual <= limit:
            return
        advice = advise_offline(self._day, lessons, actual - limit)
        if homework and on_screen <= limit:
            advice = _("дайте домашнее без экрана: лишние {over} мин.").format(over=actual - limit)
        text = _("дома за день {actual} мин за экраном, можно {limit}.")
        if homework:
            text = _(
                "дома за день {actual} мин за экраном (из них домашнее — {homework}), можно {limit}."
            )
        yield self._found(
            "screen-home",
            [one for one in lessons if one.screen],
            (actual, limit),
            text.format(actual=actual, limit=limit, homework=homework),
            advice,
        )

    def _found(
        self,
        code: FindingCode,
        lessons: Sequence[Lesson],
        numbers: tuple[int, int],
        message: str,
        advice: str,
    ) -> Finding:
        return Finding(
            code,
            "note" if self._facts.is_adult else "violation",
            self._day.class_name,
            self._day.day,
            message,
            advice,
            tuple(self._day.number(one) for one in lessons),
            *numbers,
            self._norms.source.source,
            self._day.group,
            lessons[0].source if lessons else self._day.lessons[0].source,
        )
