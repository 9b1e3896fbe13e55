"""Declared parameters and results of every function the sandbox has."""

from vsosh_moodle.sandbox.declarations import (
    categories,
    cohorts,
    completion,
    courses,
    enrolments,
    grades,
    groupings,
    groups,
    mobile,
    plugin,
    site,
    users,
)

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    **site.DECLARATIONS,
    **categories.DECLARATIONS,
    **courses.DECLARATIONS,
    **cohorts.DECLARATIONS,
    **users.DECLARATIONS,
    **groups.DECLARATIONS,
    **groupings.DECLARATIONS,
    **enrolments.DECLARATIONS,
    **completion.DECLARATIONS,
    **grades.DECLARATIONS,
    **mobile.DECLARATIONS,
    **plugin.DECLARATIONS,
}
