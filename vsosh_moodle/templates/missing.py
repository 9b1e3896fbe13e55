"""What a section lacks on a site without the plugin, in words for the pupils and the teacher."""

from html import escape

from vsosh_moodle.language import _
from vsosh_moodle.school.courses import Activity, CourseSection
from vsosh_moodle.templates.activities import ACTIVITY_NAMES


def missing_activities_html(section: CourseSection) -> str:
    """Return a list of what the plan has in the section, as HTML for its summary; "" when nothing.

    Core web services cannot create activities: until a teacher makes them, the section says what
    belongs there.
    """
    if not section.activities:
        return ""
    items = "".join(f"<li>{escape(_line(activity))}</li>" for activity in section.activities)
    return f"<p>{escape(_('В этом разделе по плану:'))}</p>\n<ul>{items}</ul>"


def _line(activity: Activity) -> str:
    kind = _(ACTIVITY_NAMES.get(activity.kind, activity.kind))
    if not activity.minutes:
        return f"{kind} «{activity.title}»"
    minutes = _("{n} мин").format(n=activity.minutes)
    return f"{kind} «{activity.title}» ({minutes})"
