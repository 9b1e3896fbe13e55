"""What course functions share: sections, format options, deleting, the order of the site."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from vsosh_moodle.sandbox.access import COURSE, MODULE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.install import SITE_TIMEZONE
from vsosh_moodle.sandbox.store import Row, Store

_DEFAULT_OPTIONS = ("hiddensections", "coursedisplay")
_FORMAT_OPTIONS = {
    "weeks": (*_DEFAULT_OPTIONS, "automaticenddate"),
    "singleactivity": ("activitytype",),
    "site": ("numsections",),
}
_FIXED_OPTIONS = {"activitytype": "forum", "numsections": 1}
WEEK = 7 * 86400
# fix_course_sortorder() leaves this much room for the courses of one category.
_CATEGORY_STEP = 10000


def fix_sortorder(store: Store) -> None:
    """Renumber categories in tree order and the courses inside them (fix_course_sortorder)."""
    children: dict[int, list[Row]] = {}
    for row in store.rows(
        "SELECT id, parent, sortorder FROM course_categories ORDER BY sortorder = 0, sortorder, id"
    ):
        children.setdefault(row["parent"], []).append(row)
    order = 0
    changes: list[tuple[int, int]] = []
    stack = list(reversed(children.get(0, [])))
    while stack:
        row = stack.pop()
        order += _CATEGORY_STEP
        if row["sortorder"] != order:
            changes.append((order, row["id"]))
        stack.extend(reversed(children.get(row["id"], [])))
    store.write_many("UPDATE course_categories SET sortorder = ? WHERE id = ?", changes)
    if changes:
        for _, category in changes:
            fix_course_order(store, category)


def fix_course_order(store: Store, category: int) -> None:
    """Renumber the courses of one category: new ones, which have no number yet, come first."""
    base = store.value("SELECT sortorder FROM course_categories WHERE id = ?", category) or 0
    rows = store.rows(
        "SELECT id, sortorder FROM course WHERE category = ? ORDER BY sortorder, id DESC", category
    )
    store.write_many(
        "UPDATE course SET sortorder = ? WHERE id = ?",
        [
            (base + number, row["id"])
            for number, row in enumerate(rows, start=1)
            if row["sortorder"] != base + number
        ],
    )


def add_section(store: Store, courseid: int, number: int, now: int) -> int:
    """Add an empty section and return its id."""
    return store.insert(
        "course_sections", {"course": courseid, "section": number, "timemodified": now}
    )


_NEWS = {
    "forum_type": "news", "subscription": "forced", "max_attachments": 1, "due": 0, "cut_off": 0,
    "grade": 0,
}  # fmt: skip
"""The announcements' own fields, as 4.1 and 4.5 make them."""


def last_section(store: Store, courseid: int) -> int:
    """Return the highest section number of a course, 0 when there is only the first one."""
    return store.value("SELECT max(section) FROM course_sections WHERE course = ?", courseid) or 0


def add_announcements(call: Call, courseid: int) -> None:
    """Add the announcements forum that every new course with `newsitems` has in section 0."""
    section = call.store.value(
        "SELECT id FROM course_sections WHERE course = ? AND section = 0", courseid
    )
    ident = call.store.insert(
        "course_modules",
        {
            "course": courseid,
            "section": section,
            "modname": "forum",
            "instance": courseid,
            "name": "Announcements",
            "settings": json.dumps(_NEWS),
            "added": call.now,
        },
    )
    call.contexts.add(MODULE, ident)


def fit_end_date(store: Store, courseid: int) -> None:
    """Let a weekly course end with its last section, unless `automaticenddate` is off."""
    store.write(
        "UPDATE course SET enddate = startdate + ? *"
        " (SELECT max(section) FROM course_sections WHERE course = course.id)"
        " WHERE id = ? AND format = 'weeks' AND automaticenddate = 1",
        WEEK,
        courseid,
    )


