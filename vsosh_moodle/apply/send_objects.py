"""Send categories, cohorts, accounts and courses: what carries our key in its idnumber."""

from collections.abc import Sequence

from vsosh_moodle.apply.send_site import Result, Site, by_item, id_of, written_fields
from vsosh_moodle.moodle import (
    categories,
    cohorts,
    courses,
    users,
)
from vsosh_moodle.moodle.ids import (
    CategoryId,
    CohortId,
    CourseId,
    UserId,
)
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import (
    Category,
    Cohort,
    Course,
    User,
)

COURSE_FORMAT = "topics"


def create_categories(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make course categories. Calls: core_course_create_categories."""
    rows: list[categories.NewCategory] = [
        {"name": after.name, "parent": site.parent_id(after.parent), "idnumber": after.key}
        for after in (change.after for change in changes)
        if isinstance(after, Category)
    ]
    return [created.id for created in categories.create_categories(site.client, rows)]


def update_categories(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Rename and move categories. Calls: core_course_update_categories."""
    rows: list[categories.CategoryUpdate] = []
    for change in changes:
        after = change.after
        if isinstance(after, Category):
            number = CategoryId(id_of(site, change))
            row: categories.CategoryUpdate = {"id": number, "name": after.name}
            if "parent" in written_fields(change):
                row["parent"] = site.parent_id(after.parent)
            if change.action is Action.ADOPT:
                row["idnumber"] = after.key
            rows.append(row)
    categories.update_categories(site.client, rows)
    return [id_of(site, change) for change in changes]


def create_cohorts(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make system cohorts. Calls: core_cohort_create_cohorts."""
    rows: list[cohorts.NewCohort] = [
        {"categorytype": cohorts.SYSTEM, "name": after.name, "idnumber": after.key}
        for after in (change.after for change in changes)
        if isinstance(after, Cohort)
    ]
    return [created.id for created in cohorts.create_cohorts(site.client, rows)]


def update_cohorts(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Rename cohorts. Calls: core_cohort_update_cohorts."""
    rows: list[cohorts.CohortUpdate] = [
        {
            "id": CohortId(id_of(site, change)),
            "categorytype": cohorts.SYSTEM,
            "name": change.after.name,
            "idnumber": change.after.key,
        }
        for change in changes
        if isinstance(change.after, Cohort)
    ]
    cohorts.update_cohorts(site.client, rows)
    return [id_of(site, change) for change in changes]


def create_users(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make accounts with first passwords. Calls: core_user_create_users."""
    people = [change.after for change in changes if isinstance(change.after, User)]
    passwords = site.issue_passwords(people)
    rows = [
        _new_user(site, user, password) for user, password in zip(people, passwords, strict=True)
    ]
    return [created.id for created in users.create_users(site.client, rows)]


def _new_user(site: Site, user: User, password: str) -> users.NewUser:
    row: users.NewUser = {
        "username": user.username,
        "password": password,
        "firstname": user.firstname,
        "lastname": user.lastname,
        "email": user.email,
        "idnumber": user.key,
    }
    if user.middlename:
        row["middlename"] = user.middlename
    if site.force_password_change:
        row["preferences"] = [{"type": "auth_forcepasswordchange", "value": "1"}]
    return row


def update_users(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Write the changed fields of accounts. Calls: core_user_update_users."""
    rows = []
    for change in changes:
        after = change.after
        if isinstance(after, User):
            row: users.UserUpdate = {"id": UserId(id_of(site, change))}
            written = written_fields(change)
            if "firstname" in written:
                row["firstname"] = after.firstname
            if "lastname" in written:
                row["lastname"] = after.lastname
            if "middlename" in written:
                row["middlename"] = after.middlename
            if "email" in written:
                row["email"] = after.email
            if "suspended" in written:
                row["suspended"] = after.suspended
            if change.action is Action.ADOPT:
                row["idnumber"] = after.key
            rows.append(row)
    warnings = users.update_users(site.client, rows)
    return by_item(site, "core_user_update_users", changes, warnings)


def create_courses(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make course shells with their sections. Calls: core_course_create_courses."""
    rows: list[courses.NewCourse] = [
        {
            "fullname": after.fullname,
            "shortname": after.shortname,
            "categoryid": CategoryId(site.parent_id(after.category)),
            "idnumber": after.key,
            "summary": after.summary,
            "format": COURSE_FORMAT,
            "numsections": after.sections,
            "startdate": after.startdate,
            "enddate": after.enddate,
            "visible": after.visible,
            "groupmode": after.groupmode,
            "enablecompletion": True,
        }
        for after in (change.after for change in changes)
        if isinstance(after, Course)
    ]
    return [created.id for created in courses.create_courses(site.client, rows)]


def update_courses(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Write the changed fields of courses. Calls: core_course_update_courses."""
    rows = [_course_update(site, change) for change in changes if isinstance(change.after, Course)]
    warnings = courses.update_courses(site.client, rows)
    return by_item(site, "core_course_update_courses", changes, warnings)


def _course_update(site: Site, change: Change) -> courses.CourseUpdate:
    row: courses.CourseUpdate = {"id": CourseId(id_of(site, change))}
    after, written = change.after, written_fields(change)
    if not isinstance(after, Course):
        return row
    if "fullname" in written:
        row["fullname"] = after.fullname
    if "shortname" in written:
        row["shortname"] = after.shortname
    if "category" in written:
        row["categoryid"] = CategoryId(site.parent_id(after.category))
    if "summary" in written:
        row["summary"] = after.summary
    if "startdate" in written or "enddate" in written:
        # Moodle checks the pair: one date sent alone is checked against the other stored one.
        row["startdate"], row["enddate"] = after.startdate, after.enddate
    if "visible" in written:
        row["visible"] = after.visible
    if "groupmode" in written:
        row["groupmode"] = after.groupmode
    if change.action is Action.ADOPT:
        row["idnumber"] = after.key
    return row
