"""What the program writes about people is for the one who ran it, whatever the system's default is."""

import os
import stat

import pytest

from tests.security.conftest import Journey

OPEN = ("config.yaml", "course_templates/", "rosters/", "registers/", ".vsosh/config.schema.json",
        ".vsosh/template.schema.json", ".vsosh/questions.schema.json")  # fmt: skip
"""The user's own files, and those with nobody in them."""


@pytest.mark.skipif(os.name != "posix", reason="files have no modes here")
def test_every_file_the_program_made_is_closed_to_others(journey: Journey) -> None:
    made = {name: path for name, path in journey.files().items() if not name.startswith(OPEN)}
    assert len(made) > 12
    loose = {
        name: oct(stat.S_IMODE(path.stat().st_mode))
        for name, path in made.items()
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    }
    assert loose == {}


@pytest.mark.skipif(os.name != "posix", reason="folders have no modes here")
def test_folders_of_state_and_slips_are_closed(journey: Journey) -> None:
    for name in (".vsosh", ".vsosh/backups", "slips"):
        mode = stat.S_IMODE((journey.folder / name).stat().st_mode)
        assert mode & 0o077 == 0, (name, oct(mode))
