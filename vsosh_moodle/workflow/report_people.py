"""Who the people of a report are: names by idnumber, pupils of the lists with sex and birth date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vsosh_moodle.config.models import Config
from vsosh_moodle.reports.school.material import PupilRow
from vsosh_moodle.school.gender import gender_of
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.people_ledger import PeopleLedger


@dataclass(frozen=True, slots=True)
class ReportPeople:
    """Names of pupils and teachers by idnumber, and the surnames that a report without names hides."""

    pupils: Mapping[str, str] = field(default_factory=dict)
    teachers: Mapping[str, str] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()


def load_people(ledger: PeopleLedger | None, rosters: Iterable[Person]) -> ReportPeople:
    """Return the names of everybody the ledger has, and the surnames of the lists besides."""
    pupils: dict[str, str] = {}
    teachers: dict[str, str] = {}
    surnames = {one.last_name for one in rosters if one.role is Role.STUDENT}
    for entry in ledger.entries() if ledger is not None else ():
        names = pupils if entry.role is Role.STUDENT else teachers
        parts = (entry.last_name, entry.first_name, entry.middle_name)
        names[entry.idnumber] = " ".join(part for part in parts if part)
        if entry.role is Role.STUDENT:
            surnames.add(entry.last_name)
    return ReportPeople(pupils, teachers, frozenset(surnames - {""}))


def pupil_rows(
    rosters: Iterable[Person], config: Config, ledger: PeopleLedger | None
) -> tuple[PupilRow, ...]:
    """Return the pupils of the lists as the statistical form counts them."""
    classes = {one.name: one for one in config.school_classes()}
    rows = []
    for person in rosters:
        if person.role is not Role.STUDENT or person.class_name is None:
            continue
        known = classes.get(person.class_name)
        entry = ledger.match(person) if ledger is not None else None
        rows.append(
            PupilRow(
                person=entry.idnumber if isinstance(entry, LedgerEntry) else "",
                class_name=str(person.class_name),
                form=known.form.value if known else "",
                distance=known.distance if known else False,
                sex=gender_of(person.middle_name),
                born=person.birth_date,
            )
        )
    return tuple(rows)
