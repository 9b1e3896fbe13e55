"""Observe categories, cohorts, accounts and courses, each found by its key in the idnumber."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace

from vsosh_moodle.language import _
from vsosh_moodle.moodle import categories, cohorts, courses, users
from vsosh_moodle.moodle.ids import CohortId
from vsosh_moodle.observe.observed import Observed, Question, keys_of
from vsosh_moodle.observe.pool import ReadPool, results
from vsosh_moodle.plan.diff import Adoption
from vsosh_moodle.plan.records import (
    Category,
    Cohort,
    CohortMember,
    Course,
    Kind,
    User,
)

USERS_PER_CALL = 250
"""Reading an account costs Moodle 5 ms (behaviour.md, M6): slices this small keep all workers busy."""


def observe_objects(pool: ReadPool, question: Question, observed: Observed) -> None:
    """Fill in the objects that stand on their own, and the members of our cohorts."""
    client = pool.client
    found_categories = pool.start(lambda: categories.get_categories(client))
    found_cohorts = pool.start(lambda: cohorts.get_cohorts(client))
    found_courses = pool.start(lambda: courses.get_courses(client))
    found_users = _start_users(pool, question)
    by_login = _start_logins(pool, question)

    take_cohorts(question, observed, found_cohorts.result())
    members = _start_cohort_members(pool, observed)
    take_categories(question, observed, found_categories.result())
    take_courses(question, observed, found_courses.result())
    _take_users(question, observed, _joined(results(found_users)))
    _take_logins(question, observed, _joined(results(by_login)))
    if members is not None:
        _take_cohort_members(observed, members.result())


def _joined(parts: Iterable[list[users.User]]) -> list[users.User]:
    return [user for part in parts for user in part]


def _start_users(pool: ReadPool, question: Question) -> list[Future[list[users.User]]]:
    keys = keys_of(Kind.USER, (question.wanted, question.remembered))
    return _start_slices(pool, "idnumber", keys)


def _start_logins(pool: ReadPool, question: Question) -> list[Future[list[users.User]]]:
    """Ask for the logins of new accounts only: those issued before are found by their key."""
    wanted = question.wanted.user
    logins = [wanted[key].username for key in wanted if key in question.new_users]
    return _start_slices(pool, "username", logins)


def _start_slices(
    pool: ReadPool, by: users.UserField, values: Sequence[str]
) -> list[Future[list[users.User]]]:
    size = min(USERS_PER_CALL, pool.client.variables_limit - 1)

    def read(part: Sequence[str]) -> list[users.User]:
        return users.get_users_by_field(pool.client, by, part)

    return pool.start_each(read, values, size)


def take_categories(
    question: Question, observed: Observed, rows: Sequence[categories.Category]
) -> None:
    """Fill in our categories, and note those of others that stand where one of ours should."""
    known = set(keys_of(Kind.CATEGORY, (question.wanted, question.remembered)))
    keys: dict[int, str] = {row.id: row.idnumber for row in rows if row.idnumber in known}
    for row in rows:
        if row.idnumber not in known:
            continue
        if (Kind.CATEGORY, row.idnumber) in observed.ids:
            observed.note_twice(_("категория"), row.idnumber)
            continue
        parent = _parent_key(row.parent, keys)
        observed.state.add(Category(row.idnumber, row.name, parent))
        observed.ids[Kind.CATEGORY, row.idnumber] = row.id
    _take_foreign_categories(question, observed, rows, {value: key for key, value in keys.items()})


def _parent_key(parent: int, keys: Mapping[int, str]) -> str:
    """Return the key of a parent, «#id» for one that is not ours, "" for the top."""
    return keys.get(parent, f"#{parent}") if parent else ""


def _take_foreign_categories(
    question: Question,
    observed: Observed,
    rows: Sequence[categories.Category],
    ids: Mapping[str, int],
) -> None:
    """Note unmarked categories with the name and parent of one of ours that is missing."""
    unmarked = {(row.parent, row.name): row for row in rows if not row.idnumber}
    for key, want in question.wanted.category.items():
        row = unmarked.get((ids.get(want.parent, 0), want.name))
        if row is not None and (Kind.CATEGORY, key) not in observed.ids:
            live = Category(key, row.name, want.parent)
            observed.foreign[Kind.CATEGORY, key] = Adoption(row.id, live)


