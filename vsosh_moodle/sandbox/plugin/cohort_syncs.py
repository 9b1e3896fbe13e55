"""Cohort enrolments as a document of set_members names them."""

from typing import Any

from vsosh_moodle.sandbox.functions.cohort_enrolments import (
    remove_instance,
    sync_cohort,
    sync_instance,
)
from vsosh_moodle.sandbox.plugin.course_members import STATUSES, CourseMembers
from vsosh_moodle.sandbox.plugin.documents import as_list
from vsosh_moodle.sandbox.store import Row

_KIND = "cohort_sync"
_SYNC = {"cohort", "role", "group", "status"}
__all__ = ["apply_sync", "check_sync", "sync_cohort", "wrong_syncs"]


def wrong_syncs(value: Any) -> str:
    """Say what is wrong with the shape of a course's cohort syncs, "" when nothing."""
    rows = as_list(value)
    if rows is None:
        return "cohort_syncs is a list"
    for row in rows:
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("cohort"), str)
            or row.keys() - _SYNC
        ):
            return "cohort_syncs are objects with cohort, role, group, status"
    return ""


def check_sync(work: CourseMembers, sync: dict[str, Any]) -> None:
    """Note everything wrong with one sync."""
    key, status = sync["cohort"], sync.get("status") or "active"
    if key not in work.known.cohorts:
        work.problem(key, "cohort-missing", "cohort", "no cohort of the system", _KIND)
    if status not in STATUSES:
        work.problem(key, "bad-document", "status", f"{status}", _KIND)
    if status == "none":
        return
    if sync.get("role") is not None:
        work.check_role(key, sync["role"], _KIND)
    group = "" if sync.get("group") is None else sync["group"]
    if not isinstance(group, str) or (group and group not in work.groups):
        told = group if isinstance(group, str) else "no text"
        work.problem(key, "group-missing", "group", told, _KIND)


def apply_sync(work: CourseMembers, sync: dict[str, Any]) -> None:
    """Make one good sync so, and bring the course up to the cohort at once."""
    store, courseid = work.call.store, work.course["id"]
    cohortid = work.known.cohorts[sync["cohort"]]
    instance = _instance(work, cohortid, sync.get("role"))
    status = sync.get("status") or "active"
    wanted: Row = {"status": int(status == "suspended")}
    if sync.get("role") is not None:
        wanted["roleid"] = sync["role"]
    if sync.get("group") is not None:
        wanted["customint2"] = work.groups[sync["group"]] if sync["group"] else 0
    changed = instance is None or any(instance[name] != value for name, value in wanted.items())
    if status == "none":
        changed = instance is not None
        if instance is not None:
            remove_instance(store, instance)
    elif changed:
        if instance is None:
            wanted |= {"enrol": "cohort", "courseid": courseid, "customint1": cohortid}
            ident = store.insert("enrol", wanted)
        else:
            ident = instance["id"]
            store.update("enrol", ident, wanted)
        sync_instance(store, store.get("enrol", ident), work.call.now)
    work.counts["syncs" if changed else "unchanged"] += 1


def _instance(work: CourseMembers, cohortid: int, role: int | None) -> Row | None:
    found = None
    for row in work.call.store.rows(
        "SELECT * FROM enrol WHERE enrol = 'cohort' AND courseid = ? AND customint1 = ? ORDER BY id",
        work.course["id"],
        cohortid,
    ):
        if found is None or row["roleid"] == role:
            found = row
    return found
