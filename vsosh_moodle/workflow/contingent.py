"""The pupils of the school's lists on a day, as a snapshot remembers them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from vsosh_moodle.school.classes import ClassName, SchoolClass, StudyForm
from vsosh_moodle.school.identity import LedgerEntry, question_code
from vsosh_moodle.school.learning import ContingentRow, GapRow
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.school import LoadedSchool


@dataclass(slots=True)
class ContingentOfDay:
    """The rows of a day; `digests` names, for who got an account, the name they had before it.

    `is_whole` is false when files have errors: who is missing then need not have left.
    """

    rows: list[ContingentRow] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    gaps: list[GapRow] = field(default_factory=list)
    is_whole: bool = True


def load_contingent(school: LoadedSchool, ledger: PeopleLedger, today: date) -> ContingentOfDay:
    """Return the pupils the lists have today: those who have come, and have not left, by their dates.

    Who stands there twice is counted once, in the class of the later row, and told as a gap.
    """
    classes = {one.name: one for one in school.config.school_classes()}
    found = ContingentOfDay(is_whole=not school.errors)
    if school.errors:
        found.gaps.append(GapRow("files-unsound", "", str(len(school.errors))))
    by_person: dict[str, ContingentRow] = {}
    for person in _pupils(school.roster.people, today):
        entry = ledger.match(person)
        digest = learner_without_account(person)
        key = entry.idnumber if isinstance(entry, LedgerEntry) else digest
        if key != digest:
            found.digests[key] = digest
        if key in by_person and by_person[key].class_name != str(person.class_name or ""):
            found.gaps.append(GapRow("pupil-twice", "", key))
        by_person[key] = _row(key, person, classes)
    found.rows = list(by_person.values())
    return found


def learner_without_account(person: Person) -> str:
    """Return what a snapshot calls somebody who has no account yet: a digest of the row, no name."""
    return f"?{question_code(person)}"


def _pupils(people: Iterable[Person], today: date) -> list[Person]:
    return [
        person
        for person in people
        if person.role is Role.STUDENT
        and (person.start is None or person.start <= today)
        and (person.end is None or person.end >= today)
    ]


def _row(key: str, person: Person, classes: dict[ClassName, SchoolClass]) -> ContingentRow:
    known = classes.get(person.class_name) if person.class_name is not None else None
    return ContingentRow(
        person=key,
        class_name=str(person.class_name or ""),
        form=(known.form if known else StudyForm.FULL_TIME).value,
        distance=known.distance if known else False,
        categories=tuple(sorted(person.categories)),
    )
