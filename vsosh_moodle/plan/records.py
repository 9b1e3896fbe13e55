"""The things a plan speaks of, one frozen record per Moodle object or membership.

The same records describe what the files ask for, what the site has and what was applied last, so
that the diff compares like with like. A record refers to another by that record's key, never by
Moodle's numeric id. Times are Unix seconds, 0 where Moodle keeps «none».
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from vsosh_moodle.plan.settings import Settings, settings_of, settings_to_json

SEPARATOR = "|"
SITE_SIGN = "@"  # begins the place of events of the whole site, where a course's key stands else


class Kind(StrEnum):
    """What a record is; the order is the order in which parents come before children."""

    CATEGORY = "category"
    COHORT = "cohort"
    USER = "user"
    COURSE = "course"
    SECTION = "section"
    GROUP = "group"
    GROUPING = "grouping"
    GROUPING_GROUP = "grouping_group"
    COURSE_CONTENT = "course_content"
    QUESTION_BANK = "question_bank"
    GRADE_CATEGORY = "grade_category"
    CONTENT_SECTION = "content_section"
    COURSE_ACTIVITY = "course_activity"
    CALENDAR_EVENT = "calendar_event"
    COHORT_MEMBER = "cohort_member"
    COHORT_SYNC = "cohort_sync"
    ENROLMENT = "enrolment"
    GROUP_MEMBER = "group_member"
    PUPIL_EXCEPTION = "pupil_exception"


@dataclass(frozen=True, slots=True)
class Category:
    """A course category; `parent` is the key of a category, "" at the top."""

    kind: ClassVar[Kind] = Kind.CATEGORY
    identity: ClassVar[tuple[str, ...]] = ("key",)
    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A system cohort: a class, or the learners of one category."""

    kind: ClassVar[Kind] = Kind.COHORT
    identity: ClassVar[tuple[str, ...]] = ("key",)
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class User:
    """An account; the login is frozen, so it is written at creation and never compared."""

    kind: ClassVar[Kind] = Kind.USER
    identity: ClassVar[tuple[str, ...]] = ("key", "username")
    key: str
    username: str
    firstname: str
    lastname: str
    middlename: str
    email: str
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A course shell; `summary` is HTML, `sections` how many sections it has beside the general one."""

    kind: ClassVar[Kind] = Kind.COURSE
    identity: ClassVar[tuple[str, ...]] = ("key", "sections")
    key: str
    fullname: str
    shortname: str
    category: str
    summary: str
    startdate: int
    enddate: int
    visible: bool = True
    groupmode: int = 0
    sections: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A named section; `number` counts from 0, the general section."""

    kind: ClassVar[Kind] = Kind.SECTION
    identity: ClassVar[tuple[str, ...]] = ("course", "number")
    course: str
    number: int
    name: str

    @property
    def key(self) -> str:
        """Course and number: Moodle gives a section no idnumber of its own."""
        return f"{self.course}{SEPARATOR}{self.number}"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a course."""

    kind: ClassVar[Kind] = Kind.GROUP
    identity: ClassVar[tuple[str, ...]] = ("key", "course")
    key: str
    course: str
    name: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """A set of groups of a course."""

    kind: ClassVar[Kind] = Kind.GROUPING
    identity: ClassVar[tuple[str, ...]] = ("key", "course")
    key: str
    course: str
    name: str


@dataclass(frozen=True, slots=True)
class GroupingGroup:
    """A group's place in a grouping."""

    kind: ClassVar[Kind] = Kind.GROUPING_GROUP
    identity: ClassVar[tuple[str, ...]] = ("grouping", "group")
    grouping: str
    group: str

    @property
    def key(self) -> str:
        """The two keys it joins."""
        return f"{self.grouping}{SEPARATOR}{self.group}"


@dataclass(frozen=True, slots=True)
class CourseContent:
    """What the plugin sets of a course as a whole: tracking, grading, when it is completed, order."""

    kind: ClassVar[Kind] = Kind.COURSE_CONTENT
    identity: ClassVar[tuple[str, ...]] = ("course",)
    course: str
    settings: Settings = ()

    @property
    def key(self) -> str:
        """The course's key: a course has one such record."""
        return self.course

    @property
    def item(self) -> str:
        """The item's key inside the course: none."""
        return ""


