"""A plan as CSV files for Moodle's own upload tools, and what is left to be done by hand.

The columns are those of admin/tool/uploaduser, admin/tool/uploadcourse, cohort/upload.php and
group/import.php, the same in Moodle 4.1 and 4.5. Those tools add; none of them takes anybody out
of anything, and a grouping they make has no number.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import (
    SEPARATOR,
    Cohort,
    CohortMember,
    Course,
    Enrolment,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Kind,
    Record,
    User,
)
from vsosh_moodle.plan.state import State

COHORTS, COURSES, COURSE_UPDATES = "1-cohorts.csv", "2-courses.csv", "3-courses-update.csv"
GROUPS, ACCOUNTS, ACCOUNT_UPDATES = "4-groups.csv", "5-users.csv", "6-users-update.csv"
MEMBERS = "7-members.csv"

_COURSE = (
    "shortname", "fullname", "idnumber", "category_idnumber", "summary", "startdate", "enddate",
    "visible", "groupmode",
)  # fmt: skip
_USER = ("username", "firstname", "lastname", "middlename", "email", "idnumber")
HEADS: Mapping[str, tuple[str, ...]] = {
    COHORTS: ("name", "idnumber"),
    COURSES: (*_COURSE, "format", "numsections", "enablecompletion"),
    COURSE_UPDATES: (*_COURSE, "rename"),
    GROUPS: ("groupname", "idnumber", "groupidnumber", "groupingname"),
    ACCOUNTS: (*_USER, "password"),
    ACCOUNT_UPDATES: (*_USER, "suspended"),
    MEMBERS: (
        "username", "cohort1", "course1", "role1", "enrolstatus1", "enroltimestart1",
        "enrolperiod1", "group1",
    ),
}  # fmt: skip
_DAY = 86400
_FORMAT = "topics"
"""As `apply` makes courses: in numbered sections, with completion tracked."""
Row = tuple[str, ...]


@dataclass(slots=True)
class UploadFiles:
    """`rows` of each file by its name, and the changes that the tools cannot make.

    `half_made` are keys of groupings that the file of groups makes without their number,
    `names` what Moodle's pages call cohorts and groupings, by key.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    by_hand: list[Change] = field(default_factory=list)
    half_made: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, row: Row, change: Change) -> None:
        """Add a row; one that a spreadsheet or PHP's reader would misread is left to be done by hand."""
        if all(is_safe_cell(cell) for cell in row):
            self.rows.setdefault(name, []).append(row)
        else:
            self.by_hand.append(change)


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """What the files need beside the plan.

    `wanted` and `live` are the states compared, `roles` Moodle's numbers of the config's roles,
    `passwords` the first passwords of new accounts by key.
    """

    wanted: State
    live: State
    roles: Mapping[str, int]
    passwords: Mapping[str, str]

    def find(self, kind: Kind, key: str) -> Record | None:
        """Return a record as the site has it, else as the files ask for it."""
        return self.live.get(kind, key) or self.wanted.get(kind, key)


def is_safe_cell(cell: str) -> bool:
    r"""Tell whether a cell is no formula to a spreadsheet and is read by PHP as it was written.

    An apostrophe before the sign would come into Moodle as part of the name; PHP's fgetcsv takes
    `\"` for an escape.
    """
    formula = cell.startswith(("\t", "\r")) or cell.lstrip().startswith(("=", "+", "-", "@"))
    return not formula and '\\"' not in cell


