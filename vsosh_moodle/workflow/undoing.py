"""Undo a run: its inverse as a plan, shown, guarded, agreed to and carried out as any other."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from vsosh_moodle.apply.batches import count_calls
from vsosh_moodle.apply.memory import Memory, load_memory
from vsosh_moodle.desired.compile import Desired
from vsosh_moodle.errors import ConfigError, PlanError
from vsosh_moodle.language import _
from vsosh_moodle.observe.observed import Question
from vsosh_moodle.observe.site import observe_site
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.guards import ClassThreshold
from vsosh_moodle.plan.leavers import Leavers
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.plan import Forecast, Origin, Plan
from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    SITE_SIGN,
    ContentItem,
    CourseContent,
    Kind,
    Record,
    record_from_json,
)
from vsosh_moodle.plan.state import State
from vsosh_moodle.plan.undo import UndoFacts, undo_changes
from vsosh_moodle.plan.undo_guards import UndoGuardFacts, check_undo_guards
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.journal import Journal, RecordedStep, Run, RunId
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.applying import (
    AGREED_AT_ONCE,
    LOCK_FILE,
    carry_out,
    require_safe,
    stages_of,
)
from vsosh_moodle.workflow.approval import require_unmoved
from vsosh_moodle.workflow.connection import site_name
from vsosh_moodle.workflow.planning import Planned, Session, open_session
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.service import find_unwritable, require_readable, require_writable

REACHED = frozenset({"done", "sent"})
"""States of steps that stand, or may stand, on the site; what was sent without an answer is looked at."""


def make_undo_plan(
    project: Project,
    number: int,
    progress: Progress | None = None,
    *,
    allow: Iterable[str] = (),
    unenrol: bool = False,
    now: datetime | None = None,
) -> Plan:
    """Return the plan that undoes a run; nothing is written anywhere.

    Raises ConfigError when there was no such run, PlanError when it cannot be undone, MoodleError.
    """
    progress = progress or NoProgress()
    with open_session(project, progress, now, sound=False) as session:
        return _plan(session, number, progress, allow, unenrol=unenrol).plan


def undo_run(
    project: Project,
    number: int,
    progress: Progress,
    confirm: Callable[[Plan], bool],
    *,
    allow: Iterable[str] = (),
    unenrol: bool = False,
    now: datetime | None = None,
) -> ApplyResult | None:
    """Undo a run, as far as Moodle allows it; None when not confirmed.

    Raises LockHeld, UnsafePlan, ConfigError, PlanError, MoodleError before the first write; what
    fails later is in the result.
    """
    started = time.monotonic()
    with (
        project_lock(project.state / LOCK_FILE) as lock,
        open_session(project, progress, now, sound=False) as session,
    ):
        planned = _plan(session, number, progress, allow, unenrol=unenrol)
        if planned.plan.writes:
            require_safe(planned.plan)
            require_writable(session.client, stages_of(session.client, planned.plan))
            shown = time.monotonic()
            if not confirm(planned.plan):
                return None
            if time.monotonic() - shown > AGREED_AT_ONCE:
                agreed = planned.plan
                planned = _plan(session, number, progress, allow, unenrol=unenrol)
                require_unmoved(agreed, planned.plan)
        return carry_out(session, planned, lock, progress, started)


def _plan(
    session: Session, number: int, progress: Progress, allow: Iterable[str], *, unenrol: bool
) -> Planned:
    journal = Journal(session.database)
    run = journal.run(RunId(number))
    if run is None:
        raise ConfigError(
            _("Запуска № {number} в этой папке не было.").format(number=number),
            _("Список запусков: vsosh-moodle history"),
        )
    steps = [step for step in journal.steps(run.id) if step.state in REACHED]
    _require_undoable(number, steps)
    done = list(_changes_of(steps))
    memory = load_memory(AppliedState(session.database))
    question = _question(session, memory, done)
    require_readable(session.client)
    progress.start(_("Смотрю, что есть на сайте"), 0)
    observed = observe_site(session.client, question)
    progress.finish()
    later, built_on = _later(journal, run, done, observed.state)
    facts = UndoFacts(number, later, built_on, unenrol)
    changes = undo_changes(done, observed.state, facts)
    plan = Plan(
        origin=Origin(
            site_name(session.config),
            session.client.site.release,
            {},
            session.config.year.name,
            str(session.config.timezone),
        ),
        changes=tuple(changes),
        verdicts=tuple(check_undo_guards(changes, memory.state, _guards(session, run), allow)),
        labels=_labels(memory.state),
        user_class=_classes(memory.state),
        undoes=number,
    )
    batches = stages_of(session.client, plan)
    calls = count_calls(batches, bundles=session.client.can_bundle)
    unwritable = find_unwritable(session.client, batches)
    plan = replace(
        plan,
        forecast=Forecast(calls, len(plan.writes)),
        problems=(*observed.problems, *unwritable, *_warnings(plan)),
    )
    desired = Desired(user_class=dict(plan.user_class))
    return Planned(plan, session.school, desired, observed, memory, {}, question, Leavers())


def _warnings(plan: Plan) -> Iterator[Problem]:
    """Say that the files still ask for what is undone."""
    if plan.writes:
        yield Problem(
            Place(),
            _("Отмена меняет сайт, а не файлы: следующий plan предложит то же самое снова."),
            _(
                "Исправьте config.yaml, шаблоны или списки (или верните их из копии) до следующего "
                "apply и проверьте: vsosh-moodle plan"
            ),
            code="undo-files",
            severity="warning",
        )


def _require_undoable(number: int, steps: list[RecordedStep]) -> None:
    if any("password" in (step.step.after or {}) for step in steps):
        raise PlanError(
            _("Запуск № {number} выдавал новые пароли; прежние не хранятся нигде.").format(
                number=number
            ),
            _("Выдать ещё раз новые: vsosh-moodle slips reissue"),
        )


def _changes_of(steps: Iterable[RecordedStep]) -> Iterator[Change]:
    """Return the steps as changes; what was forgotten about a person is left out."""
    for recorded in steps:
        step = recorded.step
        if step.before is None and step.after is None:
            continue
        kind = Kind(step.kind)
        yield Change(
            Action(step.action),
            kind,
            step.key,
            None if step.before is None else record_from_json(kind, dict(step.before)),
            None if step.after is None else record_from_json(kind, dict(step.after)),
        )


def _question(session: Session, memory: Memory, done: Iterable[Change]) -> Question:
    """Ask for what the run touched and what that hangs on."""
    wanted = State()
    for change in done:
        for record in (change.before, change.after):
            if record is not None:
                _add_with_parents(wanted, record, memory.state)
    roles = session.config.site.roles
    return Question(
        wanted=wanted,
        remembered=State.of(
            record for record in memory.state if (record.kind, record.key) in wanted
        ),
        roles={"student": roles.student, "teacher": roles.teacher},
        remembered_ids={place: one for place, one in memory.ids.items() if place in wanted},
        now=int(session.now.timestamp()),
        prefix=session.config.key_prefix,
        site_calendar=session.school.keys.site_calendar(),
    )


def _add_with_parents(wanted: State, record: Record, memory: State) -> None:
    wanted.add(record)
    if (
        isinstance(record, ContentItem)
        and not record.course.startswith(SITE_SIGN)
        and record.course not in wanted.course_content
    ):
        wanted.add(CourseContent(record.course))
    for kind, key in parents_of(record):
        parent = memory.get(kind, key)
        if parent is not None and (kind, key) not in wanted:
            _add_with_parents(wanted, parent, memory)


def _later(
    journal: Journal, run: Run, done: Iterable[Change], live: State
) -> tuple[dict[tuple[Kind, str], int], dict[tuple[Kind, str], int]]:
    """Return which later run touched a record last, and which put something active under one."""
    own = {(change.kind, change.key) for change in done}
    later: dict[tuple[Kind, str], int] = {}
    built_on: dict[tuple[Kind, str], int] = {}
    for other in reversed(journal.runs()):
        if other.id <= run.id:
            continue
        for change in _changes_of(journal.steps(other.id, "done")):
            place = (change.kind, change.key)
            later[place] = other.id
            after = change.after
            if after is None or place in own or change.kind in CONTENT_KINDS:
                continue
            have = live.get(*place)
            if have is not None and not getattr(have, "suspended", False):
                built_on |= dict.fromkeys(parents_of(after), int(other.id))
    return later, built_on


def _guards(session: Session, run: Run) -> UndoGuardFacts:
    config = session.config
    return UndoGuardFacts(
        site=site_name(config),
        run_site=run.header.site_url,
        default_threshold=ClassThreshold(*config.guard_thresholds()),
        thresholds={
            str(name): ClassThreshold(*config.guard_thresholds(name))
            for name in config.class_names()
        },
    )


def _labels(state: State) -> dict[str, str]:
    labels = {
        user.key: " ".join(p for p in (user.lastname, user.firstname, user.middlename) if p)
        for user in state.user.values()
    }
    labels |= {course.key: course.fullname for course in state.course.values()}
    for table in (state.category, state.cohort, state.group, state.grouping):
        labels |= {key: record.name for key, record in table.items()}
    return labels


def _classes(state: State) -> dict[str, str]:
    return {
        member.user: member.cohort.rpartition(":")[2]
        for member in state.cohort_member.values()
        if ":class:" in member.cohort
    }
