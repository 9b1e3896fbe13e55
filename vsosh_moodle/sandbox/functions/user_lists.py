"""core_user_*: looking accounts up."""

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, coding_error, invalid_parameter
from vsosh_moodle.sandbox.functions.user_details import UserDetails
from vsosh_moodle.sandbox.params import accepts, as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_LIKE_KEYS = {"email", "firstname", "lastname"}
_EQUAL_KEYS = {"id", "idnumber", "username", "auth"}


@function("core_user_get_users_by_field")
def get_users_by_field(call: Call, field: str, values: list[str]) -> list[Row]:
    """Accounts by id, username, email or idnumber; unknown values are left out in silence.

    One value that is not clean for its field fails the whole call.
    """
    if field not in {"id", "idnumber", "username", "email"}:
        raise coding_error(f"invalid field parameter: {field}")
    wanted = []
    for value in values:
        if not _is_clean(field, value):
            raise invalid_parameter(f"{field} is invalid")
        wanted.append(as_int(value) if field == "id" else value)
    unique = list(dict.fromkeys(wanted))
    users = call.store.rows_in(f"SELECT * FROM user WHERE {field}", unique)  # noqa: S608
    users.sort(key=lambda user: user["id"])
    return [shown for shown in _render(call, users) if shown.get(field)]


@function("core_user_get_users")
def get_users(call: Call, criteria: list[Row]) -> Row:
    """Accounts that meet all criteria; a key that is not supported is warned of and ignored."""
    where, params, warnings = ["deleted = 0"], [], []
    used: set[str] = set()
    kept = []
    for criterion in criteria:
        key, value = criterion["key"], criterion["value"] or ""
        if key in used:
            raise Fault("keyalreadyset", f"The key {key} can only be sent once")
        used.add(key)
        if key not in _LIKE_KEYS | _EQUAL_KEYS:
            warnings.append(
                {
                    "item": key,
                    "warningcode": "invalidfieldparameter",
                    "message": f"The search key '{key}' is not supported",
                }
            )
            continue
        kept.append(key)
        where.append(f"ilike({key}, ?)" if key in _LIKE_KEYS else f"{key} = ?")
        params.append(_cleaned(key, value))
    users = call.store.rows(
        f"SELECT * FROM user WHERE {' AND '.join(where)} ORDER BY id",  # noqa: S608
        *params,
    )
    shown = [user for user in _render(call, users) if all(user.get(key) for key in kept)]
    return {"users": shown, "warnings": warnings}


@function("core_user_get_course_user_profiles")
def get_course_user_profiles(call: Call, userlist: list[Row]) -> list[Row]:
    """Accounts as seen in a course; the last course wins for a user named twice."""
    courses = {entry["userid"]: entry["courseid"] for entry in userlist}
    if not courses:
        raise coding_error("the list of users is empty")
    users = call.store.rows_in("SELECT * FROM user WHERE deleted = 0 AND id", list(courses))
    result = []
    for user in sorted(users, key=lambda row: int(row["id"])):
        courseid = courses[user["id"]]
        call.access.enter(call.contexts.of(COURSE, courseid))
        details = UserDetails(call, call.store.get("course", courseid))
        details.prepare([user["id"]])
        shown = details.render(user)
        if shown is not None:
            result.append(shown)
    return result


def _render(call: Call, users: list[Row]) -> list[Row]:
    details = UserDetails(call)
    # The system profile has no enrolled courses in its declaration; reading them is for nothing.
    return [shown for user in users if (shown := details.render(user)) is not None]


def _is_clean(field: str, value: str) -> bool:
    if field == "id":
        return value == str(as_int(value)) or value.strip() == str(as_int(value))
    if field == "username":
        return accepts("username", value)
    if field == "email":
        return accepts("raw_trimmed", value)
    return True


def _cleaned(key: str, value: str) -> str | int:
    if key == "id":
        return as_int(value)
    if key == "username":
        return "".join(char for char in value.strip().lower() if accepts("username", char))
    return value
