"""Accounts in bulk: local_vsosh_put_users."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, NotRequired, TypedDict

from vsosh_moodle.moodle.answers import int_of, parse_rows, require_count, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_documents import document_text, field_of
from vsosh_moodle.moodle.plugin_errors import ContentError

PUT_USERS = "local_vsosh_put_users"

MARKS_NEW = 2026112700
"""The plugin's version since which it heeds `new`; earlier ones refuse rows that have it."""

UserStatus = Literal["created", "updated", "unchanged", "error"]


class PutUser(TypedDict):
    """An account: to be made when no account has its key, else changed in the fields named.

    One that is `new` is only made: when an account has its key, nothing is changed (`key-taken`).
    """

    key: str
    username: NotRequired[str]
    password: NotRequired[str]
    firstname: NotRequired[str]
    lastname: NotRequired[str]
    middlename: NotRequired[str]
    email: NotRequired[str]
    suspended: NotRequired[bool]
    auth: NotRequired[str]
    force_password_change: NotRequired[bool]
    new: NotRequired[bool]


class UserResult(NamedTuple):
    """What became of a row; `error` is None unless `status` is «error»."""

    key: str
    status: str
    id: int
    error: ContentError | None


def put_users(client: MoodleClient, users: Sequence[PutUser]) -> list[UserResult]:
    """Make and change accounts, each on its own; return a result for each, in their order.

    Raises CountMismatch when the site gave back another number of rows, BadAnswer when it gave
    them in another order.

    Calls: local_vsosh_put_users (plugin 2026112300, docs/plugin-api.md)
    """
    if not users:
        return []
    answer = client.call(PUT_USERS, {"document": document_text({"users": users})})
    results = parse_rows(PUT_USERS, field_of(PUT_USERS, answer, "users"), _result)
    require_count(PUT_USERS, len(users), results)
    by_key = {one.key: one for one in results}
    return parse_rows(PUT_USERS, [dict(one) for one in users], lambda row: by_key[str(row["key"])])


def _result(row: Mapping[str, object]) -> UserResult:
    key, status = text_of(row, "key"), text_of(row, "status")
    error = None
    if status == "error":
        code, detail = text_of(row, "code"), text_of(row, "detail")
        error = ContentError("", "user", key, "", code, detail)
    return UserResult(key, status, int_of(row, "id"), error)
