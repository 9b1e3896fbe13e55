"""Events of a course in the calendar: those that the plugin made, and what is remembered of them."""

import re
from typing import Any

from vsosh_moodle.sandbox.plugin.canonical import digest
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.memory import Memory
from vsosh_moodle.sandbox.store import Row, Store

ITEM = "event"
MINUTE = 60
_SITE = re.compile(r"@[a-z0-9._:-]{1,38}")


def is_site(key: str) -> bool:
    """Whether a key of a document is the whole site's, and no course's."""
    return _SITE.fullmatch(key) is not None


def stored_key(place: str, key: str) -> str:
    """Return what an event is called in the plugin's table; `place` is the site's key, "" for a course."""
    return f"{place}/{key}" if place else key


def fields_of(row: Row) -> dict[str, Any]:
    """Return the fields of an event as the document has them."""
    return {
        "name": row["name"],
        "start": row["timestart"],
        "minutes": row["timeduration"] // MINUTE,
        "description": row["description"],
    }


def columns_of(fields: dict[str, Any]) -> Row:
    """Return the columns of some fields."""
    columns: Row = {}
    for name, value in fields.items():
        match name:
            case "start":
                columns["timestart"] = value
            case "minutes":
                columns["timeduration"] = value * MINUTE
            case _:
                columns[name] = value
    return columns


def read_events(store: Store, courseid: int, place: str = "") -> dict[str, LiveItem]:
    """Return the events of ours that are still there, by key; of the site those of one `place`."""
    found = {}
    before = stored_key(place, "")
    for row in store.rows(
        "SELECT * FROM local_vsosh_item WHERE courseid = ? AND itemtype = ? ORDER BY itemkey",
        courseid,
        ITEM,
    ):
        event = store.row(
            "SELECT * FROM event WHERE id = ? AND courseid = ?", row["instanceid"], courseid
        )
        if event is not None and row["itemkey"].startswith(before):
            key = row["itemkey"].removeprefix(before)
            item = LiveItem(ITEM, key, event["id"], event, fields=fields_of(event))
            item.memory = Memory.from_row(row)
            found[item.key] = item
    return found


def event_items(store: Store, courseid: int, place: str = "") -> list[dict[str, Any]]:
    """Return the events of a course as get_courses tells them."""
    items = []
    for item in read_events(store, courseid, place).values():
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
