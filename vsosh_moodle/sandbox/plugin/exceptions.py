"""Exceptions of a course: terms of single pupils that the plugin made, and what is remembered of them."""

from typing import Any

from vsosh_moodle.sandbox.plugin.canonical import digest
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.memory import Memory
from vsosh_moodle.sandbox.plugin.pupil_terms import read_terms
from vsosh_moodle.sandbox.store import Row, Store

ITEM = "exception"


def find_user(store: Store, idnumber: str) -> int:
    """Return the id of the account with a key, 0 without one."""
    row = store.row("SELECT id FROM user WHERE idnumber = ? AND deleted = 0 ORDER BY id", idnumber)
    return row["id"] if row is not None else 0


def read_exceptions(store: Store, courseid: int) -> dict[str, LiveItem]:
    """Return the exceptions of ours that are still there, by key: ACTIVITY/IDNUMBER."""
    found = {}
    for row in store.rows(
        "SELECT * FROM local_vsosh_item WHERE courseid = ? AND itemtype = ? ORDER BY itemkey",
        courseid,
        ITEM,
    ):
        module = store.row(
            "SELECT * FROM course_modules WHERE id = ? AND course = ?", row["instanceid"], courseid
        )
        userid = find_user(store, row["itemkey"].partition("/")[2])
        there = read_terms(store, module, userid) if module is not None and userid else None
        if module is not None and there is not None:
            item = LiveItem(ITEM, row["itemkey"], there[0], module, fields=dict(there[1]))
            item.memory = Memory.from_row(row)
            found[item.key] = item
    return found


def exception_items(store: Store, course: Row) -> list[dict[str, Any]]:
    """Return the exceptions of a course as get_courses tells them."""
    items = []
    for item in read_exceptions(store, course["id"]).values():
        fields = item.managed_fields()
        items.append(
            {
                "type": ITEM,
                "key": item.key,
                "id": item.id,
                "module": "",
                "fields": fields,
                "edited": item.edited(),
                "locked": [],
                "hash": digest(fields),
            }
        )
    return items
