"""How much one call of the plugin may ask for (classes/most.php of the plugin has the same numbers)."""

from collections.abc import Iterable, Sequence
from typing import Any

from vsosh_moodle.sandbox.faults import invalid_parameter

COURSES = 1000
ACCOUNTS = 2000
MEMBERS = 10_000
ITEMS = 5000
BANKS = 200
JOBS = 1000
OPEN_JOBS = 500


def check(count: int, bound: int) -> None:
    """Raise Fault `invalidparameter` for a call that asks for too much."""
    if count > bound:
        raise invalid_parameter(f"{count} are too many")


def check_lists(rows: Iterable[Any], lists: Sequence[str], bound: int) -> None:
    """Raise Fault `invalidparameter` when the lists of the rows hold too much together."""
    listed = (row.get(name) for row in rows if isinstance(row, dict) for name in lists)
    check(sum(len(one) for one in listed if isinstance(one, list | dict)), bound)
