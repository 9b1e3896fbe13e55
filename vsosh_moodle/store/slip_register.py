"""The register of slips: who was given a password, whose slip was printed, who signed for it."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from vsosh_moodle.store.database import Database

SlipEvent = Literal["issued", "reissued", "unsure", "printed", "handed", "purged"]


@dataclass(frozen=True, slots=True)
class SlipState:
    """How it stands with a person's newest password.

    `issued` is when it was made; `reissued` whether it was not the first; `unsure` whether the site
    may not have taken it; `printed`, `handed` and `purged` are None until then. `files` are the
    files of slips that the person's passwords came in.
    """

    issued: datetime | None = None
    reissued: bool = False
    unsure: bool = False
    printed: date | None = None
    handed: date | None = None
    purged: date | None = None
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of printed slips: where it is, when it was made, of how many and which classes."""

    path: Path
    made: datetime
    slips: int
    classes: tuple[str, ...]


class SlipRegister:
    """The events in the project's state file; a person is known by the key of their account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self, keys: Iterable[str], event: SlipEvent, when: datetime | date, file: str = ""
    ) -> None:
        """Add an event for each person; a moment is kept in UTC, a day as it is."""
        moment = when.astimezone(UTC) if isinstance(when, datetime) else when
        self._database.execute_many(
            "INSERT INTO slip_events (idnumber, event, happened, file) VALUES (?, ?, ?, ?)",
            [(key, event, moment.isoformat(), file) for key in keys],
        )

    def states(self) -> dict[str, SlipState]:
        """Return how it stands with everybody who ever had a slip, by key."""
        states: dict[str, SlipState] = {}
        rows = self._database.stream(
            "SELECT idnumber, event, happened, file FROM slip_events ORDER BY id"
        )
        for key, event, happened, file in rows:
            states[key] = _after(states.get(key, SlipState()), event, happened, file)
        return states

    def events(self, key: str) -> list[dict[str, str]]:
        """Return what happened to a person's slips, in order, as JSON holds it."""
        rows = self._database.rows(
            "SELECT event, happened, file FROM slip_events WHERE idnumber = ? ORDER BY id", (key,)
        )
        return [{"event": event, "when": when, "file": file} for event, when, file in rows]

    def forget_person(self, key: str) -> None:
        """Forget what happened to the slips of a person whose data are destroyed."""
        self._database.execute("DELETE FROM slip_events WHERE idnumber = ?", (key,))

    def remember_sheet(self, path: Path, slips: int, classes: Sequence[str], now: datetime) -> None:
        """Remember a file of printed slips, so that it is found again when it is to be deleted."""
        self._database.execute(
            "INSERT INTO slip_sheets (path, made, slips, classes) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET made = excluded.made, slips = excluded.slips,"
            " classes = excluded.classes",
            (
                str(path),
                now.astimezone(UTC).isoformat(),
                slips,
                json.dumps(list(classes), ensure_ascii=False),
            ),
        )

    def sheets(self) -> list[Sheet]:
        """Return the files of printed slips, the oldest first; some may be there no more."""
        rows = self._database.rows(
            "SELECT path, made, slips, classes FROM slip_sheets ORDER BY made, path"
        )
        return [
            Sheet(Path(path), datetime.fromisoformat(made), slips, tuple(json.loads(classes)))
            for path, made, slips, classes in rows
        ]

    def forget_sheets(self, paths: Collection[Path]) -> None:
        """Forget files of printed slips that are there no more."""
        self._database.execute_many(
            "DELETE FROM slip_sheets WHERE path = ?", [(str(path),) for path in paths]
        )


def _after(state: SlipState, event: SlipEvent, happened: str, file: str) -> SlipState:
    files = state.files | {file} if file else state.files
    if event in ("issued", "reissued", "unsure"):
        return SlipState(
            issued=datetime.fromisoformat(happened),
            reissued=event != "issued",
            unsure=event == "unsure",
            files=files,
        )
    day = date.fromisoformat(happened[:10])
    if event == "printed":
        return replace(state, printed=day)
    if event == "handed":
        return replace(state, handed=day)
    return replace(state, purged=day)
