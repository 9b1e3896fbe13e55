"""The rows of «Продления» with the accounts of the people they are about."""

from collections.abc import Iterable

from vsosh_moodle.desired.account import Account
from vsosh_moodle.desired.exceptions import PupilTerms
from vsosh_moodle.registers.people import KnownPerson, index_people
from vsosh_moodle.registers.read import read_registers
from vsosh_moodle.registers.words import RegisterWords
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.register_files import find_register_files
from vsosh_moodle.workflow.school import LoadedSchool


def load_pupil_terms(
    project: Project, school: LoadedSchool, people: Iterable[tuple[Person, Account]]
) -> tuple[PupilTerms, ...]:
    """Return the terms that the registers give, by the keys of accounts; bad rows are left out.

    What is wrong with rows is told by `registers check`, with the other registers.
    """
    paths, _problems = find_register_files(project, school)
    if not paths:
        return ()
    known = [
        KnownPerson(person, account.key)
        for person, account in people
        if person.role is Role.STUDENT
    ]
    words = RegisterWords(
        classes=frozenset(school.config.class_names()), pupils=index_people(known)
    )
    reading = read_registers(
        paths, words, school.day, year_start=school.config.school_year().start, root=project.root
    )
    return tuple(
        PupilTerms(
            reading.pupils[row.person, str(row.class_name)],
            row.course,
            row.task,
            row.due,
            row.factor,
            row.minutes,
            row.attempts,
            row.source,
        )
        for row in reading.registers.exceptions
    )
