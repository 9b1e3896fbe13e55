"""New passwords for accounts that exist: shown first, then set one by one, never sent twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from vsosh_moodle import __version__
from vsosh_moodle.apply.memory import record_of_row
from vsosh_moodle.apply.passwords import PasswordSlips
from vsosh_moodle.apply.reissue import (
    UPDATE_USERS,
    ReissueOutcome,
    Reissuer,
    ReissueTarget,
)
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle import users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied
from vsosh_moodle.moodle.plugin_info import get_plugin_info, has_plugin
from vsosh_moodle.plan.records import Kind, User
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.journal import Journal, RunHeader, RunId, RunState
from vsosh_moodle.store.lock import ProjectLock, project_lock
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.connection import open_site, site_name
from vsosh_moodle.workflow.password_rules import drawer, require_shape
from vsosh_moodle.workflow.progress import Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.slip_holders import REISSUE_MARK, Holder, SlipRoom, Wanted, open_slips
from vsosh_moodle.workflow.stopping import explained, interruptible

COMMAND = "slips reissue"
_INTERNAL = frozenset({"manual", "email"})
_KEYS_PER_CALL = 250


@dataclass(frozen=True, slots=True)
class ReissuePlan:
    """Whose password is to change, and who is left out and why."""

    holders: tuple[Holder, ...]
    left: tuple[tuple[Holder, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reissued:
    """How it ended, by names: `file` has the new passwords, None when there are none."""

    run_id: int
    done: int
    refused: tuple[tuple[str, str], ...]
    unsure: tuple[str, ...]
    left: tuple[str, ...]
    stopped_by: str
    interrupted: bool
    plan: ReissuePlan
    slips: str = ""

    @property
    def complete(self) -> bool:
        """Whether everybody meant has a new password."""
        return not (self.refused or self.unsure or self.left)


def reissue(
    project: Project,
    wanted: Wanted,
    progress: Progress,
    confirm: Callable[[ReissuePlan], bool],
) -> Reissued | None:
    """Give those meant new passwords; None when not confirmed or there is nobody to give one.

    Teachers only when they are named. Raises ConfigError, LockHeld, AccessDenied, MoodleError before
    the first password; what fails later is in the result.
    """
    if not wanted.classes and not wanted.people:
        raise ConfigError(
            _("Не сказано, кому выдать новые пароли."),
            _("Назовите людей или класс: vsosh-moodle slips reissue --class 9А"),
        )
    with (
        project_lock(project.state / LOCK_FILE) as lock,
        open_slips(project) as room,
        open_site(project, room.config.site) as client,
    ):
        found = room.find(wanted)
        if not client.site.has(UPDATE_USERS):
            raise AccessDenied(
                _("В службе токена на {site} не хватает функций: {names}.").format(
                    site=client.url, names=UPDATE_USERS
                ),
                _("Проверка: vsosh-moodle doctor"),
                errorcode="accessexception",
            )
        plugin = get_plugin_info(client) if has_plugin(client) else None
        require_shape(room.config.logins, plugin)
        plan, targets = _make_plan(room, client, found)
        if not confirm(plan):
            return None
        journal = Journal(room.database)
        run = journal.start_run(_header(room, client, lock))
        slips = PasswordSlips(
            room.folder / f"{room.now():%Y-%m-%d}-{run}{REISSUE_MARK}.csv",
            {one.entry.idnumber: one.class_name for one in plan.holders},
            drawer(room.config.logins, lambda: plugin),
        )
        reissuer = Reissuer(
            client, slips, journal, run, _noting(room, slips),
            force_change=room.config.logins.force_password_change,
        )  # fmt: skip
        with explained(slips, _again()), interruptible(progress) as stop:
            progress.start(_("Новые пароли"), len(targets))
            outcome = reissuer.reissue(targets, progress.advance, stop.heard)
            progress.finish()
        journal.finish_run(run, _state(outcome), client.traffic.calls)
    return _told(run, plan, outcome, slips)


def _noting(
    room: SlipRoom, slips: PasswordSlips
) -> Callable[[User, Literal["reissued", "unsure"]], None]:
    def note(user: User, event: Literal["reissued", "unsure"]) -> None:
        room.register.record([user.key], event, room.now(), slips.path.name)

    return note


def _again() -> str:
    return _(
        "Повторите vsosh-moodle slips reissue для тех, у кого в ведомости (vsosh-moodle slips "
        "register) «перевыпуск не подтверждён»."
    )


def _make_plan(
    room: SlipRoom, client: MoodleClient, holders: list[Holder]
) -> tuple[ReissuePlan, list[ReissueTarget]]:
    there = _fetch(client, [one.entry.idnumber for one in holders])
    applied = AppliedState(room.database).load_kind(Kind.USER.value)
    good: list[Holder] = []
    left: list[tuple[Holder, str]] = []
    targets: list[ReissueTarget] = []
    for holder in holders:
        key = holder.entry.idnumber
        accounts = there.get(key, [])
        why = _why_not(room, client, key, accounts)
        if why:
            left.append((holder, why))
            continue
        account = accounts[0]
        record = record_of_row(Kind.USER, key, applied[key]) if key in applied else None
        good.append(holder)
        targets.append(ReissueTarget(_user(holder, account, record), account.id))
    return ReissuePlan(tuple(good), tuple(left)), targets


def _user(holder: Holder, account: users.User, record: object) -> User:
    """Return the account as it was last written: what a slip shows is what stands in Moodle."""
    middle = record.middlename if isinstance(record, User) else holder.entry.middle_name
    return User(
        key=holder.entry.idnumber,
        username=account.username,
        firstname=account.firstname,
        lastname=account.lastname,
        middlename=middle,
        email=account.email,
    )


def _why_not(room: SlipRoom, client: MoodleClient, key: str, accounts: list[users.User]) -> str:
    """Return why an account gets no new password, "" when it does."""
    if not key.startswith(room.config.key_prefix):
        return _("ключ учётной записи не наш")
    if not accounts:
        return _("учётной записи на сайте нет")
    if len(accounts) > 1:
        return _("на сайте несколько учётных записей с этим ключом")
    account = accounts[0]
    if account.id == client.site.userid:
        return _("это учётная запись самой программы")
    if account.suspended:
        return _("вход закрыт: учётная запись приостановлена")
    if account.auth not in _INTERNAL:
        return _("пароль хранится не в Moodle: вход через {auth}").format(auth=account.auth)
    return ""


def _fetch(client: MoodleClient, keys: list[str]) -> dict[str, list[users.User]]:
    there: dict[str, list[users.User]] = {}
    for start in range(0, len(keys), _KEYS_PER_CALL):
        part = keys[start : start + _KEYS_PER_CALL]
        for account in users.get_users_by_field(client, "idnumber", part):
            there.setdefault(account.idnumber, []).append(account)
    return there


def _header(room: SlipRoom, client: MoodleClient, lock: ProjectLock) -> RunHeader:
    return RunHeader(
        owner=str(lock.owner),
        tool_version=__version__,
        site_url=site_name(room.config),
        site_release=client.site.release,
        plan_digest="",
        scope={"command": COMMAND},
    )


def _state(outcome: ReissueOutcome) -> RunState:
    if outcome.interrupted:
        return "interrupted"
    if not (outcome.refused or outcome.unsure or outcome.left):
        return "done"
    return "partial" if outcome.done else "failed"


def _told(run: RunId, plan: ReissuePlan, outcome: ReissueOutcome, slips: PasswordSlips) -> Reissued:
    names = {one.entry.idnumber: one.name_here for one in plan.holders}
    stopped = outcome.stopped_by
    return Reissued(
        run_id=run,
        done=len(outcome.done),
        refused=tuple(
            (names[user.key], _words(error.message, error.hint)) for user, error in outcome.refused
        ),
        unsure=tuple(names[user.key] for user in outcome.unsure),
        left=tuple(names[user.key] for user in outcome.left),
        stopped_by=_words(stopped.message, stopped.hint) if stopped else "",
        interrupted=outcome.interrupted,
        plan=plan,
        slips=slips.path.name if slips.path.exists() else "",
    )


def _words(message: str, hint: str) -> str:
    ended = message if message.endswith((".", "!", "?")) else f"{message}."
    return f"{ended} {hint}".strip()
