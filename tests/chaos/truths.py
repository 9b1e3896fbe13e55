"""What must hold after a round, asked of the site's tables and the journal, not of our own plan."""

import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos import tables
from tests.chaos.eyes import Eyes, Row
from tests.chaos.school import CLASSES, COURSE_OF, School
from tests.chaos.tables import KEYS, NUMBERED, PREFIX, UNIQUE


@dataclass
class Witness:
    """Remembers, from round to round, what may not change."""

    eyes: Eyes
    school: School
    plugin: bool
    logins: dict[str, tuple[str, str]] = field(default_factory=dict)
    opened: set[tuple[str, str]] = field(default_factory=set)

    @property
    def _state(self) -> Path:
        return self.school.folder.project.state / "state.sqlite"

    def after_fault(self, since: int) -> list[str]:
        """Return what the journal of the runs after number `since` says that is not so."""
        return [*self._doubles(), *self._changed_logins(), *self._untrue_steps(since)]

    def after_recovery(self, since: int) -> list[str]:
        """Return what does not hold although the last run said that all is done."""
        return [
            *self.after_fault(since),
            *self._misplaced(),
            *self._lost_content(),
            *self._unjournalled(),
            *self._wrong_numbers(),
            *self._dead_slips(),
        ]

    def last_run(self) -> int:
        """Return the number of the newest run of the journal, 0 where there is none."""
        if not self._state.exists():
            return 0
        rows = self._journal("SELECT max(id) FROM runs")
        return int(rows[0][0] or 0)

    def _journal(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        if not self._state.exists():
            return [(0,)] if "max(" in sql else []
        with closing(sqlite3.connect(self._state, timeout=10)) as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchall():
                return [(0,)] if "max(" in sql else []
            return database.execute(sql, values).fetchall()

    def _doubles(self) -> Iterator[str]:
        for name, sql in UNIQUE.items():
            for row, times in Counter(self.eyes.rows(sql)).items():
                if times > 1:
                    yield f"double: {name}: {row} × {times}"

    def _changed_logins(self) -> Iterator[str]:
        for key, login, digest, _suspended, _name in self.eyes.rows(tables.ACCOUNTS):
            known = self.logins.setdefault(key, (login, digest))
            if known != (login, digest):
                yield f"login or password of {key} changed"

    def _untrue_steps(self, since: int) -> Iterator[str]:
        there = {kind: {row[0] for row in self.eyes.rows(sql)} for kind, sql in KEYS.items()}
        accounts = {row[0]: row for row in self.eyes.rows(tables.ACCOUNTS)}
        for (kind, key), (action, state, after) in self._last_steps(since).items():
            on_site = key in there[kind]
            if state == "failed" and action == "create" and on_site:
                yield f"journal: {kind} {key} is told refused and is there"
            if state != "done":
                continue
            if action == "remove" and on_site:
                yield f"journal: {kind} {key} is told removed and is there"
            elif action != "remove" and not self._is_there(kind, key, after, there):
                yield f"journal: {kind} {key} is told done ({action}) and is not there"
            if kind == "user" and key in accounts and after:
                yield from _untrue_account(json.loads(after), accounts[key], action)

    def _last_steps(self, since: int) -> dict[tuple[str, str], tuple[str, str, str]]:
        """Return what was told last of each thing: action, state and the record it became."""
        last: dict[tuple[str, str], tuple[str, str, str]] = {}
        for kind, key, action, state, after in self._journal(
            "SELECT kind, key, action, state, after FROM steps WHERE run_id > ?"
            " ORDER BY run_id, seq",
            since,
        ):
            if kind in KEYS and state != "skipped":
                before = last.get((str(kind), str(key)))
                if state == "failed" and before and before[1] == "done":
                    continue  # what was done by an earlier run of the round
                last[str(kind), str(key)] = (str(action), str(state), str(after or ""))
        return last

    @staticmethod
    def _is_there(kind: str, key: str, after: str, there: dict[str, set[str]]) -> bool:
        if kind == "cohort_member" and after:
            # A move is told under the key it had before in some plans: the place it went to counts.
            asked = json.loads(after)
            return f"{asked['cohort']}|{asked['user']}" in there[kind]
        return key in there[kind]

    def _misplaced(self) -> Iterator[str]:
        """Compare the people of the site with those of the files, by name."""
        accounts: dict[str, Row] = {row[4]: row for row in self.eyes.rows(tables.ACCOUNTS)}
        now = {one.last: one.class_name for one in self.school.members if one.class_name}
        for one in self.school.members:
            if one.class_name and one.last not in accounts:
                yield f"lost: the account of {one.last}"
            elif one.class_name and accounts[one.last][3] != "0":
                yield f"lost: {one.last} is suspended"
            elif not one.class_name and one.last in accounts and accounts[one.last][3] != "1":
                yield f"lost: {one.last} left and is not suspended"
        yield from _differences("class", self.eyes.rows(tables.CLASSES), set(now.items()), now)
        courses = {(last, key.rpartition(":")[2]) for last, key in self.eyes.rows(tables.COURSES)}
        yield from _differences(
            "course", courses, {(last, COURSE_OF[name]) for last, name in now.items()}, now
        )
        groups = {(last, name) for last, name in now.items() if COURSE_OF[name] == "oge"}
        # Whoever leaves a course altogether is suspended there and keeps his group (policies.leavers).
        found = [
            row
            for row in self.eyes.rows(tables.GROUPS)
            if row[1] in CLASSES and COURSE_OF.get(now.get(row[0], "")) == "oge"
        ]
        yield from _differences("group", found, groups, now)

    def _lost_content(self) -> Iterator[str]:
        school = self.school
        names = {row[0] for row in self.eyes.rows("SELECT name FROM {course_sections}")}
        for template in (school.oge, school.lessons):
            for line in template.splitlines():
                if "title: " in line and "{key: " in line and "type:" not in line:
                    title = line.partition("title: ")[2].rstrip("}").strip()
                    if title not in names:
                        yield f"lost: section «{title}»"
        if not self.plugin:
            return
        pages = Counter(
            row[0].removeprefix(PREFIX)
            for row in self.eyes.rows(
                f"SELECT idnumber FROM {{course_modules}} WHERE idnumber {tables.OURS}"
            )
        )
        events = {
            row[0] for row in self.eyes.rows("SELECT name FROM {event} WHERE name LIKE 'Собрание%'")
        }
        if pages != Counter(school.pages.keys()):
            yield f"pages: {sorted(pages.elements())} and not {sorted(school.pages)}"
        if events != set(school.events.values()):
            yield f"events: {sorted(events)} and not {sorted(school.events.values())}"

    def _unjournalled(self) -> Iterator[str]:
        told = {
            (str(kind), str(key))
            for kind, key in self._journal(
                "SELECT DISTINCT kind, key FROM steps WHERE state IN ('done', 'sent')"
            )
        }
        moved = {
            (
                "cohort_member",
                f"{json.loads(str(after))['cohort']}|{json.loads(str(after))['user']}",
            )
            for (after,) in self._journal(
                "SELECT after FROM steps WHERE kind = 'cohort_member' AND after IS NOT NULL"
                " AND state IN ('done', 'sent')"
            )
        }
        for kind, sql in KEYS.items():
            for key, _number in self.eyes.rows(sql):
                if (kind, key) not in told and (kind, key) not in moved:
                    yield f"journal: {kind} {key} is on the site and not in the journal"

    def _wrong_numbers(self) -> Iterator[str]:
        known = {
            (str(kind), str(key)): str(number)
            for kind, key, number in self._journal("SELECT kind, key, moodle_id FROM applied")
        }
        for kind in NUMBERED:
            for key, number in self.eyes.rows(KEYS[kind]):
                if known.get((kind, key)) != number:
                    yield f"memory: {kind} {key} is {known.get((kind, key))}, on the site {number}"

    def _dead_slips(self) -> Iterator[str]:
        """Every account has its first password in a file, and no file tells another one."""
        slips: dict[str, set[str]] = {}
        for path in sorted(self.school.folder.project.slips.glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in list(csv.reader(file, delimiter=";"))[1:]:
                    if len(row) != 6:
                        yield f"slips: a broken row in {path.name}: {row}"
                    else:
                        slips.setdefault(row[4], set()).add(row[5])
        accounts = {row[1]: row for row in self.eyes.rows(tables.ACCOUNTS)}
        for login in sorted(accounts.keys() - slips.keys()):
            yield f"slips: nobody knows the password of {login}"
        for login, passwords in slips.items():
            if login not in accounts:
                yield f"slips: {login} has a slip and no account"
                continue
            _key, _login, digest, suspended, _name = accounts[login]
            for password in passwords:
                if (login, password) in self.opened or suspended == "1":
                    continue
                self.opened.add((login, password))
                if not self.eyes.opens(login, password, digest):
                    yield f"slips: the slip of {login} opens nothing"


def _untrue_account(asked: dict[str, object], row: Row, action: str) -> Iterator[str]:
    key, _login, _digest, suspended, name = row
    if asked["lastname"] != name:
        yield f"journal: {key} is told renamed and is not"
    if bool(asked.get("suspended")) != (suspended == "1"):
        yield f"journal: {key} is told {action} and is not"


def _differences(
    what: str, found: "set[Row] | list[Row]", wanted: set[tuple[str, str]], now: dict[str, str]
) -> Iterator[str]:
    there = {(row[0], row[1]) for row in found if row[0] in now}
    for last, name in sorted(wanted - there):
        yield f"lost: {last} is not in {what} {name}"
    for last, name in sorted(there - wanted):
        yield f"{what}: {last} is still in {name}"
