"""Rounds on a real Moodle: the way to it, its tables, the states it can be put into."""

import argparse
import random
import shlex
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.disk import SmallDisk
from tests.chaos.eyes import PostgresEyes
from tests.chaos.proxy import ChaosProxy
from tests.chaos.rounds import Ground
from tests.chaos.school import School
from tests.chaos.truths import Witness

PACE = 0.1
SILENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class LiveSite:
    """A real Moodle on PostgreSQL that rounds may fill and begin anew."""

    url: str
    token: str
    database: str
    reset: str
    data: Path | None

    @classmethod
    def of(cls, given: argparse.Namespace) -> "LiveSite":
        """Take the site from the arguments of the command line; SystemExit when some are missing."""
        if not (given.live_token_file and given.live_database and given.live_reset):
            raise SystemExit("--live-url needs --live-token-file, --live-database, --live-reset")
        token = given.live_token_file.read_text("ascii").strip()
        return cls(
            given.live_url.rstrip("/"),
            token,
            given.live_database,
            given.live_reset,
            given.live_data,
        )

    def ground(self, seed: int, number: int, scratch: Path) -> Ground:
        """Make the site new, and a school of its own."""
        subprocess.run(shlex.split(self.reset), check=True, capture_output=True)
        rng = random.Random(f"{seed}/site/{number}")
        switches = _Switches(self)
        proxy = ChaosProxy(self.url, switches.switch)
        disk = SmallDisk(scratch / f"disk-{number}")
        school = School.at(disk.root / "школа", proxy.url, self.token, rng)
        eyes = PostgresEyes(self.url, self.database)
        plugin = bool(
            eyes.rows("SELECT 1 FROM {config_plugins} WHERE plugin = 'local_vsosh' LIMIT 1")
        )

        def close() -> None:
            proxy.close()
            switches.normal()
            disk.close()
            shutil.rmtree(disk.root, ignore_errors=True)

        return Ground(
            eyes, proxy, disk, school, Witness(eyes, school, plugin), PACE, SILENCE_SECONDS, close
        )


class _Switches:
    """The states of a real site: its page of maintenance, its database that takes no writes."""

    def __init__(self, site: LiveSite) -> None:
        self._site = site
        self._on: set[str] = set()
        self._lock = threading.Lock()
        self._page = site.data / "climaintenance.html" if site.data else None

    def switch(self, kind: str, on: bool) -> bool:
        """Put the site into a state or out of it; False where it is only answered for it."""
        known = kind == "db-readonly" or (kind == "maintenance" and self._page is not None)
        with self._lock:
            if known and on != (kind in self._on):
                self._turn(kind, on=on)
                self._on ^= {kind}
        return known

    def normal(self) -> None:
        """Take the site out of every state."""
        for kind in tuple(self._on):
            self.switch(kind, on=False)

    def _turn(self, kind: str, *, on: bool) -> None:
        if kind == "maintenance" and self._page is not None:
            self._page.write_text("<html>maintenance</html>") if on else self._page.unlink()
            return
        name = self._site.database.rpartition("/")[2]
        value = (
            "SET default_transaction_read_only = on"
            if on
            else "RESET default_transaction_read_only"
        )
        # One text would be one transaction, and that one would still be read-only.
        ours = ["-c", "SET default_transaction_read_only = off"]
        theirs = ["-c", f"ALTER DATABASE {name} {value}"]
        command = ["psql", "-Xq", self._site.database, *ours, *theirs]
        subprocess.run(command, check=True, capture_output=True)
