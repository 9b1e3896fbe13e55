"""Destroy what the project folder holds on a person who left (152-ФЗ, art. 21 part 4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from vsosh_moodle.apply.passwords import load_slip_file, rewrite_slips, slip_files
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.reports.purge_act import ActLine, render_purge_act
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.copies import remove_copies
from vsosh_moodle.store.database import Database, StateError, open_database
from vsosh_moodle.store.departures import Departures
from vsosh_moodle.store.exported import ExportedState
from vsosh_moodle.store.journal import Journal
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.person_progress import PersonProgress
from vsosh_moodle.store.slip_register import SlipRegister
from vsosh_moodle.store.state_errors import BACKUP_FOLDER
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.entry_levels import forget_levels
from vsosh_moodle.workflow.named_files import find_named_files
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.register_subjects import find_in_registers
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.school import load_school, read_school
from vsosh_moodle.workflow.subjects import Subject, find_subject


@dataclass(frozen=True, slots=True)
class Leaver:
    """A person whose account was closed, and the day it was (None: before the journal began)."""

    entry: LedgerEntry
    left: date | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was destroyed of one person: journal steps, remembered objects, slips' files, facts of work."""

    entry: LedgerEntry
    left: date | None
    steps: int
    objects: int
    slips: tuple[str, ...]
    facts: int = 0


def find_leaver(project: Project, who: str) -> Leaver:
    """Return the person to be forgotten, named as `find_subject` takes it.

    Raises ConfigError for a person who is in the rosters still, whose account is open, or who never had
    one: such data cannot be destroyed, because the school works with them.
    """
    subject = find_subject(project, who)
    entry = subject.entry
    if subject.rows or entry is None:
        raise ConfigError(
            _("«{who}» стоит в нынешних списках: {places}.").format(
                who=who, places="; ".join(str(row.source) for row in subject.rows)
            ),
            _("Сначала уберите человека из списков и выполните vsosh-moodle apply."),
        )
    if _is_open(subject):
        raise ConfigError(
            _("Учётная запись {login} ещё открыта.").format(login=entry.login),
            _("Выполните vsosh-moodle apply: вход закроется, и данные можно будет уничтожить."),
        )
    with open_database(project.state / STATE_FILE) as database:
        return _leaver(entry, _days_of_leaving(database))


def _is_open(subject: Subject) -> bool:
    return any(
        one["kind"] == Kind.USER and not one["fields"].get("suspended") for one in subject.applied
    )


def _days_of_leaving(database: Database) -> dict[str, date]:
    """Return the day the lists or the leavers' clock tell, else the day the account was closed."""
    closed = Journal(database).departures(Kind.USER)
    days = {key: moment.date() for key, moment in closed.items()}
    told = Departures(database).load_departures()
    return days | {key: min(day, days.get(key, day)) for key, day in told.items()}


def _leaver(entry: LedgerEntry, days: Mapping[str, date]) -> Leaver:
    return Leaver(entry, days.get(entry.idnumber))


def find_due(project: Project, today: date, years: int | None = None) -> list[Leaver]:
    """Return those who left so many years ago or more (None: as the config says), the earliest first.

    Raises InputProblems when the config cannot be used.
    """
    school = load_school(project)
    term = school.config.retention.leavers_years if years is None else years
    path = project.state / STATE_FILE
    if not path.exists():
        return []
    with open_database(path) as database:
        ledger = PeopleLedger(database)
        days = _days_of_leaving(database)
        present = {
            found.number
            for person in school.roster.people
            if isinstance(found := ledger.match(person), LedgerEntry)
        }
        leavers = [_leaver(one, days) for one in ledger.entries() if one.number not in present]
    limit = _years_before(today, term)
    due = [one for one in leavers if one.left is not None and one.left <= limit]
    return sorted(due, key=lambda one: (one.left or today, one.entry.number))


