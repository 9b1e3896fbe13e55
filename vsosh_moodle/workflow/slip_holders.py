"""Who holds a first password: people of the ledger and the rosters with their newest slip."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vsosh_moodle.apply.passwords import Slip, load_slips
from vsosh_moodle.config.models import Config
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.reports.slip_cards import class_key, register_key
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.pseudonyms import PUPIL, pupil_code
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.slip_register import SlipEvent, SlipRegister, SlipState
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.school import read_school

REISSUE_MARK = "-reissue"
"""What the name of a file of slips ends with when its passwords are not the first."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with an account: the newest slip if its file is still there, and how it stands.

    `class_name` is that of the rosters now, else that of the slip, "" for teachers. `current` is
    whether the person stands in the rosters; `code` is what Moodle shows for the name, "" when it
    shows the name.
    """

    entry: LedgerEntry
    class_name: str
    current: bool
    state: SlipState
    slip: Slip | None = None
    code: str = ""

    @property
    def name(self) -> str:
        """What the person is called on a slip: the one place that decides it."""
        return f"{PUPIL} {self.code}" if self.code else self.full_name

    @property
    def full_name(self) -> str:
        """The name as a class register writes it."""
        entry = self.entry
        return " ".join(filter(None, (entry.last_name, entry.first_name, entry.middle_name)))

    @property
    def name_here(self) -> str:
        """What the person is called on papers that stay in the school: the name, and the code."""
        return f"{self.full_name} ({self.code})" if self.code else self.full_name


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a command is about: classes and people as they were typed; nothing means everybody."""

    classes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(slots=True)
class SlipRoom:
    """The slips of a project folder, opened: config, state file, register and holders."""

    project: Project
    config: Config
    database: Database
    register: SlipRegister
    holders: list[Holder]

    @property
    def folder(self) -> Path:
        """Where the files of slips lie."""
        return self.project.slips

    def now(self) -> datetime:
        """Return the moment, in the school's time zone."""
        return datetime.now(self.config.timezone)

    def find(self, wanted: Wanted) -> list[Holder]:
        """Return those meant, in the order of a class register; raises ConfigError for who is not there."""
        if not wanted.classes and not wanted.people:
            return list(self.holders)
        chosen = {holder.entry.number for name in wanted.people for holder in [self._one(name)]}
        classes = {self.class_named(name) for name in wanted.classes}
        return [
            one for one in self.holders
            if one.entry.number in chosen or (one.class_name and one.class_name in classes)
        ]  # fmt: skip

    def class_named(self, text: str) -> str:
        """Return the class that was typed in any usual spelling; raises ConfigError when none is."""
        name = str(parse_class_name(text) or text)
        known = {one.class_name for one in self.holders if one.class_name}
        known |= {str(one) for one in self.config.class_names()}
        if name not in known:
            raise ConfigError(
                _("Класса «{name}» нет ни в config.yaml, ни среди выданных листков.").format(
                    name=text
                ),
                did_you_mean(name, sorted(known, key=class_key)),
            )
        return name

    def _one(self, who: str) -> Holder:
        found = [one for one in self.holders if _is_called(one, who)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise ConfigError(
                _("Учётной записи человека «{who}» программа не заводила.").format(who=who),
                _("Укажите логин, номер личного дела или ФИО полностью."),
            )
        raise ConfigError(
            _("Под «{who}» подходит несколько человек.").format(who=who),
            _("Назовите логин: {logins}.").format(
                logins=", ".join(sorted(one.entry.login for one in found))
            ),
        )


@contextmanager
def open_slips(project: Project) -> Iterator[SlipRoom]:
    """Open the slips of a folder; what its files hold is brought into the register first.

    Nothing is asked of the site. Raises InputProblems when config.yaml cannot be used.
    """
    files = read_school(project)
    if files.school is None:
        raise InputProblems(files.problems)
    with open_database(project.state / STATE_FILE) as database:
        register = SlipRegister(database)
        slips = load_slips(project.slips)
        ledger = PeopleLedger(database)
        entries = {entry.login: entry for entry in ledger.entries()}
        take_in(register, entries, slips)
        states = register.states()
        newest = {slip.login: slip for slip in slips}
        classes = _classes(ledger, files.roster.people)
        codes = files.school.config.people.pupils == "codes"
        holders = [
            _holder(entry, classes, states, newest, codes=codes)
            for entry in entries.values()
            if entry.number in classes or entry.idnumber in states
        ]
        yield SlipRoom(project, files.school.config, database, register, _sorted(holders))


def take_in(register: SlipRegister, entries: dict[str, LedgerEntry], slips: Iterable[Slip]) -> None:
    """Record the slips that the register does not know: those of a run that was killed.

    A password issued anew by a killed run may not have reached the site: it is unsure.
    """
    states = register.states()
    for slip in slips:
        entry = entries.get(slip.login)
        if entry is None:
            continue
        state = states.get(entry.idnumber, SlipState())
        if slip.file.name in state.files:
            continue
        event: SlipEvent = "unsure" if slip.file.stem.endswith(REISSUE_MARK) else "issued"
        moment = datetime.fromtimestamp(slip.file.stat().st_mtime, UTC)
        register.record([entry.idnumber], event, moment, slip.file.name)


def _classes(ledger: PeopleLedger, people: Iterable[Person]) -> dict[int, str]:
    """Return the class of everybody in the rosters by the number of their entry, "" for teachers."""
    classes: dict[int, str] = {}
    for person in people:
        found = ledger.match(person)
        if isinstance(found, LedgerEntry):
            classes[found.number] = str(person.class_name or "")
    return classes


def _holder(
    entry: LedgerEntry,
    classes: dict[int, str],
    states: dict[str, SlipState],
    newest: dict[str, Slip],
    *,
    codes: bool,
) -> Holder:
    slip = newest.get(entry.login)
    name = classes.get(entry.number) or (slip.class_name if slip else "")
    if not name and entry.role is Role.STUDENT:
        name = _("без класса")
    state = states.get(entry.idnumber, SlipState())
    code = pupil_code(entry.number) if codes and entry.role is Role.STUDENT else ""
    return Holder(entry, name, entry.number in classes, state, slip, code)


def _sorted(holders: Iterable[Holder]) -> list[Holder]:
    return sorted(
        holders,
        key=lambda one: (class_key(one.class_name), register_key(one.full_name), one.entry.login),
    )


def _is_called(holder: Holder, who: str) -> bool:
    entry = holder.entry
    return (
        who.casefold() in {entry.login, entry.idnumber.casefold()}
        or entry.name_key == name_key(who)
        or bool(entry.school_number and entry.school_number.casefold() == who.casefold())
    )
