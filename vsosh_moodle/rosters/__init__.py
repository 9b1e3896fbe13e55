"""Lists of pupils and teachers -> people, with every problem located."""

from vsosh_moodle.rosters.read import DroppedColumn, Roster, SkippedRow, SkippedSheet, read_rosters

__all__ = ["DroppedColumn", "Roster", "SkippedRow", "SkippedSheet", "read_rosters"]
