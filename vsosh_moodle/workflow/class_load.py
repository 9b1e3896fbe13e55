"""Who learns in each class, as far as norms ask: minors, and pupils without a device."""

from collections.abc import Iterable, Sequence
from datetime import date

from vsosh_moodle.registers.records import DeviceRow
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Role
from vsosh_moodle.timetable.findings import ClassFacts
from vsosh_moodle.workflow.school import LoadedSchool

OF_AGE = 18


def class_facts(
    school: LoadedSchool, devices: Sequence[DeviceRow], day: date
) -> dict[ClassName, ClassFacts]:
    """Return of each class how many learn in it, how many are minors on a day, how many have no device.

    A pupil without a birth date counts as a minor.
    """
    facts = {}
    for name in school.config.class_names():
        pupils = [
            one
            for one in school.roster.people
            if one.role is Role.STUDENT and one.class_name == name
        ]
        minors = sum(not _is_of_age(one.birth_date, day) for one in pupils)
        facts[name] = ClassFacts(len(pupils), minors, len(without_device(devices, name, day)))
    return facts


def without_device(devices: Iterable[DeviceRow], name: ClassName, day: date) -> tuple[str, ...]:
    """Return the pupils of a class who have nothing to learn with at home on a day, as rows name them."""
    has: dict[str, bool] = {}
    for row in devices:
        if row.class_name == name:
            lent = row.has == "loan" and (row.returned is None or row.returned > day)
            has[row.person] = has.get(row.person, False) or row.has == "own" or lent
    return tuple(person for person, own in has.items() if not own)


def _is_of_age(birth: date | None, day: date) -> bool:
    if birth is None:
        return False
    return (day.year - birth.year) - ((day.month, day.day) < (birth.month, birth.day)) >= OF_AGE
