"""Invented facts of a term: pupils, courses, works. Every test says only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from vsosh_moodle.indicators.compute import compute_indicators
from vsosh_moodle.indicators.facts import (
    ActiveRule,
    ActivityFacts,
    CourseFacts,
    GradeFacts,
    Participation,
    PersonFacts,
    ProgressFacts,
    SnapshotFacts,
    TeacherFacts,
    Window,
)
from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.indicators.inputs import ExamScale, Inputs, Requirement, SchoolCourse
from vsosh_moodle.school.classes import ClassName, SchoolClass, parse_class_name

START, END = date(2026, 9, 1), date(2027, 5, 26)
TODAY = date(2027, 6, 1)


def moment(day: date) -> int:
    """Noon of a day, in Unix seconds."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def snapshot(**fields: Any) -> SnapshotFacts:
    given: dict[str, Any] = {
        "number": 3, "taken": "2027-05-26T20:00:00+03:00", "site": "https://sdo.example",
        "release": "4.5.6", "source": "plugin", "complete": True, "courses": 2,
    }  # fmt: skip
    return SnapshotFacts(**given | fields)


def pupil(person: str, class_name: str = "9А", **fields: Any) -> PersonFacts:
    given: dict[str, Any] = {
        "person": person, "class_name": class_name, "form": "очно-заочная", "distance": False,
        "categories": (), "present": True, "joined": None, "left": None, "account": True,
        "suspended": False, "first_access": moment(START), "last_access": moment(END),
    }  # fmt: skip
    return PersonFacts(**given | fields)


def took_part(person: str, course: str = "vsosh:2026:oge-math", **fields: Any) -> Participation:
    given: dict[str, Any] = {
        "person": person, "course": course, "active": True, "done": 0, "submitted": 0, "attempts": 0,
        "posts": 0, "first": 0, "last": 0, "last_access": 0, "done_ever": 0, "completed": 0,
        "grade": None, "overdue": 0,
    }  # fmt: skip
    return Participation(**given | fields)


def activity(number: int, module: str = "page", **fields: Any) -> ActivityFacts:
    given: dict[str, Any] = {
        "activity": number, "course": "vsosh:2026:oge-math", "key": f"a{number}", "module": module,
        "title": f"Элемент {number}", "section": 1, "tracked": True, "grade_max": None,
        "grade_pass": None, "visible": True, "added": 0, "due": 0, "gone": False, "first_seen": START,
    }  # fmt: skip
    return ActivityFacts(**given | fields)


def course(
    key: str = "vsosh:2026:oge-math", *activities: ActivityFacts, **fields: Any
) -> CourseFacts:
    given: dict[str, Any] = {
        "course": key, "title": key.rpartition(":")[2], "visible": True, "tracks_completion": True,
        "activities": tuple(one._replace(course=key) for one in activities), "teachers": (),
    }  # fmt: skip
    return CourseFacts(**given | fields)


def teacher(person: str, key: str = "vsosh:2026:oge-math", **fields: Any) -> TeacherFacts:
    given: dict[str, Any] = {
        "person": person,
        "course": key,
        "active": True,
        "last_access": 0,
        "posts": 0,
    }
    return TeacherFacts(**given | fields)


def points(person: str, number: int, grade: float, grade_max: float, **fields: Any) -> GradeFacts:
    given: dict[str, Any] = {
        "person": person, "course": "vsosh:2026:oge-math", "activity": number, "grade": grade,
        "grade_max": grade_max, "time": moment(date(2027, 3, 1)),
    }  # fmt: skip
    return GradeFacts(**given | fields)


def facts(**fields: Any) -> ProgressFacts:
    given: dict[str, Any] = {
        "window": Window(START, END), "rule": ActiveRule(), "snapshot": snapshot(),
        "first_snapshot": date(2026, 9, 1),
    }  # fmt: skip
    return ProgressFacts(**given | fields)


def school_course(kind: str = "gia", subject: str = "Математика", **fields: Any) -> SchoolCourse:
    return SchoolCourse(kind=kind, subject=subject, **fields)


def class_name(text: str) -> ClassName:
    parsed = parse_class_name(text)
    assert parsed is not None
    return parsed


def school_class(text: str, *, distance: bool = False) -> SchoolClass:
    return SchoolClass(class_name(text), distance=distance)


def oge_math(**fields: Any) -> ExamScale:
    given: dict[str, Any] = {
        "file": "oge-2027", "subject": "math", "exam": "ОГЭ", "title": "Математика", "most": 31,
        "scale": (("3", 8), ("4", 15), ("5", 22)), "valid_until": date(2027, 8, 31),
        "requirements": (
            Requirement("не меньше 2 баллов за геометрию", "геометрия", 2, frozenset("345")),
        ),
        "grades": frozenset({9}), "compulsory": "математика", "campaign": 2027,
    }  # fmt: skip
    return ExamScale(**given | fields)


def oge_russian(**fields: Any) -> ExamScale:
    given: dict[str, Any] = {
        "file": "oge-2027", "subject": "rus", "exam": "ОГЭ", "title": "Русский язык", "most": 37,
        "scale": (("3", 15), ("4", 26), ("5", 33)), "valid_until": date(2027, 8, 31),
        "requirements": (
            Requirement("для «4» ГК ≥ 6", "ГК1–ГК4", 6, frozenset("4")),
            Requirement("для «5» ГК ≥ 9", "ГК1–ГК4", 9, frozenset("5")),
        ),
        "grades": frozenset({9}), "compulsory": "русский язык", "campaign": 2027,
    }  # fmt: skip
    return ExamScale(**given | fields)


def inputs(**fields: Any) -> Inputs:
    """Inputs; what belongs to the facts may be given here too."""
    shared = {"courses"}
    own = {
        name: fields.pop(name)
        for name in list(fields)
        if name in ProgressFacts.__dataclass_fields__
        and (name not in shared or isinstance(fields[name], tuple))
    }
    given: dict[str, Any] = {"facts": facts(**own), "today": TODAY}
    return Inputs(**given | fields)


def computed(key: str, given: Inputs) -> Indicator:
    return next(one for one in compute_indicators(given) if one.key == key)
