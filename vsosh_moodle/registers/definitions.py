"""The kinds of registers: the one list that the reader, the template and the command line go by.

Titles and words to choose from are Russian in any language: they are what stands in the school's files.
"""

from vsosh_moodle.registers.columns import RegisterDefinition
from vsosh_moodle.registers.exception_register import exceptions
from vsosh_moodle.registers.pupil_registers import devices, letters, projects, trials
from vsosh_moodle.registers.school_registers import past_years, resources, rooms, software
from vsosh_moodle.registers.staff_registers import curriculum, events, staff, training
from vsosh_moodle.registers.timetable_register import timetable


def definitions() -> tuple[RegisterDefinition, ...]:
    """Return all kinds in the order of the template's sheets."""
    return (
        curriculum(),
        timetable(),
        staff(),
        training(),
        trials(),
        devices(),
        rooms(),
        projects(),
        events(),
        letters(),
        exceptions(),
        resources(),
        software(),
        past_years(),
    )
