"""What was committed to the ledger stays for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.errors import StalePlan
from vsosh_moodle.school.identity import IdentityPolicy, LedgerEntry, PersonNumber, question_code
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.people_ledger import PeopleLedger

POLICY = IdentityPolicy()
PUPIL = Person(Role.STUDENT, "Дзугова", "Мадина", "Руслановна", None, date(2010, 3, 14), "Д-17")
TEACHER = Person(Role.TEACHER, "Кокоева", "Ирина", email="kokoeva@example.ru")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "state.sqlite") as opened:
        yield opened


def test_a_proposal_writes_nothing(database: Database) -> None:
    ledger = PeopleLedger(database)
    assert ledger.propose([PUPIL], POLICY) == ledger.propose([PUPIL], POLICY)
    assert PeopleLedger(database).entries() == ()


def test_committed_people_are_found_with_the_same_identity(database: Database) -> None:
    proposal = PeopleLedger(database).propose([PUPIL, TEACHER], POLICY)
    PeopleLedger(database).commit(proposal.identities)

    ledger = PeopleLedger(database)
    assert [entry.login for entry in ledger.entries()] == ["dzugova.m.r", "kokoeva.i"]
    found = ledger.match(PUPIL)
    assert isinstance(found, LedgerEntry)
    assert (found.birth_date, found.school_number) == (PUPIL.birth_date, "Д-17")
    again = ledger.propose([TEACHER, PUPIL], POLICY)
    assert {key: replace(value, is_new=True) for key, value in again.identities.items()} == (
        proposal.identities
    )


def test_committing_twice_changes_nothing(database: Database) -> None:
    ledger = PeopleLedger(database)
    proposal = ledger.propose([PUPIL], POLICY)
    ledger.commit(proposal.identities)
    before = ledger.entries()
    ledger.commit(proposal.identities)
    assert ledger.entries() == before


def test_a_changed_surname_is_remembered_and_the_number_not_lost(database: Database) -> None:
    ledger = PeopleLedger(database)
    ledger.commit(ledger.propose([PUPIL], POLICY).identities)
    married = replace(PUPIL, last_name="Плиева", birth_date=None)
    ledger.commit(ledger.propose([married], POLICY).identities)
    ledger.commit(
        ledger.propose([replace(PUPIL, last_name="Плиева", school_number="")], POLICY).identities
    )
    [entry] = ledger.entries()
    assert (entry.last_name, entry.login) == ("Плиева", "dzugova.m.r")
    assert (entry.birth_date, entry.school_number) == (PUPIL.birth_date, "Д-17")


def test_a_proposal_overtaken_by_another_run_is_stale_and_writes_nothing(
    database: Database,
) -> None:
    late, early = PeopleLedger(database), PeopleLedger(database)
    other = replace(PUPIL, last_name="Плиева", school_number="Д-18")
    overtaken = late.propose([TEACHER, other], POLICY)
    early.commit(early.propose([PUPIL], POLICY).identities)
    with pytest.raises(StalePlan):
        late.commit(overtaken.identities)
    assert [entry.last_name for entry in late.entries()] == ["Дзугова"]


def test_an_answer_is_remembered(database: Database) -> None:
    ledger = PeopleLedger(database)
    ledger.commit(ledger.propose([PUPIL], POLICY).identities)
    doubtful = replace(PUPIL, birth_date=None, school_number="")
    assert ledger.propose([doubtful], POLICY).identities == {}
    ledger.answer(question_code(doubtful), PersonNumber(1))
    identities = PeopleLedger(database).propose([doubtful], POLICY).identities
    assert identities[doubtful].login == "dzugova.m.r"
    ledger.answer(question_code(doubtful), None)
    assert ledger.propose([doubtful], POLICY).identities[doubtful].is_new
    with pytest.raises(KeyError):
        ledger.answer("0", PersonNumber(99))


def test_a_new_person_by_answer_is_new_only_once(database: Database) -> None:
    ledger = PeopleLedger(database)
    ledger.commit(ledger.propose([PUPIL], POLICY).identities)
    doubtful = replace(PUPIL, birth_date=None, school_number="")
    ledger.answer(question_code(doubtful), None)
    ledger.commit(ledger.propose([doubtful], POLICY).identities)
    identity = ledger.propose([doubtful], POLICY).identities[doubtful]
    assert (identity.number, identity.is_new) == (2, False)