@dataclass(frozen=True, slots=True)
class _KeyedItem:
    """An item of a course that has a key of its own inside it."""

    identity: ClassVar[tuple[str, ...]] = ("course", "item")
    course: str
    item: str
    settings: Settings = ()

    @property
    def key(self) -> str:
        """Course and item."""
        return f"{self.course}{SEPARATOR}{self.item}"


@dataclass(frozen=True, slots=True)
class QuestionBank(_KeyedItem):
    """A category of questions of a course; its settings tell the digest of its source and the count."""

    kind: ClassVar[Kind] = Kind.QUESTION_BANK


@dataclass(frozen=True, slots=True)
class GradeCategory(_KeyedItem):
    """A category of a course's grades."""

    kind: ClassVar[Kind] = Kind.GRADE_CATEGORY


@dataclass(frozen=True, slots=True)
class ContentSection(_KeyedItem):
    """A section of a course as the plugin keeps it: keyed by the template, not by its number."""

    kind: ClassVar[Kind] = Kind.CONTENT_SECTION


@dataclass(frozen=True, slots=True)
class CalendarEvent(_KeyedItem):
    """A day or an hour in a course's calendar; gone from the files, it goes from the site."""

    kind: ClassVar[Kind] = Kind.CALENDAR_EVENT


@dataclass(frozen=True, slots=True)
class PupilException(_KeyedItem):
    """Terms that one pupil has in an activity: the item is ACTIVITY/IDNUMBER.

    The settings are `due` (Unix seconds), `minutes` of a quiz and `attempts`; gone from the files, it
    is taken back.
    """

    kind: ClassVar[Kind] = Kind.PUPIL_EXCEPTION

    @property
    def activity(self) -> str:
        """The key of the activity inside its course."""
        return self.item.partition("/")[0]

    @property
    def user(self) -> str:
        """The key of the pupil."""
        return self.item.partition("/")[2]


@dataclass(frozen=True, slots=True)
class CourseActivity:
    """An activity of a course; `module` is its type in docs/plugin-api.md (`page`, `file`)."""

    kind: ClassVar[Kind] = Kind.COURSE_ACTIVITY
    identity: ClassVar[tuple[str, ...]] = ("course", "item", "module")
    course: str
    item: str
    module: str
    settings: Settings = ()

    @property
    def key(self) -> str:
        """Course and item."""
        return f"{self.course}{SEPARATOR}{self.item}"


@dataclass(frozen=True, slots=True)
class CohortMember:
    """A user's place in a cohort."""

    kind: ClassVar[Kind] = Kind.COHORT_MEMBER
    identity: ClassVar[tuple[str, ...]] = ("cohort", "user")
    cohort: str
    user: str

    @property
    def key(self) -> str:
        """The two keys it joins."""
        return f"{self.cohort}{SEPARATOR}{self.user}"


@dataclass(frozen=True, slots=True)
class CohortSync:
    """A cohort enrolled in a course as a whole: who is in it is enrolled, who leaves it is not.

    `role` is the config's name of a role; `group` is the key of the group its people are put into,
    "" for none.
    """

    kind: ClassVar[Kind] = Kind.COHORT_SYNC
    identity: ClassVar[tuple[str, ...]] = ("course", "cohort")
    course: str
    cohort: str
    role: str
    group: str = ""
    suspended: bool = False

    @property
    def key(self) -> str:
        """The two keys it joins."""
        return f"{self.course}{SEPARATOR}{self.cohort}"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A user's manual enrolment in a course.

    `role` is the config's name of a role (`student`, `teacher`). Core web services do not tell the
    dates of an enrolment, so `timestart` and `timeend` are compared with what was applied last.
    """

    kind: ClassVar[Kind] = Kind.ENROLMENT
    identity: ClassVar[tuple[str, ...]] = ("course", "user")
    course: str
    user: str
    role: str
    suspended: bool = False
    timestart: int = 0
    timeend: int = 0

    @property
    def key(self) -> str:
        """The two keys it joins."""
        return f"{self.course}{SEPARATOR}{self.user}"


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A user's place in a group."""

    kind: ClassVar[Kind] = Kind.GROUP_MEMBER
    identity: ClassVar[tuple[str, ...]] = ("group", "user")
    group: str
    user: str

    @property
    def key(self) -> str:
        """The two keys it joins."""
        return f"{self.group}{SEPARATOR}{self.user}"


