"""local_vsosh_put_users: accounts made and changed in bulk, row by row."""

from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter
from vsosh_moodle.sandbox.formatting import strip_tags
from vsosh_moodle.sandbox.functions.user_rules import (
    INTERNAL_AUTHS,
    check_password,
    email_taken,
    is_email,
)
from vsosh_moodle.sandbox.install import hash_password
from vsosh_moodle.sandbox.params import AUTHS, PHP_SPACE, accepts
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.documents import as_list, parse_object
from vsosh_moodle.sandbox.plugin.rights import out_of_reach, require_system
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_NEEDED = ("username", "password", "firstname", "lastname", "email")
_LONGEST = {
    "username": 100, "password": 255, "firstname": 100, "lastname": 100, "middlename": 255,
    "email": 100, "auth": 20,
}  # fmt: skip
_FLAGS = ("suspended", "force_password_change", "new")
_COLUMNS = ("username", "firstname", "lastname", "middlename", "email", "suspended", "auth")
_LONGEST_KEY = 255


class _Refused(Exception):
    """A row that cannot be done: its code, and what is wrong in English."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@function("local_vsosh_put_users")
def put_users(call: Call, document: str) -> Row:
    """Create accounts by key, change those that are there; the good rows are kept."""
    require_system(call, "local/vsosh:manageusers")
    given = parse_object(document)
    rows = as_list(given.get("users"))
    if rows is None or given.keys() - {"users"}:
        raise invalid_parameter("users")
    most.check(len(rows), most.ACCOUNTS)
    keys = [row["key"] for row in rows if isinstance(row, dict) and isinstance(row.get("key"), str)]
    there: dict[str, list[Row]] = {}
    for user in call.store.rows_in(
        "SELECT * FROM user WHERE deleted = 0 AND idnumber", list(filter(None, dict.fromkeys(keys)))
    ):
        there.setdefault(user["idnumber"], []).append(user)
    seen: set[str] = set()
    return {"users": [_put(call, row, there, seen) for row in rows]}


def _put(call: Call, row: Any, there: dict[str, list[Row]], seen: set[str]) -> Row:
    key = row.get("key") if isinstance(row, dict) else None
    answer = {"key": key if isinstance(key, str) else "", "status": "error", "id": 0}
    answer |= {"code": "", "detail": ""}
    try:
        _check_key(key, there, seen)
        present = there.get(str(key), [])
        _check_guarded(call, present)
        _check_shape(row)
        _check_new(row, present)
        with call.store.transaction():
            if present:
                changed = _update(call, present[0], row)
                status, ident = ("updated" if changed else "unchanged"), present[0]["id"]
            else:
                status, ident = "created", _create(call, row)
    except _Refused as refused:
        return {**answer, "code": refused.code, "detail": refused.detail}
    except Fault as fault:
        return {**answer, "code": "moodle-refused", "detail": fault.errorcode or ""}
    return {**answer, "status": status, "id": ident}


def _check_key(key: Any, there: dict[str, list[Row]], seen: set[str]) -> None:
    if not isinstance(key, str) or not key.strip(PHP_SPACE):
        raise _Refused("field-missing", "key")
    if len(key) > _LONGEST_KEY:
        raise _Refused("field-invalid", "key")
    if key in seen or len(there.get(key, [])) > 1:
        raise _Refused("key-twice", "in the document" if key in seen else "on the site")
    seen.add(key)


def _check_guarded(call: Call, present: list[Row]) -> None:
    admins = (call.store.setting("siteadmins") or "").split(",")
    if present and (present[0]["id"] in out_of_reach(call) or str(present[0]["id"]) in admins):
        raise _Refused("not-allowed", "an administrator, the guest, the service user or oneself")


def _check_new(row: Row, present: list[Row]) -> None:
    if present and row.get("new"):
        raise _Refused("key-taken", "made meanwhile")


def _check_shape(row: dict[str, Any]) -> None:
    for name, value in row.items():
        if name in _LONGEST:
            if not isinstance(value, str) or len(value) > _LONGEST[name]:
                raise _Refused("email-invalid" if name == "email" else "field-invalid", name)
        elif name in _FLAGS:
            if not isinstance(value, bool) and value not in (0, 1):
                raise _Refused("field-invalid", name)
        elif name != "key":
            raise _Refused("field-invalid", name)
    if row.get("auth", "manual") not in AUTHS:
        raise _Refused("field-invalid", "auth")


def _create(call: Call, row: Row) -> int:
    missing = [name for name in _NEEDED if name not in row]
    if missing:
        raise _Refused("field-missing", missing[0])
    auth = row.get("auth", "manual")
    _check(call, row, 0)
    if auth in INTERNAL_AUTHS:
        try:
            check_password(row["password"], call.state.passwords)
        except Fault as fault:
            raise _Refused("password-policy", strip_tags(fault.errorcode or "")) from fault
    values = {name: row[name] for name in _COLUMNS if name in row}
    values |= {"idnumber": row["key"], "auth": auth, "suspended": int(row.get("suspended", 0))}
    ident = call.store.insert(
        "user",
        {
            "middlename": "",
            **values,
            "password": hash_password(row["password"]),
            "timecreated": call.now,
            "timemodified": call.now,
        },
    )
    if row.get("force_password_change"):
        call.store.write(
            "INSERT INTO user_preferences (userid, name, value) VALUES (?, ?, '1')",
            ident,
            "auth_forcepasswordchange",
        )
    return ident


def _update(call: Call, user: Row, row: Row) -> bool:
    changed = {
        name: row[name] for name in _COLUMNS if name in row and row[name] != (user[name] or "")
    }
    if "suspended" in changed:
        changed["suspended"] = int(changed["suspended"])
        if changed["suspended"] == user["suspended"]:
            del changed["suspended"]
    if not changed:
        return False
    _check(call, changed, user["id"])
    call.store.update("user", user["id"], {**changed, "timemodified": call.now})
    return True


def _check(call: Call, values: Row, ident: int) -> None:
    for name in ("firstname", "lastname", "middlename"):
        if name in values and name != "middlename" and not values[name].strip(PHP_SPACE):
            raise _Refused("name-missing", name)
        if not accepts("notags", values.get(name, "")):
            raise _Refused("field-invalid", name)
    if "username" in values:
        _check_username(call, values["username"], ident)
    if "email" in values:
        if not is_email(values["email"]):
            raise _Refused("email-invalid", values["email"])
        if email_taken(call, values["email"], ident):
            raise _Refused("email-taken", values["email"])


def _check_username(call: Call, username: str, ident: int) -> None:
    if not username.strip(PHP_SPACE) or not accepts("username", username):
        raise _Refused("username-invalid", username)
    if call.store.row("SELECT 1 FROM user WHERE username = ? AND id <> ?", username, ident):
        raise _Refused("username-taken", username)
