"""How a run ends: what was done, what was refused, and what an error means for the rest."""

from dataclasses import dataclass, field

from vsosh_moodle.moodle.errors import (
    AccessDenied,
    FunctionMissing,
    MoodleError,
    PasswordRefused,
    SiteUnavailable,
    TokenRejected,
    TransportError,
    WebServicesOff,
)
from vsosh_moodle.observe.observed import Observed
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import ContentItem, Kind, field_values


@dataclass(frozen=True, slots=True)
class Failure:
    """A change the site refused, and its words."""

    change: Change
    error: MoodleError


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change of an item whose `fields` the site kept as a person edited them."""

    change: Change
    fields: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """How a run ended. `stopped_by` is the error after which going on made no sense.

    `kept` are those that a person forestalled by hand after the plan was made, in whole or in part;
    `found` are those of the `done` that another run made first;
    `unknown` are those of the `skipped` that the site may have made although it did not say so;
    `cut` is whether the site took fewer form fields than its config says.
    """

    done: list[Change] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Change] = field(default_factory=list)
    unknown: list[Change] = field(default_factory=list)
    kept: list[KeptChange] = field(default_factory=list)
    found: list[Change] = field(default_factory=list)
    interrupted: bool = False
    stopped_by: MoodleError | None = None
    cut: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything was done."""
        return not (self.failed or self.skipped or self.interrupted or self.stopped_by)


def is_lost(error: MoodleError) -> bool:
    """Tell whether the site may have done the work although it did not say so."""
    return error.may_have_been_processed or isinstance(error, TransportError)


def is_final(error: MoodleError) -> bool:
    """Tell whether every other call would be refused in the same way."""
    if isinstance(error, TokenRejected):
        return not error.perhaps_cut
    if isinstance(error, AccessDenied):
        return error.errorcode == "accessexception" or isinstance(error, WebServicesOff)
    return isinstance(error, SiteUnavailable | FunctionMissing)


def perhaps_made(change: Change, error: MoodleError) -> bool:
    """Tell whether the site may refuse to make a thing because another run has made it meanwhile."""
    return (
        change.action is Action.CREATE
        and change.kind in _MADE_ONCE
        and not isinstance(error, AccessDenied | PasswordRefused)
    )


_MADE_ONCE = frozenset(
    {
        Kind.CATEGORY, Kind.COHORT, Kind.USER, Kind.COURSE, Kind.GROUP, Kind.GROUPING,
        Kind.QUESTION_BANK,
    }
)  # fmt: skip


def is_there(observed: Observed, change: Change) -> bool:
    """Tell whether a site shows a change as made."""
    live = observed.state.get(change.kind, change.key)
    after = change.after
    if change.action is Action.REMOVE:
        return live is None
    if change.before is not None and change.before.key != change.key:
        return live == after and observed.state.get(change.kind, change.before.key) is None
    if isinstance(after, ContentItem):
        # The site tells more of an item than was asked of it.
        return live is not None and dict(after.settings).items() <= field_values(live).items()
    return live == after
