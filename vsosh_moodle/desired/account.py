"""Who a person of the rosters is in Moodle."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Who a person is in Moodle: the frozen key and login, and the address."""

    key: str
    username: str
    email: str
