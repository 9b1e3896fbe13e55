"""Events of the whole school in config.yaml: what is wrong with them, all at once."""

from pathlib import Path

from vsosh_moodle.config.load import read_config
from vsosh_moodle.sources.shipped import shipped

EVENTS = """\
  events:
    - {key: open-day, name: День открытых дверей, date: 2027-04-17, time: "15:00", minutes: 90}
    - {key: open-day, name: Выпускной, date: 2027-06-25}
    - {key: summer, name: Лето, date: 2028-07-01}
    - {key: long, name: Собрание, date: 2026-10-01, minutes: 60}
"""
WRONG = """\
  events:
    - {key: Open day, name: "Сбор <b>", date: 2027-04-17, time: "25:00"}
"""


def read(tmp_path: Path, events: str) -> list[tuple[str, str]]:
    """Return the event and the code of each problem with the example config and these events."""
    text = shipped("config.example.yaml").read_text(encoding="utf-8")
    at = text.index("  holidays:")
    path = tmp_path / "config.yaml"
    path.write_text(text[:at] + events + text[at:], encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = read_config(path)
    return sorted(
        (lines[one.place.line - 1].split(",")[0].strip(" -{"), one.code)
        for one in found.problems
        if one.place.line
    )


def test_what_does_not_agree_is_told_together(tmp_path: Path) -> None:
    assert read(tmp_path, EVENTS) == [
        ("key: long", "event-minutes"),
        ("key: open-day", "duplicate-key"),
        ("key: summer", "date-outside"),
    ]


def test_a_value_that_is_none_is_told(tmp_path: Path) -> None:
    codes = {code for _event, code in read(tmp_path, WRONG)}
    assert {"bad-name", "bad-time"} <= codes
    assert len(codes) == 3
