"""Rows of a pull become facts: staged course by course, compared with what is known, stored as changes.

Staged rows lie in temporary tables, which SQLite keeps outside the state file: a killed pull leaves
nothing half-written there, and reads the courses it had not stored again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.store.database import Database
from vsosh_moodle.store.fact_tables import ACTIVITIES, ENROLMENTS, FACT_TABLES, TABLE_OF, FactTable
from vsosh_moodle.store.snapshots import SnapshotId, Snapshots


@dataclass(frozen=True, slots=True)
class Merge:
    """What was read of some courses: which parts, which of them whole, and of whom.

    `whole` parts were asked for without a moment: what is not among the rows has vanished. `asked`
    are the people a whole part was read for, None for everybody enrolled.
    """

    courses: frozenset[str]
    parts: frozenset[str]
    whole: frozenset[str] = frozenset()
    asked: Mapping[str, frozenset[str]] | None = None


@dataclass(slots=True)
class Stored:
    """How many facts were new, changed, and gone, by part."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, part: str, word: str, count: int) -> None:
        """Count some more."""
        if count > 0:
            words = self.counts.setdefault(part, {})
            words[word] = words.get(word, 0) + count


class SnapshotWriter:
    """Writes the facts of one snapshot; safe to use from several threads.

    Rows are staged under names (idnumbers of people, keys of courses) and stored under numbers.
    """

    def __init__(self, database: Database, snapshot: SnapshotId) -> None:
        self._database = database
        self._snapshot = snapshot
        self._snapshots = Snapshots(database)
        self._courses = self._snapshots.course_numbers(())
        self._people: dict[str, int] = dict(database.rows("SELECT person, number FROM learners"))
        self.stored = Stored()
        for table in FACT_TABLES:
            database.execute(f"DROP TABLE IF EXISTS temp.{_stage(table)}")
            database.execute(_stage_sql(table))

    def close(self) -> None:
        """Drop what was staged."""
        for table in FACT_TABLES:
            self._database.execute(f"DROP TABLE IF EXISTS temp.{_stage(table)}")

    def person(self, key: str) -> int:
        """Return the number of a person, given now to whoever has none."""
        number = self._people.get(key)
        if number is None:
            number = self._people[key] = self._database.execute(
                "INSERT INTO learners (person) VALUES (?)", (key,)
            )
        return number

    def know_people(self, keys: Iterable[str]) -> dict[str, int]:
        """Return everybody's numbers, having given some to these people in one go."""
        fresh = sorted(set(keys) - self._people.keys())
        if fresh:
            with self._database.transaction():
                self._database.execute_many(
                    "INSERT OR IGNORE INTO learners (person) VALUES (?)", [(key,) for key in fresh]
                )
                self._people.update(self._database.rows("SELECT person, number FROM learners"))
        return self._people

    def rename_people(self, names: Mapping[str, str]) -> None:
        """Give people who got an account since their new names, by their old ones («?» and a digest).

        Somebody already known by the new name was on the lists under both: the older rows go.
        """
        known = {
            new: (self._people[old], self._people.get(new))
            for new, old in names.items()
            if old in self._people
        }
        with self._database.transaction():
            for new, (number, other) in known.items():
                if other is None:
                    self._database.execute(
                        "UPDATE learners SET person = ? WHERE number = ?", (new, number)
                    )
                    continue
                self._database.execute("DELETE FROM contingent_facts WHERE person = ?", (number,))
                self._database.execute("DELETE FROM learners WHERE number = ?", (number,))
            if known:
                rows = self._database.rows("SELECT person, number FROM learners")
                self._people = dict(rows)

    def course(self, key: str) -> int:
        """Return the number of a course, given now to one that has none."""
        if key not in self._courses:
            self._courses.update(self._snapshots.course_numbers([key]))
        return self._courses[key]

    def stage(self, part: str, rows: Iterable[Sequence[Any]]) -> None:
        """Take in rows of a part: numbers for names, in the order of the part's columns.

        Of two rows about the same the later one counts, by its values.
        """
        table = TABLE_OF[part]
        marks = ", ".join("?" * len(table.columns))
        news = ", ".join(f"{one} = excluded.{one}" for one in table.values)
        old, new = _tuple("", table.values), _tuple("excluded.", table.values)
        self._database.execute_many(
            f"INSERT INTO temp.{_stage(table)} ({', '.join(table.columns)}) VALUES ({marks})"
            f" ON CONFLICT DO UPDATE SET {news} WHERE {new} > {old}",
            rows,
        )

    def merge(self, merge: Merge) -> None:
        """Store what was staged of these courses, and forget the staged rows; one transaction."""
        courses = [self.course(key) for key in sorted(merge.courses)]
        with self._database.transaction():
            for table in FACT_TABLES:
                if table.part not in merge.parts:
                    continue
                for course in courses if table.by_course else (0,):
                    self._store_changes(table, course)
            for table in FACT_TABLES:
                if table.part in merge.whole and table.by_course:
                    for key in sorted(merge.courses):
                        self._close_vanished(table, merge, key)
            for table in FACT_TABLES:
                if table.part not in merge.parts:
                    continue
                where = " WHERE course = ?" if table.by_course else ""
                self._database.execute_many(
                    f"DELETE FROM temp.{_stage(table)}{where}",
                    [(course,) for course in courses] if table.by_course else [()],
                )
            self._snapshots.mark(self._snapshot, courses, "read")

    def close_missing(self, table: FactTable, present: Iterable[int], known: Iterable[int]) -> None:
        """End the facts of people among `known` who are not among `present`: a list read whole."""
        gone = set(known) - set(present)
        self._end(table, "person = :person", [{"person": person} for person in sorted(gone)])

    def open_people(self, table: FactTable) -> set[int]:
        """Return whom a table has a fact about that still holds."""
        return {
            person
            for (person,) in self._database.rows(
                f"SELECT DISTINCT person FROM {table.name} WHERE until IS NULL"
            )
        }

    def _change(self, sql: str, course: int = 0) -> int:
        parameters = {"snapshot": self._snapshot, "course": course}
        return max(0, self._database.execute_many(sql, [parameters]))

    def _store_changes(self, table: FactTable, course: int) -> None:
        here = " AND g.course = :course" if table.by_course else ""
        columns = ", ".join(table.columns)
        insert = (
            f"INSERT INTO {table.name} ({columns}, since) SELECT {columns}, :snapshot"
            f" FROM temp.{_stage(table)} AS g WHERE 1{here}"
        )
        if table.by_course and not self._has_facts(table, course):
            self.stored.add(table.part, "new", self._change(insert, course=course))
            return
        changed = self._end_changed(table, course, here)
        added = self._change(
            f"{insert} AND NOT EXISTS (SELECT 1 FROM {table.name} AS f"
            f" WHERE {_matching(table)} AND f.until IS NULL)",
            course=course,
        )
        self.stored.add(table.part, "new", added - changed)
        self.stored.add(table.part, "changed", changed)

    def _end_changed(self, table: FactTable, course: int, here: str) -> int:
        """End the facts that read otherwise now; return how many."""
        differs = " OR ".join(f"f.{one} IS NOT g.{one}" for one in table.values)
        source = (
            f"FROM temp.{_stage(table)} AS g WHERE {_matching(table)}{here}"
            f" AND f.until IS NULL AND ({differs})"
        )
        if not table.by_course:
            # People come with several courses: what this very snapshot said of them is put right in
            # place, as it was never seen otherwise.
            news = ", ".join(f"{one} = g.{one}" for one in table.values)
            self._change(f"UPDATE {table.name} AS f SET {news} {source} AND f.since = :snapshot")
        return self._change(
            f"UPDATE {table.name} AS f SET until = :snapshot {source} AND f.since < :snapshot",
            course=course,
        )

    def _has_facts(self, table: FactTable, course: int) -> bool:
        sql = f"SELECT 1 FROM {table.name} WHERE course = ? LIMIT 1"
        return bool(self._database.rows(sql, (course,)))

    def _is_all_there(self, table: FactTable, course: int) -> bool:
        """Tell whether every fact of a course that holds was staged: then none can have vanished."""
        sql = (
            f"SELECT (SELECT count(*) FROM {table.name} WHERE course = :course AND until IS NULL)"
            f" = (SELECT count(*) FROM temp.{_stage(table)} WHERE course = :course)"
        )
        return bool(self._database.rows(sql, {"course": course})[0][0])

    def _close_vanished(self, table: FactTable, merge: Merge, key: str) -> None:
        """End facts that the site no longer has, though it has the person and the activity still.

        Whoever was unenrolled keeps what they did, and so does an activity that was deleted: that
        Moodle forgets it then is why snapshots are taken.
        """
        course = self.course(key)
        if self._is_all_there(table, course):
            return
        absent = (
            f"course = :course AND until IS NULL AND NOT EXISTS (SELECT 1 FROM temp.{_stage(table)}"
            f" AS g WHERE {_matching(table, 'f')} AND g.course = :course)"
        )
        if not table.work:
            self._end(table, absent, [{"course": course}])
            return
        absent += (
            f" AND EXISTS (SELECT 1 FROM temp.{_stage(ENROLMENTS)} AS e"
            " WHERE e.course = f.course AND e.person = f.person)"
        )
        if "activity" in table.keys:
            absent += (
                " AND (f.activity = 0 OR EXISTS (SELECT 1"
                f" FROM temp.{_stage(ACTIVITIES)} AS a"
                " WHERE a.course = f.course AND a.activity = f.activity))"
            )
        if merge.asked is None:
            self._end(table, absent, [{"course": course}])
            return
        people = sorted(self.person(one) for one in merge.asked.get(key, ()))
        self._end(
            table,
            f"{absent} AND f.person = :person",
            [{"course": course, "person": one} for one in people],
        )

    def _end(self, table: FactTable, where: str, parameters: list[dict[str, int]]) -> None:
        if not parameters:
            return
        rows: Any = [{"snapshot": self._snapshot, **one} for one in parameters]
        with self._database.transaction():
            unseen = self._database.execute_many(
                f"DELETE FROM {table.name} AS f WHERE until IS NULL AND since = :snapshot"
                f" AND {where}",
                rows,
            )
            ended = self._database.execute_many(
                f"UPDATE {table.name} AS f SET until = :snapshot WHERE until IS NULL AND {where}",
                rows,
            )
        self.stored.add(table.part, "gone", max(0, ended) + max(0, unseen))


def _stage(table: FactTable) -> str:
    return f"staged_{table.part}"


def _stage_sql(table: FactTable) -> str:
    # Keys without a type would be compared with the facts' by conversion, past every index.
    columns = ", ".join([*(f"{key} INTEGER" for key in table.keys), *table.values])
    return (
        f"CREATE TEMP TABLE {_stage(table)} ({columns}, PRIMARY KEY ({', '.join(table.keys)}))"
        " WITHOUT ROWID"
    )


def _matching(table: FactTable, fact: str = "f") -> str:
    return " AND ".join(f"{fact}.{one} = g.{one}" for one in table.keys)


def _tuple(prefix: str, names: Sequence[str]) -> str:
    # A single value in brackets is no row value to SQLite, hence the constant beside it.
    order = [name for name in _LATER if name in names] or list(names[:1])
    return f"({', '.join(prefix + name for name in order)}, 0)"


_LATER = ("time", "finished", "completed", "last_access", "active")
"""The columns that tell which of two rows about the same thing is the later one."""
