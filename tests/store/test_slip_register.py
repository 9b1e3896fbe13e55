"""The register of slips tells the newest state, and an older folder gets it on opening."""

import sqlite3
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.slip_register import SlipRegister, SlipState

MOMENT = datetime(2026, 9, 1, 10, 30, tzinfo=UTC)


def test_a_new_password_begins_anew_and_events_follow_in_order(tmp_path: Path) -> None:
    with open_database(tmp_path / "state.sqlite") as database:
        register = SlipRegister(database)
        register.record(["a", "b"], "issued", MOMENT, "1.csv")
        register.record(["a"], "printed", MOMENT)
        register.record(["a"], "handed", date(2026, 9, 2))
        assert register.states() == {
            "a": SlipState(
                MOMENT,
                printed=date(2026, 9, 1),
                handed=date(2026, 9, 2),
                files=frozenset({"1.csv"}),
            ),
            "b": SlipState(MOMENT, files=frozenset({"1.csv"})),
        }
        register.record(["a"], "unsure", MOMENT, "2.csv")
        state = register.states()["a"]
        assert (state.unsure, state.reissued, state.printed, state.handed) == (
            True,
            True,
            None,
            None,
        )
        assert state.files == {"1.csv", "2.csv"}
        register.record(["a"], "reissued", MOMENT, "3.csv")
        register.record(["a"], "purged", date(2026, 10, 1))
        state = register.states()["a"]
        assert (state.unsure, state.reissued, state.purged) == (False, True, date(2026, 10, 1))
        assert [one["event"] for one in register.events("a")] == [
            "issued", "printed", "handed", "unsure", "reissued", "purged",
        ]  # fmt: skip
        register.forget_person("a")
        assert list(register.states()) == ["b"]


def test_sheets_are_remembered_by_their_place(tmp_path: Path) -> None:
    with open_database(tmp_path / "state.sqlite") as database:
        register = SlipRegister(database)
        register.remember_sheet(tmp_path / "9А.html", 3, ["9А"], MOMENT)
        register.remember_sheet(tmp_path / "9А.html", 4, ["9А", ""], MOMENT)
        [sheet] = register.sheets()
        assert (sheet.path.name, sheet.slips, sheet.classes) == ("9А.html", 4, ("9А", ""))
        register.forget_sheets([sheet.path])
        assert register.sheets() == []


def test_a_folder_of_the_first_version_gets_the_register(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    connection = sqlite3.connect(path)
    schema = resources.files("vsosh_moodle.store").joinpath("schema.sql")
    connection.executescript(schema.read_text(encoding="utf-8"))
    connection.execute("INSERT INTO applied (kind, key) VALUES ('user', 'a')")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with open_database(path) as database:
        assert database.rows("SELECT key FROM applied") == [("a",)]
        assert SlipRegister(database).states() == {}
