"""Apply a plan: lock, make it afresh, compare with what was approved, write, read back."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from vsosh_moodle import __version__
from vsosh_moodle.apply.batches import Batch, plan_batches
from vsosh_moodle.apply.executor import Executor
from vsosh_moodle.apply.operations import Stage
from vsosh_moodle.apply.outcome import Failure, Outcome
from vsosh_moodle.apply.passwords import PasswordSlips
from vsosh_moodle.apply.readback import find_unwritten
from vsosh_moodle.apply.recorder import Recorder
from vsosh_moodle.apply.send_site import Site
from vsosh_moodle.errors import PlanError, UnsafePlan
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.plugin_info import has_plugin
from vsosh_moodle.moodle.plugin_users import MARKS_NEW
from vsosh_moodle.observe.site import observe_site
from vsosh_moodle.plan.change import Action, Change, makes_account
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.store.copies import keep_daily_copy
from vsosh_moodle.store.departures import Departures
from vsosh_moodle.store.journal import Journal, RunHeader, RunId
from vsosh_moodle.store.lock import ProjectLock, project_lock
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.slip_register import SlipRegister
from vsosh_moodle.workflow.apply_result import (
    ApplyResult,
    cut_notice,
    failed_change,
    found_notice,
    kept_change,
    made_by_others,
    never_made,
    run_state,
    words,
)
from vsosh_moodle.workflow.approval import load_approved, require_same, require_unmoved
from vsosh_moodle.workflow.connection import site_name
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
from vsosh_moodle.workflow.service import require_writable
from vsosh_moodle.workflow.stopping import explained, interruptible

LOCK_FILE = "lock.json"
AGREED_AT_ONCE = 5.0
"""Seconds for the answer after which the site is read again: somebody may have written meanwhile."""


def apply_plan(
    project: Project,
    options: PlanOptions,
    plan_file: Path | None,
    progress: Progress,
    confirm: Callable[[Plan], bool],
    now: datetime | None = None,
) -> ApplyResult | None:
    """Bring the site to what the files say, as far as the options reach; None when not confirmed.

    With a plan file, exactly that plan: raises StalePlan when the files or the site moved since.
    Raises LockHeld, UnsafePlan, InputProblems, MoodleError before the first write; what fails
    later is in the result.
    """
    started = time.monotonic()
    approved = load_approved(plan_file) if plan_file else None
    if approved is not None and approved.plan.undoes:
        raise PlanError(
            _("Файл {name} — план отмены запуска № {run}.").format(
                name=approved.name, run=approved.plan.undoes
            ),
            _("Отмените запуск: vsosh-moodle undo {run}").format(run=approved.plan.undoes),
        )
    if approved is not None:
        options = approved.options(options)
    with (
        project_lock(project.state / LOCK_FILE) as lock,
        open_session(project, progress, now) as session,
    ):
        planned = plan_session(session, options, progress)
        if approved is not None:
            require_same(approved, planned.plan, Journal(session.database))
        require_safe(planned.plan)
        stages = stages_of(session.client, planned.plan)
        require_writable(session.client, stages)
        if any(map(makes_account, planned.plan.changes)):
            require_shape(session.config.logins, session.plugin())
        if planned.plan.writes:
            shown = time.monotonic()
            if not confirm(planned.plan):
                return None
            if time.monotonic() - shown > AGREED_AT_ONCE:
                agreed = planned.plan
                planned = plan_session(session, options, progress)
                require_unmoved(agreed, planned.plan)
        return carry_out(session, planned, lock, progress, started)


def require_safe(plan: Plan) -> None:
    """Raise UnsafePlan unless every guard is lifted."""
    if plan.blocking:
        raise UnsafePlan(
            "\n".join(verdict.message for verdict in plan.blocking),
            _("Если так и должно быть, повторите с разрешением: {flags}").format(
                flags=" ".join(
                    dict.fromkeys(f"--allow {verdict.override}" for verdict in plan.blocking)
                )
            ),
        )


def carry_out(
    session: Session, planned: Planned, lock: ProjectLock, progress: Progress, started: float
) -> ApplyResult:
    """Write a plan that was agreed to, and tell how it went."""
    plan = planned.plan
    journal = Journal(session.database)
    if not plan.writes:
        _remember_agreed(session, planned, RunId(0))
        return ApplyResult(
            0, 0, calls=session.client.traffic.calls, seconds=time.monotonic() - started, plan=plan
        )
    phases = {"plan": time.monotonic() - started}
    keep_daily_copy(session.database.path, datetime.now(UTC))
    run = journal.start_run(_header(session, planned, lock))
    _remember_agreed(session, planned, run)
    _freeze_identities(session, planned)
    slips = _slips(session, planned, run)
    site = Site(
        client=session.client,
        ids=planned.observed.ids,
        roles=planned.question.roles,
        issue_passwords=slips.issue,
        force_password_change=session.config.logins.force_password_change,
        banks=planned.desired.bank_sources,
        files=planned.desired.files,
        overwrite=frozenset(plan.overwritten),
        marks_new=_marks_new(session, plan),
    )
    recorder = Recorder(session.database, run, planned.memory.state, plan.places)
    with explained(slips):
        outcome = _execute(session, planned, site, recorder, progress)
    phases["write"] = time.monotonic() - started - sum(phases.values())
    try:
        _verify(site, recorder, outcome, progress, _group_courses(planned))
    except KeyboardInterrupt:
        outcome.interrupted = True
    slips.withdraw([*never_made(outcome), *made_by_others(outcome)])
    moment = datetime.now(session.config.timezone)
    SlipRegister(session.database).record(slips.keys, "issued", moment, slips.path.name)
    phases["read back"] = time.monotonic() - started - sum(phases.values())
    journal.finish_run(run, run_state(outcome), session.client.traffic.calls)
    return ApplyResult(
        run_id=run,
        done=len(outcome.done),
        failed=tuple(failed_change(plan, failure) for failure in outcome.failed),
        kept=tuple(kept_change(plan, one) for one in outcome.kept),
        skipped=len(outcome.skipped),
        calls=session.client.traffic.calls,
        seconds=time.monotonic() - started,
        interrupted=outcome.interrupted,
        stopped_by=words(outcome.stopped_by),
        slips=slips.path if len(slips) else None,
        accounts=len(slips),
        notice=" ".join(
            part for part in (lock.notice, cut_notice(outcome), found_notice(outcome)) if part
        ),
        plan=plan,
        phases=phases,
    )


def stages_of(client: MoodleClient, plan: Plan) -> list[list[Batch]]:
    """Return the calls of a plan, stage by stage."""
    return plan_batches(plan.changes, client.variables_limit, plugin=has_plugin(client))


def _execute(
    session: Session, planned: Planned, site: Site, recorder: Recorder, progress: Progress
) -> Outcome:
    titles = stage_titles()
    stages = stages_of(session.client, planned.plan)
    with interruptible(progress) as stop:
        executor = Executor(
            site,
            recorder,
            observe_again=lambda: observe_site(session.client, planned.question),
            on_done=progress.advance,
            should_stop=stop.heard,
        )
        outcome = executor.run(
            stages, on_stage=lambda stage, rows: progress.start(titles[stage], rows)
        )
    progress.finish()
    return outcome


def stage_titles() -> dict[Stage, str]:
    """Return what each stage of a run is called while it goes on."""
    return {
        Stage.CATEGORIES: _("Категории курсов"),
        Stage.OBJECTS: _("Учётные записи, курсы, классы"),
        Stage.CONTENTS: _("Разделы, группы, состав классов"),
        Stage.QUESTIONS: _("Банки вопросов"),
        Stage.ACTIVITIES: _("Содержание курсов"),
        Stage.ENROLMENTS: _("Зачисления"),
        Stage.GROUP_MEMBERS: _("Состав групп"),
        Stage.DEPARTURES: _("Выбывшие и переведённые"),
        Stage.TEACHERS: _("Учителя"),
    }


def _verify(
    site: Site,
    recorder: Recorder,
    outcome: Outcome,
    progress: Progress,
    group_course: Mapping[str, str],
) -> None:
    """Read back the memberships: those not found failed, those thought failed may be there.

    The plugin itself reads what it wrote before it answers.
    """
    if outcome.stopped_by is not None or has_plugin(site.client):
        return
    progress.start(_("Проверяю записанное"), 0)
    doubted = [one.change for one in outcome.failed if one.change.kind is Kind.ENROLMENT]
    try:
        unwritten = find_unwritten(
            site.client,
            site.ids,
            [*outcome.done, *doubted],
            site.roles,
            int(time.time()),
            group_course,
        )
    except MoodleError as error:
        outcome.stopped_by = error
        return
    finally:
        progress.finish()
    missing = {(one.kind, one.key) for one in unwritten}
    lost = [one for one in outcome.done if (one.kind, one.key) in missing]
    if lost:
        recorder.forget(lost)
        outcome.done = [one for one in outcome.done if (one.kind, one.key) not in missing]
        unseen = MoodleError(_("Moodle ответил «записано», но на сайте этого нет."))
        outcome.failed += [Failure(one, unseen) for one in lost]
    there = [one for one in outcome.failed if _turned_out_well(one, doubted, missing)]
    if there:
        # An enrolment is kept although its welcome mail failed (behaviour.md, M5).
        recorder.remember([one.change for one in there])
        outcome.failed = [one for one in outcome.failed if one not in there]
        outcome.done += [one.change for one in there]


def _group_courses(planned: Planned) -> dict[str, str]:
    groups = {**planned.observed.state.group, **planned.desired.state.group}
    return {key: group.course for key, group in groups.items()}


def _turned_out_well(
    failure: Failure, doubted: list[Change], missing: set[tuple[Kind, str]]
) -> bool:
    change = failure.change
    return change in doubted and (change.kind, change.key) not in missing


def _remember_agreed(session: Session, planned: Planned, run: RunId) -> None:
    recorder = Recorder(session.database, run, planned.memory.state)
    recorder.remember_agreed(
        planned.desired.state, planned.observed.state, planned.observed.ids, planned.settled
    )
    _remember_departures(session, planned)


def _remember_departures(session: Session, planned: Planned) -> None:
    """Start the clock of those whom this run suspends or finds suspended; stop that of returners.

    A plan for one class starts no clock in another: who is not suspended yet has not begun to wait.
    """
    departures = Departures(session.database)
    if planned.plan.undoes:
        departures.record({}, _let_back(planned.plan))
        return
    users = planned.memory.state.user
    suspended = {
        change.key
        for change in planned.plan.writes
        if change.kind is Kind.USER and change.action is Action.SUSPEND
    }
    keeps = session.config.policies.leavers.account == "keep"
    left = {
        user: day
        for user, day in planned.leavers.since.items()
        if keeps or user in suspended or users[user].suspended
    }
    known = departures.load_departures()
    returned = [user for user in known if user in planned.desired.state.user]
    departures.record({u: day for u, day in left.items() if known.get(u) != day}, returned)


def _let_back(plan: Plan) -> list[str]:
    return [
        change.key
        for change in plan.writes
        if change.kind is Kind.USER and change.action is Action.REACTIVATE
    ]


def _freeze_identities(session: Session, planned: Planned) -> None:
    """Freeze the logins of those whose accounts this run makes or has: before the first call."""
    made = {
        change.key
        for change in planned.plan.writes
        if change.kind is Kind.USER and change.action in (Action.CREATE, Action.ADOPT)
    }
    PeopleLedger(session.database).commit(
        {
            person: identity
            for person, identity in planned.identities.items()
            if not identity.is_new or identity.idnumber in made
        }
    )


def _slips(session: Session, planned: Planned, run: RunId) -> PasswordSlips:
    stamp = session.now.strftime("%Y-%m-%d")
    return PasswordSlips(
        session.project.slips / f"{stamp}-{run}.csv",
        planned.desired.user_class,
        drawer(session.config.logins, session.plugin),
    )


def _marks_new(session: Session, plan: Plan) -> bool:
    """Tell whether the plugin heeds the mark of new accounts; asked only where there are any."""
    if not any(map(makes_account, plan.changes)):
        return False
    plugin = session.plugin()
    return plugin is not None and plugin.version >= MARKS_NEW


def _header(session: Session, planned: Planned, lock: ProjectLock) -> RunHeader:
    return RunHeader(
        owner=str(lock.owner),
        tool_version=__version__,
        site_url=site_name(session.config),
        site_release=session.client.site.release,
        plan_digest=planned.plan.fingerprint(),
        scope={**planned.plan.scope.as_json(), **_rosters(session, planned.plan)},
        undoes=planned.plan.undoes or None,
    )


def _rosters(session: Session, plan: Plan) -> dict[str, object]:
    """Return how old the applied lists are; an undo applies none."""
    return {} if plan.undoes else {"rosters_changed": session.school.rosters_changed}
