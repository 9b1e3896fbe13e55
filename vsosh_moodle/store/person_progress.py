"""What the snapshots hold on one person: to be shown to them, and to be destroyed (152-ФЗ)."""

from collections.abc import Collection, Iterator
from typing import Any

from vsosh_moodle.store.database import Database
from vsosh_moodle.store.fact_tables import FACT_TABLES, FactTable


class PersonProgress:
    """The facts about one person in every snapshot; people are known by idnumber."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def facts(self, people: Collection[str]) -> list[dict[str, Any]]:
        """Return every fact about whoever has one of these names, as JSON holds it.

        `from` and `until` are moments (Unix seconds) of the snapshots it was first and no longer seen in.
        """
        return [fact for number in self._numbers(people) for fact in self._facts_of(number)]

    def forget(self, person: str) -> int:
        """Destroy every fact about a person; return how many. That there was somebody is kept."""
        with self._database.transaction():
            gone = sum(self._forget(number) for number in self._numbers([person]))
            # Gaps name those whose account or row was there twice.
            self._database.execute("DELETE FROM snapshot_gaps WHERE detail = ?", (person,))
        return gone

    def forget_without_account(self, before: int) -> int:
        """Destroy the facts of those who never had an account and left the lists before a moment.

        They are known by a digest alone; returns how many people they were.
        """
        numbers = self._database.rows(
            "SELECT l.number FROM learners l JOIN contingent_facts f ON f.person = l.number"
            " LEFT JOIN snapshots s ON s.number = f.until WHERE l.person LIKE '?%'"
            " GROUP BY l.number HAVING count(f.until) = count(*) AND max(s.taken) < ?",
            (before,),
        )
        with self._database.transaction():
            for (number,) in numbers:
                self._forget(number)
        return len(numbers)

    def _forget(self, number: int) -> int:
        self._database.execute(
            "INSERT INTO purged_learners (first_snapshot, last_snapshot)"
            f" SELECT min(since), max(coalesce(until, {_NOW})) FROM ({_SPANS}) HAVING count(*)",
            {"person": number},
        )
        gone = 0
        for table in _OF_PEOPLE:
            gone += self._database.execute_many(
                f"DELETE FROM {table.name} WHERE person = ?", [(number,)]
            )
        self._database.execute("DELETE FROM learners WHERE number = ?", (number,))
        return gone

    def purged(self) -> frozenset[str]:
        """Return the idnumbers of those who were purged: whatever the site still tells is not stored."""
        rows = self._database.rows("SELECT idnumber FROM people WHERE purged IS NOT NULL")
        return frozenset(key for (key,) in rows)

    def _numbers(self, people: Collection[str]) -> list[int]:
        known = dict(self._database.rows("SELECT person, number FROM learners"))
        return [known[one] for one in sorted(people) if one in known]

    def _facts_of(self, number: int) -> Iterator[dict[str, Any]]:
        courses = dict(self._database.rows("SELECT number, course FROM learning_courses"))
        taken = dict(self._database.rows("SELECT number, taken FROM snapshots"))
        for table in _OF_PEOPLE:
            columns = [one for one in table.columns if one != "person"]
            rows = self._database.rows(
                f"SELECT since, until, {', '.join(columns)} FROM {table.name} WHERE person = ?"
                " ORDER BY since",
                (number,),
            )
            for since, until, *values in rows:
                fact = dict(zip(columns, values, strict=True))
                if "course" in fact:
                    fact["course"] = courses.get(fact["course"], fact["course"])
                yield {
                    "part": table.part,
                    "from": taken.get(since),
                    "until": taken.get(until),
                    **fact,
                }


_OF_PEOPLE: tuple[FactTable, ...] = tuple(table for table in FACT_TABLES if "person" in table.keys)
_NOW = "(SELECT max(number) FROM snapshots)"
_SPANS = " UNION ALL ".join(
    f"SELECT since, until FROM {table.name} WHERE person = :person" for table in _OF_PEOPLE
)
