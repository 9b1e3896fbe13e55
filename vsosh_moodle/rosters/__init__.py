"""Lists of pupils and teachers -> people, with every problem located."""

from vsosh_moodle.rosters.read import DroppedColumn, Roster, SkippedSheet, read_rosters

__all__ = ["DroppedColumn", "Roster", "SkippedSheet", "read_rosters"]
