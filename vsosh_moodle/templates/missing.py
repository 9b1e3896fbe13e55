"""What a section lacks on a site without the plugin, in words for the pupils and the teacher.

The text goes into the course, so it is Russian whatever language the messages are in: a summary that
followed `--lang` would be a change in every plan.
"""

from collections.abc import Iterable
from html import escape

from vsosh_moodle.school.courses import Activity, CourseSection
from vsosh_moodle.templates.activities import ACTIVITY_NAMES

INTRODUCTION = "В этом разделе по плану:"
OUTLINE = "Что будет в разделах курса"


def missing_activities_html(section: CourseSection) -> str:
    """Return a list of what the plan has in the section, as HTML for its summary; "" when nothing.

    Core web services cannot create activities: until a teacher makes them, the section says what
    belongs there.
    """
    if not section.activities:
        return ""
    items = "".join(f"<li>{escape(_line(activity))}</li>" for activity in section.all_activities)
    return f"<p>{INTRODUCTION}</p>\n<ul>{items}</ul>"


def _line(activity: Activity) -> str:
    kind = ACTIVITY_NAMES.get(activity.kind, activity.kind)
    if not activity.minutes:
        return f"{kind} «{activity.title}»"
    return f"{kind} «{activity.title}» ({activity.minutes} мин)"


def course_outline_html(sections: Iterable[CourseSection]) -> str:
    """Return what the sections of a course lack, folded up, for the course's summary; "" when nothing.

    Core web services set no section's summary either (4.1–4.5): the course's own is the only place
    where a teacher finds what each section is waiting for.
    """
    parts = [
        f"<h5>{escape(section.title)}</h5>\n{missing_activities_html(section)}"
        for section in sections
        if section.activities
    ]
    if not parts:
        return ""
    return "\n".join([f"<details><summary>{OUTLINE}</summary>", *parts, "</details>"])
