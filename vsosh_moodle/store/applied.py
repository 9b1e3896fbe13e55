"""What we wrote to the site last, object by object: the base of the three-way merge."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vsosh_moodle.store.database import Database
from vsosh_moodle.store.encoding import encode_fields


class Applied(NamedTuple):
    """An object as we left it: `fields` (shared between equal rows, never changed) and its id."""

    fields: Mapping[str, object]
    moodle_id: int | None


class AppliedState:
    """The last applied state in the project's state file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load_applied(self) -> dict[tuple[str, str], Applied]:
        """Return every object by (kind, key)."""
        sql = "SELECT kind, key, fields, moodle_id FROM applied"
        shared = _SharedRows()
        return {
            (kind, key): shared.row(fields, moodle_id)
            for kind, key, fields, moodle_id in self._database.stream(sql)
        }

    def load_kind(self, kind: str) -> dict[str, Applied]:
        """Return the objects of one kind by key; half the memory of `load_applied`."""
        sql = "SELECT key, fields, moodle_id FROM applied WHERE kind = ?"
        shared = _SharedRows()
        return {
            key: shared.row(fields, moodle_id)
            for key, fields, moodle_id in self._database.stream(sql, (kind,))
        }

    def counts(self) -> dict[str, int]:
        """Return how many objects of each kind there are."""
        return dict(self._database.rows("SELECT kind, count(*) FROM applied GROUP BY kind"))

    def record(
        self,
        upserts: Iterable[tuple[str, str, Mapping[str, object], int | None]] = (),
        removals: Iterable[tuple[str, str]] = (),
        run_id: int | None = None,
    ) -> None:
        """Remember objects as written, and forget those removed, in one transaction.

        `upserts` are (kind, key, fields, moodle_id); `moodle_id` None keeps the one already known.
        `removals` are (kind, key). Fields must be what JSON can hold.
        """
        with self._database.transaction():
            self._database.execute_many("DELETE FROM applied WHERE kind = ? AND key = ?", removals)
            self._database.execute_many(
                "INSERT INTO applied (kind, key, fields, moodle_id, run_id) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (kind, key) DO UPDATE SET fields = excluded.fields,"
                " moodle_id = coalesce(excluded.moodle_id, moodle_id), run_id = excluded.run_id",
                (
                    (kind, key, encode_fields(fields), moodle_id, run_id)
                    for kind, key, fields, moodle_id in upserts
                ),
            )

    def forget_person(self, idnumber: str) -> int:
        """Forget what was written about a person's account and memberships; return how many objects."""
        return self._database.execute_many(
            "DELETE FROM applied WHERE key = ?1 OR substr(key, -length(?2)) = ?2",
            [(idnumber, f"|{idnumber}")],
        )


class _SharedRows:
    """Decodes each distinct `fields` text once: a million enrolments carry a dozen of them."""

    def __init__(self) -> None:
        self._fields: dict[str | None, Mapping[str, object]] = {None: {}}
        self._bare: dict[str | None, Applied] = {}

    def row(self, text: str | None, moodle_id: int | None) -> Applied:
        if moodle_id is None:
            found = self._bare.get(text)
            if found is None:
                found = self._bare[text] = Applied(self._decoded(text), None)
            return found
        return Applied(self._decoded(text), moodle_id)

    def _decoded(self, text: str | None) -> Mapping[str, object]:
        fields = self._fields.get(text)
        if fields is None:
            fields = self._fields[text] = json.loads(text or "{}")
        return fields
