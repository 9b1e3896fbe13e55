"""A class made by hand: everybody in it is on another list."""

from datetime import UTC, date, datetime

from vsosh_moodle.indicators.facts import (
    ActiveRule,
    ActivityFacts,
    CourseFacts,
    Participation,
    PersonFacts,
    ProgressFacts,
    Window,
)

AS_OF = date(2026, 11, 20)


def moment(day: date) -> int:
    """Noon of a day."""
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp())


def pupil(person: str, last: date | None = AS_OF, **changes: object) -> PersonFacts:
    seen = moment(last) if last else 0
    base = PersonFacts(
        person, "9А", "очная", False, ("gaps",), True, None, None, True, False, seen, seen
    )
    return base._replace(**changes)


def course(key: str, tracked: int = 10, title: str = "") -> CourseFacts:
    activities = tuple(
        ActivityFacts(
            number,
            key,
            f"a{number}",
            "quiz",
            f"Работа {number}",
            1,
            True,
            10,
            None,
            True,
            0,
            0,
            False,
            AS_OF,
        )
        for number in range(tracked)
    )
    return CourseFacts(key, title or f"Курс {key}", True, True, activities, ())


def takes(person: str, key: str, **changes: object) -> Participation:
    base = Participation(
        person, key, True, 1, 0, 0, 0, 0, moment(AS_OF), moment(AS_OF), 1, 0, None, 0
    )
    return base._replace(**changes)


def facts(
    people: tuple[PersonFacts, ...], *parts: Participation, courses: tuple[CourseFacts, ...] = ()
) -> ProgressFacts:
    return ProgressFacts(
        Window(date(2026, 11, 1), AS_OF), ActiveRule(), None, people, parts,
        courses or tuple(course(key) for key in dict.fromkeys(part.course for part in parts)),
    )  # fmt: skip
