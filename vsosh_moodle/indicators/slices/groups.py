"""Pupils by class, grade, form of study and category: coverage and movement."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from vsosh_moodle.indicators.facts import PersonFacts
from vsosh_moodle.indicators.view import View
from vsosh_moodle.school.classes import class_order, parse_class_name

GroupBy = Literal["class", "grade", "form", "category"]

NO_CATEGORY = ""
"""The group of pupils without any category; groups of categories may share pupils."""


class GroupCoverage(NamedTuple):
    """A group in the period: pupils of the lists, with an account, enrolled, active, with a course done."""

    group: str
    people: int
    accounts: int
    entered: int
    enrolled: int
    active: int
    done: int

    @property
    def percent(self) -> float | None:
        """The active of all."""
        return 100 * self.active / self.people if self.people else None


class GroupMovement(NamedTuple):
    """A group's `start + joined - left == end`; who changed the class counts in the last one."""

    group: str
    start: int
    joined: int
    left: int
    end: int


def coverage_by(view: View, by: GroupBy) -> list[GroupCoverage]:
    """Return the coverage of every group, in the order of classes, or by name."""
    done = {one.person for one in view.participations if one.completed}
    return [_coverage(view, group, people, done) for group, people in groups(view, by)]


def coverage_of_all(view: View) -> GroupCoverage:
    """Return the coverage of all pupils together, each once: what stands below those groups."""
    done = {one.person for one in view.participations if one.completed}
    return _coverage(view, "", list(view.people.values()), done)


def movement_by(view: View, by: GroupBy) -> list[GroupMovement]:
    """Return who came and went in every group."""
    return [_movement(group, people) for group, people in groups(view, by)]


def movement_of_all(view: View) -> GroupMovement:
    """Return who came and went altogether."""
    return _movement("", view.people.values())


def groups(view: View, by: GroupBy) -> list[tuple[str, list[PersonFacts]]]:
    """Return the pupils by group; a pupil of several categories is in each of them."""
    found: dict[str, list[PersonFacts]] = defaultdict(list)
    name_groups = _GROUPS[by]
    for one in view.people.values():
        for group in name_groups(one):
            found[group].append(one)
    return sorted(found.items(), key=lambda pair: class_order(pair[0]))


def _grade(one: PersonFacts) -> tuple[str, ...]:
    name = parse_class_name(one.class_name)
    return (str(name.grade),) if name else ()


_GROUPS: dict[GroupBy, Callable[[PersonFacts], tuple[str, ...]]] = {
    "class": lambda one: (one.class_name,),
    "grade": _grade,
    "form": lambda one: (one.form,),
    "category": lambda one: one.categories or (NO_CATEGORY,),
}


def _coverage(view: View, group: str, people: list[PersonFacts], done: set[str]) -> GroupCoverage:
    return GroupCoverage(
        group,
        people=len(people),
        accounts=sum(one.account for one in people),
        entered=sum(one.entered for one in people),
        enrolled=sum(one.person in view.works for one in people),
        active=sum(one.person in view.active for one in people),
        done=sum(one.person in done for one in people),
    )


def _movement(group: str, people: Iterable[PersonFacts]) -> GroupMovement:
    everyone = list(people)
    start = sum(one.joined is None for one in everyone)
    end = sum(one.present for one in everyone)
    return GroupMovement(
        group, start, joined=len(everyone) - start, left=len(everyone) - end, end=end
    )
