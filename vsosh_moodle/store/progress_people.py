"""Who the school's lists had in a period, as snapshots remember them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from vsosh_moodle.indicators.facts import PersonFacts
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.progress_window import View


class _Stretch(NamedTuple):
    """A pupil on the lists from one snapshot until another (None: still), in one class.

    `goes_on`: the lists had the pupil right before, otherwise.
    """

    number: int
    person: str
    since: int
    until: int | None
    class_name: str
    form: str
    distance: int
    categories: str
    goes_on: int


@dataclass(frozen=True, slots=True)
class Contingent:
    """The pupils of a period: by their number, and by month how many of `counted` the lists had.

    `counted` are those of the grades that coverage is about.
    """

    people: Mapping[int, PersonFacts]
    counted: frozenset[int]
    months: Mapping[date, int]


def load_contingent(
    database: Database, view: View, prefix: str, grades: tuple[int, int] | None = None
) -> Contingent:
    """Return the pupils the lists had in any snapshot of the window; `grades` None: all count."""
    rows = database.rows(
        "SELECT f.person, l.person, f.since, f.until, class_name, form, distance, categories,"
        " EXISTS (SELECT 1 FROM contingent_facts b WHERE b.person = f.person AND b.until = f.since)"
        " FROM contingent_facts f JOIN learners l ON l.number = f.person"
        " WHERE f.since <= :last AND (f.until IS NULL OR f.until > :first)"
        " AND (l.person LIKE '?%' OR substr(l.person, 1, length(:prefix)) = :prefix)"
        " ORDER BY f.person, f.since",
        _named(view, prefix=prefix),
    )
    accounts = _accounts(database, view)
    days = _snapshot_days(database, view)
    people: dict[int, PersonFacts] = {}
    stretches: dict[int, list[_Stretch]] = {}
    for number, group in groupby(map(_Stretch._make, rows), key=lambda one: one.number):
        stretches[number] = list(group)
        people[number] = _person(stretches[number], view, days, accounts.get(number))
    counted = frozenset(
        number for number, one in people.items() if _is_counted(one.class_name, grades)
    )
    of_counted = [of_one for number, of_one in stretches.items() if number in counted]
    return Contingent(people, counted, _by_month(of_counted, view))


def _is_counted(class_name: str, grades: tuple[int, int] | None) -> bool:
    if grades is None:
        return True
    name = parse_class_name(class_name)
    return name is not None and grades[0] <= name.grade <= grades[1]


def _person(
    stretches: list[_Stretch],
    view: View,
    days: Mapping[int, date],
    account: tuple[int, int, int] | None,
) -> PersonFacts:
    begun, last = stretches[0], stretches[-1]
    present = last.until is None or last.until > view.last
    is_newcomer = not begun.goes_on and (
        begun.since > view.first or (begun.since == view.first and view.before)
    )
    first_access, last_access, suspended = account or (0, 0, 0)
    return PersonFacts(
        person=begun.person,
        class_name=last.class_name,
        form=last.form,
        distance=bool(last.distance),
        categories=tuple(one for one in last.categories.split(",") if one),
        present=present,
        joined=days.get(begun.since) if is_newcomer else None,
        left=None if present else days.get(last.until or 0),
        account=account is not None,
        suspended=bool(suspended),
        first_access=first_access,
        last_access=last_access,
    )


def _accounts(database: Database, view: View) -> dict[int, tuple[int, int, int]]:
    # Who was there after the window, when last in it: as an older snapshot saw it, if any did.
    sql = (
        "SELECT person, first_access, CASE WHEN last_access < :stop THEN last_access ELSE coalesce("
        "(SELECT max(b.last_access) FROM account_facts b WHERE b.person = a.person"
        " AND b.since <= :snapshot AND b.last_access < :stop), last_access) END, suspended"
        " FROM account_facts a WHERE since <= :snapshot AND (until IS NULL OR until > :snapshot)"
    )
    return {
        person: (first, last, suspended)
        for person, first, last, suspended in database.stream(sql, _named(view))
    }


def _snapshot_days(database: Database, view: View) -> dict[int, date]:
    rows = database.rows("SELECT number, taken FROM snapshots")
    return {number: view.moments.day_of(taken) for number, taken in rows}


def _by_month(stretches: Iterable[list[_Stretch]], view: View) -> dict[date, int]:
    """Return by month how many pupils the lists of its snapshots had, each counted once."""
    snapshots: dict[date, list[int]] = defaultdict(list)
    for number, taken in view.inside:
        snapshots[view.moments.day_of(taken).replace(day=1)].append(number)
    spans = {month: (numbers[0], numbers[-1]) for month, numbers in snapshots.items()}
    counts = dict.fromkeys(spans, 0)
    for of_one in stretches:
        for month, (first, last) in spans.items():
            if any(one.since <= last and (one.until or last + 1) > first for one in of_one):
                counts[month] += 1
    return counts


def _named(view: View, **more: object) -> dict[str, object]:
    return {**view.parameters, **more}