def render_csv(name: str, rows: Sequence[Row]) -> str:
    """Return a file's text: a comma between cells, every cell in quotation marks."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([HEADS[name], *rows])
    return text.getvalue()


def make_upload_files(plan: Plan, facts: UploadFacts) -> UploadFiles:
    """Return the files of a plan; teachers stand last, so that nobody is mailed a welcome."""
    files = UploadFiles()
    zone = ZoneInfo(plan.origin.timezone)
    entered = _entered(plan.writes)
    places = _places(plan.writes, facts)
    for change in plan.writes:
        match change.after:
            case Cohort() as cohort if change.action is Action.CREATE:
                files.add(COHORTS, (cohort.name, cohort.key), change)
            case Course() as course:
                _add_course(files, change, course, zone)
            case Group() as group if change.action is Action.CREATE:
                _add_group(files, change, group, places.get(group.key), facts)
            case GroupingGroup() as place if places.get(place.group) == place:
                pass  # its group's row names the grouping
            case User() as user:
                _add_user(files, change, user, facts)
            case CohortMember() | Enrolment() | GroupMember():
                _add_membership(files, change, entered, facts, zone)
            case _:
                files.by_hand.append(change)
    for state in (facts.wanted, facts.live):
        files.names |= {key: cohort.name for key, cohort in state.cohort.items()}
        files.names |= {key: grouping.name for key, grouping in state.grouping.items()}
    teacher = str(facts.roles["teacher"])
    files.rows.get(MEMBERS, []).sort(key=lambda row: (bool(row[2]), row[3] == teacher))
    return files


def _add_membership(
    files: UploadFiles,
    change: Change,
    entered: frozenset[str],
    facts: UploadFacts,
    zone: ZoneInfo,
) -> None:
    match change.after:
        case CohortMember() as member:
            row = (_login(facts, member.user), member.cohort, "", "", "", "", "", "")
            files.add(MEMBERS, row, change)
            if change.action is Action.MOVE:
                files.by_hand.append(change)
        case GroupMember() as member:
            _add_group_member(files, change, member, facts, zone)
        case Enrolment() as enrolment if enrolment.key not in entered:
            _add_enrolment(files, change, enrolment, "", facts, zone)
        case _:
            if "role" in change.changed_fields():
                files.by_hand.append(change)


def _add_course(files: UploadFiles, change: Change, course: Course, zone: ZoneInfo) -> None:
    new = change.before is None
    before = change.before.shortname if isinstance(change.before, Course) else course.shortname
    row = (
        before, course.fullname, course.key, course.category, course.summary,
        _moment(course.startdate, zone), _moment(course.enddate, zone),
        str(int(course.visible)), str(course.groupmode),
    )  # fmt: skip
    if new:
        files.add(COURSES, (*row, _FORMAT, str(course.sections), "1"), change)
    else:
        rename = course.shortname if course.shortname != before else ""
        files.add(COURSE_UPDATES, (*row, rename), change)
        # An empty cell leaves the day of a course's end as it was.
        if "enddate" in change.changed_fields() and not course.enddate:
            files.by_hand.append(change)


def _places(changes: Sequence[Change], facts: UploadFacts) -> dict[str, GroupingGroup]:
    """Return by the key of each group of the file the grouping its row names: there is room for one."""
    written = {
        change.key
        for change in changes
        if isinstance(change.after, Group)
        and change.action is Action.CREATE
        and is_safe_cell(change.after.name)
    }
    places: dict[str, GroupingGroup] = {}
    for change in changes:
        place = change.after
        if isinstance(place, GroupingGroup) and place.group in written:
            grouping = facts.find(Kind.GROUPING, place.grouping)
            if isinstance(grouping, Grouping) and is_safe_cell(grouping.name):
                places.setdefault(place.group, place)
    return places


def _add_group(
    files: UploadFiles,
    change: Change,
    group: Group,
    place: GroupingGroup | None,
    facts: UploadFacts,
) -> None:
    grouping = facts.find(Kind.GROUPING, place.grouping) if place else None
    name = grouping.name if isinstance(grouping, Grouping) else ""
    files.add(GROUPS, (group.name, group.course, group.key, name), change)
    if grouping is not None and facts.live.get(Kind.GROUPING, grouping.key) is None:
        files.half_made.add(grouping.key)


def _add_user(files: UploadFiles, change: Change, user: User, facts: UploadFacts) -> None:
    row = (
        user.username, user.firstname, user.lastname, user.middlename, user.email, user.key,
    )  # fmt: skip
    if change.action is Action.CREATE:
        files.add(ACCOUNTS, (*row, facts.passwords[user.key]), change)
        return
    files.add(ACCOUNT_UPDATES, (*row, str(int(user.suspended))), change)


def _entered(changes: Iterable[Change]) -> frozenset[str]:
    """Return the enrolments whose row comes with a group."""
    return frozenset(
        f"{change.after.group.partition(SEPARATOR)[0]}{SEPARATOR}{change.after.user}"
        for change in changes
        if isinstance(change.after, GroupMember)
    )


def _add_group_member(
    files: UploadFiles, change: Change, member: GroupMember, facts: UploadFacts, zone: ZoneInfo
) -> None:
    group = facts.find(Kind.GROUP, member.group)
    key = f"{member.group.partition(SEPARATOR)[0]}{SEPARATOR}{member.user}"
    enrolment = facts.wanted.get(Kind.ENROLMENT, key) or facts.live.get(Kind.ENROLMENT, key)
    # The tool takes a name of digits for the number of a group.
    if not isinstance(group, Group) or not isinstance(enrolment, Enrolment) or group.name.isdigit():
        files.by_hand.append(change)
        return
    _add_enrolment(files, change, enrolment, group.name, facts, zone)


def _add_enrolment(
    files: UploadFiles,
    change: Change,
    enrolment: Enrolment,
    group: str,
    facts: UploadFacts,
    zone: ZoneInfo,
) -> None:
    course = facts.find(Kind.COURSE, enrolment.course)
    lasts = enrolment.timeend - enrolment.timestart if enrolment.timeend else 0
    changed_role = isinstance(change.after, Enrolment) and "role" in change.changed_fields()
    if not isinstance(course, Course) or lasts % _DAY or changed_role:
        files.by_hand.append(change)
        return
    row = (
        _login(facts, enrolment.user), "", course.shortname,
        str(facts.roles[enrolment.role]), str(int(enrolment.suspended)),
        _moment(enrolment.timestart, zone) or datetime.fromtimestamp(0, UTC).isoformat(),
        str(lasts // _DAY) if lasts else "", group,
    )  # fmt: skip
    files.add(MEMBERS, row, change)


def _login(facts: UploadFacts, key: str) -> str:
    user = facts.find(Kind.USER, key)
    return user.username if isinstance(user, User) else ""


def _moment(seconds: int, zone: ZoneInfo) -> str:
    """Return a time with its offset, which the tools read the same on any server; "" for none."""
    return datetime.fromtimestamp(seconds, zone).isoformat() if seconds else ""
