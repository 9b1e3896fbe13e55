"""Observe everything at once, from the tables that the companion plugin gives."""

from collections.abc import Mapping
from dataclasses import replace

from vsosh_moodle.language import _
from vsosh_moodle.moodle import categories, cohorts, courses
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CategoryId, CohortId, CourseId
from vsosh_moodle.moodle.plugin_state import (
    GET_STATE,
    SHORTEST_PREFIX,
    CourseRow,
    SiteState,
    StateQuery,
    UserRow,
    get_state,
)
from vsosh_moodle.observe.objects import take_categories, take_cohorts, take_courses
from vsosh_moodle.observe.observed import EmailHolder, Observed, Question, keys_of
from vsosh_moodle.plan.diff import Adoption
from vsosh_moodle.plan.records import (
    SEPARATOR,
    CohortMember,
    CohortSync,
    Enrolment,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Kind,
    User,
)

PARTS_WITHOUT_COURSES = ("categories", "cohorts", "courses", "users", "cohort_members")

_KEYED = (
    Kind.CATEGORY,
    Kind.COHORT,
    Kind.USER,
    Kind.COURSE,
    Kind.GROUP,
    Kind.GROUPING,
)


def can_read_tables(client: MoodleClient, question: Question) -> bool:
    """Tell whether one question to the site's plugin answers all of this one.

    Keys made under another prefix are asked for one by one, as without the plugin.
    """
    prefix = question.prefix
    return (
        client.site.has(GET_STATE)
        and len(prefix) >= SHORTEST_PREFIX
        and all(
            key.startswith(prefix)
            for kind in _KEYED
            for state in (question.wanted, question.remembered)
            for key in state.table(kind)
        )
    )


def read_tables(client: MoodleClient, question: Question) -> SiteState:
    """Return what the site has of ours, and what stands where one of ours should."""
    known = keys_of(Kind.COURSE, (question.wanted, question.remembered))
    wanted = question.wanted
    query = StateQuery(
        prefix=question.prefix,
        parts=() if known else PARTS_WITHOUT_COURSES,
        shortnames=[course.shortname for course in wanted.course.values()],
        logins=[wanted.user[key].username for key in question.new_users if key in wanted.user],
        emails=question.emails,
        courses=known,
    )
    return get_state(client, query)


def take_tables(question: Question, site: SiteState, observed: Observed) -> None:
    """Fill in the records of the site's tables; only what the files or our memory name is taken."""
    take_categories(question, observed, [_category(*row) for row in site.categories])
    take_cohorts(question, observed, [_cohort(*row) for row in site.cohorts])
    take_courses(question, observed, [_course(row) for row in site.courses])
    user_keys = _take_users(question, site, observed)
    course_keys = _keys_by_id(observed, Kind.COURSE)
    _take_cohort_members(site, observed, user_keys)
    _take_groups(question, site, observed, course_keys)
    _take_enrolments(question, site, observed, course_keys, user_keys)
    _take_group_members(site, observed, user_keys)
    _take_cohort_syncs(question, site, observed, course_keys)


def _keys_by_id(observed: Observed, kind: Kind) -> dict[int, str]:
    return {one: key for (which, key), one in observed.ids.items() if which is kind}


def _category(number: int, key: str, name: str, parent: int) -> categories.Category:
    return categories.Category(
        CategoryId(number), name, key, parent, description="", visible=True, coursecount=0
    )


def _cohort(number: int, key: str, name: str) -> cohorts.Cohort:
    return cohorts.Cohort(CohortId(number), name, key, description="", visible=True)


def _course(row: CourseRow) -> courses.Course:
    return courses.Course(
        id=CourseId(row.id),
        shortname=row.shortname,
        fullname=row.fullname,
        idnumber=row.key,
        categoryid=CategoryId(row.category),
        summary=row.summary,
        summaryformat=1,
        format=row.format,
        startdate=row.startdate,
        enddate=row.enddate,
        visible=bool(row.visible),
        groupmode=row.groupmode,
        groupmodeforce=False,
        enablecompletion=True,
        numsections=0,
        timemodified=0,
    )


