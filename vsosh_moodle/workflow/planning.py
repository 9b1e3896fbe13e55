"""Make a plan: read the files, remember what was applied, look at the site, compare."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from vsosh_moodle.apply.batches import count_calls, plan_batches
from vsosh_moodle.apply.memory import (
    Memory,
    caught_up,
    expecting,
    load_exported,
    load_memory,
)
from vsosh_moodle.config.models import Config
from vsosh_moodle.desired.compile import Desired, SchoolFacts, compile_desired
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_events import SET_EVENTS
from vsosh_moodle.moodle.plugin_exceptions import SET_EXCEPTIONS
from vsosh_moodle.moodle.plugin_info import PluginInfo, get_plugin_info, has_plugin
from vsosh_moodle.observe.observed import Observed, Question
from vsosh_moodle.observe.site import observe_site
from vsosh_moodle.plan.change import Change, makes_account
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.guards import check_guards
from vsosh_moodle.plan.leavers import Leavers
from vsosh_moodle.plan.movements import derive_movements
from vsosh_moodle.plan.plan import Forecast, Origin, Plan
from vsosh_moodle.plan.scope import AREAS, Scope, narrow_changes, split_ready
from vsosh_moodle.plan.settled import Settled, find_settled
from vsosh_moodle.plan.state import State
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.school.identity import Identity, IdentityPolicy, Proposal
from vsosh_moodle.school.logins import LoginRules
from vsosh_moodle.school.people import Person
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.exported import ExportedState
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.adopting import (
    find_email_holders,
    find_held_logins,
    note_taken_emails,
    note_taken_login,
    sort_foreign,
    taken_logins,
    without_conflicts,
)
from vsosh_moodle.workflow.connection import open_site, site_name
from vsosh_moodle.workflow.last_apply import LastApply, load_last_apply
from vsosh_moodle.workflow.old_slips import find_old_slips
from vsosh_moodle.workflow.password_rules import require_shape
from vsosh_moodle.workflow.plan_facts import (
    category_names,
    diff_policy,
    guard_facts,
    movement_facts,
    read_leavers,
    warn_unenrolled,
)
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.pupil_codes import account_of, note_telling_logins
from vsosh_moodle.workflow.pupil_terms import load_pupil_terms
from vsosh_moodle.workflow.school import LoadedSchool, load_school, require_sound
from vsosh_moodle.workflow.service import find_unwritable, require_readable

MOST_LOGIN_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What the command line narrows, allows or overwrites.

    `overwrite` holds keys of hand edits to overwrite, or «all»; `adopt` what to take under our
    control, as «course:SHORTNAME», «user:LOGIN», «category:NAME», «cohort:NAME».
    """

    only: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()
    allow: frozenset[str] = frozenset()
    overwrite: frozenset[str] = frozenset()
    adopt: frozenset[str] = frozenset()


@dataclass(slots=True)
class Planned:
    """A plan with what it was made of: what `apply` needs to carry it out."""

    plan: Plan
    school: LoadedSchool
    desired: Desired
    observed: Observed
    memory: Memory
    identities: dict[Person, Identity]
    question: Question
    leavers: Leavers
    settled: Settled = field(default_factory=Settled)


@dataclass(slots=True)
class Session:
    """An open project: its files read, its state file and its site at hand, the moment it is."""

    project: Project
    school: LoadedSchool
    database: Database
    client: MoodleClient
    now: datetime
    last: LastApply = field(default_factory=LastApply)
    _plugin: PluginInfo | None = None

    @property
    def config(self) -> Config:
        """The project's config."""
        return self.school.config

    @property
    def today(self) -> date:
        """The day it is in the school."""
        return self.now.date()

    def plugin(self) -> PluginInfo | None:
        """Return what the plugin says of the site, asked for once; None without a plugin."""
        if self._plugin is None and has_plugin(self.client):
            self._plugin = get_plugin_info(self.client)
        return self._plugin


@contextmanager
def open_session(
    project: Project, progress: Progress, now: datetime | None = None, *, sound: bool = True
) -> Iterator[Session]:
    """Read the files, then open the state and the site; raises InputProblems with every problem.

    `now` is the moment the whole session takes for the present; None reads the clock, once. Without
    `sound` only a config that cannot be used is a problem.
    """
    progress.start(_("Читаю файлы"), 0)
    school = load_school(project, None if now is None else now.date())
    if sound:
        require_sound(school)
    progress.finish()
    with (
        open_database(project.state / STATE_FILE) as database,
        open_site(project, school.config.site) as client,
    ):
        present = (now or datetime.now(UTC)).astimezone(school.config.timezone)
        yield Session(project, school, database, client, present, load_last_apply(database))


