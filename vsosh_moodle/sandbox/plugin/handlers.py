"""The web service functions of local_vsosh; importing this registers them all."""

from vsosh_moodle.sandbox.plugin import (
    get_course_template,
    get_courses,
    get_progress,
    get_state,
    import_questions,
    info,
    jobs,
    put_courses,
    put_users,
    set_events,
    set_exceptions,
    set_members,
)

__all__ = [
    "get_course_template",
    "get_courses",
    "get_progress",
    "get_state",
    "import_questions",
    "info",
    "jobs",
    "put_courses",
    "put_users",
    "set_events",
    "set_exceptions",
    "set_members",
]