def _take_users(question: Question, site: SiteState, observed: Observed) -> dict[int, str]:
    """Fill in our accounts; return their keys by Moodle's id."""
    known = {*question.wanted.user, *question.remembered.user}
    keys: dict[int, str] = {}
    table, ids = observed.state.user, observed.ids
    logins = {
        question.wanted.user[key].username: key
        for key in question.new_users
        if key in question.wanted.user
    }
    claimed, holders = [], []
    for row in site.users:
        key = row.key
        wanted_by = logins.get(row.username)
        if wanted_by is not None and wanted_by != key:
            live = replace(_user(row, wanted_by), middlename="")
            observed.foreign[Kind.USER, wanted_by] = Adoption(row.id, live)
        if question.emails and row.email.lower() in question.emails:
            holders.append(EmailHolder(row.email, key, row.username))
        if key not in known:
            continue
        if key in table:
            observed.note_twice(_("учётная запись"), key)
            continue
        table[key] = _user(row, key)
        ids[Kind.USER, key] = row.id
        keys[row.id] = key
        if key in question.new_users:
            claimed.append(key)
    observed.claimed = tuple(claimed)
    observed.emails = tuple(holders)
    return keys


def _user(row: UserRow, key: str) -> User:
    return User(
        key,
        row.username,
        row.firstname,
        row.lastname,
        row.middlename,
        row.email,
        bool(row.suspended),
    )


def _take_cohort_members(site: SiteState, observed: Observed, user_keys: Mapping[int, str]) -> None:
    cohort_keys = _keys_by_id(observed, Kind.COHORT)
    table = observed.state.cohort_member
    for cohort, user in site.cohort_members:
        if cohort in cohort_keys and user in user_keys:
            member = CohortMember(cohort_keys[cohort], user_keys[user])
            table[member.key] = member


def _take_groups(
    question: Question, site: SiteState, observed: Observed, course_keys: Mapping[int, str]
) -> None:
    states = (question.wanted, question.remembered)
    known = set(keys_of(Kind.GROUP, states))
    for group in site.groups:
        if group.key in known and group.course in course_keys:
            observed.state.add(Group(group.key, course_keys[group.course], group.name))
            observed.ids[Kind.GROUP, group.key] = group.id
    known = set(keys_of(Kind.GROUPING, states))
    for grouping in site.groupings:
        if grouping.key in known and grouping.course in course_keys:
            observed.state.add(Grouping(grouping.key, course_keys[grouping.course], grouping.name))
            observed.ids[Kind.GROUPING, grouping.key] = grouping.id
    group_keys = _keys_by_id(observed, Kind.GROUP)
    grouping_keys = _keys_by_id(observed, Kind.GROUPING)
    for place in site.grouping_groups:
        if place.grouping in grouping_keys and place.group in group_keys:
            observed.state.add(
                GroupingGroup(grouping_keys[place.grouping], group_keys[place.group])
            )


def _take_enrolments(
    question: Question,
    site: SiteState,
    observed: Observed,
    course_keys: Mapping[int, str],
    user_keys: Mapping[int, str],
) -> None:
    held: dict[tuple[int, int], list[int]] = {}
    for course, user, role in site.roles:
        held.setdefault((course, user), []).append(role)
    names = {one: name for name, one in question.roles.items()}
    wanted, remembered = question.wanted.enrolment, question.remembered.enrolment
    table = observed.state.enrolment
    for course, user, suspended, start, end in site.enrolments:
        if course not in course_keys or user not in user_keys:
            continue
        course_key, user_key = course_keys[course], user_keys[user]
        key = f"{course_key}{SEPARATOR}{user_key}"
        expected = wanted.get(key) or remembered.get(key)
        roles = [names.get(one, f"#{one}") for one in held.get((course, user), ())]
        name = expected.role if expected is not None and expected.role in roles else _main(roles)
        table[key] = Enrolment(course_key, user_key, name, bool(suspended), start, end)


def _take_cohort_syncs(
    question: Question, site: SiteState, observed: Observed, course_keys: Mapping[int, str]
) -> None:
    cohort_keys = _keys_by_id(observed, Kind.COHORT)
    group_keys = _keys_by_id(observed, Kind.GROUP)
    names = {one: name for name, one in question.roles.items()}
    for row in site.cohort_syncs:
        if row.course in course_keys and row.cohort in cohort_keys:
            observed.state.add(
                CohortSync(
                    course_keys[row.course],
                    cohort_keys[row.cohort],
                    names.get(row.role, f"#{row.role}"),
                    group_keys.get(row.group, f"#{row.group}") if row.group else "",
                    bool(row.suspended),
                )
            )


def _main(roles: list[str]) -> str:
    """Return the role that says most of somebody who has several; "" for none."""
    return next((name for name in roles if name != "student"), roles[0] if roles else "")


def _take_group_members(site: SiteState, observed: Observed, user_keys: Mapping[int, str]) -> None:
    group_keys = _keys_by_id(observed, Kind.GROUP)
    table = observed.state.group_member
    for group, user in site.group_members:
        if group in group_keys and user in user_keys:
            group_key, user_key = group_keys[group], user_keys[user]
            table[f"{group_key}{SEPARATOR}{user_key}"] = GroupMember(group_key, user_key)
