"""Who may do what with the plugin: by course, and in the system."""

from collections.abc import Iterable

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.install import GUEST_ID
from vsosh_moodle.sandbox.store import Row


def courses_by_keys(call: Call, keys: Iterable[str]) -> dict[str, Row]:
    """Return the courses that carry these keys, by key; the first one where two carry the same."""
    wanted = [key for key in dict.fromkeys(keys) if key]
    found: dict[str, Row] = {}
    for row in call.store.rows_in("SELECT * FROM course WHERE idnumber", wanted, "ORDER BY id"):
        found.setdefault(row["idnumber"], row)
    return found


def may_in_course(call: Call, course: Row, *capabilities: str) -> bool:
    """Whether the caller may enter the course and has one of the capabilities there."""
    context = call.contexts.of(COURSE, course["id"])
    if context is None:
        return False
    try:
        call.access.enter(context)
    except Fault:
        return False
    return any(call.access.can(capability, context) for capability in capabilities)


def require_system(call: Call, capability: str) -> None:
    """Raise Fault `nopermissions` unless the caller has the capability in the system."""
    call.require(capability)


def out_of_reach(call: Call) -> frozenset[int]:
    """Return accounts that nobody changes or enrols: the guest, and the caller unless an administrator.

    The service user of the set-up, whom the plugin knows by his login, is here whoever calls.
    """
    own = () if call.access.is_admin else (call.user["id"],)
    return frozenset((GUEST_ID, *own))
