"""Look into a site's database past the web services: the sandbox's, or a real Moodle's."""

import json
import re
import subprocess
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlencode
from urllib.request import urlopen

from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.install import is_password

Row = tuple[str, ...]


class Eyes(Protocol):
    """Sees the tables of a site; `{user}` in a query stands for the table of that name."""

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of a query, every value as text and NULL as ""."""

    def opens(self, login: str, password: str, digest: str) -> bool:
        """Whether a password opens an account that is not suspended."""


class SandboxEyes:
    """Sees a sandbox of this process."""

    def __init__(self, site: Sandbox) -> None:
        self._site = site

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of a query, every value as text and NULL as ""."""
        with self._site._site.lock:
            found = self._site.store.rows(re.sub(r"\{(\w+)\}", r"\1", sql))
        return [tuple("" if cell is None else str(cell) for cell in row.values()) for row in found]

    def opens(self, login: str, password: str, digest: str) -> bool:
        """Whether a password opens an account."""
        return is_password(password, digest)


class PostgresEyes:
    """Sees a real Moodle through psql: `connection` is a libpq string, with a password or none."""

    def __init__(self, site_url: str, connection: str, prefix: str = "mdl_") -> None:
        self._url = site_url
        self._command: Sequence[str] = ("psql", "-XAtq", "-F", "\x1f", "-R", "\x1e", connection)
        self._prefix = prefix

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of a query, every value as text and NULL as ""."""
        text = re.sub(r"\{(\w+)\}", rf"{self._prefix}\1", sql)
        done = subprocess.run(
            [*self._command, "-c", text], check=True, capture_output=True, text=True
        )
        rows = done.stdout.rstrip("\n")
        return [tuple(row.split("\x1f")) for row in rows.split("\x1e")] if rows else []

    def opens(self, login: str, password: str, digest: str) -> bool:
        """Whether a password opens an account: Moodle tells a good one although the service is off."""
        data = urlencode({"username": login, "password": password, "service": "none"}).encode()
        with urlopen(f"{self._url}/login/token.php", data, timeout=60) as answer:
            return json.load(answer).get("errorcode") != "invalidlogin"
