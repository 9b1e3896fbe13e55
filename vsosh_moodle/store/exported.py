"""What was exported last as files for Moodle's upload pages: perhaps uploaded, perhaps not."""

import json
from collections.abc import Iterable, Mapping

from vsosh_moodle.store.applied import Applied
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.encoding import encode_fields


class ExportedState:
    """The last exported state in the project's state file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load_exported(self) -> dict[tuple[str, str], Applied]:
        """Return every object by (kind, key); nothing when no files were ever made."""
        sql = "SELECT kind, key, fields FROM exported"
        return {
            (kind, key): Applied(json.loads(fields or "{}"), None)
            for kind, key, fields in self._database.stream(sql)
        }

    def replace(self, rows: Iterable[tuple[str, str, Mapping[str, object], int | None]]) -> None:
        """Forget the export before and remember this one, in one transaction."""
        with self._database.transaction():
            self._database.execute("DELETE FROM exported")
            self._database.execute_many(
                "INSERT INTO exported (kind, key, fields) VALUES (?, ?, ?)",
                ((kind, key, encode_fields(fields)) for kind, key, fields, _moodle_id in rows),
            )

    def forget_person(self, idnumber: str) -> int:
        """Forget what was exported about a person; return how many objects."""
        return self._database.execute_many(
            "DELETE FROM exported WHERE key = ?1 OR substr(key, -length(?2)) = ?2",
            [(idnumber, f"|{idnumber}")],
        )
