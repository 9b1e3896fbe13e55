"""What the registers say of one person."""

from collections.abc import Collection, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.registers import read_project_registers
from vsosh_moodle.workflow.school import LoadedSchool


def find_in_registers(
    project: Project, school: LoadedSchool | None, keys: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Yield the rows about whoever has one of these keys, as JSON holds them, with their places.

    Without a config that can be read nobody can tell whose rows they are: none.
    """
    if school is None:
        return
    reading = read_project_registers(project, school)
    for definition in definitions():
        for row in getattr(reading.registers, definition.kind):
            if definition.names_pupils:
                key = reading.pupils.get((row.person, str(row.class_name)))
            elif definition.names_people:
                key = reading.staff.get(row.name)
            else:
                break
            if key in keys:
                cells = {one.name: _cell(getattr(row, one.name)) for one in fields(row)}
                cells.pop("source")
                yield {"register": definition.title, "place": str(row.source), **cells}


def _cell(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | tuple | None) else str(value)
