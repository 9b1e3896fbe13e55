"""Observe what is inside our courses: sections, groups, groupings, enrolments, group members."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import TypeVar

from vsosh_moodle.moodle import enrolments, groupings, groups, sections
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.enrolments import Enrolled, ParticipantQuery
from vsosh_moodle.moodle.errors import InvalidParameter, MoodleError
from vsosh_moodle.moodle.ids import CourseId, GroupId, GroupingId, UserId
from vsosh_moodle.observe.observed import Observed, Question, keys_of
from vsosh_moodle.observe.pool import ReadPool, results
from vsosh_moodle.plan.records import (
    Enrolment,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Kind,
    Section,
)

Value = TypeVar("Value")
Id = TypeVar("Id", bound=int)
PerCourse = Mapping[CourseId, list[Value] | MoodleError]
Members = Mapping[GroupId, tuple[UserId, ...]]

# A capability of teachers, editing or not, and not of pupils, in Moodle's own role archetypes.
STAFF_CAPABILITY = "moodle/grade:viewall"

EVERYBODY = ParticipantQuery(fields=("id",))
SUSPENDED = ParticipantQuery(fields=("id",), only="suspended")
EVERYBODY_WITH_ROLES = ParticipantQuery(fields=("id", "roles"))
STAFF = ParticipantQuery(fields=("id", "roles"), capability=STAFF_CAPABILITY)

PARTICIPANTS_PER_READ = 5
"""Courses whose participants are read in one request: about a second of Moodle's time each."""
COURSES_PER_READ = 20


def observe_course_contents(pool: ReadPool, question: Question, observed: Observed) -> None:
    """Fill in what our courses hold; only the kinds that the files or our memory name are read.

    Where many calls travel in one request, each course is asked for its groups and its teachers;
    elsewhere groups are asked for by the ids we remember and everybody's roles come with the list
    of participants: slower for the site, but fewer calls.
    """
    reader = _Reader(pool, question, observed)
    ours = reader.courses_with(Kind.ENROLMENT)
    everybody = reader.start(ours, PARTICIPANTS_PER_READ, _participants(pool, reader.everybody))
    suspended = reader.start(
        reader.courses_to_ask_for_suspended(ours), COURSES_PER_READ, _participants(pool, SUSPENDED)
    )
    staff = reader.start(
        [] if question.presence_only or reader.alone else ours,
        COURSES_PER_READ,
        _participants(pool, STAFF),
    )
    contents = reader.start(
        reader.courses_with(Kind.SECTION),
        COURSES_PER_READ,
        lambda part: sections.get_contents_of_courses(pool.client, part),
    )
    found_groups = reader.start(
        reader.courses_with(Kind.GROUP, unless=reader.take_remembered_groups()),
        COURSES_PER_READ,
        lambda part: groups.get_groups_of_courses(pool.client, part),
    )
    found_groupings = reader.start(
        reader.courses_with(Kind.GROUPING, unless=reader.take_remembered_groupings()),
        COURSES_PER_READ,
        lambda part: groupings.get_groupings_of_courses(pool.client, part),
    )
    reader.take_groups(_flat(_merged(found_groups)))
    members = _start_group_members(pool, observed)
    reader.take_groupings(_flat(_merged(found_groupings)))
    grouped = _start_grouping_groups(pool, observed, reader.groupings_read)
    reader.take_sections(_merged(contents))
    reader.take_enrolments(_merged(everybody), _merged(suspended), _merged(staff))
    reader.take_group_members(results(members))
    reader.take_grouping_groups([reader.groupings_read, *results(grouped)])


def _participants(
    pool: ReadPool, query: ParticipantQuery
) -> Callable[[Sequence[CourseId]], PerCourse[Enrolled]]:
    return lambda part: enrolments.get_enrolled_users_of_courses(pool.client, part, query)


def _merged(futures: Iterable[Future[PerCourse[Value]]]) -> dict[CourseId, list[Value]]:
    """Join the answers of all parts; raises the first error among them."""
    merged: dict[CourseId, list[Value]] = {}
    for part in results(futures):
        for course, value in part.items():
            if isinstance(value, MoodleError):
                raise value
            merged[course] = value
    return merged


def _flat(found: Mapping[CourseId, list[Value]]) -> list[Value]:
    return [row for rows in found.values() for row in rows]


def _start_group_members(pool: ReadPool, observed: Observed) -> list[Future[Members]]:
    ids = [GroupId(one) for (kind, _key), one in observed.ids.items() if kind is Kind.GROUP]

    def read(part: Sequence[GroupId]) -> Members:
        return groups.get_group_members(pool.client, part)

    return pool.start_each(read, ids, pool.client.variables_limit)


