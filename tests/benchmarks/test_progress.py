"""The benchmark of gathering fills what it says, and the facts count it."""

from pathlib import Path

from benchmarks.progress import ACTIVITIES, COURSES_OF_PUPIL, fill, gather
from vsosh_moodle.store.database import open_database


def test_what_was_filled_is_what_is_gathered(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with open_database(path) as database:
        fill(database, 24, 2)
    measured = gather(path, 2)
    assert measured["people"] == measured["ever_active"] == 24
    assert measured["participations"] == 24 * COURSES_OF_PUPIL
    assert measured["done"] == 24 * COURSES_OF_PUPIL * ACTIVITIES
