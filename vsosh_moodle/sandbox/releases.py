"""What differs between the Moodle releases the sandbox can be: all of it is here.

Fields that appeared later carry `@4.5` in `declarations/`.
"""

from dataclasses import dataclass
from typing import Literal

ReleaseName = Literal["4.1", "4.5"]


@dataclass(frozen=True, slots=True)
class Release:
    r"""One Moodle release: what it says of itself and how it differs from the others.

    namespaced: exceptions are `core\exception\moodle_exception`, not `moodle_exception`.
    section_name: the default name of a section in the topics format.
    section_word: what the format calls a section in its hints.
    dates_new_courses: a course without dates starts today and ends in a year.
    shows_activity_dates: `showactivitydates` of a new course.
    indents: `get_courses_by_field` lists the site's `indentation` setting of the format.
    formats_group_names: names of groups are escaped (4.1 hands them out raw).
    lists_no_groups: a user without groups has `groups: []` (4.5 leaves the key out).
    tells_admins_contacts: an administrator gets address and phones without asking.
    checks_enrolled_user: an unknown user is `invaliduser` (4.1 stumbles over it: `codingerror`).
    welcomes: enrolling mails a welcome once the course has a teacher.
    """

    name: ReleaseName
    release: str
    version: str
    docs: str
    namespaced: bool
    section_name: str
    section_word: str
    dates_new_courses: bool
    shows_activity_dates: bool
    indents: bool
    formats_group_names: bool
    lists_no_groups: bool
    tells_admins_contacts: bool
    checks_enrolled_user: bool
    welcomes: bool

    def has(self, since: str) -> bool:
        """Whether a field or function marked "since 4.x" exists in this release."""
        return _numbers(self.name) >= _numbers(since)


RELEASES: dict[ReleaseName, Release] = {
    "4.1": Release(
        name="4.1",
        release="4.1.1 (Build: 20230116)",
        version="2022112801",
        docs="401",
        namespaced=False,
        section_name="Topic {number}",
        section_word="topic",
        dates_new_courses=False,
        shows_activity_dates=False,
        indents=False,
        formats_group_names=False,
        lists_no_groups=True,
        tells_admins_contacts=False,
        checks_enrolled_user=False,
        welcomes=False,
    ),
    "4.5": Release(
        name="4.5",
        release="4.5.6 (Build: 20250811)",
        version="2024100706",
        docs="405",
        namespaced=True,
        section_name="New section",
        section_word="section",
        dates_new_courses=True,
        shows_activity_dates=True,
        indents=True,
        formats_group_names=True,
        lists_no_groups=False,
        tells_admins_contacts=True,
        checks_enrolled_user=True,
        welcomes=True,
    ),
}


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))
