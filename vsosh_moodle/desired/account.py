"""Who a person of the rosters is in Moodle."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Who a person is in Moodle: the frozen key and login, the address, and the code shown for a name.

    `code` is "" for whom Moodle shows by name.
    """

    key: str
    username: str
    email: str
    code: str = ""
