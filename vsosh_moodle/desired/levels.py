"""Which group of a course a pupil's level leads to: the trajectory of a template. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.courses import CourseGroup, CourseSpec
from vsosh_moodle.school.people import Person
from vsosh_moodle.sources.suggestions import did_you_mean


def level_groups_of(spec: CourseSpec, levels: Mapping[str, str]) -> dict[str, CourseGroup]:
    """Return the groups of a course that are levels, by the level's key.

    A group is of the level whose key it has; else of the one that is called as it is. `levels` are
    the config's keys and names.
    """
    found = {}
    for key, name in levels.items():
        group = next((one for one in spec.groups if one.key == key), None) or next(
            (one for one in spec.groups if _fold(one.title) == _fold(name)), None
        )
        if group is not None:
            found[key] = group
    return found


def level_of(person: Person, spec: CourseSpec) -> str:
    """Return the key of a person's level in a course: of its subject, else of all; "" for none."""
    general = ""
    for subject, level in person.levels:
        if not subject:
            general = level
        elif is_subject(subject, spec):
            return level
    return general


def is_subject(word: str, spec: CourseSpec) -> bool:
    """Tell whether a word of a list means the subject of a course: «русский» is «Русский язык»."""
    wanted, subject = _fold(word), _fold(spec.subject)
    return bool(subject) and (wanted == subject or subject.startswith(f"{wanted} "))


def remark_unknown_subjects(specs: Sequence[CourseSpec], people: Iterable[Person]) -> list[Problem]:
    """Return a warning for each subject of levels that no course of the year has."""
    rows: dict[str, list[Place]] = {}
    for person in people:
        for subject, _level in person.levels:
            if subject and not any(is_subject(subject, spec) for spec in specs):
                rows.setdefault(subject, []).append(person.source)
    subjects = sorted({spec.subject for spec in specs if spec.subject})
    return [
        Problem(
            places[0],
            _("уровень по предмету «{subject}» никуда не ведёт: курса с ним нет ({rows}).").format(
                subject=subject,
                rows=plural(len(places), "{n} ученик", "{n} ученика", "{n} учеников"),
            ),
            did_you_mean(subject, subjects),
            code="level-subject-unknown",
            severity="warning",
        )
        for subject, places in rows.items()
    ]


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