def _years_before(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def forget(project: Project, leavers: Sequence[Leaver], today: date) -> list[Forgotten]:
    """Destroy what the folder holds on these people: ledger, applied state, journal, first passwords.

    The copies of the state in the folder go too: they hold the people still. Numbers and keys stay, so
    that nobody is given them again; what Moodle holds is not touched. Raises LockHeld when another run
    is under way, StateError when the state cannot be written.
    """
    with (
        project_lock(project.state / LOCK_FILE),
        open_database(project.state / STATE_FILE) as database,
    ):
        done = [_forget(project, database, one, today) for one in leavers]
        forget_levels(project, {one.entry.name_key for one in leavers})
        _forget_without_account(project, database, today)
        database.compact()
        _remove_copies(project)
    return done


def _remove_copies(project: Project) -> None:
    try:
        remove_copies(project.state)
    except OSError as error:
        raise StateError(
            _("Копии состояния не удалить: {why}.").format(why=reason_of(error)),
            _("Удалите папку «{folder}» сами: в копиях эти люди ещё есть.").format(
                folder=project.state / BACKUP_FOLDER
            ),
        ) from error


def _forget(project: Project, database: Database, one: Leaver, today: date) -> Forgotten:
    entry = one.entry
    # The files first: a run cut short is repeated, and finds the person still in the ledger.
    slips = tuple(_remove_slips(project, entry.login))
    with database.transaction():
        steps = Journal(database).forget_person(entry.idnumber)
        objects = AppliedState(database).forget_person(entry.idnumber)
        ExportedState(database).forget_person(entry.idnumber)
        SlipRegister(database).forget_person(entry.idnumber)
        Departures(database).record({}, [entry.idnumber])
        facts = PersonProgress(database).forget(entry.idnumber)
        PeopleLedger(database).purge(entry.number, today)
    return Forgotten(entry, one.left, steps, objects, slips, facts)


def _forget_without_account(project: Project, database: Database, today: date) -> None:
    """Whoever never had an account is in the snapshots under a digest: that goes when its term is over."""
    config = load_school(project).config
    limit = _years_before(today, config.retention.leavers_years)
    moment = datetime(limit.year, limit.month, limit.day, tzinfo=config.timezone)
    PersonProgress(database).forget_without_account(int(moment.timestamp()))


def _remove_slips(project: Project, login: str) -> Iterator[str]:
    """Take the rows of a login out of the files of first passwords; yield the files concerned."""
    for path in slip_files(project.slips):
        if any(slip.login == login for slip in load_slip_file(path)):
            rewrite_slips(path, lambda row: login not in row)
            yield path.relative_to(project.root).as_posix()


def files_naming(project: Project, leavers: Sequence[Leaver]) -> list[str]:
    """Return the files of reports and letters that name these people: they hold others too, and stay."""
    return sorted(
        {
            path
            for one in leavers
            for path in find_named_files(
                project, one.entry.last_name, one.entry.first_name, one.entry.middle_name
            )
        }
    )


def register_rows(project: Project, leavers: Sequence[Leaver]) -> list[str]:
    """Return the places of the registers' rows about these people: files of the school's stay as they are."""
    keys = {one.entry.idnumber for one in leavers}
    rows = find_in_registers(project, read_school(project).school, keys)
    return [str(row["place"]) for row in rows]


def require_free(path: Path) -> None:
    """Raise ConfigError when a file is there already: the act is written after the data are gone."""
    if path.exists():
        raise ConfigError(
            _("Файл «{file}» уже есть.").format(file=path), _("Укажите в --act новый файл.")
        )


def write_act(project: Project, done: Sequence[Forgotten], path: Path, today: date) -> None:
    """Write the draft of the act about it to a new file (0600, HTML); raises ConfigError."""
    lines = [
        ActLine(
            " ".join(
                part
                for part in (one.entry.last_name, one.entry.first_name, one.entry.middle_name)
                if part
            ),
            one.entry.login,
            one.entry.idnumber,
            one.left,
            one.steps,
            one.objects,
            one.slips,
            one.facts,
        )
        for one in done
    ]
    write_private(path, render_purge_act(lines, load_school(project).config.school.name, today))


def today_of(project: Project) -> date:
    """Return the day it is in the school's time zone."""
    return datetime.now(load_school(project).config.timezone).date()
