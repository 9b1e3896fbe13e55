"""Since when each leaver is away: what the clock of the leavers' policy counts from."""

from collections.abc import Iterable, Mapping
from datetime import date

from vsosh_moodle.store.database import Database


class Departures:
    """The days of leaving in the project's state file, by the person's key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load_departures(self) -> dict[str, date]:
        """Return the day of leaving of everybody who is away."""
        rows = self._database.rows("SELECT person, since FROM departures")
        return {person: date.fromisoformat(since) for person, since in rows}

    def record(self, left: Mapping[str, date], returned: Iterable[str] = ()) -> None:
        """Remember since when people are away, and forget those who came back; one transaction."""
        with self._database.transaction():
            self._database.execute_many(
                "DELETE FROM departures WHERE person = ?", [(person,) for person in returned]
            )
            self._database.execute_many(
                "INSERT INTO departures (person, since) VALUES (?, ?)"
                " ON CONFLICT (person) DO UPDATE SET since = excluded.since",
                [(person, since.isoformat()) for person, since in left.items()],
            )