def make_plan(
    project: Project,
    options: PlanOptions | None = None,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Plan:
    """Return the plan that brings the site to what the files say; nothing is written anywhere.

    Raises InputProblems, ConfigError, MoodleError.
    """
    progress = progress or NoProgress()
    with open_session(project, progress, now) as session:
        return plan_session(session, options or PlanOptions(), progress).plan


def plan_session(session: Session, options: PlanOptions, progress: Progress) -> Planned:
    """Make a plan in an open session."""
    scope = _scope(session, options)
    applied = load_memory(AppliedState(session.database))
    exported = load_exported(ExportedState(session.database))
    expected = expecting(applied, exported)
    progress.start(_("Смотрю, что есть на сайте"), 0)
    require_readable(session.client)
    identities, problems, desired, question, observed = _observe(session, expected, options)
    memory = caught_up(applied, exported, observed.state)
    progress.finish()
    adoptions, conflicts = sort_foreign(desired, observed, options.adopt)
    leavers = read_leavers(session, memory, desired)
    base = base_state(memory, observed)
    policy = diff_policy(session.school, options.overwrite, leavers)
    changes = diff_states(desired.state, observed.state, base, policy, adoptions)
    settled = find_settled(desired.state, observed.state, memory.state, policy)
    changes = without_conflicts(changes, conflicts)
    narrowed = narrow_changes(changes, scope, desired.scope_index())
    ready, waiting = split_ready(narrowed, observed.state)
    client = session.client
    batches = plan_batches(ready, client.variables_limit, plugin=has_plugin(client))
    plan = Plan(
        origin=Origin(
            site_name(session.config),
            client.site.release,
            session.school.inputs,
            session.config.year.name,
            str(session.config.timezone),
        ),
        changes=tuple(ready),
        waiting=tuple(waiting),
        verdicts=tuple(
            check_guards(
                desired.state,
                memory.state,
                guard_facts(session, desired, observed, scope, identities),
                options.allow,
            )
        ),
        problems=(
            *session.school.problems, *(desired.remarks if scope.covers_content else ()),
            *problems, *observed.problems,
            *conflicts.values(),
            *find_unwritable(client, batches), *warn_unenrolled(session, ready, leavers),
            *_find_refused_passwords(session, ready),
            *find_old_slips(session.project, session.database, session.config),
            *note_telling_logins(identities, session.config),
        ),
        notes=tuple(desired.notes),
        forecast=Forecast(
            count_calls(batches, bundles=client.can_bundle),
            sum(change.writes for change in ready),
        ),
        scope=scope,
        labels=desired.labels,
        places=desired.places,
        overwritten=tuple(sorted(options.overwrite)),
        adopted=tuple(sorted(options.adopt)),
        user_class=desired.user_class,
        movements=derive_movements(
            ready, desired.state, observed.state, memory.state,
            movement_facts(session, desired, memory, leavers),
        ),
        category_names=category_names(session),
    )  # fmt: skip
    return Planned(
        plan, session.school, desired, observed, memory, identities, question, leavers, settled
    )


def _find_refused_passwords(session: Session, changes: Collection[Change]) -> list[Problem]:
    """Return a warning when new accounts would get passwords that the site does not take."""
    if not any(map(makes_account, changes)):
        return []
    try:
        require_shape(session.config.logins, session.plugin())
    except ConfigError as error:
        place = session.config.place("logins", "password")
        return [Problem(place, error.message, error.hint, "password-kind", "warning")]
    return []


def base_state(memory: Memory, observed: Observed) -> State:
    """Return what was applied last: as we remember it, and inside courses as the plugin does."""
    if not len(observed.base_items):
        return memory.state
    base = memory.state.copy()
    for item in observed.base_items:
        base.add(item)
    return base


def _observe(
    session: Session, memory: Memory, options: PlanOptions
) -> tuple[dict[Person, Identity], tuple[Problem, ...], Desired, Question, Observed]:
    """Observe the site; when a login of a new account is taken there, take the next one and look again."""
    noted: dict[str, Problem] = {}
    taken: set[str] = set()
    facts = _facts(session)
    for _round in range(MOST_LOGIN_ROUNDS):
        proposal = _propose(session, taken)
        _require_known(session, proposal)
        desired = _compile(session, facts, proposal)
        question = _question(session, memory, desired, proposal)
        observed = observe_site(session.client, question)
        held = taken_logins(observed, options.adopt)
        if not held.keys() - taken:
            break
        noted |= {
            login: note_taken_login(login, desired.places[key]) for login, key in held.items()
        }
        taken |= held.keys()
        taken |= _taken_beyond(session, taken, _new_logins(proposal))
    else:
        raise ConfigError(
            _("На сайте заняты все подходящие логины новых учеников."),
            _("Измените logins.pattern в config.yaml."),
        )
    addresses = _own_emails(session, proposal)
    holders = observed.emails
    if holders is None:
        holders = tuple(find_email_holders(session.client, list(addresses)))
    emails = note_taken_emails(holders, addresses, options.adopt)
    problems = (*proposal.problems, *noted.values(), *emails)
    return dict(proposal.identities), problems, desired, question, observed


def _propose(session: Session, taken: Collection[str]) -> Proposal:
    ledger = PeopleLedger(session.database)
    return ledger.propose(session.school.roster.people, _identity_policy(session.config), taken)


def _new_logins(proposal: Proposal) -> set[str]:
    return {identity.login for identity in proposal.identities.values() if identity.is_new}


def _taken_beyond(session: Session, taken: Collection[str], asked: Collection[str]) -> set[str]:
    """Return which of the next candidates others hold too; `asked` are known to be free or taken.

    A login may be taken many times over (ivanov.i.i, ivanov.i.i2, …): each step asks for the new
    candidates alone, not for the whole site.
    """
    seen, beyond = set(asked), set[str]()
    while True:
        fresh = sorted(_new_logins(_propose(session, {*taken, *beyond})) - seen)
        held = find_held_logins(session.client, fresh)
        if not held:
            return beyond
        seen |= set(fresh)
        beyond |= held


def _own_emails(session: Session, proposal: Proposal) -> dict[str, tuple[str, Place]]:
    """Return the addresses of new accounts that stand in the rosters; ours are made from logins."""
    ours = f"@{session.config.logins.email_domain}"
    return {
        identity.email.lower(): (identity.idnumber, person.source)
        for person, identity in proposal.identities.items()
        if identity.is_new and not identity.email.endswith(ours)
    }


def _require_known(session: Session, proposal: Proposal) -> None:
    if any(problem.severity == "error" for problem in proposal.problems):
        raise InputProblems((*session.school.problems, *proposal.problems))


def _facts(session: Session) -> SchoolFacts:
    """Return what the compiler needs: of the config, and of a site that has the plugin."""
    facts = session.school.facts(session.today)
    plugin = session.plugin()
    if plugin is None:
        if facts.whole_classes:
            raise ConfigError(
                _(
                    "Зачислять классы целиком (policies.enrolment: cohorts) умеет только плагин "
                    "local_vsosh, а на сайте его нет."
                ),
                _(
                    "Установите его на сайт (vsosh-moodle plugin build) или поставьте в config.yaml "
                    "enrolment: people."
                ),
            )
        return facts
    return replace(
        facts,
        with_activities=True,
        with_events=session.client.site.has(SET_EVENTS),
        with_exceptions=session.client.site.has(SET_EXCEPTIONS),
        modules=plugin.modules,
    )


def _compile(session: Session, facts: SchoolFacts, proposal: Proposal) -> Desired:
    people = [
        (person, account_of(person, identity, session.config))
        for person, identity in proposal.identities.items()
    ]
    terms = load_pupil_terms(session.project, session.school, people)
    return compile_desired(replace(facts, terms=terms), session.school.programmes.courses, people)


def _question(session: Session, memory: Memory, desired: Desired, proposal: Proposal) -> Question:
    roles = session.config.site.roles
    return Question(
        wanted=desired.state,
        remembered=memory.state,
        roles={"student": roles.student, "teacher": roles.teacher},
        remembered_ids=memory.ids,
        new_users=frozenset(one.idnumber for one in proposal.identities.values() if one.is_new),
        now=int(session.now.timestamp()),
        prefix=session.config.key_prefix,
        emails=frozenset(_own_emails(session, proposal)),
        site_calendar=session.school.keys.site_calendar(),
    )


def _identity_policy(config: Config) -> IdentityPolicy:
    return IdentityPolicy(
        prefix=config.key_prefix,
        logins=LoginRules(
            config.logins.pattern,
            config.logins.max_length,
            config.logins.transliteration,
            config.logins.collision,
        ),
        email_domain=config.logins.email_domain,
        pseudonyms=config.people.pupils == "codes",
        code_prefix=config.people.code_prefix,
    )


def _scope(session: Session, options: PlanOptions) -> Scope:
    """Check the words of the scope against the config; raises ConfigError with a near word."""
    classes = set()
    known_classes = {str(name) for name in session.config.class_names()}
    for text in options.classes:
        name = str(parse_class_name(text) or text)
        if name not in known_classes:
            raise ConfigError(
                _("Класса «{name}» нет в config.yaml.").format(name=text),
                did_you_mean(name, known_classes),
            )
        classes.add(name)
    known_courses = {course.key for course in session.school.programmes.courses}
    for key in options.courses:
        if key not in known_courses:
            raise ConfigError(
                _("Курса с ключом «{key}» нет в программах config.yaml.").format(key=key),
                did_you_mean(key, known_courses),
            )
    for area in options.only:
        if area not in AREAS:
            raise ConfigError(
                _("Области «{area}» нет.").format(area=area), did_you_mean(area, AREAS)
            )
    return Scope(options.only, frozenset(classes), options.courses)
