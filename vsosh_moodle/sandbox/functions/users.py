"""core_user_*: creating, changing and deleting accounts."""

from hashlib import md5
from typing import Any

from vsosh_moodle.sandbox.call import Call, Mail, warning
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter, missing_record
from vsosh_moodle.sandbox.functions.user_rules import (
    INTERNAL_AUTHS,
    check_auth,
    check_lengths,
    check_password,
    clean_country,
    email_taken,
    is_email,
)
from vsosh_moodle.sandbox.install import ADMIN_ID, GUEST_ID, hash_password
from vsosh_moodle.sandbox.params import refuse_blank
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_PREFERENCES = ("block_", "calendar_", "email_", "forum_", "htmleditor", "message_", "theme")
_NOT_COLUMNS = {"createpassword", "customfields", "preferences", "userpicture"}


@function("core_user_create_users")
def create_users(call: Call, users: list[Row]) -> list[Row]:
    """All users or none; e-mail and username unique, password by the policy."""
    call.require("moodle/user:create")
    return [_create_user(call, user) for user in users]


def _create_user(call: Call, user: Row) -> Row:
    _check_new_user(call, user)
    password = user.pop("password", "")
    create_password = user.pop("createpassword", False)
    if user["auth"] in INTERNAL_AUTHS and not create_password:
        check_password(password, call.state.passwords)
    values = _columns(user)
    values["password"] = hash_password(password)
    values["timecreated"] = values["timemodified"] = call.now
    userid = call.store.insert("user", values)
    _save_preferences(call, userid, user.get("preferences") or [])
    if create_password:
        _set_preference(call, userid, "auth_forcepasswordchange", "1")
        send_mail(call, Mail("newpassword", userid, 0))
    return {"id": userid, "username": user["username"]}


def _check_new_user(call: Call, user: Row) -> None:
    for name in ("username", "firstname", "lastname"):
        refuse_blank(user[name] or "", name)
    if call.store.row("SELECT 1 FROM user WHERE username = ?", user["username"]):
        raise invalid_parameter("username exists")
    check_auth(user["auth"])
    if not user["lang"]:
        raise invalid_parameter("lang")
    if (
        user["auth"] in INTERNAL_AUTHS
        and not user.get("password")
        and not user.get("createpassword")
    ):
        raise invalid_parameter("password")
    if not is_email(user["email"]):
        raise invalid_parameter("email")
    if email_taken(call, user["email"]):
        raise invalid_parameter("email exists")


def _columns(user: Row) -> Row:
    values = {
        name: value
        for name, value in user.items()
        if name not in _NOT_COLUMNS and value is not None
    }
    if "country" in values:
        values["country"] = clean_country(values["country"])
    check_lengths(values)
    return values


def send_mail(call: Call, mail: Mail) -> None:
    """Note a letter; nothing goes to addresses in `.invalid`, as in Moodle's email_to_user()."""
    email = call.store.value("SELECT email FROM user WHERE id = ?", mail.userid) or ""
    if email.endswith(".invalid"):
        return
    if call.state.smtp_down:
        call.undelivered |= mail.reason == "welcome"
    else:
        call.mails.append(mail)


@function("core_user_update_users")
def update_users(call: Call, users: list[Row]) -> Row:
    """Each user on its own: what fails becomes a warning, the others are changed."""
    call.require("moodle/user:update")
    warnings = []
    for user in users:
        try:
            with call.store.transaction():
                _update_user(call, user)
        except Fault as fault:
            warnings.append(warning("user", user["id"], fault.errorcode or "", fault.message))
    return {"warnings": warnings}


def _update_user(call: Call, user: Row) -> None:
    existing = _existing_user(call, user["id"])
    email = user.get("email")
    if email is not None and email != existing["email"]:
        if not is_email(email):
            raise Fault("useremailinvalid", "Invalid email address")
        if email_taken(call, email, user["id"]):
            raise Fault("useremailduplicate", "Duplicate email address")
    password = user.pop("password", None)
    if password is not None:
        check_password(password, call.state.passwords)
    values = _columns(user)
    values.pop("id")
    changed = {name: value for name, value in values.items() if existing[name] != value}
    if password is not None:
        changed["password"] = hash_password(password)
    if changed:
        call.store.update("user", user["id"], {**changed, "timemodified": call.now})
    _save_preferences(call, user["id"], user.get("preferences") or [])


