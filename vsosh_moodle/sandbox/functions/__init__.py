"""The web service functions, one module per area; importing this registers them all."""

from vsosh_moodle.sandbox.functions import (
    categories,
    cohorts,
    completion,
    contents,
    course_lists,
    courses,
    enrolled_users,
    enrolments,
    formats,
    groupings,
    groups,
    mobile,
    roles,
    site,
    user_lists,
    users,
)

__all__ = [
    "categories",
    "cohorts",
    "completion",
    "contents",
    "course_lists",
    "courses",
    "enrolled_users",
    "enrolments",
    "formats",
    "groupings",
    "groups",
    "mobile",
    "roles",
    "site",
    "user_lists",
    "users",
]
