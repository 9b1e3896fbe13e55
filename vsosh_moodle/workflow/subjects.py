"""What we hold on one person: the right to know it (152-ФЗ, art. 14) answered from our own files."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.plan.records import SEPARATOR
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.departures import Departures
from vsosh_moodle.store.exported import ExportedState
from vsosh_moodle.store.journal import Journal
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.person_progress import PersonProgress
from vsosh_moodle.store.slip_register import SlipRegister
from vsosh_moodle.workflow.archived_people import find_archived
from vsosh_moodle.workflow.contingent import learner_without_account
from vsosh_moodle.workflow.named_files import find_named_files
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.register_subjects import find_in_registers
from vsosh_moodle.workflow.school import read_school


@dataclass(frozen=True, slots=True)
class Subject:
    """One person, and every place of the project folder where something stands about them.

    `entry` is None for who stands in a roster and was given no account yet. `applied` and `exported`
    (what the last `export csv` asked for) are objects as JSON holds them, so are `steps`; `slips` are
    files with a first password, by their path, `slip_events` what became of them, `archived` places in
    the lists of past years, `away_since` the day of leaving, `progress` facts of snapshots,
    `registers` the rows of registers, `named` files of reports and letters with the person's name.
    """

    entry: LedgerEntry | None
    rows: tuple[Person, ...]
    applied: tuple[dict[str, Any], ...] = ()
    steps: tuple[dict[str, Any], ...] = ()
    slips: tuple[str, ...] = ()
    slip_events: tuple[dict[str, str], ...] = ()
    archived: tuple[str, ...] = ()
    exported: tuple[dict[str, Any], ...] = ()
    away_since: date | None = None
    progress: tuple[dict[str, Any], ...] = ()
    registers: tuple[dict[str, Any], ...] = ()
    named: tuple[str, ...] = ()


def find_subject(project: Project, who: str) -> Subject:
    """Return what the folder holds on a person named by login, key, school number or full name.

    Nothing is asked of the site and nothing is written. A person found by one of a year's rows is
    the ledger's person only when the match is beyond doubt. Raises ConfigError when nobody or more
    than one is meant, with the logins to choose from.
    """
    files = read_school(project)
    people = files.roster.people
    path = project.state / STATE_FILE
    if path.exists():
        with open_database(path) as database:
            found = _held(project, database, people, who)
    else:
        found = Subject(None, tuple(_only_one([one for one in people if _is_row(one, who)], who)))
    keys = {learner_without_account(row) for row in found.rows}
    if found.entry is not None:
        keys.add(found.entry.idnumber)
    return replace(found, registers=tuple(find_in_registers(project, files.school, keys)))


def _held(project: Project, database: Database, people: list[Person], who: str) -> Subject:
    ledger = PeopleLedger(database)
    matches = [(person, ledger.match(person)) for person in people]
    named = [person for person in people if _is_row(person, who)]
    entries = [entry for entry in ledger.entries() if _is_entry(entry, who)]
    entries += [found for person, found in matches
                if isinstance(found, LedgerEntry) and person in named]  # fmt: skip
    distinct = list({entry.number: entry for entry in entries}.values())
    if len(distinct) > 1:
        raise ConfigError(
            _("Под «{who}» подходит несколько человек.").format(who=who),
            _("Назовите логин: {logins}.").format(
                logins=", ".join(sorted(entry.login for entry in distinct))
            ),
        )
    if not distinct:
        own = tuple(_only_one(named, who))
        return Subject(
            None, own, progress=_progress(database, own), named=_named_files(project, own[0])
        )
    entry = distinct[0]
    rows = tuple(
        person
        for person, found in matches
        if isinstance(found, LedgerEntry) and found.number == entry.number
    )
    return Subject(
        entry,
        rows,
        tuple(_applied(database, entry)),
        tuple(_steps(database, entry)),
        tuple(_slips(project, entry)),
        tuple(SlipRegister(database).events(entry.idnumber)),
        tuple(find_archived(project, ledger, entry)),
        tuple(_exported(database, entry)),
        Departures(database).load_departures().get(entry.idnumber),
        _progress(database, rows, entry.idnumber),
        named=_named_files(project, entry),
    )


def _named_files(project: Project, one: Person | LedgerEntry) -> tuple[str, ...]:
    return tuple(find_named_files(project, one.last_name, one.first_name, one.middle_name))


def _is_row(person: Person, who: str) -> bool:
    return name_key(person.full_name) == name_key(who) or bool(
        person.school_number and person.school_number.casefold() == who.casefold()
    )


def _is_entry(entry: LedgerEntry, who: str) -> bool:
    return (
        who.casefold() in {entry.login, entry.idnumber.casefold()}
        or entry.name_key == name_key(who)
        or bool(entry.school_number and entry.school_number.casefold() == who.casefold())
    )


def _only_one(rows: list[Person], who: str) -> list[Person]:
    """Return the rows of the one person meant; raises ConfigError when there is none or several."""
    if not rows:
        raise ConfigError(
            _("По словам «{who}» в этой папке никого не нашлось.").format(who=who),
            _("Укажите логин, номер личного дела или ФИО полностью."),
        )
    if len({(row.role, row.birth_date, row.school_number) for row in rows}) > 1:
        raise ConfigError(
            _("Под «{who}» подходит несколько строк списков.").format(who=who),
            _("Укажите номер личного дела или логин."),
        )
    return rows


def _is_about(key: str, entry: LedgerEntry) -> bool:
    return key == entry.idnumber or key.endswith(f"{SEPARATOR}{entry.idnumber}")


def _applied(database: Database, entry: LedgerEntry) -> Iterator[dict[str, Any]]:
    for (kind, key), row in sorted(AppliedState(database).load_applied().items()):
        if _is_about(key, entry):
            yield {"kind": kind, "key": key, "moodle_id": row.moodle_id, "fields": dict(row.fields)}


def _exported(database: Database, entry: LedgerEntry) -> Iterator[dict[str, Any]]:
    for (kind, key), row in sorted(ExportedState(database).load_exported().items()):
        if _is_about(key, entry):
            yield {"kind": kind, "key": key, "fields": dict(row.fields)}


def _steps(database: Database, entry: LedgerEntry) -> Iterator[dict[str, Any]]:
    journal = Journal(database)
    for run in reversed(journal.runs()):
        for recorded in journal.steps(run.id):
            step = recorded.step
            if _is_about(step.key, entry):
                yield {
                    "run": int(run.id),
                    "started": run.started.isoformat(),
                    "state": recorded.state,
                    "action": step.action,
                    "kind": step.kind,
                    "key": step.key,
                    "before": dict(step.before) if step.before is not None else None,
                    "after": dict(step.after) if step.after is not None else None,
                }


def _progress(
    database: Database, rows: tuple[Person, ...], *names: str
) -> tuple[dict[str, Any], ...]:
    """Return the facts of snapshots about a person, from before there was an account too."""
    digests = {learner_without_account(row) for row in rows}
    return tuple(PersonProgress(database).facts({*names, *digests}))


def _slips(project: Project, entry: LedgerEntry) -> Iterator[str]:
    """Yield the files with the person's first password, without the password itself."""
    for path in sorted(project.slips.glob("*.csv")):
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                found = any(entry.login in row for row in csv.reader(file, delimiter=";"))
        except (OSError, UnicodeDecodeError, csv.Error):
            continue
        if found:
            yield path.relative_to(project.root).as_posix()


