"""Lists of pupils and teachers -> people, with every problem located."""

from vsosh_moodle.rosters.read import DroppedColumn, Roster, SkippedRow, SkippedSheet, read_rosters
from vsosh_moodle.rosters.repairs import Repair

__all__ = ["DroppedColumn", "Repair", "Roster", "SkippedRow", "SkippedSheet", "read_rosters"]
