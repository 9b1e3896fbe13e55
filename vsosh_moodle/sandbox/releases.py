"""What differs between the Moodle releases the sandbox can be."""

from dataclasses import dataclass
from typing import Literal

ReleaseName = Literal["4.1", "4.5"]


@dataclass(frozen=True, slots=True)
class Release:
    """One Moodle release: what it says of itself and how it differs from the others.

    `namespaced` exceptions: 4.5 reports `core\\exception\\moodle_exception`, 4.1 `moodle_exception`.
    """

    name: ReleaseName
    release: str
    version: str
    namespaced: bool
    section_name: str
    numbers_unnamed_sections: bool
    communication: bool
    warns_of_unknown_user: bool

    def has(self, since: str) -> bool:
        """Whether a field or function marked "since 4.x" exists in this release."""
        return _numbers(self.name) >= _numbers(since)


RELEASES: dict[ReleaseName, Release] = {
    "4.1": Release(
        name="4.1",
        release="4.1.1 (Build: 20230116)",
        version="2022112801",
        namespaced=False,
        section_name="Topic",
        numbers_unnamed_sections=True,
        communication=False,
        warns_of_unknown_user=False,
    ),
    "4.5": Release(
        name="4.5",
        release="4.5.6 (Build: 20250811)",
        version="2024100706",
        namespaced=True,
        section_name="New section",
        numbers_unnamed_sections=False,
        communication=True,
        warns_of_unknown_user=True,
    ),
}


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))
