"""Which call a change needs, in which stage, and how many rows fit one call. Pure.

The order of stages is the order of dependencies; teachers come last, because from Moodle 4.5 on a
course with a teacher mails a welcome to everybody enrolled after (behaviour.md, M5).
"""

from enum import Enum

from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    SEPARATOR,
    CohortMember,
    CohortSync,
    ContentItem,
    Enrolment,
    GroupMember,
    Kind,
)


class Stage(Enum):
    """The stages of a run; all of a stage ends before the next begins."""

    CATEGORIES = 0
    OBJECTS = 1
    CONTENTS = 2
    QUESTIONS = 3
    ACTIVITIES = 4
    ENROLMENTS = 5
    GROUP_MEMBERS = 6
    DEPARTURES = 7
    TEACHERS = 8


class Operation(Enum):
    """A sort of Moodle call. Values: variables per row at most, rows per call at most.

    The variables are those the rows of `moodle/` send; `max_input_vars` bounds their sum. They are
    none where the rows travel as one JSON document, to the companion plugin. Rows are bounded so
    that a call stays within seconds (behaviour.md, M3): a refused or lost call then costs little,
    and Ctrl-C is answered soon.
    """

    CREATE_CATEGORIES = ("create_categories", 4, 200)
    UPDATE_CATEGORIES = ("update_categories", 4, 200)
    CREATE_COHORTS = ("create_cohorts", 5, 180)
    UPDATE_COHORTS = ("update_cohorts", 6, 150)
    CREATE_USERS = ("create_users", 9, 100)
    UPDATE_USERS = ("update_users", 7, 120)
    CREATE_COURSES = ("create_courses", 14, 60)
    UPDATE_COURSES = ("update_courses", 11, 80)
    NAME_SECTIONS = ("name_sections", 3, 100)
    CREATE_GROUPS = ("create_groups", 4, 225)
    UPDATE_GROUPS = ("update_groups", 3, 225)
    CREATE_GROUPINGS = ("create_groupings", 4, 225)
    UPDATE_GROUPINGS = ("update_groupings", 3, 225)
    ASSIGN_GROUPINGS = ("assign_groupings", 2, 400)
    UNASSIGN_GROUPINGS = ("unassign_groupings", 2, 400)
    ADD_COHORT_MEMBERS = ("add_cohort_members", 4, 225)
    MOVE_COHORT_MEMBERS = ("move_cohort_members", 4, 225)
    REMOVE_COHORT_MEMBERS = ("remove_cohort_members", 2, 400)
    ENROL = ("enrol", 3, 300)
    ENROL_DATED = ("enrol_dated", 6, 150)
    UNENROL = ("unenrol", 2, 300)
    ADD_GROUP_MEMBERS = ("add_group_members", 2, 400)
    REMOVE_GROUP_MEMBERS = ("remove_group_members", 2, 400)
    PUT_USERS = ("put_users", 0, 250)
    IMPORT_QUESTIONS = ("import_questions", 0, 12)
    PUT_COURSES = ("put_courses", 0, 60)
    SET_EVENTS = ("set_events", 0, 400)
    SET_EXCEPTIONS = ("set_exceptions", 0, 300)
    SET_MEMBERS = ("set_members", 0, 1500)

    def __init__(self, title: str, variables: int, most_rows: int) -> None:
        self.title = title
        self.variables = variables
        self.most_rows = most_rows

    def rows_per_call(self, variables_limit: int) -> int:
        """Return how many rows one call may carry on a site that takes `variables_limit` fields."""
        if not self.variables:
            return self.most_rows
        return max(1, min(self.most_rows, variables_limit // self.variables))


def place_of(change: Change, *, plugin: bool = False) -> tuple[Stage, Operation]:
    """Return the stage and the call of a change; `plugin` tells that the site has the plugin."""
    stage, operation = _place_of(change)
    return _place_with_plugin(change, stage, operation) if plugin else (stage, operation)


def _place_of(change: Change) -> tuple[Stage, Operation]:
    record = change.record
    if isinstance(record, Enrolment):
        return _place_of_enrolment(change, record)
    if change.kind is Kind.CALENDAR_EVENT:
        return Stage.ACTIVITIES, Operation.SET_EVENTS
    if change.kind is Kind.PUPIL_EXCEPTION:
        return Stage.GROUP_MEMBERS, Operation.SET_EXCEPTIONS
    if change.kind is Kind.COHORT_SYNC:
        away = change.action in (Action.SUSPEND, Action.REMOVE)
        return Stage.DEPARTURES if away else Stage.ENROLMENTS, Operation.SET_MEMBERS
    create = change.action is Action.CREATE
    if change.action is Action.REMOVE:
        removal = {
            Kind.COHORT_MEMBER: Operation.REMOVE_COHORT_MEMBERS,
            Kind.GROUP_MEMBER: Operation.REMOVE_GROUP_MEMBERS,
            Kind.GROUPING_GROUP: Operation.UNASSIGN_GROUPINGS,
        }
        return Stage.DEPARTURES, removal[change.kind]
    if change.action is Action.SUSPEND and change.kind is Kind.USER:
        return Stage.DEPARTURES, Operation.UPDATE_USERS
    if change.kind is Kind.COHORT_MEMBER:
        added = Operation.ADD_COHORT_MEMBERS if create else Operation.MOVE_COHORT_MEMBERS
        return Stage.CONTENTS, added
    stage, creating, updating = _OBJECT_PLACES[change.kind]
    return stage, creating if create else updating


def _place_with_plugin(
    change: Change, stage: Stage, operation: Operation
) -> tuple[Stage, Operation]:
    if change.kind is Kind.USER and change.action is not Action.ADOPT:
        return stage, Operation.PUT_USERS
    if change.kind in (Kind.COHORT_MEMBER, Kind.ENROLMENT, Kind.GROUP_MEMBER):
        early = stage in (Stage.CONTENTS, Stage.GROUP_MEMBERS)
        return Stage.ENROLMENTS if early else stage, Operation.SET_MEMBERS
    return stage, operation


_OBJECT_PLACES: dict[Kind, tuple[Stage, Operation, Operation]] = {
    Kind.CATEGORY: (Stage.CATEGORIES, Operation.CREATE_CATEGORIES, Operation.UPDATE_CATEGORIES),
    Kind.COHORT: (Stage.OBJECTS, Operation.CREATE_COHORTS, Operation.UPDATE_COHORTS),
    Kind.USER: (Stage.OBJECTS, Operation.CREATE_USERS, Operation.UPDATE_USERS),
    Kind.COURSE: (Stage.OBJECTS, Operation.CREATE_COURSES, Operation.UPDATE_COURSES),
    Kind.SECTION: (Stage.CONTENTS, Operation.NAME_SECTIONS, Operation.NAME_SECTIONS),
    Kind.GROUP: (Stage.CONTENTS, Operation.CREATE_GROUPS, Operation.UPDATE_GROUPS),
    Kind.GROUPING: (Stage.CONTENTS, Operation.CREATE_GROUPINGS, Operation.UPDATE_GROUPINGS),
    Kind.GROUPING_GROUP: (
        Stage.ENROLMENTS,
        Operation.ASSIGN_GROUPINGS,
        Operation.ASSIGN_GROUPINGS,
    ),
    Kind.GROUP_MEMBER: (
        Stage.GROUP_MEMBERS,
        Operation.ADD_GROUP_MEMBERS,
        Operation.ADD_GROUP_MEMBERS,
    ),
    Kind.QUESTION_BANK: (
        Stage.QUESTIONS,
        Operation.IMPORT_QUESTIONS,
        Operation.IMPORT_QUESTIONS,
    ),
    **dict.fromkeys(
        CONTENT_KINDS - {Kind.QUESTION_BANK, Kind.CALENDAR_EVENT, Kind.PUPIL_EXCEPTION},
        (Stage.ACTIVITIES, Operation.PUT_COURSES, Operation.PUT_COURSES),
    ),
}


def _place_of_enrolment(change: Change, record: Enrolment) -> tuple[Stage, Operation]:
    if change.action is Action.REMOVE:
        return Stage.DEPARTURES, Operation.UNENROL
    dated = record.timestart or record.timeend or record.suspended
    operation = Operation.ENROL_DATED if dated else Operation.ENROL
    if change.action is Action.SUSPEND:
        return Stage.DEPARTURES, operation
    return (Stage.ENROLMENTS if record.role == "student" else Stage.TEACHERS), operation


def member_cohorts(change: Change) -> tuple[str, str]:
    """Return the cohort a moved member leaves and the one it joins, "" where there is none."""
    before = change.before.cohort if isinstance(change.before, CohortMember) else ""
    after = change.after.cohort if isinstance(change.after, CohortMember) else ""
    return before, after


def scopes_of(change: Change) -> tuple[str, ...]:
    """Return the keys of what a membership is of: a course, a cohort, or both cohorts of a move."""
    match change.record:
        case Enrolment(course=course) | CohortSync(course=course):
            return (course,)
        case GroupMember(group=group):
            return (group.rpartition(SEPARATOR)[0],)
        case CohortMember():
            return tuple(one for one in reversed(member_cohorts(change)) if one)
        case _:
            return ()


def course_of(change: Change) -> str:
    """Return the key of the course whose content a change is about."""
    return change.record.course if isinstance(change.record, ContentItem) else ""
