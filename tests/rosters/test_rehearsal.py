"""Each ugly roster of tests/data is read as a stranger would read it, and told what is wrong with it."""

import pytest

from .rehearsal import (
    FOLDER,
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


def test_the_set_is_whole_and_small() -> None:
    files = roster_files()
    told = sorted(path.name.removesuffix(".toml") for path in FOLDER.glob("*.toml"))
    assert files == told
    assert len(files) >= 30
    assert sum((FOLDER / name).stat().st_size for name in files) < MOST_BYTES
