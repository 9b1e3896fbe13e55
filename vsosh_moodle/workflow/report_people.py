"""Who the people of a report are: names by idnumber, pupils of the lists with sex and birth date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from vsosh_moodle.config.models import Config
from vsosh_moodle.reports.school.material import PupilRow
from vsosh_moodle.school.declension import decline_name
from vsosh_moodle.school.gender import Gender, gender_of
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.contingent import learner_without_account

_GENDERS: tuple[Gender, ...] = ("m", "f")


@dataclass(frozen=True, slots=True)
class ReportPeople:
    """Names by idnumber, and what a report without names hides: surnames of pupils in all cases, folded."""

    pupils: Mapping[str, str] = field(default_factory=dict)
    teachers: Mapping[str, str] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()


def load_people(ledger: PeopleLedger | None, rosters: Iterable[Person]) -> ReportPeople:
    """Return the names of everybody the ledger or the lists have, and the surnames of all pupils."""
    pupils: dict[str, str] = {}
    teachers: dict[str, str] = {}
    surnames = set()
    for person in rosters:
        if person.role is Role.STUDENT:
            surnames.add(person.last_name)
            pupils[learner_without_account(person)] = person.full_name
    for entry in ledger.entries() if ledger is not None else ():
        names = pupils if entry.role is Role.STUDENT else teachers
        parts = (entry.last_name, entry.first_name, entry.middle_name)
        names[entry.idnumber] = " ".join(part for part in parts if part)
        if entry.role is Role.STUDENT:
            surnames.add(entry.last_name)
    return ReportPeople(pupils, teachers, _in_all_cases(surnames - {""}))


def _in_all_cases(surnames: Iterable[str]) -> frozenset[str]:
    """Return surnames in every case, folded: «наградили Иванову» names her too."""
    forms = set(surnames)
    for last in surnames:
        for gender in _GENDERS:
            forms |= set(decline_name(last, "", roster_gender=gender).last.cases().values())
    return frozenset(map(fold_name, forms - {""}))


def fold_name(name: str) -> str:
    """Return a surname as it is compared with the words of a text."""
    return name.casefold().replace("ё", "е")


def pupil_rows(
    rosters: Iterable[Person], config: Config, ledger: PeopleLedger | None, day: date
) -> tuple[PupilRow, ...]:
    """Return the pupils the lists have on a day, each once: who stands there twice, by the later row."""
    classes = {one.name: one for one in config.school_classes()}
    rows: dict[str, PupilRow] = {}
    for person in rosters:
        gone = person.end is not None and person.end < day
        if person.role is not Role.STUDENT or person.class_name is None or gone:
            continue
        if person.start is not None and person.start > day:
            continue
        known = classes.get(person.class_name)
        entry = ledger.match(person) if ledger is not None else None
        key = entry.idnumber if isinstance(entry, LedgerEntry) else learner_without_account(person)
        rows[key] = PupilRow(
            person=key,
            class_name=str(person.class_name),
            form=known.form.value if known else "",
            distance=known.distance if known else False,
            sex=gender_of(person.middle_name),
            born=person.birth_date,
            categories=tuple(sorted(person.categories)),
        )
    return tuple(rows.values())
