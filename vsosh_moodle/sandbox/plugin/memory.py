"""What the plugin wrote last into an item, field by field: local_vsosh_item."""

import json
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.plugin.canonical import same, text
from vsosh_moodle.sandbox.store import Row, Store


@dataclass(slots=True)
class Memory:
    """`applied` holds values as the site kept them, `asked` those that the document spells otherwise."""

    id: int = 0
    instanceid: int = 0
    applied: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)
    absent: bool = False

    @classmethod
    def from_row(cls, row: Row) -> "Memory":
        """Read a row of the table."""
        return cls(
            row["id"],
            row["instanceid"],
            json.loads(row["applied"]),
            json.loads(row["asked"]),
            bool(row["absent"]),
        )

    def remember(self, name: str, live: Any, asked: Any) -> None:
        """Note what a field became, and what was asked for."""
        self.applied[name] = live
        if same(live, asked):
            self.asked.pop(name, None)
        else:
            self.asked[name] = asked

    def is_settled(self, name: str, asked: Any, live: Any) -> bool:
        """Whether this was asked for before, and the site still has what it made of it."""
        return (
            name in self.asked
            and same(self.asked[name], asked)
            and same(self.applied.get(name), live)
        )

    def save(
        self, store: Store, place: tuple[int, str, str, str], instanceid: int, now: int
    ) -> None:
        """Write the row; `place` is the course, the item's type and key, and its module."""
        courseid, itemtype, itemkey, module = place
        values = {
            "instanceid": instanceid,
            "module": module,
            "applied": text(self.applied),
            "asked": text(self.asked),
            "absent": int(self.absent),
        }
        if not self.id:
            values |= {"courseid": courseid, "itemtype": itemtype, "itemkey": itemkey}
            store.insert("local_vsosh_item", {**values, "timecreated": now, "timemodified": now})
            return
        stored = store.get("local_vsosh_item", self.id)
        if any(stored[name] != value for name, value in values.items()):
            store.update("local_vsosh_item", self.id, {**values, "timemodified": now})
