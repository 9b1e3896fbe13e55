"""What every indicator is, in words a deputy head can read aloud; keys are English and lasting."""

from collections.abc import Mapping

from vsosh_moodle.indicators.definitions.courses import course_definitions
from vsosh_moodle.indicators.definitions.learners import learner_definitions
from vsosh_moodle.indicators.definitions.means import means_definitions
from vsosh_moodle.indicators.definitions.staff import staff_definitions
from vsosh_moodle.indicators.indicator import Definition, Set

TARGETS: dict[str, tuple[str, ...]] = {
    "coverage": ("coverage_percent",),
    "funnel": ("first_login_percent",),
    "programmes": ("programmes_percent",),
    "gia_courses": ("gia_courses",),
    "school_courses": ("school_courses",),
    "teachers": ("teachers",),
    "trained_share": ("trained_percent",),
    "distance_classes": ("distance_classes_middle", "distance_classes_senior"),
    "projects": ("project_percent",),
    "teacher_activity": ("graded_in_time_percent",),
    "readiness": ("ready_percent",),
    "devices": ("devices_percent",),
    "rooms": ("rooms_percent",),
}
"""Which targets of config.yaml an indicator's goal is the sum of."""


def definitions(targets: Mapping[str, float | None]) -> dict[str, Definition]:
    """Return all definitions by their keys, in the order of reports; `targets` are the config's."""
    parts = (learner_definitions, course_definitions, staff_definitions, means_definitions)
    return {one.key: one for part in parts for one in part(_goals(targets))}


def definitions_of(kind: Set, known: Mapping[str, Definition]) -> list[tuple[int, Definition]]:
    """Return the definitions of a set with their numbers there, in the order of the numbers."""
    numbered = [
        (number, one) for one in known.values() for name, number in one.sets if name == kind
    ]
    return sorted(numbered, key=lambda pair: pair[0])


def _goals(targets: Mapping[str, float | None]) -> dict[str, float | None]:
    goals: dict[str, float | None] = {}
    for key, names in TARGETS.items():
        values = [value for name in names if (value := targets.get(name)) is not None]
        goals[key] = sum(values) if len(values) == len(names) else None
    return goals
