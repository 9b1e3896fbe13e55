"""What differs between releases."""

import pytest

from vsosh_moodle.moodle.releases import release_of


@pytest.mark.parametrize(
    ("version", "support"),
    [
        (2022041900, "too_old"),
        (2022112801, "verified"),
        (2024100706, "verified"),
        (2025041400, "expected"),
    ],
)
def test_support_follows_the_version_number(version: int, support: str) -> None:
    assert release_of(version).support == support


def test_releases_differ_in_mail_sections_and_groups() -> None:
    old, new = release_of(2022112801), release_of(2024100706)
    assert (old.welcome_mail, new.welcome_mail) == (False, True)
    assert (old.default_section_names_numbered, new.default_section_names_numbered) == (True, False)
    assert (old.group_participation, new.group_participation) == (False, True)
