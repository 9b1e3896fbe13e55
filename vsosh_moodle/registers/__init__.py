"""Registers: spreadsheets with what Moodle does not know (curriculum, staff, training, devices…)."""
