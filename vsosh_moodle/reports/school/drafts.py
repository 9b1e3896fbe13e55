"""Drafted conclusions, by the sections they stand in."""

from vsosh_moodle.reports.school.conclusions_file import Draft
from vsosh_moodle.reports.school.material import Material


def draft_conclusions(material: Material) -> tuple[Draft, ...]:
    """Return the drafts that follow from these figures."""
    del material
    return ()