def midnight(moment: int) -> int:
    """Return the start of the day of `moment` in the site's time zone (usergetmidnight)."""
    local = local_time(moment)
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def local_time(moment: int) -> datetime:
    """Return a Unix time as a date in the site's time zone."""
    return datetime.fromtimestamp(moment, ZoneInfo(SITE_TIMEZONE))


def format_options(course: Row) -> list[dict[str, Any]]:
    """Return the format options that Moodle lists for a course; an unknown format is topics."""
    wanted = _FORMAT_OPTIONS.get(course["format"], _DEFAULT_OPTIONS)
    values = {**course, **_FIXED_OPTIONS}
    return [{"name": name, "value": values[name]} for name in wanted]


def check_unique(call: Call, course: Row, ident: int) -> None:
    """Raise `shortnametaken` or `courseidnumbertaken` when another course has the value."""
    for column, code in (("shortname", "shortnametaken"), ("idnumber", "courseidnumbertaken")):
        value = course.get(column)
        if value and call.store.row(
            f"SELECT 1 FROM course WHERE {column} = ? AND id <> ?",  # noqa: S608
            value,
            ident,
        ):
            raise Fault(code, f"{column} is already used for another course ({value})")


def check_dates(startdate: int | None, enddate: int | None) -> None:
    """Raise the codes of course_validate_dates() for an end without or before a start."""
    if enddate and not startdate:
        raise Fault("nostartdatenoenddate", "The course needs a start date to have an end date.")
    if enddate and startdate and enddate <= startdate:
        raise Fault("enddatebeforestartdate", "The course end date must be after the start date.")


def delete_course(store: Store, courseid: int) -> None:
    """Delete a course with everything inside it."""
    context = store.value(
        "SELECT id FROM contexts WHERE contextlevel = ? AND instanceid = ?", COURSE, courseid
    )
    for sql in (
        "DELETE FROM groups_members WHERE groupid IN (SELECT id FROM groups WHERE courseid = ?)",
        (
            "DELETE FROM groupings_groups WHERE groupingid IN"
            " (SELECT id FROM groupings WHERE courseid = ?)"
        ),
        "DELETE FROM groups WHERE courseid = ?",
        "DELETE FROM groupings WHERE courseid = ?",
        "DELETE FROM user_enrolments WHERE enrolid IN (SELECT id FROM enrol WHERE courseid = ?)",
        "DELETE FROM enrol WHERE courseid = ?",
        "DELETE FROM user_lastaccess WHERE courseid = ?",
        (
            "DELETE FROM course_modules_completion WHERE coursemoduleid IN"
            " (SELECT id FROM course_modules WHERE course = ?)"
        ),
        (
            "DELETE FROM contexts WHERE contextlevel = 70 AND instanceid IN"
            " (SELECT id FROM course_modules WHERE course = ?)"
        ),
        *(
            f"DELETE FROM {table} WHERE cmid IN (SELECT id FROM course_modules WHERE course = ?)"  # noqa: S608
            for table in (
                "assign_submission",
                "quiz_attempts",
                "quiz_overrides",
                "assign_user_flags",
                "forum_posts",
                "feedback_completed",
                "lesson_attempts",
                "choice_answers",
            )
        ),
        "DELETE FROM grade_grades WHERE courseid = ?",
        "DELETE FROM grade_categories WHERE courseid = ?",
        "DELETE FROM course_completions WHERE course = ?",
        "DELETE FROM question WHERE category IN (SELECT id FROM question_categories WHERE courseid = ?)",
        "DELETE FROM question_categories WHERE courseid = ?",
        "DELETE FROM event WHERE courseid = ?",
        "DELETE FROM local_vsosh_item WHERE courseid = ?",
        "DELETE FROM course_modules WHERE course = ?",
        "DELETE FROM course_sections WHERE course = ?",
        "DELETE FROM course WHERE id = ?",
    ):
        store.write(sql, courseid)
    store.write("DELETE FROM role_assignments WHERE contextid = ?", context)
    store.write("DELETE FROM contexts WHERE id = ?", context)
