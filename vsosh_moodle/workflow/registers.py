"""The registers of a project: read, matched with its people, with all their problems."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from vsosh_moodle.indicators.definitions import definitions
from vsosh_moodle.problems import Problem
from vsosh_moodle.registers.definitions import definitions as registers
from vsosh_moodle.registers.people import KnownPerson, PeopleIndex, index_people
from vsosh_moodle.registers.read import RegisterReading, read_registers
from vsosh_moodle.registers.records import RegisterKind, Registers
from vsosh_moodle.registers.words import RegisterWords, exam_words
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.templates.exams import load_exams
from vsosh_moodle.templates.library import EXAMS
from vsosh_moodle.workflow.contingent import learner_without_account
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.register_files import find_register_files
from vsosh_moodle.workflow.school import LoadedSchool, SchoolFiles


class LoadedRegisters(NamedTuple):
    """The registers, what is wrong with them, and who their people are.

    `pupils` gives the idnumber of (person, class) as the rows have them, `staff` that of a member of
    the staff whom the teachers' lists know, by the name as the rows have it. Who has no account yet
    has the same key as in the contingent of a pull.
    """

    registers: Registers
    problems: tuple[Problem, ...] = ()
    pupils: Mapping[tuple[str, str], str] = {}
    staff: Mapping[str, str] = {}


def load_registers(
    project: Project, school: LoadedSchool, today: date | None = None
) -> LoadedRegisters:
    """Read the registers that `reports: registers:` names; raises nothing for bad files.

    Rows that cannot be used are left out, each with its problem. `today` is the day dates are judged
    by (default: the clock's).
    """
    read = read_project_registers(project, school, today)
    return LoadedRegisters(read.registers, tuple(read.problems), read.pupils, read.staff)


def read_project_registers(
    project: Project, school: LoadedSchool, today: date | None = None
) -> RegisterReading:
    """Read the registers as `load_registers` does, with their sheets and what was not read."""
    paths, problems = find_register_files(project, school)
    reading = read_registers(
        paths,
        register_words(project, school),
        today or date.today(),  # noqa: DTZ011  the school's own calendar day
        year_start=school.config.school_year().start,
        root=project.root,
    )
    reading.problems[:0] = problems
    return reading


def check_registers(project: Project, files: SchoolFiles) -> list[Problem]:
    """Return the problems of the registers; none where the config cannot tell what they are read by."""
    if files.school is None:
        return []
    return read_project_registers(project, files.school).problems


@dataclass(frozen=True, slots=True)
class ListedRegister:
    """A sheet with a register, and the day its file was saved."""

    kind: RegisterKind
    title: str
    file: str
    sheet: str
    rows: int
    left_out: int
    unfilled: int
    saved: date | None


def list_registers(project: Project, reading: RegisterReading) -> list[ListedRegister]:
    """Return the sheets that were read, in the order of the kinds."""
    order = {one.kind: (number, one.title) for number, one in enumerate(registers())}
    return [
        ListedRegister(
            one.kind,
            order[one.kind][1],
            one.file,
            one.sheet,
            one.rows,
            one.left_out,
            one.unfilled,
            _saved(project.root / one.file),
        )
        for one in sorted(reading.sheets, key=lambda one: order[one.kind][0])
    ]


def _saved(path: Path) -> date | None:
    try:
        return date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012  the school's own calendar day
    except OSError:
        return None


def register_words(project: Project, school: LoadedSchool) -> RegisterWords:
    """Return what the project knows: classes, courses, exams, people."""
    exams, _told_by_templates = load_exams(project.templates / EXAMS, EXAMS)
    indicators = definitions(school.config.reports.targets.model_dump())
    return RegisterWords(
        classes=frozenset(school.config.class_names()),
        courses=[course.key for course in school.programmes.courses],
        exams=exam_words(exams),
        indicators={key: one.title for key, one in indicators.items()},
        percents=frozenset(key for key, one in indicators.items() if one.unit == "percent"),
        pupils=_index(project, school, Role.STUDENT),
        staff=_index(project, school, Role.TEACHER),
    )


def _index(project: Project, school: LoadedSchool, role: Role) -> PeopleIndex:
    people = [person for person in school.roster.people if person.role is role]
    path = project.state / STATE_FILE
    if not path.exists():
        return index_people(KnownPerson(one, learner_without_account(one)) for one in people)
    with open_database(path) as database:
        return index_people(_known(PeopleLedger(database), people, role))


def _known(ledger: PeopleLedger, people: list[Person], role: Role) -> Iterator[KnownPerson]:
    """Yield the people of the lists, and after them whoever left: a past year's rows name them."""
    for person in people:
        found = ledger.match(person)
        own = found.idnumber if isinstance(found, LedgerEntry) else learner_without_account(person)
        yield KnownPerson(person, own)
    for entry in ledger.entries():
        if entry.role is role:
            yield KnownPerson(_person_of(entry), entry.idnumber)


def _person_of(entry: LedgerEntry) -> Person:
    return Person(
        entry.role,
        entry.last_name,
        entry.first_name,
        entry.middle_name,
        birth_date=entry.birth_date,
        school_number=entry.school_number,
    )
