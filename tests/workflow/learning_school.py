"""A small school whose snapshot is made by hand: everybody in it belongs into another list or letter."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.store.snapshot_site import Site, take_snapshot
from tests.workflow.folder import Pupil, SchoolFolder
from vsosh_moodle.school.identity import IdentityPolicy
from vsosh_moodle.school.people import Role
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.school import load_school

NOW = datetime(date.today().year, date.today().month, date.today().day, 9, tzinfo=UTC)
EXTRA = """\
letters:
  contact: "+7 000 000-00-00"
  classes:
    9А: {tutor: Наставникова Мадина Сослановна, contact: "каб. 7"}
"""

PUPILS = [
    Pupil("Дзугаров", "Л1", "9А", "Хетаг", "Казбекович"),
    Pupil("Берая", "Л2", "9А", "Залина", "Мурадовна", born="01.02.1990", category="спортсмены"),
    Pupil("Ким", "Л3", "9А", "Саша", "", born=""),
    Pupil("Цъеутов", "Л4", "9Б", "Алан", "Олегович"),
]


def ago(days: int) -> int:
    """Return the moment that many days ago, in Unix seconds."""
    return int((NOW - timedelta(days=days)).timestamp())


def school_with_snapshot(
    root: Path, change: Callable[[Site, str], None] | None = None, *, extra: str = EXTRA
) -> Project:
    """Write the school and one snapshot of it of today; `change` may alter the site before.

    Хетаг works and is late with a task, Залина was last there 20 days ago, Саша never; Алан of 9Б has
    done nine tasks of ten.
    """
    folder = SchoolFolder(root, extra=extra, rows=PUPILS)
    project = folder.write()
    keys = _freeze(project)
    site = Site()
    course = f"{load_school(project).keys.course('oge')}"
    _fill(site, course, keys)
    if change is not None:
        change(site, course)
    contingent = {
        (keys[one.last],): (one.class_name, "очная", False, "sport" if one.category else "")
        for one in PUPILS
    }
    with open_database(project.state / STATE_FILE) as database:
        take_snapshot(database, site, ago(0), contingent)
    return project


def key_of(project: Project, last: str) -> str:
    """Return the idnumber of a pupil."""
    with open_database(project.state / STATE_FILE) as database:
        entries = PeopleLedger(database).entries()
    return next(one.idnumber for one in entries if one.last_name == last)


def _freeze(project: Project) -> dict[str, str]:
    people = [one for one in load_school(project).roster.people if one.role is Role.STUDENT]
    project.state.mkdir(exist_ok=True)
    with open_database(project.state / STATE_FILE) as database:
        ledger = PeopleLedger(database)
        proposal = ledger.propose(people, IdentityPolicy())
        ledger.commit(proposal.identities)
    return {person.last_name: one.idnumber for person, one in proposal.identities.items()}


def _fill(site: Site, course: str, keys: dict[str, str]) -> None:
    site.course(course, "ОГЭ по математике")
    for number in range(1, 11):
        due = {1: ago(3), 2: ago(-3)}.get(number, 0)
        site.activity(course, number, key=f"{course}:a{number}", due=due)
    site.enrol(course, *keys.values())
    last_access = {"Дзугаров": 1, "Берая": 20, "Ким": None, "Цъеутов": 2}
    for last, days in last_access.items():
        seen = 0 if days is None else ago(days)
        site.put("accounts", keys[last], says=(seen, seen, False))
        if seen:
            site.put("access", course, keys[last], says=(seen,))
    done = {"Дзугаров": (3, 4, 5), "Берая": (1,), "Цъеутов": (1, 2, 3, 4, 5, 6, 7, 8, 9)}
    for last, numbers in done.items():
        for number in numbers:
            site.put(
                "completion", course, keys[last], number, says=(1, ago(last_access[last] or 0))
            )
