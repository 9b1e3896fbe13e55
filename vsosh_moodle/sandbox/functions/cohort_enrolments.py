"""Cohort enrolments: whoever is in the cohort is in the course, with a role and perhaps a group."""

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.store import Row, Store


def sync_cohort(store: Store, cohortid: int, now: int) -> None:
    """Bring every course that syncs with this cohort up to its members (enrol_cohort_sync)."""
    for instance in store.rows(
        "SELECT * FROM enrol WHERE enrol = 'cohort' AND customint1 = ?", cohortid
    ):
        sync_instance(store, instance, now)


def sync_instance(store: Store, instance: Row, now: int) -> None:
    """Enrol the cohort's members, unenrol those who left it; roles and the group follow."""
    ident, courseid = instance["id"], instance["courseid"]
    store.write(
        "INSERT OR IGNORE INTO user_enrolments (enrolid, userid, timecreated, timemodified)"
        " SELECT ?, userid, ?, ? FROM cohort_members WHERE cohortid = ? ORDER BY userid",
        ident,
        now,
        now,
        instance["customint1"],
    )
    store.write(
        "DELETE FROM user_enrolments WHERE enrolid = ? AND userid NOT IN"
        " (SELECT userid FROM cohort_members WHERE cohortid = ?)",
        ident,
        instance["customint1"],
    )
    _sync_roles(store, instance, now)
    _sync_group(store, instance, now)
    _forget_departed(store, courseid)


def remove_instance(store: Store, instance: Row) -> None:
    """Delete a cohort enrolment with what it gave."""
    for sql in (
        "DELETE FROM user_enrolments WHERE enrolid = ?",
        "DELETE FROM role_assignments WHERE component = 'enrol_cohort' AND itemid = ?",
        "DELETE FROM groups_members WHERE component = 'enrol_cohort' AND itemid = ?",
        "DELETE FROM enrol WHERE id = ?",
    ):
        store.write(sql, instance["id"])
    _forget_departed(store, instance["courseid"])


def _sync_roles(store: Store, instance: Row, now: int) -> None:
    context = store.value(
        "SELECT id FROM contexts WHERE contextlevel = ? AND instanceid = ?",
        COURSE,
        instance["courseid"],
    )
    store.write(
        "DELETE FROM role_assignments WHERE component = 'enrol_cohort' AND itemid = ?"
        " AND (roleid <> ? OR ? OR userid NOT IN"
        " (SELECT userid FROM user_enrolments WHERE enrolid = ?))",
        instance["id"],
        instance["roleid"],
        instance["status"],
        instance["id"],
    )
    if instance["roleid"] and not instance["status"]:
        store.write(
            "INSERT OR IGNORE INTO role_assignments"
            " (roleid, contextid, userid, component, itemid, timemodified)"
            " SELECT ?, ?, userid, 'enrol_cohort', ?, ? FROM user_enrolments WHERE enrolid = ?"
            " ORDER BY userid",
            instance["roleid"],
            context,
            instance["id"],
            now,
            instance["id"],
        )


def _sync_group(store: Store, instance: Row, now: int) -> None:
    store.write(
        "DELETE FROM groups_members WHERE component = 'enrol_cohort' AND itemid = ?"
        " AND (groupid <> ? OR userid NOT IN"
        " (SELECT userid FROM user_enrolments WHERE enrolid = ?))",
        instance["id"],
        instance["customint2"],
        instance["id"],
    )
    if instance["customint2"]:
        store.write(
            "INSERT OR IGNORE INTO groups_members (groupid, userid, timeadded, component, itemid)"
            " SELECT ?, userid, ?, 'enrol_cohort', ? FROM user_enrolments WHERE enrolid = ?"
            " ORDER BY userid",
            instance["customint2"],
            now,
            instance["id"],
            instance["id"],
        )


def _forget_departed(store: Store, courseid: int) -> None:
    """Take group places and the last access from those whom no enrolment keeps in the course."""
    kept = (
        "SELECT ue.userid FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid"
        " WHERE e.courseid = ?"
    )
    store.write(
        "DELETE FROM groups_members WHERE groupid IN (SELECT id FROM groups WHERE courseid = ?)"  # noqa: S608
        f" AND userid NOT IN ({kept})",
        courseid,
        courseid,
    )
    store.write(
        f"DELETE FROM user_lastaccess WHERE courseid = ? AND userid NOT IN ({kept})",  # noqa: S608
        courseid,
        courseid,
    )
