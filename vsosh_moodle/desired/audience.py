"""Who is in a course's groups of categories and forms of study. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from vsosh_moodle.desired.account import Account
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.language import _
from vsosh_moodle.plan.records import Group, GroupMember
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.audience import audience_groups, category_of_group, form_of_group
from vsosh_moodle.school.classes import ClassName, SchoolClass
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.people import Person
from vsosh_moodle.sources.suggestions import did_you_mean


def compile_audience(
    spec: CourseSpec,
    keys: KeyScheme,
    learners: Iterable[tuple[Person, Account]],
    codes: Mapping[str, str],
    classes: Sequence[SchoolClass],
) -> tuple[list[Group], list[GroupMember]]:
    """Return the groups that a course's restrictions ask for, and their members.

    `codes` are the neutral words of categories by key: what Moodle shows. A category the config does not
    have makes no group; `check_audience` tells it.
    """
    course = keys.course(spec.key)
    names = [
        name
        for name in audience_groups(spec)
        if category_of_group(name) in codes or form_of_group(name)
    ]
    groups = [
        Group(
            keys.group(course, name),
            course,
            _title(name, codes),
        )
        for name in names
    ]
    forms = {one.name: one.form for one in classes}
    members = [
        GroupMember(keys.group(course, name), account.key)
        for person, account in (learners if names else ())
        for name in names
        if _belongs(person, name, forms)
    ]
    return groups, members


def check_audience(
    spec: CourseSpec, categories: Sequence[str], classes: Sequence[SchoolClass]
) -> list[Problem]:
    """Return what no learner of a course can be: a category the config lacks, a form no class has."""
    problems = []
    forms = {one.form for one in classes if one.name in spec.classes}
    for name in audience_groups(spec):
        place = _place_of(spec, name)
        category, form = category_of_group(name), form_of_group(name)
        if category and category not in categories:
            problems.append(
                Problem(
                    place,
                    _(
                        "категории «{key}» нет в learner_categories: это не откроется никому."
                    ).format(key=category),
                    did_you_mean(category, categories) or _("Впишите категорию в config.yaml."),
                    "audience-unknown",
                )
            )
        elif form is not None and spec.classes and form not in forms:
            problems.append(
                Problem(
                    place,
                    _(
                        "в курсе «{course}» нет классов формы «{form}»: это не откроется никому."
                    ).format(course=spec.short_name, form=form.value),
                    _("Поправьте audience шаблона или form классов в config.yaml."),
                    "audience-empty",
                    "warning",
                )
            )
    return problems


def _title(name: str, codes: Mapping[str, str]) -> str:
    form = form_of_group(name)
    return form.value if form is not None else codes[category_of_group(name)]


def _belongs(person: Person, name: str, forms: Mapping[ClassName, object]) -> bool:
    category = category_of_group(name)
    if category:
        return category in person.categories
    return person.class_name is not None and forms.get(person.class_name) == form_of_group(name)


def _place_of(spec: CourseSpec, name: str) -> Place:
    for section in spec.sections:
        if name in repr(section.availability):
            return section.source
        for activity in section.all_activities:
            if name in repr(dict(activity.settings).get("availability")):
                return activity.source
    return spec.source
