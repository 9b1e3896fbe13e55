"""Pupils one by one, and the marks of classes and subjects."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vsosh_moodle.indicators.facts import Participation
from vsosh_moodle.indicators.marks import MarkCounts, MarkScale, count_marks, scale_for
from vsosh_moodle.indicators.view import View
from vsosh_moodle.school.classes import class_order


class PupilRow(NamedTuple):
    """A pupil in the period: `days` since the last login, None for never; `grade` the mean percent."""

    person: str
    class_name: str
    present: bool
    courses: int
    works: int
    done: int
    completed: int
    overdue: int
    last_access: date | None
    days: int | None
    grade: float | None
    active: bool


class CoursePupil(NamedTuple):
    """A pupil in one course, with the mark by the scale of its subject; None for «н/а»."""

    person: str
    class_name: str
    enrolled: bool
    works: int
    done: int
    overdue: int
    last_access: date | None
    grade: float | None
    mark: int | None


class MarkRow(NamedTuple):
    """The marks of a class in a subject's course."""

    class_name: str
    subject: str
    course: str
    counts: MarkCounts


def pupil_rows(view: View, class_name: str | None = None) -> list[PupilRow]:
    """Return the pupils of a class, or of all, in the order of classes; names are the reader's to sort."""
    mine: dict[str, list[Participation]] = defaultdict(list)
    for part in view.participations:
        mine[part.person].append(part)
    found = []
    for one in view.people.values():
        if class_name is None or one.class_name == class_name:
            parts = mine[one.person]
            last = view.local_day(one.last_access) if one.last_access else None
            grades = [each.grade for each in parts if each.grade is not None]
            found.append(
                PupilRow(
                    one.person,
                    one.class_name,
                    one.present,
                    courses=len(parts),
                    works=view.works.get(one.person, 0),
                    done=sum(each.done_ever for each in parts),
                    completed=sum(each.completed > 0 for each in parts),
                    overdue=sum(each.overdue for each in parts if each.active),
                    last_access=last,
                    days=None if last is None else max(0, (view.seen - last).days),
                    grade=sum(grades) / len(grades) if grades else None,
                    active=one.person in view.active,
                )
            )
    return sorted(found, key=lambda row: (class_order(row.class_name), row.person))


def course_pupils(view: View, course: str, scales: Mapping[str, MarkScale]) -> list[CoursePupil]:
    """Return the pupils of a course in the order of classes."""
    scale = scale_for(view.subject(course), scales)
    found = [
        CoursePupil(
            one.person,
            view.people[one.person].class_name,
            enrolled=one.active,
            works=one.works(view.facts.rule),
            done=one.done_ever,
            overdue=one.overdue,
            last_access=view.local_day(one.last_access) if one.last_access else None,
            grade=one.grade,
            mark=scale.mark(one.grade),
        )
        for one in view.participations
        if one.course == course
    ]
    return sorted(found, key=lambda row: (class_order(row.class_name), row.person))


def mark_rows(view: View, scales: Mapping[str, MarkScale]) -> list[MarkRow]:
    """Return the marks of every class in every course its present pupils are in."""
    marks: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    by_subject = {
        course: scale_for(view.subject(course), scales)
        for course in {one.course for one in view.participations}
    }
    for one in view.participations:
        person = view.people[one.person]
        if person.present and one.active:
            marks[person.class_name, one.course].append(by_subject[one.course].mark(one.grade))
    rows = [
        MarkRow(name, view.subject(course), course, count_marks(given))
        for (name, course), given in marks.items()
    ]
    return sorted(rows, key=lambda row: (class_order(row.class_name), row.subject, row.course))
