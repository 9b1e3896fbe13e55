"""The courses of the played site as the play needs them, read from the store in a few statements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vsosh_moodle.sandbox.grade_totals import GradeCategory
from vsosh_moodle.sandbox.gradebook import build_gradebook, grade_max
from vsosh_moodle.sandbox.play.completion_states import BY_RULES, CompletionRules
from vsosh_moodle.sandbox.play.days import moment
from vsosh_moodle.sandbox.store import Row, Store

_UNSEEN = {"label", "subsection"}
_SAT = {"quiz", "assign"}
_WINDOW = 10 * 86400
_PACE = 5 * 86400
"""Things without a date follow one another at this pace, or more quickly where a date is near."""


@dataclass(frozen=True, slots=True)
class PlayedActivity:
    """An activity: its rules, its points, the moment the course expects it by (`planned`)."""

    cmid: int
    module: str
    rules: CompletionRules
    grade_max: float
    settings: Mapping[str, Any]
    planned: int
    restricted: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_graded(self) -> bool:
        """Whether the gradebook has an item for it."""
        return self.grade_max > 0

    @property
    def sitting(self) -> tuple[int, int] | None:
        """When it is sat together, as a trial exam is: begin and end of a window of some days."""
        begin = self.settings.get("open") or 0
        end = self.settings.get("close") or self.settings.get("due") or 0
        short = self.module in _SAT and begin and 0 < end - begin <= _WINDOW
        return (begin, end) if short else None


@dataclass(frozen=True, slots=True)
class PlayedCourse:
    """A course: what pupils can do in it, in order, and what makes it complete."""

    courseid: int
    key: str
    activities: tuple[PlayedActivity, ...]
    gradebook: GradeCategory
    criteria: Mapping[str, Any] | None
    tracks: bool
    forums: tuple[int, ...] = field(default=())


def read_courses(store: Store, start: date, end: date) -> dict[int, PlayedCourse]:
    """Return the visible courses with an idnumber by id; `start` and `end` of the school year."""
    modules: dict[int, list[Row]] = {}
    for row in store.rows(
        "SELECT cm.*, s.availability AS section_availability FROM course_modules cm"
        " JOIN course_sections s ON s.id = cm.section WHERE cm.visible = 1 AND s.visible = 1"
        " ORDER BY cm.course, s.section, cm.position, cm.id"
    ):
        modules.setdefault(row["course"], []).append(row)
    categories: dict[int, list[Row]] = {}
    for row in store.rows("SELECT * FROM grade_categories ORDER BY id"):
        categories.setdefault(row["courseid"], []).append(row)
    return {
        course["id"]: _course(
            course,
            modules.get(course["id"], []),
            categories.get(course["id"], []),
            (moment(start), moment(end)),
        )
        for course in store.rows(
            "SELECT * FROM course WHERE visible = 1 AND idnumber <> '' ORDER BY id"
        )
    }


def _course(
    course: Row, modules: list[Row], categories: list[Row], bounds: tuple[int, int]
) -> PlayedCourse:
    settings = [json.loads(row["settings"]) for row in modules]
    planned = _planned(modules, settings, bounds)
    tracks = bool(course["enablecompletion"])
    activities = tuple(
        _activity(row, one, when, tracks=tracks)
        for row, one, when in zip(modules, settings, planned, strict=True)
        if row["modname"] not in _UNSEEN
    )
    return PlayedCourse(
        courseid=course["id"],
        key=course["idnumber"],
        activities=activities,
        gradebook=build_gradebook(course["gradeaggregation"], modules, categories),
        criteria=json.loads(course["completioncriteria"]) if course["completioncriteria"] else None,
        tracks=tracks,
        forums=tuple(one.cmid for one in activities if one.module == "forum"),
    )


def _activity(row: Row, settings: dict[str, Any], planned: int, *, tracks: bool) -> PlayedActivity:
    rules = CompletionRules(
        tracking=row["completion"] if tracks else 0,
        view=bool(row["completionview"]),
        grade=bool(row["completiongrade"]),
        passing=bool(row["completionpassgrade"]),
        pass_grade=float(settings.get("pass_grade") or 0),
        attempts=int(settings.get("attempts") or 0),
        own=json.loads(row["completionrules"]) if row["completion"] == BY_RULES else {},
    )
    trees = (row["availability"], row["section_availability"])
    restricted = tuple(json.loads(text) for text in trees if text)
    return PlayedActivity(
        row["id"], row["modname"], rules, grade_max(row) or 0.0, settings, planned, restricted
    )


def _planned(
    modules: Sequence[Row], settings: Sequence[dict[str, Any]], bounds: tuple[int, int]
) -> list[int]:
    """Return the moment each activity is expected by; undated ones lie evenly between dated ones."""
    start, end = bounds
    known: list[int | None] = [
        row["completionexpected"] or one.get("due") or one.get("close") or None
        for row, one in zip(modules, settings, strict=True)
    ]
    found: list[int] = []
    before, place = start, -1
    for number, day in enumerate(known):
        if day is None:
            following = next((n for n in range(number + 1, len(known)) if known[n]), len(known))
            after = known[following] if following < len(known) else end
            step = max((after or end) - before, 0) / (following - place)
            found.append(before + int(min(step, _PACE) * (number - place)))
        else:
            found.append(day)
            before, place = max(before, day), number
    return found
