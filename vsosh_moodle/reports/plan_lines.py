"""A plan's changes as lines a person reads: memberships joined, so that 8,000 rows become forty."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.field_titles import field_title
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    Category,
    CohortMember,
    Course,
    CourseActivity,
    Enrolment,
    GroupMember,
    Kind,
    QuestionBank,
    Record,
)
from vsosh_moodle.plan.settings import settings_to_json
from vsosh_moodle.reports.content_words import module_title
from vsosh_moodle.reports.plan_naming import (
    Naming,
    course_of_key,
    group_name,
    render_class_counts,
)
from vsosh_moodle.reports.plan_words import (
    action_title,
    count_people,
    kind_title,
    render_day,
    role_title,
)

Place = TypeVar("Place")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, more about it, and where in the files it comes from; the latter may be ""."""

    text: str
    detail: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The changes of one kind with one action: `count` changes in (often fewer) `lines`."""

    kind: Kind
    action: Action
    count: int
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """«Учётные записи: создать»."""
        return f"{kind_title(self.kind)}: {action_title(self.action, self.kind)}"


def describe_blocks(plan: Plan, naming: Naming) -> tuple[Block, ...]:
    """Return a block for every kind and writing action of the plan, parents before children."""
    sorted_changes: dict[tuple[Kind, Action], list[Change]] = defaultdict(list)
    for change in plan.changes:
        if change.writes:
            sorted_changes[change.kind, change.action].append(change)
    return tuple(
        Block(kind, action, len(changes), tuple(_describe(kind, action, changes, naming)))
        for kind in Kind
        for action in Action
        if (changes := sorted_changes.get((kind, action)))
    )


def _describe(
    kind: Kind, action: Action, changes: Sequence[Change], naming: Naming
) -> Iterator[Line]:
    if kind is Kind.COHORT_MEMBER and action is Action.MOVE:
        yield from _class_moves(changes, naming)
    elif kind is Kind.COHORT_MEMBER:
        yield from _cohort_members(changes, naming)
    elif kind is Kind.ENROLMENT:
        yield from _enrolments(changes, naming)
    elif kind is Kind.GROUP_MEMBER:
        yield from _group_members(changes, naming)
    elif kind in _PARTS_OF_COURSE and action is Action.CREATE:
        yield from _parts_of_courses(kind, changes, naming)
    else:
        for change in changes:
            yield _single(change, naming)


_PARTS_OF_COURSE = CONTENT_KINDS | {
    Kind.SECTION,
    Kind.GROUP,
    Kind.GROUPING,
    Kind.GROUPING_GROUP,
}


def _single(change: Change, naming: Naming) -> Line:
    if change.before is None:
        detail = "; ".join(part for part in (_nature(change.record, naming), change.reason) if part)
    elif change.changed_fields() == ("suspended",):
        detail = change.reason
    else:
        detail = naming.values(change) or change.reason
    return Line(naming.record(change.record), detail, naming.place(change))


def _nature(record: Record, naming: Naming) -> str:
    match record:
        case Course() as course:
            return _("{category}, {start} — {end}").format(
                category=naming.quoted(course.category) if course.category else _("без категории"),
                start=render_day(course.startdate, naming.timezone),
                end=render_day(course.enddate, naming.timezone),
            )
        case Category(parent=parent) if parent:
            return _("в категории {parent}").format(parent=naming.quoted(parent))
        case _:
            return ""


def _class_moves(changes: Sequence[Change], naming: Naming) -> Iterator[Line]:
    for (before, after), users in _grouped(changes, _way_of_move).items():
        text = _("{before} → {after}: {people}").format(
            before=naming.title(before), after=naming.title(after), people=count_people(len(users))
        )
        yield Line(text, naming.titles(users))


def _way_of_move(change: Change) -> tuple[tuple[str, str], str]:
    before, after = change.before, change.after
    if not isinstance(before, CohortMember) or not isinstance(after, CohortMember):
        raise TypeError(change.key)
    return (before.cohort, after.cohort), after.user


def _cohort_members(changes: Sequence[Change], naming: Naming) -> Iterator[Line]:
    def place(change: Change) -> tuple[str, str]:
        record = change.record
        return (record.cohort, record.user) if isinstance(record, CohortMember) else ("", "")

    for cohort, users in _grouped(changes, place).items():
        yield Line(f"{naming.title(cohort)}: {count_people(len(users))}", naming.names(users))


def _enrolments(changes: Sequence[Change], naming: Naming) -> Iterator[Line]:
    def place(change: Change) -> tuple[tuple[str, str, tuple[str, ...]], str]:
        record = change.record
        if not isinstance(record, Enrolment):
            raise TypeError(change.key)
        fields = change.changed_fields() if change.action is Action.UPDATE else ()
        return (record.course, record.role, fields), record.user

    for (course, role, fields), users in _grouped(changes, place).items():
        text = _("{course}, {role}: {people}").format(
            course=naming.quoted(course), role=role_title(role), people=count_people(len(users))
        )
        if fields:
            text = f"{text} — {', '.join(field_title(name) for name in fields)}"
        yield Line(f"{text}{naming.class_counts(users)}", naming.names(users))


def _group_members(changes: Sequence[Change], naming: Naming) -> Iterator[Line]:
    def place(change: Change) -> tuple[str, tuple[str, str]]:
        record = change.record
        if not isinstance(record, GroupMember):
            raise TypeError(change.key)
        return course_of_key(record.group), (group_name(record.group), record.user)

    for course, members in _grouped(changes, place).items():
        groups = Counter(group for group, _user in members)
        people = count_people(len(members))
        names = naming.names([user for _group, user in members])
        yield Line(f"{naming.quoted(course)}: {people} ({render_class_counts(groups)})", names)


def _parts_of_courses(kind: Kind, changes: Sequence[Change], naming: Naming) -> Iterator[Line]:
    def place(change: Change) -> tuple[str, Record]:
        return course_of_key(change.key), change.record

    for course, records in _grouped(changes, place).items():
        number = len(records)
        if kind in {Kind.SECTION, Kind.CONTENT_SECTION}:
            what = plural(number, "{n} раздел", "{n} раздела", "{n} разделов")
        elif kind is Kind.COURSE_ACTIVITY:
            what = _activity_counts(records)
        elif kind is Kind.CALENDAR_EVENT:
            what = plural(number, "{n} событие", "{n} события", "{n} событий")
        elif kind is Kind.PUPIL_EXCEPTION:
            what = plural(number, "{n} свой срок", "{n} своих срока", "{n} своих сроков")
        elif kind is Kind.COURSE_CONTENT:
            what = _("порядок разделов, оценки, условия выполнения")
        elif kind is Kind.QUESTION_BANK:
            what = _bank_counts(records)
        elif kind is Kind.GROUPING_GROUP:
            what = plural(number, "{n} группа", "{n} группы", "{n} групп")
        else:
            what = ", ".join(naming.own_title(record) for record in records)
        yield Line(f"{naming.quoted(course)}: {what}")


def _activity_counts(records: Sequence[Record]) -> str:
    """Return «40 элементов (страница — 12, тест — 12)»."""
    modules = Counter(one.module for one in records if isinstance(one, CourseActivity))
    parts = ", ".join(f"{module_title(name)} — {n}" for name, n in modules.most_common())
    return f"{plural(len(records), '{n} элемент', '{n} элемента', '{n} элементов')} ({parts})"


def _bank_counts(records: Sequence[Record]) -> str:
    """Return «3 банка, 40 вопросов»."""
    questions = sum(
        int(settings_to_json(one.settings).get("count", 0))
        for one in records
        if isinstance(one, QuestionBank)
    )
    banks = plural(len(records), "{n} банк", "{n} банка", "{n} банков")
    return f"{banks}, {plural(questions, '{n} вопрос', '{n} вопроса', '{n} вопросов')}"


def _grouped(
    changes: Iterable[Change], place: Callable[[Change], tuple[Place, Item]]
) -> dict[Place, list[Item]]:
    """Sort changes into places, in the order in which places are met."""
    places: dict[Place, list[Item]] = defaultdict(list)
    for change in changes:
        where, item = place(change)
        places[where].append(item)
    return places
