"""What an examination of a site found, as data for the terminal and for JSON."""

from dataclasses import dataclass
from typing import Literal

from vsosh_moodle.errors import ExitCode

Status = Literal["ok", "note", "warn", "fail"]
STATUSES: tuple[Status, ...] = ("ok", "note", "warn", "fail")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: what it is, how it stands, what to do about it.

    `code` is a stable English name for JSON; `note` is for what cannot be found out or is only
    worth knowing; `exit_code` counts when the status is `fail`.
    """

    code: str
    title: str
    status: Status
    detail: str
    hint: str = ""
    exit_code: ExitCode = ExitCode.MOODLE

    def as_json(self) -> dict[str, str]:
        """Return the finding as `doctor --format json` prints it."""
        return {
            "check": self.code,
            "status": self.status,
            "title": self.title,
            "detail": self.detail,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All findings about one site, in the order they were made."""

    url: str
    findings: tuple[Finding, ...]

    def count(self, status: Status) -> int:
        """Return how many findings have a status."""
        return sum(finding.status == status for finding in self.findings)

    @property
    def exit_code(self) -> ExitCode:
        """0 when the site can be worked with, else the code of the gravest failure."""
        codes = [one.exit_code for one in self.findings if one.status == "fail"]
        return max(codes, default=ExitCode.OK)

    def as_json(self) -> dict[str, object]:
        """Return the report as `doctor --format json` prints it."""
        return {
            "url": self.url,
            "exit_code": int(self.exit_code),
            "counts": {status: self.count(status) for status in STATUSES},
            "checks": [finding.as_json() for finding in self.findings],
        }
