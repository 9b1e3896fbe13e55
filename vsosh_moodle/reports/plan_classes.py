"""What happens to the people of each class: said of every person once, not of each membership."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from vsosh_moodle.language import _
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import CohortMember, Kind
from vsosh_moodle.reports.plan_naming import Naming, class_of_cohort

Event = Literal[
    "create", "adopt", "update", "suspend", "reactivate", "join", "leave", "arrive", "depart"
]


def describe_classes(changes: Iterable[Change], naming: Naming) -> dict[str, dict[str, list[str]]]:
    """Return, by class, what happens there and the keys of the people it happens to."""
    events: dict[tuple[str, str], set[Event]] = defaultdict(set)
    for change in changes:
        for name, user, event in _events(change, naming):
            events[name, user].add(event)
    described: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (name, user), of_user in events.items():
        for words in _in_words(of_user):
            described[name][words].append(user)
    return described


def is_of_class(change: Change, naming: Naming) -> bool:
    """Whether the change is told among the people of a class."""
    return any(True for _event in _events(change, naming))


def _events(change: Change, naming: Naming) -> Iterator[tuple[str, str, Event]]:
    """Yield (class, user, event) of a change that is about a person of a class."""
    if not change.writes:
        return
    if change.kind is Kind.USER and naming.user_class.get(change.key):
        yield naming.user_class[change.key], change.key, _account_event(change.action)
    if change.kind is not Kind.COHORT_MEMBER:
        return
    moved = change.action is Action.MOVE
    out: Event = "depart" if moved else "leave"
    into: Event = "arrive" if moved else "join"
    for record, event in ((change.before, out), (change.after, into)):
        if isinstance(record, CohortMember) and class_of_cohort(record.cohort):
            yield class_of_cohort(record.cohort), record.user, event


def _account_event(action: Action) -> Event:
    events: dict[Action, Event] = {
        Action.CREATE: "create",
        Action.ADOPT: "adopt",
        Action.SUSPEND: "suspend",
        Action.REACTIVATE: "reactivate",
    }
    return events.get(action, "update")


def _in_words(events: set[Event]) -> Iterator[str]:
    """Yield what happened, things that come together as one."""
    together: tuple[tuple[set[Event], str], ...] = (
        ({"create", "join"}, _("новые: учётная запись и место в классе")),
        ({"adopt", "join"}, _("учётная запись берётся под управление, место в классе")),
        ({"reactivate", "join"}, _("вернулись: учётная запись и место в классе")),
        ({"suspend", "leave"}, _("выбыли: учётная запись приостанавливается")),
    )
    for both, words in together:
        if both <= events:
            yield words
            events = events - both
    alone: dict[Event, str] = {
        "create": _("создать учётную запись"),
        "adopt": _("взять учётную запись под управление"),
        "update": _("изменить учётную запись"),
        "suspend": _("приостановить учётную запись"),
        "reactivate": _("вернуть учётную запись"),
        "join": _("внести в класс"),
        "leave": _("убрать из класса"),
        "arrive": _("пришли из другого класса"),
        "depart": _("перешли в другой класс"),
    }
    for event, words in alone.items():
        if event in events:
            yield words
