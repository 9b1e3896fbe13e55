"""A whole state of the school in Moodle's terms: desired, live, or last applied."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vsosh_moodle.plan.records import (
    CalendarEvent,
    Category,
    Cohort,
    CohortMember,
    CohortSync,
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


@dataclass(slots=True)
class State:
    """Records of every kind by key. Build it once, then only read it."""

    category: dict[str, Category] = field(default_factory=dict)
    cohort: dict[str, Cohort] = field(default_factory=dict)
    user: dict[str, User] = field(default_factory=dict)
    course: dict[str, Course] = field(default_factory=dict)
    section: dict[str, Section] = field(default_factory=dict)
    group: dict[str, Group] = field(default_factory=dict)
    grouping: dict[str, Grouping] = field(default_factory=dict)
    grouping_group: dict[str, GroupingGroup] = field(default_factory=dict)
    course_content: dict[str, CourseContent] = field(default_factory=dict)
    question_bank: dict[str, QuestionBank] = field(default_factory=dict)
    grade_category: dict[str, GradeCategory] = field(default_factory=dict)
    content_section: dict[str, ContentSection] = field(default_factory=dict)
    course_activity: dict[str, CourseActivity] = field(default_factory=dict)
    calendar_event: dict[str, CalendarEvent] = field(default_factory=dict)
    cohort_member: dict[str, CohortMember] = field(default_factory=dict)
    cohort_sync: dict[str, CohortSync] = field(default_factory=dict)
    enrolment: dict[str, Enrolment] = field(default_factory=dict)
    group_member: dict[str, GroupMember] = field(default_factory=dict)
    pupil_exception: dict[str, PupilException] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Record]) -> "State":
        """Build a state from records; a later record with the same key replaces an earlier one."""
        state = cls()
        for record in records:
            state.add(record)
        return state

    def table(self, kind: Kind) -> dict[str, Record]:
        """Return the records of one kind by key: the live table, not a copy."""
        table: dict[str, Record] = getattr(self, kind.value)
        return table

    def add(self, record: Record) -> None:
        """Put a record in its place."""
        self.table(record.kind)[record.key] = record

    def discard(self, kind: Kind, key: str) -> None:
        """Take a record out, if it is there."""
        self.table(kind).pop(key, None)

    def get(self, kind: Kind, key: str) -> Record | None:
        """Return the record, or None."""
        return self.table(kind).get(key)

    def __contains__(self, place: tuple[Kind, str]) -> bool:
        kind, key = place
        return key in self.table(kind)

    def __iter__(self) -> Iterator[Record]:
        for kind in Kind:
            yield from self.table(kind).values()

    def __len__(self) -> int:
        return sum(len(self.table(kind)) for kind in Kind)

    def copy(self) -> "State":
        """Return a state with tables of its own; the records are shared, being frozen."""
        return State(*(dict(self.table(kind)) for kind in Kind))  # type: ignore[arg-type]
