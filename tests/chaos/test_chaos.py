"""A short run of `python -m tests.chaos`, and proof that its witness can see."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.applying import apply_folder
from tests.chaos.disk import SmallDisk
from tests.chaos.eyes import SandboxEyes
from tests.chaos.proxy import ChaosProxy
from tests.chaos.rounds import play
from tests.chaos.school import School
from tests.chaos.truths import Witness
from vsosh_moodle.sandbox import Sandbox


def test_after_every_fault_a_second_apply_brings_all_right(tmp_path: Path) -> None:
    tally = play(seed=20, rounds=24, scratch=tmp_path, per_site=8)
    assert not tally.failures, "\n".join(tally.failures)
    assert tally.rounds == 24
    assert len(tally.faults) >= 6


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[tuple[Sandbox, Witness]]:
    """A site with a school applied, and its witness."""
    with Sandbox(plugin=True) as site:
        proxy = ChaosProxy(site.url)
        school = School.at(tmp_path / "школа", proxy.url, site.token, random.Random(1))
        apply_folder(school.folder.root)
        witness = Witness(SandboxEyes(site), school, plugin=True)
        assert witness.after_recovery(0) == []
        yield site, witness
        proxy.close()


DOUBLED_COHORT = (
    "INSERT INTO cohort (contextid, name, timecreated, timemodified, idnumber) "
    "SELECT contextid, name, timecreated, timemodified, idnumber FROM cohort"
)


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (
            DOUBLED_COHORT,
            "double: cohorts by",
        ),
        ("DELETE FROM cohort_members WHERE id = (SELECT min(id) FROM cohort_members)", "lost:"),
        (
            "DELETE FROM user_enrolments WHERE id = (SELECT min(id) FROM user_enrolments)",
            "journal:",
        ),
        (
            "UPDATE user SET username = 'other' WHERE idnumber LIKE 'vsosh:p:%1'",
            "login or password",
        ),
        (
            "UPDATE user SET password = 'other' WHERE idnumber LIKE 'vsosh:p:%1'",
            "login or password",
        ),
        (
            "UPDATE course SET idnumber = 'vsosh:none' WHERE idnumber LIKE '%oge'",
            "not in the journal",
        ),
        ("DELETE FROM course_modules WHERE idnumber LIKE 'vsosh:%'", "pages:"),
    ],
)
def test_the_witness_sees_what_went_wrong(
    seen: tuple[Sandbox, Witness], done: str, told: str
) -> None:
    site, witness = seen
    site.store.write(done)
    assert any(told in one for one in witness.after_recovery(0))


def test_a_full_disk_refuses_writes_until_it_is_cleared(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "disk")
    try:
        disk.fill(0)
        with pytest.raises(OSError, match=r"."):
            (disk.root / "file").write_bytes(bytes(1 << 20))
        disk.clear()
        (disk.root / "file").write_bytes(bytes(1 << 20))
    finally:
        disk.close()
