"""The days of leaving are kept over runs, corrected, and forgotten when somebody comes back."""

from datetime import date
from pathlib import Path

from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.departures import Departures

FIRST, LATER = date(2026, 11, 25), date(2026, 12, 1)


def test_days_are_kept_corrected_and_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with open_database(path) as database:
        Departures(database).record({"v:p:1": FIRST, "v:p:2": FIRST})
    with open_database(path) as database:
        departures = Departures(database)
        assert departures.load_departures() == {"v:p:1": FIRST, "v:p:2": FIRST}
        departures.record({"v:p:1": LATER}, ["v:p:2", "v:p:9"])
        assert departures.load_departures() == {"v:p:1": LATER}
        departures.record({}, ["v:p:1"])
        assert departures.load_departures() == {}
