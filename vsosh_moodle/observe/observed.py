"""What to look for on a site, and what was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vsosh_moodle.language import _
from vsosh_moodle.plan.diff import Adoption
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.plan.state import State
from vsosh_moodle.problems import Place, Problem

Ids = dict[tuple[Kind, str], int]


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for on the site.

    `wanted` is the desired state, `remembered` what was applied last, with Moodle's ids in
    `remembered_ids` (only sections need them). `new_users` are keys of accounts that nobody has
    been given yet, `emails` their addresses that stand in the rosters. `roles` maps a role's name in
    the config to its id on the site. `now` is Unix seconds. `presence_only` asks who is enrolled and
    not in which role; whether an enrolment is suspended is asked of the courses in `suspensions` and
    of those where `wanted` has a suspended one. `prefix` is what our keys begin with,
    `site_calendar` the place of our events of the whole site.
    """

    wanted: State
    remembered: State
    roles: Mapping[str, int]
    remembered_ids: Mapping[tuple[Kind, str], int] = field(default_factory=dict)
    new_users: frozenset[str] = frozenset()
    now: int = 0
    presence_only: bool = False
    suspensions: frozenset[str] = frozenset()
    prefix: str = ""
    emails: frozenset[str] = frozenset()
    site_calendar: str = ""


class EmailHolder(NamedTuple):
    """An account of the site that has an address: the address as it stands there, key and login."""

    email: str
    key: str
    username: str


@dataclass(slots=True)
class Observed:
    """What the site has.

    `foreign` are objects that are not ours but stand where one of ours should: by course short
    name, category name and place, cohort name, login. `claimed` are keys of new accounts that the
    site already has. `problems` tell what cannot be trusted: one key on two objects.
    `base_items` is what was written last into courses, as the plugin remembers it. `emails` tells
    who has the addresses asked for; None when the site was not asked.
    """

    state: State = field(default_factory=State)
    ids: Ids = field(default_factory=dict)
    foreign: dict[tuple[Kind, str], Adoption] = field(default_factory=dict)
    claimed: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    base_items: State = field(default_factory=State)
    emails: tuple[EmailHolder, ...] | None = None

    def note_twice(self, what: str, key: str) -> None:
        """Record that two objects of the site carry one key."""
        self.problems.append(
            Problem(
                Place(),
                _("На сайте два объекта с одной меткой: {what} «{key}».").format(
                    what=what, key=key
                ),
                _("Уберите метку (idnumber) у лишнего объекта в Moodle и постройте план заново."),
                code="key-twice",
            )
        )


def keys_of(kind: Kind, states: Iterable[State]) -> list[str]:
    """Return the keys of one kind in all the states, each once, in the order first met."""
    return list(dict.fromkeys(key for state in states for key in state.table(kind)))
