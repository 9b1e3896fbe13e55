"""Question banks of a course: categories that the plugin made, and what stands in them."""

import json
from typing import Any

from vsosh_moodle.sandbox.plugin.canonical import digest
from vsosh_moodle.sandbox.store import Row, Store

ITEM = "question_bank"
NOT_DRAWN = ("description",)
_EDITED = (
    "(version <> importedversion OR status NOT IN ('ready', 'hidden')"
    " OR (status = 'hidden') <> importedhidden)"
)


def bank_rows(store: Store, courseid: int) -> list[Row]:
    """Return the banks of a course: the plugin's rows with the names of their categories."""
    return store.rows(
        "SELECT i.itemkey, i.instanceid, i.applied, c.name FROM local_vsosh_item i"
        " JOIN question_categories c ON c.id = i.instanceid"
        " WHERE i.courseid = ? AND i.itemtype = ? ORDER BY i.itemkey",
        courseid,
        ITEM,
    )


def drawable(store: Store, category: int) -> int:
    """Return how many questions of a category can be drawn."""
    marks = ",".join("?" * len(NOT_DRAWN))
    count: int = store.value(
        f"SELECT count(*) FROM question WHERE category = ? AND status = 'ready'"  # noqa: S608
        f" AND qtype NOT IN ({marks})",
        category,
        *NOT_DRAWN,
    )
    return count


def drawable_counts(store: Store, courseid: int) -> dict[str, int]:
    """Return how many questions can be drawn from each bank of the course."""
    return {
        row["itemkey"]: drawable(store, row["instanceid"]) for row in bank_rows(store, courseid)
    }


def question_keys(store: Store, courseid: int, bank: str) -> set[str]:
    """Return the keys of the questions of a bank that a quiz may name."""
    return set(
        store.column(
            "SELECT q.qkey FROM question q JOIN local_vsosh_item i ON i.instanceid = q.category"
            " WHERE i.courseid = ? AND i.itemtype = ? AND i.itemkey = ? AND q.status = 'ready'",
            courseid,
            ITEM,
            bank,
        )
    )


def is_edited(store: Store, category: int) -> bool:
    """Whether somebody changed a question of the bank in the site since the last import."""
    return (
        store.row(f"SELECT 1 FROM question WHERE category = ? AND {_EDITED}", category)  # noqa: S608
        is not None
    )


def bank_items(store: Store, courseid: int) -> list[dict[str, Any]]:
    """Return the banks of a course as get_courses tells them."""
    items = []
    for row in bank_rows(store, courseid):
        applied = json.loads(row["applied"])
        edited = {}
        if applied.get("name", row["name"]) != row["name"]:
            edited["name"] = applied["name"]
        if is_edited(store, row["instanceid"]):
            edited["hash"] = applied.get("hash", "")
        fields = {
            "name": row["name"],
            "hash": applied.get("hash", ""),
            "count": drawable(store, row["instanceid"]),
        }
        items.append(
            {
                "type": ITEM,
                "key": row["itemkey"],
                "id": row["instanceid"],
                "module": "",
                "fields": fields,
                "edited": edited,
                "locked": [],
                "hash": digest(fields),
            }
        )
    return items
