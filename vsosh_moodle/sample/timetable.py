"""A week of lessons of a synthetic evening school, with a few days that are too much for the eyes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time

from vsosh_moodle.school.classes import ClassName

Row = Mapping[str, object]

STARTS = (time(14, 0), time(14, 50), time(15, 50), time(16, 40), time(17, 30))
"""The second shift: lessons of 40 minutes, a long break after the second."""

LESSON = 40
_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт")
_ONLINE_DAYS = ("вт", "чт")
_AT_SCREEN = "Информатика"
_EVERY_NTH_CLASS = 3


def sample_timetable(
    classes: Sequence[ClassName],
    distance: frozenset[ClassName],
    subjects: Mapping[ClassName, Sequence[str]],
    teachers: Mapping[tuple[str, ClassName], str],
) -> Iterator[Row]:
    """Yield the lessons of a week: four or five a day; distance classes learn online on two days.

    Where a teacher is busy in an hour, the class has another subject then. On a Thursday every third
    class sits longer at the screen than the norm allows.
    """
    busy: set[tuple[str, int, str]] = set()
    for place, name in enumerate(classes):
        offered = list(subjects[name])
        turn = place
        for number, weekday in enumerate(_WEEKDAYS):
            for hour in range(4 + (number + place) % 2):
                subject, turn = _free(offered, turn, name, teachers, (weekday, hour), busy)
                teacher = teachers.get((subject, name), "")
                if teacher:
                    busy.add((weekday, hour, teacher))
                yield {
                    "class_name": str(name),
                    "day": weekday,
                    "lesson": hour + 1,
                    "start": STARTS[hour],
                    "minutes": LESSON,
                    "subject": subject,
                    "teacher": teacher,
                    **_screen(name, name in distance, place, weekday, hour, subject),
                }


def _free(
    offered: Sequence[str],
    turn: int,
    name: ClassName,
    teachers: Mapping[tuple[str, ClassName], str],
    hour: tuple[str, int],
    busy: set[tuple[str, int, str]],
) -> tuple[str, int]:
    """Return the next subject whose teacher is free, and where to go on from."""
    for step in range(len(offered)):
        subject = offered[(turn + step) % len(offered)]
        if (*hour, teachers.get((subject, name), "?")) not in busy:
            return subject, turn + step + 1
    return "Классный час", turn + 1


def _screen(
    name: ClassName, is_distance: bool, place: int, weekday: str, hour: int, subject: str
) -> dict[str, object]:
    longest = 30 if name.grade <= 9 else 35
    if is_distance and weekday in _ONLINE_DAYS:
        too_long = place % _EVERY_NTH_CLASS == 2 and weekday == "чт"
        if hour < 3 or too_long:
            return {"mode": "онлайн", "devices": "ПК", "screen": LESSON if too_long else longest}
        return {"mode": "без экрана"}
    if subject == _AT_SCREEN:
        return {"mode": "очно", "devices": "ПК", "screen": longest}
    return {"mode": "очно"}