Record = (
    Category
    | Cohort
    | User
    | Course
    | Section
    | Group
    | Grouping
    | GroupingGroup
    | CourseContent
    | QuestionBank
    | GradeCategory
    | ContentSection
    | CourseActivity
    | CalendarEvent
    | CohortMember
    | CohortSync
    | Enrolment
    | GroupMember
    | PupilException
)
ContentItem = (
    CourseContent
    | QuestionBank
    | GradeCategory
    | ContentSection
    | CourseActivity
    | CalendarEvent
    | PupilException
)
"""A record of what only the plugin can write."""

RECORD_TYPES: dict[Kind, type[Record]] = {
    Kind.CATEGORY: Category,
    Kind.COHORT: Cohort,
    Kind.USER: User,
    Kind.COURSE: Course,
    Kind.SECTION: Section,
    Kind.GROUP: Group,
    Kind.GROUPING: Grouping,
    Kind.GROUPING_GROUP: GroupingGroup,
    Kind.COURSE_CONTENT: CourseContent,
    Kind.QUESTION_BANK: QuestionBank,
    Kind.GRADE_CATEGORY: GradeCategory,
    Kind.CONTENT_SECTION: ContentSection,
    Kind.COURSE_ACTIVITY: CourseActivity,
    Kind.CALENDAR_EVENT: CalendarEvent,
    Kind.COHORT_MEMBER: CohortMember,
    Kind.COHORT_SYNC: CohortSync,
    Kind.ENROLMENT: Enrolment,
    Kind.GROUP_MEMBER: GroupMember,
    Kind.PUPIL_EXCEPTION: PupilException,
}

MEMBERSHIPS = frozenset(
    {
        Kind.GROUPING_GROUP,
        Kind.COHORT_MEMBER,
        Kind.COHORT_SYNC,
        Kind.ENROLMENT,
        Kind.GROUP_MEMBER,
    }
)
"""Kinds without an idnumber: ours only if our own memory says that we made them."""

CONTENT_KINDS = frozenset(
    {
        Kind.COURSE_CONTENT,
        Kind.QUESTION_BANK,
        Kind.GRADE_CATEGORY,
        Kind.CONTENT_SECTION,
        Kind.COURSE_ACTIVITY,
        Kind.CALENDAR_EVENT,
        Kind.PUPIL_EXCEPTION,
    }
)
"""Kinds that only the plugin reads and writes; it remembers itself what it wrote last."""


@cache
def compared_fields(kind: Kind) -> tuple[str, ...]:
    """Return the names of the fields a diff compares: all but those that identify the record."""
    record = RECORD_TYPES[kind]
    return tuple(field.name for field in fields(record) if field.name not in record.identity)


def field_values(record: Record) -> dict[str, Any]:
    """Return what a diff compares of a record, by name: its fields, or its settings' canonical texts."""
    if isinstance(record, ContentItem):
        return dict(record.settings)
    return {name: getattr(record, name) for name in compared_fields(record.kind)}


def with_fields(record: Record, values: Mapping[str, Any]) -> Record:
    """Return the record with some of its compared fields replaced, named as `field_values` does."""
    if isinstance(record, ContentItem):
        merged = {**dict(record.settings), **values}
        return replace(record, settings=tuple(sorted(merged.items())))
    return replace(record, **values)


@cache
def field_names(kind: Kind) -> tuple[str, ...]:
    """Return the names of all stored fields of a kind, in declared order."""
    return tuple(field.name for field in fields(RECORD_TYPES[kind]))


def record_to_json(record: Record) -> dict[str, Any]:
    """Return the record's fields as plain JSON values."""
    values = {name: getattr(record, name) for name in field_names(record.kind)}
    if isinstance(record, ContentItem):
        values["settings"] = settings_to_json(record.settings)
    return values


def record_from_json(kind: Kind, values: dict[str, Any]) -> Record:
    """Rebuild a record from `record_to_json`; unknown fields of a newer version are dropped."""
    known = {name: values[name] for name in field_names(kind) if name in values}
    if kind in CONTENT_KINDS:
        known["settings"] = settings_of(known.get("settings", {}))
    return RECORD_TYPES[kind](**known)
