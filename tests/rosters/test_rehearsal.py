"""Each ugly roster of tests/data is read as a stranger would read it, and told what is wrong with it."""

import pytest

from vsosh_moodle.rosters import read_rosters

from .rehearsal import (
    FOLDER,
    TODAY,
    compare,
    complaints_about_words,
    load_expected,
    read_file,
    roster_files,
)

MOST_BYTES = 1_500_000


@pytest.mark.parametrize("name", roster_files())
def test_a_roster_is_read_as_a_stranger_reads_it(name: str) -> None:
    expected = load_expected(name)
    difference = compare(expected, read_file(name))
    assert difference == [], "\n".join(["", f"{name}: {expected.about}", *difference])


@pytest.mark.parametrize("name", roster_files())
def test_what_is_told_has_a_place_and_a_way_out(name: str) -> None:
    assert list(complaints_about_words(read_file(name).problems)) == []


def test_a_folder_is_read_as_its_files_one_by_one() -> None:
    names = [name for name in roster_files() if name != "five-hundred.xlsx"]
    together = read_rosters([FOLDER / name for name in names], root=FOLDER, today=TODAY)
    apart = [person for name in names for person in read_file(name).people]
    assert together.people == apart


def test_the_set_is_whole_and_small() -> None:
    files = roster_files()
    told = sorted(path.name.removesuffix(".toml") for path in FOLDER.glob("*.toml"))
    assert files == told
    assert len(files) >= 30
    assert sum((FOLDER / name).stat().st_size for name in files) < MOST_BYTES