def take_cohorts(question: Question, observed: Observed, rows: Sequence[cohorts.Cohort]) -> None:
    """Fill in our cohorts, and note those of others with the name of one of ours that is missing."""
    known = set(keys_of(Kind.COHORT, (question.wanted, question.remembered)))
    unmarked = {row.name: row for row in rows if not row.idnumber}
    for row in rows:
        if row.idnumber not in known:
            continue
        if (Kind.COHORT, row.idnumber) in observed.ids:
            observed.note_twice(_("глобальная группа"), row.idnumber)
            continue
        observed.state.add(Cohort(row.idnumber, row.name))
        observed.ids[Kind.COHORT, row.idnumber] = row.id
    for key, want in question.wanted.cohort.items():
        found = unmarked.get(want.name)
        if found is not None and (Kind.COHORT, key) not in observed.ids:
            live = Cohort(key, found.name)
            observed.foreign[Kind.COHORT, key] = Adoption(found.id, live)


def _start_cohort_members(
    pool: ReadPool, observed: Observed
) -> Future[dict[CohortId, tuple[int, ...]]] | None:
    ids = [CohortId(one) for (kind, _key), one in observed.ids.items() if kind is Kind.COHORT]
    if not ids:
        return None
    return pool.start(lambda: dict(cohorts.get_cohort_members(pool.client, ids)))


def observe_cohort_members(pool: ReadPool, observed: Observed) -> None:
    """Fill in the members of the cohorts whose ids are known."""
    members = _start_cohort_members(pool, observed)
    if members is not None:
        _take_cohort_members(observed, members.result())


def _take_cohort_members(observed: Observed, members: dict[CohortId, tuple[int, ...]]) -> None:
    """Keep the members whose accounts we know; others in our cohorts are not ours to speak of."""
    cohort_keys = {one: key for (kind, key), one in observed.ids.items() if kind is Kind.COHORT}
    user_keys = {one: key for (kind, key), one in observed.ids.items() if kind is Kind.USER}
    for cohort, user_ids in members.items():
        for user in user_ids:
            if user in user_keys and cohort in cohort_keys:
                observed.state.add(CohortMember(cohort_keys[cohort], user_keys[user]))


def take_courses(question: Question, observed: Observed, rows: Sequence[courses.Course]) -> None:
    """Fill in our courses, and note those of others with the short name of one of ours."""
    known = set(keys_of(Kind.COURSE, (question.wanted, question.remembered)))
    category_keys: dict[int, str] = {
        one: key for (kind, key), one in observed.ids.items() if kind is Kind.CATEGORY
    }
    by_shortname = {row.shortname: row for row in rows if row.idnumber not in known}
    for row in rows:
        if row.idnumber not in known:
            continue
        if (Kind.COURSE, row.idnumber) in observed.ids:
            observed.note_twice(_("курс"), row.idnumber)
            continue
        want = question.wanted.course.get(row.idnumber)
        sections = want.sections if want is not None else row.numsections
        observed.state.add(_course_of(row, row.idnumber, category_keys, sections))
        observed.ids[Kind.COURSE, row.idnumber] = row.id
    for key, wanted in question.wanted.course.items():
        found = by_shortname.get(wanted.shortname)
        if found is not None and (Kind.COURSE, key) not in observed.ids:
            live = _course_of(found, key, category_keys, wanted.sections)
            observed.foreign[Kind.COURSE, key] = Adoption(found.id, live)


def _course_of(
    row: courses.Course, key: str, category_keys: dict[int, str], sections: int
) -> Course:
    return Course(
        key=key,
        fullname=row.fullname,
        shortname=row.shortname,
        category=_parent_key(row.categoryid, category_keys),
        summary=row.summary,
        startdate=row.startdate,
        enddate=row.enddate,
        visible=row.visible,
        groupmode=row.groupmode,
        sections=sections,
    )


def _take_users(question: Question, observed: Observed, rows: Sequence[users.User]) -> None:
    claimed = []
    for row in rows:
        if (Kind.USER, row.idnumber) in observed.ids:
            observed.note_twice(_("учётная запись"), row.idnumber)
            continue
        observed.state.add(_user_of(question, row, row.idnumber))
        observed.ids[Kind.USER, row.idnumber] = row.id
        if row.idnumber in question.new_users:
            claimed.append(row.idnumber)
    observed.claimed = tuple(claimed)


def _user_of(question: Question, row: users.User, key: str) -> User:
    """Return an account; the patronymic, which core functions never tell, is taken as last applied."""
    last = question.remembered.user.get(key) or question.wanted.user.get(key)
    return User(
        key=key,
        username=row.username,
        firstname=row.firstname,
        lastname=row.lastname,
        middlename=last.middlename if last else "",
        email=row.email,
        suspended=row.suspended,
    )


def _take_logins(question: Question, observed: Observed, rows: Sequence[users.User]) -> None:
    by_login = {row.username: row for row in rows}
    for key in question.new_users:
        want = question.wanted.user.get(key)
        row = by_login.get(want.username) if want is not None else None
        if row is not None and row.idnumber != key:
            live = replace(_user_of(question, row, key), middlename="")
            observed.foreign[Kind.USER, key] = Adoption(row.id, live)
