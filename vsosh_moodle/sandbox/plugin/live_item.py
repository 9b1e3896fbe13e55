"""An item of ours in a course as it is, with what is remembered of it."""

from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.plugin.activity_kinds import Kind
from vsosh_moodle.sandbox.plugin.canonical import same
from vsosh_moodle.sandbox.plugin.memory import Memory
from vsosh_moodle.sandbox.store import Row


@dataclass(slots=True)
class LiveItem:
    """A course, grade category, section or activity; `fields` are all of its fields, canonical."""

    type: str
    key: str
    id: int
    row: Row
    kind: Kind | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    locked: tuple[str, ...] = ()
    memory: Memory | None = None

    @property
    def name(self) -> str:
        """How `overwrite` calls it."""
        return f"{self.type}:{self.key}"

    @property
    def is_absent(self) -> bool:
        """Whether the last document left it out."""
        return self.memory is not None and self.memory.absent

    def managed_fields(self) -> dict[str, Any]:
        """Return the fields managed so far, spelled as they were asked for where that is the same."""
        if self.memory is None:
            return {}
        found = {}
        for name, applied in self.memory.applied.items():
            if name in self.fields:
                now = self.fields[name]
                spelled = name in self.memory.asked and same(now, applied)
                found[name] = self.memory.asked[name] if spelled else now
        return found

    def edited(self) -> dict[str, Any]:
        """Return the last written values of the managed fields that somebody changed since."""
        if self.memory is None:
            return {}
        return {
            name: self.memory.asked.get(name, applied)
            for name, applied in self.memory.applied.items()
            if name in self.fields and not same(self.fields[name], applied)
        }