def _existing_user(call: Call, userid: int) -> Row:
    existing = call.store.row("SELECT * FROM user WHERE id = ?", userid)
    if existing is None:
        raise Fault("invaliduserid", "Invalid user id")
    if userid == ADMIN_ID and not call.access.is_admin:
        raise Fault("usernotupdatedadmin", "Can not update admin accounts")
    if existing["deleted"]:
        raise Fault("usernotupdateddeleted", "User is a deleted user")
    if userid == GUEST_ID:
        raise Fault("usernotupdatedguest", "Can not update guest account")
    return existing


@function("core_user_delete_users")
def delete_users(call: Call, userids: list[int]) -> None:
    """All or none; an account that is already deleted fails the batch."""
    call.require("moodle/user:delete")
    for userid in userids:
        user = call.store.row("SELECT * FROM user WHERE id = ? AND deleted = 0", userid)
        if user is None:
            raise missing_record("user")
        if userid == ADMIN_ID:
            raise Fault("useradminodelete", "Administrator accounts can not be deleted")
        if userid == call.user["id"]:
            raise Fault("usernotdeletederror", "User not deleted error")
        if userid != GUEST_ID:
            _delete_user(call, user)


def _delete_user(call: Call, user: Row) -> None:
    store, userid = call.store, user["id"]
    for table in (
        "cohort_members",
        "groups_members",
        "user_enrolments",
        "user_preferences",
        "user_lastaccess",
        "role_assignments",
        "external_tokens",
        "course_modules_completion",
        "course_completions",
        "grade_grades",
        "assign_submission",
        "quiz_attempts",
        "quiz_overrides",
        "assign_user_flags",
        "forum_posts",
        "feedback_completed",
        "lesson_attempts",
        "choice_answers",
        "local_vsosh_job",
    ):
        store.write(f"DELETE FROM {table} WHERE userid = ?", userid)  # noqa: S608
    suffix = call.now
    prefix = user["email"].lower()[:89]
    while store.row("SELECT 1 FROM user WHERE username = ?", f"{prefix}.{suffix}"):
        suffix += 1
    store.update(
        "user",
        userid,
        {
            "deleted": 1,
            "username": f"{prefix}.{suffix}",
            "email": md5(user["username"].encode(), usedforsecurity=False).hexdigest(),
            "idnumber": "",
            "timemodified": call.now,
        },
    )


@function("core_user_update_user_preferences")
def update_user_preferences(
    call: Call, userid: int, emailstop: int | None, preferences: list[Row]
) -> None:
    """Set preferences; one that is unknown or not for the caller to set is ignored in silence."""
    target = userid or call.user["id"]
    user = call.store.get("user", target)
    _save_preferences(call, target, preferences)
    if emailstop is not None and not user["deleted"]:
        call.store.update("user", target, {"emailstop": emailstop})


def _save_preferences(call: Call, userid: int, preferences: list[dict[str, Any]]) -> None:
    for preference in preferences:
        if _may_set(call, userid, preference["type"]):
            _set_preference(call, userid, preference["type"], preference["value"])


def _may_set(call: Call, userid: int, name: str) -> bool:
    """Whether the caller may set this preference (core_user::can_edit_preference)."""
    own = userid == call.user["id"]
    system = call.contexts.system
    if name == "auth_forcepasswordchange":
        return not own and call.access.can("moodle/user:update", system)
    if not name.startswith(_PREFERENCES):
        return False
    return own or call.access.can("moodle/user:editprofile", system)


def _set_preference(call: Call, userid: int, name: str, value: str | None) -> None:
    if value is None:
        call.store.write("DELETE FROM user_preferences WHERE userid = ? AND name = ?", userid, name)
    else:
        call.store.write(
            "INSERT OR REPLACE INTO user_preferences (userid, name, value) VALUES (?, ?, ?)",
            userid,
            name,
            value,
        )
