"""Teachers and materials: who teaches what, checks how quickly, makes how much."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from vsosh_moodle.indicators.materials import kind_title, new_materials
from vsosh_moodle.indicators.view import View


class TeacherRow(NamedTuple):
    """A teacher in the period. What several teach together (works, materials) is shown at each of them."""

    person: str
    courses: int
    live: int
    submitted: int
    graded: int
    in_time: int
    waiting: int
    materials: int
    posts: int
    last_access: date | None

    @property
    def percent(self) -> float | None:
        """Works checked within 7 days."""
        return 100 * self.in_time / self.submitted if self.submitted else None


class MaterialRow(NamedTuple):
    """New materials of a subject by kind."""

    subject: str
    kinds: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


def teacher_rows(view: View) -> list[TeacherRow]:
    """Return the teachers of the courses, by idnumber."""
    mine: dict[str, set[str]] = defaultdict(set)
    posts: Counter[str] = Counter()
    last: dict[str, int] = defaultdict(int)
    for one in view.facts.teachers:
        last[one.person] = max(last[one.person], one.last_access)
        posts[one.person] += one.posts
        if one.active:
            mine[one.person].add(one.course)
    grading = {one.course: one for one in view.facts.grading}
    made = Counter(course.course for course, _one in new_materials(view))
    found = []
    for person in sorted(last):
        courses = mine[person]
        checked = [grading[course] for course in sorted(courses) if course in grading]
        found.append(
            TeacherRow(
                person,
                courses=len(courses),
                live=len(courses & view.live),
                submitted=sum(one.submitted for one in checked),
                graded=sum(one.graded for one in checked),
                in_time=sum(one.in_time for one in checked),
                waiting=sum(one.waiting for one in checked),
                materials=sum(made[course] for course in courses),
                posts=posts[person],
                last_access=view.local_day(last[person]) if last[person] else None,
            )
        )
    return found


def material_rows(view: View) -> list[MaterialRow]:
    """Return the new materials of every subject, most first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for course, one in new_materials(view):
        found[view.subject(course.course)][kind_title(one.module)] += 1
    rows = [MaterialRow(subject, dict(kinds)) for subject, kinds in found.items()]
    return sorted(rows, key=lambda row: (-row.total, row.subject))


def material_kinds(rows: list[MaterialRow]) -> list[str]:
    """Return the kinds that occur, most first: the columns of a table."""
    totals: Counter[str] = Counter()
    for row in rows:
        totals.update(row.kinds)
    return sorted(totals, key=lambda kind: (-totals[kind], kind))
