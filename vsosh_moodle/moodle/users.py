"""Accounts: core_user_* functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, NotRequired, TypedDict

from vsosh_moodle.language import _
from vsosh_moodle.moodle.answers import (
    SiteWarning,
    int_of,
    parse_rows,
    parse_warnings,
    require_count,
    required_int,
    text_of,
)
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied
from vsosh_moodle.moodle.ids import UserId

# The capability that shows a field, as observed on 4.1.1 and 4.5.6.
SHOWN_BY = {
    "username": "moodle/user:viewalldetails",
    "firstname": "moodle/site:viewfullnames",
    "lastname": "moodle/site:viewfullnames",
    # And the site's setting showuseridentity has to name e-mail, as it does by default.
    "email": "moodle/site:viewuseridentity",
    "suspended": "moodle/user:viewhiddendetails",
}

UserField = Literal["id", "idnumber", "username", "email"]


class NameValue(TypedDict):
    """A custom profile field or a preference, as Moodle takes them."""

    type: str
    value: str


class NewUser(TypedDict):
    """A row of core_user_create_users.

    `username` is lower-case `[a-z0-9_.@-]`; `email` is compulsory and unique; either `password` or
    `createpassword` (Moodle mails it) is compulsory. `suspended` cannot be set here.
    """

    username: str
    firstname: str
    lastname: str
    email: str
    password: NotRequired[str]
    createpassword: NotRequired[bool]
    middlename: NotRequired[str]
    idnumber: NotRequired[str]
    auth: NotRequired[str]
    lang: NotRequired[str]
    timezone: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    institution: NotRequired[str]
    department: NotRequired[str]
    description: NotRequired[str]
    maildisplay: NotRequired[int]
    customfields: NotRequired[list[NameValue]]
    preferences: NotRequired[list[NameValue]]


class UserUpdate(TypedDict):
    """A row of core_user_update_users: the id and what changes."""

    id: UserId
    username: NotRequired[str]
    firstname: NotRequired[str]
    lastname: NotRequired[str]
    email: NotRequired[str]
    suspended: NotRequired[bool]
    password: NotRequired[str]
    middlename: NotRequired[str]
    idnumber: NotRequired[str]
    auth: NotRequired[str]
    lang: NotRequired[str]
    timezone: NotRequired[str]
    city: NotRequired[str]
    institution: NotRequired[str]
    department: NotRequired[str]
    description: NotRequired[str]
    maildisplay: NotRequired[int]
    customfields: NotRequired[list[NameValue]]
    preferences: NotRequired[list[NameValue]]


class CreatedUser(NamedTuple):
    """What core_user_create_users gives back for a row."""

    id: UserId
    username: str


@dataclass(frozen=True, slots=True)
class User:
    """An account as core_user_get_users_by_field shows it; it never tells `middlename`."""

    id: UserId
    username: str
    firstname: str
    lastname: str
    email: str
    idnumber: str
    suspended: bool
    auth: str
    department: str
    institution: str
    city: str
    lang: str


def get_users_by_field(
    client: MoodleClient, field: UserField, values: Sequence[str | int]
) -> list[User]:
    """Return the accounts whose `field` is one of `values`; unknown ones are left out.

    One badly formed value (a login with capitals) fails the whole call with InvalidParameter.
    A value may give several accounts: Moodle does not keep `idnumber` unique. AccessDenied when the
    token may not see a field, which would otherwise read as an empty one.

    Calls: core_user_get_users_by_field (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_user_get_users_by_field"
    if not values:
        return []
    answer = client.call(wsfunction, {"field": field, "values": list(values)})
    hidden = hidden_fields(answer)
    if hidden:
        raise AccessDenied(
            _("Сайт {site} не показывает служебному пользователю: {fields}.").format(
                site=client.url, fields=", ".join(hidden)
            ),
            _(
                "Администратору: дайте его роли права {rights} "
                "(Администрирование → Пользователи → Права → Определить роли). Адрес почты виден, пока он "
                "отмечен в «Показывать идентификацию пользователя» (Права → Политика пользователей)."
            ).format(rights=", ".join(dict.fromkeys(SHOWN_BY[one] for one in hidden))),
            wsfunction=wsfunction,
            errorcode="nopermissions",
        )
    return parse_rows(wsfunction, answer, _user)


def fetch_first_access(client: MoodleClient, keys: Sequence[str]) -> dict[str, int]:
    """Return when the accounts of these keys were first used, Unix seconds, 0 for never; by key.

    Of whoever came by Moodle's app alone the site knows no first access (4.1.1, 4.5.6): then it is the last.

    Calls: core_user_get_users_by_field (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_user_get_users_by_field"
    if not keys:
        return {}
    answer = client.call(wsfunction, {"field": "idnumber", "values": list(keys)})
    rows = parse_rows(
        wsfunction,
        answer,
        lambda row: (
            text_of(row, "idnumber"),
            int_of(row, "firstaccess") or int_of(row, "lastaccess"),
        ),
    )
    return dict(rows)


class AccountAccess(NamedTuple):
    """When an account was used first and last, Unix seconds, 0 for never; whether it is suspended."""

    id: UserId
    idnumber: str
    first_access: int
    last_access: int
    suspended: bool


def get_account_access(
    client: MoodleClient, field: UserField, values: Sequence[str | int]
) -> list[AccountAccess]:
    """Return when accounts were used; unknown ones are left out.

    Calls: core_user_get_users_by_field (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_user_get_users_by_field"
    if not values:
        return []
    answer = client.call(wsfunction, {"field": field, "values": list(values)})
    return parse_rows(wsfunction, answer, _account_access)


def hidden_fields(answer: object) -> list[str]:
    """Return the fields of accounts that this token may not see, of those a comparison needs.

    Moodle leaves such a field out of the row; an empty one is there and empty.
    """
    rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
    return [field for field in SHOWN_BY if any(field not in row for row in rows)]


def create_users(client: MoodleClient, users: Sequence[NewUser]) -> list[CreatedUser]:
    """Create accounts, all or none; return their ids in the order of `users`.

    Raises CountMismatch when the site gave back another number of rows.

    Calls: core_user_create_users (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_user_create_users"
    if not users:
        return []
    answer = client.call(wsfunction, {"users": users})
    created = parse_rows(wsfunction, answer, _created_user)
    require_count(wsfunction, len(users), created)
    return created


def update_users(client: MoodleClient, users: Sequence[UserUpdate]) -> list[SiteWarning]:
    """Change accounts, each on its own; return warnings for the rows that were refused.

    An exception (`invalidresponse`) may come after the good rows were written: read again.

    Calls: core_user_update_users (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_user_update_users"
    if not users:
        return []
    return parse_warnings(wsfunction, client.call(wsfunction, {"users": users}))


def delete_users(client: MoodleClient, userids: Sequence[UserId]) -> None:
    """Delete accounts, all or none. Only for cleaning up a rehearsal: nobody is deleted otherwise.

    Calls: core_user_delete_users (4.1-4.5, contract-4.5.6.json)
    """
    if userids:
        client.call("core_user_delete_users", {"userids": userids})


def _user(row: Mapping[str, object]) -> User:
    return User(
        id=UserId(required_int(row, "id")),
        username=text_of(row, "username"),
        firstname=text_of(row, "firstname"),
        lastname=text_of(row, "lastname"),
        email=text_of(row, "email"),
        idnumber=text_of(row, "idnumber"),
        suspended=bool(row.get("suspended")),
        auth=text_of(row, "auth"),
        department=text_of(row, "department"),
        institution=text_of(row, "institution"),
        city=text_of(row, "city"),
        lang=text_of(row, "lang"),
    )


def _account_access(row: Mapping[str, object]) -> AccountAccess:
    return AccountAccess(
        UserId(required_int(row, "id")),
        text_of(row, "idnumber"),
        int_of(row, "firstaccess"),
        int_of(row, "lastaccess"),
        bool(row.get("suspended")),
    )


def _created_user(row: Mapping[str, object]) -> CreatedUser:
    return CreatedUser(UserId(required_int(row, "id")), text_of(row, "username"))
