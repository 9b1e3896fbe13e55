"""Groups of a course for those whom a part of it is for: by category of learners, by form of study. Pure.

Moodle closes things to groups, so each category and form that a course asks about is a group of it. Inside
a course such a group is named `k:<category>` or `f:<form>`; Moodle shows the category's neutral code.
"""

from collections.abc import Iterator, Mapping

from vsosh_moodle.school.classes import StudyForm
from vsosh_moodle.school.courses import CourseSpec

_CATEGORY, _FORM = "k:", "f:"
_FORMS = {
    StudyForm.FULL_TIME: "full-time",
    StudyForm.PART_TIME: "part-time",
    StudyForm.EXTRAMURAL: "extramural",
    StudyForm.HOME: "home",
    StudyForm.FAMILY: "family",
}


def category_group(key: str) -> str:
    """Return the name, inside a course, of the group of a category of learners."""
    return f"{_CATEGORY}{key}"


def form_group(form: StudyForm) -> str:
    """Return the name, inside a course, of the group of a form of study."""
    return f"{_FORM}{_FORMS[form]}"


def category_of_group(name: str) -> str:
    """Return the category whose group this is, "" for another group."""
    return name.removeprefix(_CATEGORY) if name.startswith(_CATEGORY) else ""


def form_of_group(name: str) -> StudyForm | None:
    """Return the form of study whose group this is, None for another group."""
    slug = name.removeprefix(_FORM) if name.startswith(_FORM) else ""
    return next((form for form, one in _FORMS.items() if one == slug), None)


def audience_groups(spec: CourseSpec) -> tuple[str, ...]:
    """Return the groups of categories and forms that the restrictions of a course name, in their order."""
    found: dict[str, None] = {}
    for section in spec.sections:
        for name in _groups_in(section.availability):
            found.setdefault(name)
        for activity in section.all_activities:
            tree = dict(activity.settings).get("availability")
            for name in _groups_in(tree):
                found.setdefault(name)
    return tuple(found)


def _groups_in(tree: object) -> Iterator[str]:
    if not isinstance(tree, Mapping):
        return
    for condition in tree.get("conditions", ()):
        if not isinstance(condition, Mapping):
            continue
        if "conditions" in condition:
            yield from _groups_in(condition)
        name = condition.get("group")
        if isinstance(name, str) and (category_of_group(name) or form_of_group(name)):
            yield name
