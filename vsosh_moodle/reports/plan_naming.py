"""Human names for the keys of a plan: from its labels, else from the records it holds."""

from collections import Counter
from collections.abc import Iterable, Sequence

from vsosh_moodle.language import _
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.field_titles import field_title
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import (
    SEPARATOR,
    Category,
    Cohort,
    CohortMember,
    CohortSync,
    ContentItem,
    Course,
    CourseActivity,
    CourseContent,
    Enrolment,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Record,
    Section,
    User,
    field_values,
)
from vsosh_moodle.plan.settings import settings_to_json
from vsosh_moodle.reports.content_words import module_title, render_setting
from vsosh_moodle.reports.plan_words import render_value
from vsosh_moodle.school.classes import class_order

NAMED_PEOPLE = 5
"""Up to so many people a line names them, beyond it tells how many of each class."""


class Naming:
    """Names of what a plan speaks of, in the words of the school."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.timezone = plan.origin.timezone
        self.labels = {**_labels_of_records(plan.changes), **plan.labels}
        self.user_class = dict(plan.user_class)
        for change in plan.changes:
            record = change.after or change.before
            if isinstance(record, CohortMember) and class_of_cohort(record.cohort):
                self.user_class.setdefault(record.user, class_of_cohort(record.cohort))

    def title(self, key: str) -> str:
        """Return the label of a key; the last part of the key itself where there is none."""
        return self.labels.get(key) or key.rpartition(":")[2]

    def quoted(self, key: str) -> str:
        """Return the title in the quotation marks of the language."""
        return _("«{title}»").format(title=self.title(key))

    def person(self, key: str) -> str:
        """Return a person's name and class: «Иванов Иван Петрович (9А)»."""
        class_name = self.user_class.get(key, "")
        return f"{self.title(key)} ({class_name})" if class_name else self.title(key)

    def record(self, record: Record) -> str:
        """Return what one record is, enough to find it in Moodle."""
        if isinstance(record, ContentItem):
            return self._item(record)
        match record:
            case User(key=key):
                return self.person(key)
            case Category() | Course():
                return self.quoted(record.key)
            case Cohort(name=name):
                return _("класс {name}").format(name=name) if class_of_cohort(record.key) else name
            case Section() | Group() | Grouping():
                return _("{course}, «{name}»").format(
                    course=self.quoted(record.course), name=record.name
                )
            case GroupingGroup(grouping=grouping, group=group):
                return _("{course}, группа {group} в потоке «{grouping}»").format(
                    course=self.quoted(course_of_key(group)),
                    group=self.title(group).rpartition(SEPARATOR)[2],
                    grouping=self.title(grouping),
                )
            case CohortMember() | CohortSync() | Enrolment() | GroupMember():
                return self._membership(record)

    def _membership(self, record: CohortMember | CohortSync | Enrolment | GroupMember) -> str:
        match record:
            case CohortMember(cohort=cohort, user=user):
                return _("{person} — {cohort}").format(
                    person=self.person(user), cohort=self.title(cohort)
                )
            case CohortSync(course=course, cohort=cohort):
                return _("{course}, {cohort}").format(
                    course=self.quoted(course), cohort=self.title(cohort)
                )
            case Enrolment(course=course, user=user):
                return _("{person} — {course}").format(
                    person=self.person(user), course=self.quoted(course)
                )
            case GroupMember(group=group, user=user):
                return _("{person} — {course}, группа {group}").format(
                    person=self.person(user),
                    course=self.quoted(course_of_key(group)),
                    group=group_name(group),
                )

    def _item(self, record: ContentItem) -> str:
        course = self.quoted(record.course)
        if isinstance(record, CourseContent):
            return course
        name = self.own_title(record)
        if isinstance(record, CourseActivity):
            module = module_title(record.module)
            return _("{course}, {module} «{name}»").format(course=course, module=module, name=name)
        return _("{course}, «{name}»").format(course=course, name=name)

    def own_title(self, record: Record) -> str:
        """Return the name a record itself has; the last part of its key where it has none."""
        if isinstance(record, ContentItem):
            named = settings_to_json(record.settings).get("name")
            return str(named or self.labels.get(record.key) or record.item)
        return str(getattr(record, "name", record.key))

    def names(self, users: Sequence[str]) -> str:
        """Return the people by name when they are few, else nothing."""
        if len(users) > NAMED_PEOPLE:
            return ""
        return ", ".join(sorted((self.person(user) for user in users), key=alphabetical))

    def titles(self, users: Sequence[str]) -> str:
        """Return all the people by name, without their classes."""
        return ", ".join(sorted((self.title(user) for user in users), key=alphabetical))

    def class_counts(self, users: Sequence[str]) -> str:
        """Return « (9А — 12, 9Б — 13)» when people are too many to be named, else nothing."""
        if len(users) <= NAMED_PEOPLE:
            return ""
        counts = render_class_counts(Counter(self.user_class.get(user, "") for user in users))
        return f" ({counts})" if counts else ""

    def values(self, change: Change) -> str:
        """Return the changed fields: «краткое название: «А» → «Б»»."""
        if isinstance(change.record, ContentItem):
            return self._content_values(change)
        parts = []
        for name in change.changed_fields():
            title = field_title(name)
            if name == "summary":
                parts.append(_("{field}: другой текст").format(field=title))
                continue
            before, after = (
                render_value(name, getattr(record, name), self.labels, self.timezone)
                for record in (change.before, change.after)
            )
            parts.append(f"{title}: {before} → {after}")
        return "; ".join(parts)

    def _content_values(self, change: Change) -> str:
        before = {} if change.before is None else field_values(change.before)
        after = {} if change.after is None else field_values(change.after)
        parts = []
        for name in change.changed_fields():
            title = field_title(name)
            old, new = (
                render_setting(name, values.get(name), self.timezone) for values in (before, after)
            )
            parts.append(
                f"{title}: {old} → {new}"
                if old and new
                else _("{field}: другое").format(field=title)
            )
        return "; ".join(parts)

    def place(self, change: Change) -> str:
        """Return where in the files the record comes from, "" when not known."""
        place = self._plan.places.get(change.key)
        return str(place) if place is not None else ""


def course_of_key(key: str) -> str:
    """Return the key of the course a section, a group or an enrolment hangs on."""
    return key.partition(SEPARATOR)[0]


def group_name(key: str) -> str:
    """Return the name at the end of a group's key."""
    return key.rpartition(SEPARATOR)[2]


def render_class_counts(counts: Counter[str]) -> str:
    """Return «9А — 12, 9Б — 13» in the order of classes; "" when no class is known."""
    if not any(counts):
        return ""
    named = sorted(counts.items(), key=lambda item: class_order(item[0]))
    return ", ".join(f"{name or _('без класса')} — {number}" for name, number in named)


def alphabetical(name: str) -> str:
    """Return what sorts names as a class register does: ё stands with е, not after я."""
    return name.casefold().replace("ё", "е")


def class_of_cohort(cohort: str) -> str:
    """Return the name of the class whose cohort has this key, "" for another cohort."""
    return cohort.rpartition(":")[2] if ":class:" in cohort else ""


def _labels_of_records(changes: Iterable[Change]) -> dict[str, str]:
    labels = {}
    for change in changes:
        match change.after or change.before:
            case User(key=key) as user:
                names = (user.lastname, user.firstname, user.middlename)
                labels[key] = " ".join(name for name in names if name)
            case Course(key=key, fullname=name) | Category(key=key, name=name):
                labels[key] = name
            case Cohort(key=key, name=name) | Group(key=key, name=name):
                labels[key] = name
            case _:
                pass
    return labels
