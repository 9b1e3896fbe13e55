"""The people ledger: who was given which idnumber and login, for ever."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from vsosh_moodle.errors import StalePlan
from vsosh_moodle.language import _
from vsosh_moodle.school.identity import (
    DoubtfulMatch,
    Identity,
    IdentityPolicy,
    LedgerEntry,
    LedgerIndex,
    PersonNumber,
    Proposal,
    question_code,
)
from vsosh_moodle.school.issuing import propose_identities
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.database import Database

_SELECT = (
    "SELECT number, role, idnumber, login, email, last_name, first_name, middle_name, birth_date,"
    " school_number FROM people WHERE purged IS NULL ORDER BY number"
)
_UPSERT = (
    "INSERT INTO people (number, role, idnumber, login, email, last_name, first_name, middle_name,"
    " birth_date, school_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (number) DO UPDATE SET email = excluded.email,"
    " last_name = excluded.last_name, first_name = excluded.first_name,"
    " middle_name = excluded.middle_name,"
    " birth_date = coalesce(excluded.birth_date, birth_date),"
    " school_number = coalesce(nullif(excluded.school_number, ''), school_number)"
    " WHERE idnumber = excluded.idnumber AND login = excluded.login"
)


class PeopleLedger:
    """The ledger in the project's state file; it is read whole, once, at the first question."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index: LedgerIndex | None = None

    def index(self) -> LedgerIndex:
        """Return the entries and the methodist's answers, ready for matching."""
        if self._index is None:
            rows = self._database.stream(_SELECT)
            answers = self._database.rows("SELECT question, number FROM people_answers")
            last = self._database.rows("SELECT coalesce(max(number), 0) FROM people")[0][0]
            self._index = LedgerIndex((_entry(row) for row in rows), dict(answers), last)
        return self._index

    def entries(self) -> tuple[LedgerEntry, ...]:
        """Return all entries by number."""
        return tuple(self.index().entries.values())

    def match(self, person: Person) -> LedgerEntry | DoubtfulMatch | None:
        """Return a person's entry, None for a new person, or a doubt (see `LedgerIndex.match`)."""
        return self.index().match(person)

    def propose(
        self,
        persons: Sequence[Person],
        policy: IdentityPolicy,
        taken_logins: Collection[str] = (),
    ) -> Proposal:
        """Give each person an identity without writing anything (see `propose_identities`)."""
        return propose_identities(persons, self.index(), policy, taken_logins)

    def commit(self, identities: Mapping[Person, Identity]) -> None:
        """Freeze proposed identities, and remember the names and dates as the list has them now.

        One transaction; committing the same again changes nothing. Raises StalePlan when another
        run gave a number, an idnumber or a login of these to somebody else meanwhile.
        """
        rows = [_row(person, identity) for person, identity in identities.items()]
        try:
            with self._database.transaction():
                written = self._database.execute_many(_UPSERT, rows)
                if written != len(rows) and rows:
                    raise _stale()
                # «A new person» is answered once: from now on the row is this very entry.
                self._database.execute_many(
                    "UPDATE people_answers SET number = ? WHERE question = ? AND number IS NULL",
                    [
                        (identity.number, question_code(person))
                        for person, identity in identities.items()
                    ],
                )
        except sqlite3.IntegrityError as error:
            raise _stale() from error
        finally:
            self._index = None

    def answer(self, code: str, number: PersonNumber | None) -> None:
        """Remember the answer to a doubt: it is entry `number`, or (None) a new person.

        `code` is `identity.question_code` of the row. Raises KeyError when there is no such entry.
        """
        if number is not None and number not in self.index().entries:
            raise KeyError(number)
        self._database.execute(
            "INSERT INTO people_answers (question, number) VALUES (?, ?)"
            " ON CONFLICT (question) DO UPDATE SET number = excluded.number",
            (code, number),
        )
        self._index = None

    def purge(self, number: PersonNumber, day: date) -> None:
        """Forget a person's name, dates, login and answers; the number stays given for ever."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE people SET login = 'purged-' || number, email = '', last_name = '',"
                " first_name = '', middle_name = '', birth_date = NULL, school_number = '',"
                " purged = ? WHERE number = ?",
                (day.isoformat(), number),
            )
            self._database.execute("DELETE FROM people_answers WHERE number = ?", (number,))
        self._index = None


def _stale() -> StalePlan:
    return StalePlan(
        _("Пока план ждал, номера или логины этих людей заняты другим запуском."),
        _("Составьте план заново: vsosh-moodle plan."),
    )


def _entry(row: tuple[object, ...]) -> LedgerEntry:
    number, role, idnumber, login, email, last, first, middle, born, school_number = row
    return LedgerEntry(
        PersonNumber(int(str(number))),
        Role(str(role)),
        str(idnumber),
        str(login),
        str(email),
        str(last),
        str(first),
        str(middle),
        date.fromisoformat(str(born)) if born else None,
        str(school_number),
    )


def _row(person: Person, identity: Identity) -> tuple[object, ...]:
    return (
        identity.number,
        person.role.value,
        identity.idnumber,
        identity.login,
        identity.email,
        person.last_name,
        person.first_name,
        person.middle_name,
        person.birth_date.isoformat() if person.birth_date else None,
        person.school_number,
    )
