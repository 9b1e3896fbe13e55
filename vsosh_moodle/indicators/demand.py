"""Demand: which subjects learners choose to work in."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from vsosh_moodle.indicators.counting import share
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _


@dataclass(frozen=True, slots=True)
class SubjectDemand:
    """A subject: pupils enrolled in its courses, those active there, and the works of the active."""

    subject: str
    courses: int
    enrolled: int
    active: int
    works: int

    @property
    def percent(self) -> float | None:
        """The active of the enrolled."""
        return 100 * self.active / self.enrolled if self.enrolled else None

    @property
    def works_each(self) -> float | None:
        """Works per active pupil."""
        return self.works / self.active if self.active else None


def demand(definition: Definition, view: View) -> Indicator:
    """Return the share of pairs of pupil and subject in which the pupil is active."""
    pairs = _pairs(view)
    least = view.facts.rule.least
    rows = tuple(
        (person, subject, works, works >= least) for (subject, person), works in pairs.items()
    )
    ranked = [one for one in _ranked(view, pairs) if one.active]
    return share(
        definition,
        Rows((_("Ученик"), _("Предмет"), _("Работ"), _("Активен")), rows, people=0, counted=3),
        why=_("Ни один ученик не записан на курсы."),
        details={_("Самый востребованный предмет"): ranked[0].subject} if ranked else {},
    )


def subject_demand(view: View) -> list[SubjectDemand]:
    """Return all subjects, the one with the greatest share of active pupils first."""
    return _ranked(view, _pairs(view))


def _ranked(view: View, pairs: Mapping[tuple[str, str], int]) -> list[SubjectDemand]:
    least = view.facts.rule.least
    enrolled: dict[str, int] = defaultdict(int)
    active: dict[str, int] = defaultdict(int)
    works: dict[str, int] = defaultdict(int)
    for (subject, _person), done in pairs.items():
        enrolled[subject] += 1
        if done >= least:
            active[subject] += 1
            works[subject] += done
    courses: dict[str, set[str]] = defaultdict(set)
    for one in view.participations:
        courses[view.subject(one.course)].add(one.course)
    found = [
        SubjectDemand(subject, len(courses[subject]), count, active[subject], works[subject])
        for subject, count in enrolled.items()
    ]
    return sorted(found, key=lambda one: (-(one.percent or 0), -one.active, one.subject))


def _pairs(view: View) -> dict[tuple[str, str], int]:
    subjects = {key: view.subject(key) for key in {one.course for one in view.participations}}
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for one in view.participations:
        pairs[subjects[one.course], one.person] += one.works(view.facts.rule)
    return dict(sorted(pairs.items()))