def _start_grouping_groups(
    pool: ReadPool, observed: Observed, read_already: Iterable[groupings.Grouping]
) -> list[Future[list[groupings.Grouping]]]:
    known = {row.id for row in read_already}
    ids = [
        GroupingId(one)
        for (kind, _key), one in observed.ids.items()
        if kind is Kind.GROUPING and one not in known
    ]

    def read(part: Sequence[GroupingId]) -> list[groupings.Grouping]:
        return groupings.get_groupings(pool.client, part)

    return pool.start_each(read, ids, pool.client.variables_limit - 1)


class _Reader:
    """Turns what the site answers about courses into records."""

    def __init__(self, pool: ReadPool, question: Question, observed: Observed) -> None:
        self._pool = pool
        self._question = question
        self._observed = observed
        self._course_keys = self._keys_by_id(Kind.COURSE)
        self._user_keys = self._keys_by_id(Kind.USER)
        self.groupings_read: list[groupings.Grouping] = []

    def _keys_by_id(self, kind: Kind) -> dict[int, str]:
        return {one: key for (which, key), one in self._observed.ids.items() if which is kind}

    @property
    def alone(self) -> bool:
        """Whether each call travels in a request of its own."""
        return not self._pool.client.can_bundle

    @property
    def everybody(self) -> ParticipantQuery:
        """What to ask of the participants of a course."""
        wants_roles = self.alone and not self._question.presence_only
        return EVERYBODY_WITH_ROLES if wants_roles else EVERYBODY

    def courses_with(self, kind: Kind, unless: frozenset[str] = frozenset()) -> list[CourseId]:
        """Return the ids of existing courses that the files or our memory put such records in.

        Records whose keys are in `unless` are found already.
        """
        named = {
            record.course
            for state in (self._question.wanted, self._question.remembered)
            for record in state.table(kind).values()
            if isinstance(record, Section | Group | Grouping | Enrolment)
            and record.key not in unless
        }
        return [CourseId(one) for one, key in self._course_keys.items() if key in named]

    def take_remembered_groups(self) -> frozenset[str]:
        """Read groups by the ids we remember, where that saves calls; return the keys found."""
        if not self.alone or self._question.presence_only:
            return frozenset()
        ids = [GroupId(one) for one in self._remembered_ids(Kind.GROUP)]
        found = self._by_id(groups.get_groups, ids)
        self.take_groups(found)
        return frozenset(row.idnumber for row in found)

    def take_remembered_groupings(self) -> frozenset[str]:
        """Read groupings by the ids we remember, where that saves calls; return the keys found."""
        if not self.alone or self._question.presence_only:
            return frozenset()
        ids = [GroupingId(one) for one in self._remembered_ids(Kind.GROUPING)]
        found = self._by_id(groupings.get_groupings, ids)
        self.take_groupings(found)
        self.groupings_read = found
        return frozenset(row.idnumber for row in found)

    def _remembered_ids(self, kind: Kind) -> list[int]:
        return [
            one for (which, _key), one in self._question.remembered_ids.items() if which is kind
        ]

    def _by_id(
        self, read: Callable[[MoodleClient, Sequence[Id]], list[Value]], ids: Sequence[Id]
    ) -> list[Value]:
        """Read objects by id; none when one of them is gone, which fails the call (M5)."""
        client = self._pool.client
        size = client.variables_limit - 1
        try:
            parts = [read(client, ids[start : start + size]) for start in range(0, len(ids), size)]
        except InvalidParameter:
            return []
        return [row for part in parts for row in part]

    def courses_to_ask_for_suspended(self, courses: list[CourseId]) -> list[CourseId]:
        """Return the courses whose suspended enrolments matter: all, unless presence is asked for."""
        if not self._question.presence_only:
            return courses
        away = {one.course for one in self._question.wanted.enrolment.values() if one.suspended}
        away |= self._question.suspensions
        return [course for course in courses if self._course_keys[course] in away]

    def start(
        self,
        courses: Sequence[CourseId],
        size: int,
        read: Callable[[Sequence[CourseId]], PerCourse[Value]],
    ) -> list[Future[PerCourse[Value]]]:
        """Start a read for each slice of courses."""
        return self._pool.start_each(read, courses, size)

    def take_sections(self, found: Mapping[CourseId, Sequence[sections.Section]]) -> None:
        """A section keeps its key when a teacher moves it: it is known by Moodle's id."""
        remembered = {
            one: key
            for (kind, key), one in self._question.remembered_ids.items()
            if kind is Kind.SECTION
        }
        for course, rows in found.items():
            course_key = self._course_keys[course]
            ours = [row for row in rows if not row.component]
            placed = {remembered[row.id] for row in ours if row.id in remembered}
            for row in ours:
                section = Section(course_key, row.section, row.name)
                if row.id in remembered:
                    number = int(remembered[row.id].rpartition("|")[2])
                    section = Section(course_key, number, row.name)
                elif section.key in placed:
                    continue
                self._observed.state.add(section)
                self._observed.ids[Kind.SECTION, section.key] = row.id

    def take_groups(self, found: Iterable[groups.Group]) -> None:
        known = set(keys_of(Kind.GROUP, (self._question.wanted, self._question.remembered)))
        for row in found:
            if row.idnumber in known and row.courseid in self._course_keys:
                course = self._course_keys[row.courseid]
                self._observed.state.add(Group(row.idnumber, course, row.name))
                self._observed.ids[Kind.GROUP, row.idnumber] = row.id

    def take_groupings(self, found: Iterable[groupings.Grouping]) -> None:
        known = set(keys_of(Kind.GROUPING, (self._question.wanted, self._question.remembered)))
        for row in found:
            if row.idnumber in known and row.courseid in self._course_keys:
                course = self._course_keys[row.courseid]
                self._observed.state.add(Grouping(row.idnumber, course, row.name))
                self._observed.ids[Kind.GROUPING, row.idnumber] = row.id

    def take_enrolments(
        self,
        everybody: Mapping[CourseId, Sequence[Enrolled]],
        suspended: Mapping[CourseId, Sequence[Enrolled]],
        staff: Mapping[CourseId, Sequence[Enrolled]],
    ) -> None:
        for course, rows in everybody.items():
            course_key = self._course_keys[course]
            away = {row.id for row in suspended.get(course, ())}
            with_roles = rows if self.everybody is EVERYBODY_WITH_ROLES else staff.get(course, ())
            roles = {row.id: row.roleids for row in with_roles}
            for row in rows:
                user_key = self._user_keys.get(row.id)
                if user_key is not None:
                    self._observed.state.add(
                        self._enrolment(
                            course_key, user_key, roles.get(row.id), suspended=row.id in away
                        )
                    )

    def _enrolment(
        self, course: str, user: str, staff_roles: Sequence[int] | None, *, suspended: bool
    ) -> Enrolment:
        """Return an enrolment; its dates, which core functions do not tell, are as last applied.

        Moodle lists an enrolment that has ended or not begun among the suspended: one whose dates
        say so is not taken for suspended by hand.
        """
        key = f"{course}|{user}"
        last = self._question.remembered.enrolment.get(key)
        want = self._question.wanted.enrolment.get(key)
        dates = last or want
        if suspended and dates is not None and self._outside(dates):
            suspended = last.suspended if last else False
        return Enrolment(
            course=course,
            user=user,
            role=self._role(staff_roles, want or last),
            suspended=suspended,
            timestart=dates.timestart if dates else 0,
            timeend=dates.timeend if dates else 0,
        )

    def _outside(self, dates: Enrolment) -> bool:
        now = self._question.now
        return dates.timestart > now or 0 < dates.timeend <= now

    def _role(self, staff_roles: Sequence[int] | None, expected: Enrolment | None) -> str:
        """Return the role's name; among several the one that is asked for."""
        names = {one: name for name, one in self._question.roles.items()}
        if staff_roles is None:
            return "student"
        held = [names.get(one, f"#{one}") for one in staff_roles]
        if expected is not None and expected.role in held:
            return expected.role
        return next((name for name in held if name != "student"), "student")

    def take_group_members(self, found: Iterable[Members]) -> None:
        group_keys = self._keys_by_id(Kind.GROUP)
        for part in found:
            for group, user_ids in part.items():
                for user in user_ids:
                    if user in self._user_keys:
                        member = GroupMember(group_keys[group], self._user_keys[user])
                        self._observed.state.add(member)

    def take_grouping_groups(self, found: Iterable[list[groupings.Grouping]]) -> None:
        group_keys = self._keys_by_id(Kind.GROUP)
        for rows in found:
            for row in rows:
                for group in row.groupids:
                    if group in group_keys:
                        self._observed.state.add(GroupingGroup(row.idnumber, group_keys[group]))
