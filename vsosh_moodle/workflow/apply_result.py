"""How an apply ended, and what is said of it."""

from dataclasses import dataclass, field
from pathlib import Path

from vsosh_moodle.apply.outcome import Failure, KeptChange, Outcome, is_lost
from vsosh_moodle.language import _, plural
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.field_titles import field_title
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import User
from vsosh_moodle.problems import Place
from vsosh_moodle.store.journal import RunState


@dataclass(frozen=True, slots=True)
class FailedChange:
    """A change that was not made: what it is about, where it stands in the files, and why not."""

    change: Change
    label: str
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """How an apply ended; `calls` are HTTP requests, observing included, `seconds` wall time.

    `kept` are changes that a person forestalled by hand while the plan was carried out.
    """

    run_id: int
    done: int
    failed: tuple[FailedChange, ...] = ()
    kept: tuple[FailedChange, ...] = ()
    skipped: int = 0
    calls: int = 0
    seconds: float = 0
    interrupted: bool = False
    stopped_by: str = ""
    slips: Path | None = None
    accounts: int = 0
    notice: str = ""
    plan: Plan | None = None
    phases: dict[str, float] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to do."""
        return not self.run_id

    @property
    def complete(self) -> bool:
        """Whether everything asked for was done."""
        return not (self.failed or self.skipped or self.interrupted or self.stopped_by)


def never_made(outcome: Outcome) -> list[User]:
    """Return the new accounts the site certainly did not make: nobody may be given their slips."""
    refused = [one.change for one in outcome.failed if not is_lost(one.error)]
    unsent = [change for change in outcome.skipped if change not in outcome.unknown]
    return [
        change.after
        for change in (*refused, *unsent)
        if change.action is Action.CREATE and isinstance(change.after, User)
    ]


def made_by_others(outcome: Outcome) -> list[User]:
    """Return the accounts another run made first: its slips open them, ours would not."""
    return [one.after for one in outcome.found if isinstance(one.after, User)]


def found_notice(outcome: Outcome) -> str:
    """Return what to say of things another run made first, "" when there are none."""
    if not outcome.found:
        return ""
    count = plural(len(outcome.found), "{n} объект", "{n} объекта", "{n} объектов")
    accounts = len(made_by_others(outcome))
    text = _(
        "Одновременно с этим на сайт писал другой запуск (с другого компьютера или из другой папки): "
        "{count} из плана создал он."
    ).format(count=count)
    if not accounts:
        return text
    slips = plural(
        accounts,
        "Пароль {n} новой учётной записи — на его листке, не на Вашем.",
        "Пароли {n} новых учётных записей — на его листках, не на Ваших.",
        "Пароли {n} новых учётных записей — на его листках, не на Ваших.",
    )
    return f"{text} {slips}"


def cut_notice(outcome: Outcome) -> str:
    """Return what to say of a site that cut large requests, "" for any other."""
    if not outcome.cut:
        return ""
    return _(
        "Сайт отбрасывал концы больших запросов; они отправлены по частям. Чтобы было быстрее, "
        "уменьшите site.max_input_vars в config.yaml: число назовёт vsosh-moodle doctor."
    )


def run_state(outcome: Outcome) -> RunState:
    """Return how a run ended, as the journal has it."""
    if outcome.interrupted:
        return "interrupted"
    if outcome.complete:
        return "done"
    return "partial" if outcome.done else "failed"


def failed_change(plan: Plan, failure: Failure) -> FailedChange:
    """Return a refused change as a person is told of it."""
    return _told(plan, failure.change, words(failure.error))


def kept_change(plan: Plan, kept: KeptChange) -> FailedChange:
    """Return a change that a person forestalled, as another is told of it."""
    text = _("изменено в Moodle вручную: {fields}").format(
        fields=", ".join(field_title(name) for name in kept.fields)
    )
    return _told(plan, kept.change, text)


def _told(plan: Plan, change: Change, message: str) -> FailedChange:
    place = plan.places.get(change.key, Place())
    if place == Place():
        place = next(
            (plan.places[part] for part in reversed(change.key.split("|")) if part in plan.places),
            Place(),
        )
    return FailedChange(change, plan.label(change.key), place, message)


def words(error: MoodleError | None) -> str:
    """Return an error with its way out as sentences."""
    if error is None:
        return ""
    message = error.message if error.message.endswith((".", "!", "?")) else f"{error.message}."
    return f"{message} {error.hint}".strip()
