"""Scopes: a plan for some areas, classes or courses only. Pure.

A scope narrows the changes, never what is compared: so that a narrow plan can't mistake the rest of
the school for something to remove.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vsosh_moodle.plan.change import Action, Change, touched_users
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    CalendarEvent,
    Category,
    Cohort,
    CohortMember,
    CohortSync,
    ContentItem,
    ContentSection,
    Course,
    CourseActivity,
    CourseContent,
    Enrolment,
    GradeCategory,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Kind,
    PupilException,
    QuestionBank,
    Record,
    Section,
    User,
)
from vsosh_moodle.plan.state import State

AREAS: dict[str, frozenset[Kind]] = {
    "classes": frozenset({Kind.COHORT}),
    "courses": frozenset(
        {
            Kind.CATEGORY,
            Kind.COURSE,
            Kind.SECTION,
            Kind.GROUP,
            Kind.GROUPING,
            Kind.GROUPING_GROUP,
        }
    ),
    "content": CONTENT_KINDS,
    "people": frozenset({Kind.USER, Kind.COHORT_MEMBER}),
    "enrolments": frozenset({Kind.COHORT_SYNC, Kind.ENROLMENT, Kind.GROUP_MEMBER}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What `--only`, `--class` and `--course` ask for; an empty set does not narrow.

    `classes` are class names, `courses` course keys of the config (`oge-math`).
    """

    areas: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.areas or self.classes or self.courses)

    @property
    def covers_content(self) -> bool:
        """Whether the content of courses is looked at; else what is wrong with it is no news."""
        return not self.areas or "content" in self.areas

    def as_json(self) -> dict[str, list[str]]:
        """Return the scope as a plan file keeps it."""
        return {
            "only": sorted(self.areas),
            "classes": sorted(self.classes),
            "courses": sorted(self.courses),
        }


@dataclass(frozen=True, slots=True)
class ScopeIndex:
    """Who and what belongs to a class or a course, by the records' keys."""

    user_class: Mapping[str, str] = field(default_factory=dict)
    cohort_class: Mapping[str, str] = field(default_factory=dict)
    group_class: Mapping[str, str] = field(default_factory=dict)
    course_classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    course_name: Mapping[str, str] = field(default_factory=dict)
    group_course: Mapping[str, str] = field(default_factory=dict)


def narrow_changes(changes: Iterable[Change], scope: Scope, index: ScopeIndex) -> list[Change]:
    """Return the changes inside the scope, in their order."""
    if not scope.narrows:
        return list(changes)
    kinds = frozenset().union(*(AREAS[area] for area in scope.areas)) if scope.areas else None
    return [
        change
        for change in changes
        if (kinds is None or change.kind in kinds)
        and (not scope.classes or _in_classes(change, scope.classes, index))
        and (not scope.courses or _in_courses(change, scope.courses, index))
    ]


def split_ready(changes: Iterable[Change], live: State) -> tuple[list[Change], list[Change]]:
    """Split changes into those whose parents exist or come in the same plan, and those that wait."""
    changes = list(changes)
    coming = {
        (change.kind, change.after.key)
        for change in changes
        if change.after is not None and change.action in (Action.CREATE, Action.ADOPT)
    }
    ready, waiting = [], []
    for change in changes:
        parents = parents_of(change.after) if change.after is not None and change.writes else ()
        missing = [parent for parent in parents if parent not in live and parent not in coming]
        if missing:
            coming.discard((change.kind, change.key))
            waiting.append(change)
        else:
            ready.append(change)
    return ready, waiting


def _in_classes(change: Change, classes: frozenset[str], index: ScopeIndex) -> bool:
    user = touched_users(change)
    if user:
        named = index.user_class.get(user, "")
        return named in classes or bool(_classes_of(change.before, index) & classes)
    return bool(_classes_of(change.record, index) & classes)


def _classes_of(record: Record | None, index: ScopeIndex) -> frozenset[str]:
    match record:
        case Cohort(key=cohort) | CohortMember(cohort=cohort) | CohortSync(cohort=cohort):
            return frozenset({index.cohort_class.get(cohort, "")})
        case Group(key=group) | GroupMember(group=group) | GroupingGroup(group=group):
            return frozenset({index.group_class.get(group, "")})
        case Course(key=course):
            return index.course_classes.get(course, frozenset())
        case (
            Section()
            | Grouping()
            | CourseContent()
            | QuestionBank()
            | GradeCategory()
            | ContentSection()
            | CourseActivity()
            | CalendarEvent()
            | PupilException()
        ):
            return index.course_classes.get(record.course, frozenset())
        case Category() | User() | Enrolment() | None:
            return frozenset()


def _in_courses(change: Change, courses: frozenset[str], index: ScopeIndex) -> bool:
    course = _course_of(change.record, index)
    return bool(course) and index.course_name.get(course, course) in courses


def _course_of(record: Record, index: ScopeIndex) -> str:
    if isinstance(record, ContentItem):
        return record.course
    match record:
        case Course(key=course):
            return course
        case Section() | Group() | Grouping() | Enrolment() | CohortSync():
            return record.course
        case GroupingGroup(group=group) | GroupMember(group=group):
            return index.group_course.get(group, "")
        case Category() | Cohort() | User() | CohortMember():
            return ""
