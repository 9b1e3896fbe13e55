"""Four times as many people take four times the work and the memory, not sixteen."""

import cProfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.sample.layout import SampleSize, lay_out
from vsosh_moodle.sample.people import iter_students
from vsosh_moodle.sample.roster_files import CSV_FROM, ONE_SHEET_FROM, write_students
from vsosh_moodle.school.identity import IdentityPolicy, LedgerEntry, LedgerIndex
from vsosh_moodle.school.issuing import propose_identities

FEW, TIMES = 150, 4
BOUND = 1.25 * TIMES
FORMS = {"csv": CSV_FROM + 1, "xlsx": ONE_SHEET_FROM + 1}
"""Schools so large are written in one csv, or one sheet."""


def write_roster(folder: Path, pupils: int, suffix: str) -> Path:
    folder /= str(pupils)
    folder.mkdir()
    size = SampleSize(pupils, 20)
    return write_students(folder, iter_students(lay_out(size), size, 2026), FORMS[suffix], {})


def match(path: Path) -> int:
    """Read, check, and match with a ledger that knows all but every twentieth."""
    people = read_rosters([path]).people
    first = propose_identities(people, LedgerIndex(()), IdentityPolicy())
    known = [
        LedgerEntry(
            number=one.number,
            role=person.role,
            idnumber=one.idnumber,
            login=one.login,
            email=one.email,
            last_name=person.last_name,
            first_name=person.first_name,
            middle_name=person.middle_name,
            birth_date=person.birth_date,
            school_number=person.school_number,
        )
        for person, one in first.identities.items()
        if one.number % 20
    ]
    return len(propose_identities(people, LedgerIndex(known), IdentityPolicy()).identities)


def steps(work: Callable[[], int]) -> int:
    """Return how many functions were called: the same on every machine, however busy."""
    profile = cProfile.Profile()
    assert profile.runcall(work) > 0
    return sum(entry.callcount for entry in profile.getstats())


def peak(work: Callable[[], int]) -> int:
    """Return the greatest number of bytes held at once."""
    tracemalloc.start()
    try:
        assert work() > 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("suffix", FORMS)
def test_work_and_memory_grow_with_the_list(tmp_path: Path, suffix: str) -> None:
    few, many = (write_roster(tmp_path, pupils, suffix) for pupils in (FEW, FEW * TIMES))
    assert few.suffix == f".{suffix}"
    match(few)  # caches are filled once, whatever the list
    assert steps(lambda: match(many)) < BOUND * steps(lambda: match(few))
    assert peak(lambda: match(many)) < BOUND * peak(lambda: match(few))
