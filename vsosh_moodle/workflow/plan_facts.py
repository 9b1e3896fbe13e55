"""What a plan is compared and judged by: of the config, the lists, our memory and the clock."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from vsosh_moodle.apply.memory import Memory
from vsosh_moodle.desired.compile import Desired
from vsosh_moodle.language import _, plural
from vsosh_moodle.observe.observed import Observed
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.diff import DiffPolicy
from vsosh_moodle.plan.guards import ClassThreshold, GuardFacts
from vsosh_moodle.plan.leavers import Leavers, LeaversClock, find_leavers
from vsosh_moodle.plan.movement import MovementFacts
from vsosh_moodle.plan.records import Enrolment
from vsosh_moodle.plan.scope import Scope
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.identity import Identity
from vsosh_moodle.school.people import Person
from vsosh_moodle.store.departures import Departures
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.connection import site_name
from vsosh_moodle.workflow.school import LoadedSchool

if TYPE_CHECKING:
    from vsosh_moodle.workflow.planning import Session


def read_leavers(session: "Session", memory: Memory, desired: Desired) -> Leavers:
    """Return who is away and since when, by the lists, our memory and today."""
    clock = LeaversClock(
        session.today,
        session.config.timezone,
        session.config.policies.leavers.hide_after_days,
        desired.departed,
        Departures(session.database).load_departures(),
    )
    return find_leavers(desired.state, memory.state, clock)


def warn_unenrolled(
    session: "Session", changes: Collection[Change], leavers: Leavers
) -> Iterator[Problem]:
    """Warn of grades that hide with the enrolments of those who left long ago."""
    gone = {
        change.before.user
        for change in changes
        if change.action is Action.REMOVE
        and isinstance(change.before, Enrolment)
        and change.before.user in leavers.hidden
    }
    if gone:
        yield Problem(
            session.config.place("policies", "leavers", "hide"),
            _(
                "{people} отчисляются с курсов: их оценки в Moodle скроются и сами не вернутся."
            ).format(
                people=plural(
                    len(gone), "{n} давно выбывший", "{n} давно выбывших", "{n} давно выбывших"
                )
            ),
            _("Чтобы оценки остались, поставьте hide: drop_groups."),
            code="leavers-unenrolled",
            severity="warning",
        )


def category_names(session: "Session") -> dict[str, str]:
    """Return what the school calls its categories of learners, by cohort: for local eyes only."""
    keys = session.school.keys
    return {keys.learners_cohort(one.code): one.name for one in session.config.learner_categories}


def movement_facts(
    session: "Session", desired: Desired, memory: Memory, leavers: Leavers
) -> MovementFacts:
    """Return what the movement of people is told by, beside the states."""
    now = session.now.timestamp()
    return MovementFacts(
        class_cohorts={cohort: name for name, cohort in desired.class_cohorts.items()},
        categories=frozenset(category_names(session)),
        level_groups=desired.level_groups,
        teachers=frozenset(desired.teachers),
        substitutions=desired.substitutions,
        ended=frozenset(
            key
            for key, one in memory.state.enrolment.items()
            if one.role == "teacher" and 0 < one.timeend <= now
        ),
        hide_on=leavers.hide_on,
        hidden=leavers.hidden,
        names=_names_behind_codes(session, desired),
    )


def _names_behind_codes(session: "Session", desired: Desired) -> dict[str, str]:
    """Return full names by key when pupils are under codes: of the lists, and of those who left them."""
    if session.config.people.pupils != "codes":
        return {}
    known = {
        entry.idnumber: " ".join(
            part for part in (entry.last_name, entry.first_name, entry.middle_name) if part
        )
        for entry in PeopleLedger(session.database).entries()
    }
    return {**known, **{key: desired.labels[key] for key in desired.state.user}}


def diff_policy(school: LoadedSchool, overwrite: frozenset[str], who: Leavers) -> DiffPolicy:
    """Return what becomes of leavers, and which hand edits are overwritten."""
    leavers = school.config.policies.leavers
    everything = "all" in overwrite
    return DiffPolicy(
        suspend_accounts=leavers.account == "suspend",
        leaver_enrolments=leavers.enrolments,
        hidden=who.hidden,
        hide=leavers.hide,
        overwrite=lambda _kind, key: everything or key in overwrite,
        past=school.keys.is_other_year,
    )


def guard_facts(
    session: "Session",
    desired: Desired,
    observed: Observed,
    scope: Scope,
    identities: dict[Person, Identity],
) -> GuardFacts:
    """Return what the guards look at, beside the states."""
    config = session.config
    year = config.school_year()
    thresholds = {
        str(name): ClassThreshold(*config.guard_thresholds(name)) for name in config.class_names()
    }
    return GuardFacts(
        today=session.today,
        year_start=year.start,
        year_end=year.end,
        site=site_name(config),
        last_site=session.last.site,
        class_cohorts=desired.class_cohorts,
        default_threshold=ClassThreshold(*config.guard_thresholds()),
        thresholds=thresholds,
        sources_changed=session.school.rosters_changed,
        last_sources_changed=session.last.rosters_changed,
        students=desired.students,
        claimed_keys=observed.claimed,
        class_scope=scope.classes,
        new_users=frozenset(one.idnumber for one in identities.values() if one.is_new),
        roster_years=tuple((str(place), name) for place, name in session.school.roster.years),
        year_name=year.name,
        now=session.now.timestamp(),
    )
