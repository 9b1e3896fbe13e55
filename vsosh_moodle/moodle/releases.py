"""What differs between Moodle releases, in one place.

Error class names differ (namespaced since 4.5) and are never read: `errorcode` decides.
"""

from dataclasses import dataclass
from typing import Literal

Support = Literal["verified", "expected", "too_old"]

# Moodle's version.php numbers: the first of a branch.
_VERSION_4_1 = 2022112800
_VERSION_4_2 = 2023042400
_VERSION_4_4 = 2024042200
_VERSION_4_5 = 2024100700
_VERSION_5_0 = 2025041400


@dataclass(frozen=True, slots=True)
class Release:
    """What a site of one version does.

    `welcome_mail`: enrolling writes to the pupil at every call once the course has a teacher.
    `default_section_names_numbered`: an untouched section is «Topic 1», not «New section».
    `group_participation`: groups have `visibility` and `participation`.
    """

    support: Support
    welcome_mail: bool
    default_section_names_numbered: bool
    group_participation: bool


def release_of(version: int) -> Release:
    """Return what a site with this `version` number does (2024100706 is 4.5.6)."""
    return Release(
        support=_support(version),
        welcome_mail=version >= _VERSION_4_5,
        default_section_names_numbered=version < _VERSION_4_4,
        group_participation=version >= _VERSION_4_2,
    )


def _support(version: int) -> Support:
    if version < _VERSION_4_1:
        return "too_old"
    return "verified" if version < _VERSION_5_0 else "expected"