def subject_to_json(subject: Subject) -> dict[str, Any]:
    """Return all that is held on a person, as `subject export` writes it; no passwords."""
    entry = subject.entry
    return {
        "ledger": entry
        and {
            "number": int(entry.number),
            "role": entry.role.value,
            "idnumber": entry.idnumber,
            "login": entry.login,
            "email": entry.email,
            "last_name": entry.last_name,
            "first_name": entry.first_name,
            "middle_name": entry.middle_name,
            "birth_date": entry.birth_date.isoformat() if entry.birth_date else None,
            "school_number": entry.school_number,
        },
        "rosters": [_row_to_json(row) for row in subject.rows],
        "applied": list(subject.applied),
        "exported": list(subject.exported),
        "journal": list(subject.steps),
        "slips": list(subject.slips),
        "slip_events": list(subject.slip_events),
        "archived": list(subject.archived),
        "progress": list(subject.progress),
        "registers": list(subject.registers),
        "named_in_files": list(subject.named),
        "away_since": subject.away_since and subject.away_since.isoformat(),
    }


def _row_to_json(row: Person) -> dict[str, Any]:
    return {
        "file": row.source.file,
        "sheet": row.source.sheet,
        "row": row.source.row,
        "role": row.role.value,
        "last_name": row.last_name,
        "first_name": row.first_name,
        "middle_name": row.middle_name,
        "class": str(row.class_name or ""),
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "school_number": row.school_number,
        "email": row.email,
        "categories": list(row.categories),
        "electives": list(row.electives),
        "subjects": list(row.subjects),
        "classes": [str(name) for name in row.classes],
        "start": row.start.isoformat() if row.start else None,
        "end": row.end.isoformat() if row.end else None,
    }
