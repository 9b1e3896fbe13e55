"""Write a plan as files for Moodle's own upload tools, where a token has no rights to write."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vsosh_moodle.apply.memory import load_memory, remember, row_of_record
from vsosh_moodle.apply.passwords import PasswordSlips
from vsosh_moodle.apply.recorder import Recorder
from vsosh_moodle.errors import ConfigError, UnsafePlan
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.plan.change import Action, apply_to_state
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind, User
from vsosh_moodle.reports.upload_checklist import (
    list_steps,
    render_checklist_html,
    render_checklist_markdown,
)
from vsosh_moodle.reports.upload_files import UploadFacts, make_upload_files, render_csv
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.exported import ExportedState
from vsosh_moodle.store.journal import RunId
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.slip_register import SlipRegister
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.password_rules import drawer, require_shape
from vsosh_moodle.workflow.planning import (
    Planned,
    PlanOptions,
    Session,
    open_session,
    plan_session,
)
from vsosh_moodle.workflow.progress import Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import write_private

CHECKLIST_MARKDOWN, CHECKLIST_PAGE = "checklist.md", "checklist.html"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the `files`, their `rows`, how many changes are left `by_hand`."""

    files: tuple[Path, ...] = ()
    rows: int = 0
    by_hand: int = 0
    slips: Path | None = None


def export_csv(
    project: Project, options: PlanOptions, folder: Path, progress: Progress
) -> Exported:
    """Write the files of a fresh plan to a new or empty folder; nothing is written to the site.

    The logins of new accounts are frozen and their passwords go to `slips/`, as `apply` does.
    Raises ConfigError, UnsafePlan, LockHeld, InputProblems, MoodleError.
    """
    _require_empty(folder)
    with project_lock(project.state / LOCK_FILE), open_session(project, progress) as session:
        planned = plan_session(session, options, progress)
        _remember(session, planned)
        if planned.plan.blocking:
            raise UnsafePlan(
                "\n".join(verdict.message for verdict in planned.plan.blocking),
                _("Если так и должно быть, повторите с разрешением: {flags}").format(
                    flags=" ".join(f"--allow {one.override}" for one in planned.plan.blocking)
                ),
            )
        if not planned.plan.writes:
            return Exported()
        return _export(session, planned, folder)


def _remember(session: Session, planned: Planned) -> None:
    """Take what was uploaded since the last export for ours: leavers are found by it."""
    applied, ids = AppliedState(session.database), planned.observed.ids
    memory = planned.memory.state
    gone = [one for one in load_memory(applied).state if memory.get(one.kind, one.key) is None]
    remember(applied, 0, ((one, ids.get((one.kind, one.key))) for one in memory), gone)
    recorder = Recorder(session.database, RunId(0), memory)
    recorder.remember_agreed(planned.desired.state, planned.observed.state, ids)


def _export(session: Session, planned: Planned, folder: Path) -> Exported:
    new = [
        change.after
        for change in planned.plan.writes
        if change.action is Action.CREATE and isinstance(change.after, User)
    ]
    if new:
        require_shape(session.config.logins, session.plugin())
    _freeze(session, planned)
    slips = _slips(session, planned)
    passwords = dict(zip((user.key for user in new), slips.issue(new), strict=True))
    moment = datetime.now(session.config.timezone)
    SlipRegister(session.database).record(slips.keys, "issued", moment, slips.path.name)
    facts = UploadFacts(
        planned.desired.state, planned.observed.state, planned.question.roles, passwords
    )
    files = make_upload_files(planned.plan, facts)
    steps = list_steps(planned.plan, files)
    texts = {name: render_csv(name, rows) for name, rows in sorted(files.rows.items())}
    texts[CHECKLIST_MARKDOWN] = render_checklist_markdown(steps)
    texts[CHECKLIST_PAGE] = render_checklist_html(steps)
    for name, text in texts.items():
        write_private(folder / name, text)
    written = tuple(folder / name for name in texts)
    # The changes bring what no roster names any more: leavers, suspended.
    asked = apply_to_state(planned.desired.state, planned.plan.writes)
    ExportedState(session.database).replace(
        row_of_record(record, None) for record in asked if record.kind not in CONTENT_KINDS
    )
    return Exported(
        written,
        sum(map(len, files.rows.values())),
        len(files.by_hand),
        slips.path if len(slips) else None,
    )


def _freeze(session: Session, planned: Planned) -> None:
    made = {change.key for change in planned.plan.writes if change.kind is Kind.USER}
    PeopleLedger(session.database).commit(
        {
            person: identity
            for person, identity in planned.identities.items()
            if not identity.is_new or identity.idnumber in made
        }
    )


def _slips(session: Session, planned: Planned) -> PasswordSlips:
    stamp = datetime.now(session.config.timezone).strftime("%Y-%m-%d-%H%M%S")
    return PasswordSlips(
        session.project.slips / f"{stamp}-export.csv",
        planned.desired.user_class,
        drawer(session.config.logins, session.plugin),
    )


def _require_empty(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as error:
        raise _unwritable(folder, error) from error
    if full:
        raise ConfigError(
            _("В папке {folder} уже есть файлы.").format(folder=folder),
            _("Укажите в --out новую папку: старые файлы не должны смешаться с новыми."),
        )


def _unwritable(path: Path, error: OSError) -> ConfigError:
    return ConfigError(
        _("Не удалось записать {file}: {reason}.").format(file=path, reason=reason_of(error)),
        _("Проверьте, что папка есть и в неё можно писать."),
    )
