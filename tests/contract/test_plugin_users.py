"""Facts about put_users: what is made, what is changed, what is refused."""

from typing import Any

import pytest

from tests.contract.plugin_school import PUT_USERS, PluginSchool, packed
from tests.contract.site_under_test import SiteUnderTest, World


@pytest.fixture
def school(plugin_world: World) -> PluginSchool:
    """A school with nobody in it."""
    return PluginSchool(plugin_world)


def outcome(row: dict[str, Any]) -> tuple[str, str]:
    """Return status and code of a row of the answer."""
    return row["status"], row["code"]


def test_accounts_are_made(school: PluginSchool) -> None:
    users = [school.user(middlename="Петрович"), school.user(firstname="О'Нил", suspended=True)]
    rows = school.put(*users)
    assert [(row["key"], *outcome(row), row["detail"]) for row in rows] == [
        (user["key"], "created", "", "") for user in users
    ]
    told = {row["key"]: row for row in school.state("users")["users"]}
    for user, row in zip(users, rows, strict=True):
        fields = ("username", "firstname", "lastname", "email")
        assert {name: told[user["key"]][name] for name in fields} == {n: user[n] for n in fields}
        assert told[user["key"]]["id"] == row["id"]
    assert told[users[0]["key"]]["middlename"] == "Петрович"
    assert [told[user["key"]]["suspended"] for user in users] == [0, 1]
    shown = school.world.read_user(rows[0]["id"])
    assert (shown["auth"], shown["confirmed"]) == ("manual", True)


def test_a_repeated_document_changes_nothing(school: PluginSchool) -> None:
    users = [school.user(), school.user()]
    made = school.put(*users)
    again = school.put(*users)
    assert [outcome(row) for row in again] == [("unchanged", "")] * 2
    assert [row["id"] for row in again] == [row["id"] for row in made]


def test_a_new_account_that_is_there_by_then_is_left_alone(school: PluginSchool) -> None:
    user = school.user()
    ident = school.put({**user, "new": True})[0]["id"]
    (row,) = school.put({**user, "new": True, "lastname": "Другая", "password": "Другой1!"})
    assert (*outcome(row), row["id"]) == ("error", "key-taken", 0)
    (told,) = school.state("users")["users"]
    assert (told["id"], told["lastname"]) == (ident, user["lastname"])
    (row,) = school.put({**user, "new": False, "lastname": "Другая"})
    assert outcome(row) == ("updated", "")
    (row,) = school.put({**school.user(), "new": "да"})
    assert (*outcome(row), row["detail"]) == ("error", "field-invalid", "new")


def test_only_the_fields_named_are_changed(school: PluginSchool) -> None:
    user = school.user(middlename="Петрович")
    ident = school.put(user)[0]["id"]
    (row,) = school.put({"key": user["key"], "lastname": "Новая", "password": "Другой1!"})
    assert (*outcome(row), row["id"]) == ("updated", "", ident)
    told = school.state("users")["users"][0]
    assert (told["lastname"], told["firstname"]) == ("Новая", user["firstname"])
    assert (told["middlename"], told["email"]) == ("Петрович", user["email"])
    (row,) = school.put({"key": user["key"], "suspended": True, "username": user["username"] + "x"})
    assert outcome(row) == ("updated", "")
    told = school.state("users")["users"][0]
    assert (told["suspended"], told["username"]) == (1, user["username"] + "x")
    assert outcome(school.put({"key": user["key"], "suspended": False})[0]) == ("updated", "")
    assert outcome(school.put({"key": user["key"], "password": "x"})[0]) == ("unchanged", "")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"username": "Заглавная"}, "username-invalid"),
        ({"username": "UPPER"}, "username-invalid"),
        ({"username": "a b"}, "username-invalid"),
        ({"username": " "}, "username-invalid"),
        ({"username": None}, "field-missing"),
        ({"email": "nobody"}, "email-invalid"),
        ({"email": ""}, "email-invalid"),
        ({"email": None}, "field-missing"),
        ({"password": "short"}, "password-policy"),
        ({"password": None}, "field-missing"),
        ({"firstname": " "}, "name-missing"),
        ({"lastname": ""}, "name-missing"),
        ({"lastname": None}, "field-missing"),
        ({"firstname": 5}, "field-invalid"),
        ({"firstname": "я" * 101}, "field-invalid"),
        ({"firstname": "<b>Имя</b>"}, "field-invalid"),
        ({"auth": "nothing"}, "field-invalid"),
        ({"suspended": "yes"}, "field-invalid"),
        ({"city": "Казань"}, "field-invalid"),
        ({"key": ""}, "field-missing"),
    ],
)
def test_a_bad_row_leaves_the_good_ones(
    school: PluginSchool, changed: dict[str, Any], code: str
) -> None:
    bad, good = school.user(**changed), school.user()
    rows = school.put(bad, good)
    assert outcome(rows[0]) == ("error", code)
    assert rows[0]["id"] == 0
    assert outcome(rows[1]) == ("created", "")
    assert len(school.state("users")["users"]) == 1


def test_what_others_have_is_taken(school: PluginSchool) -> None:
    there = school.world.user(idnumber="")
    school.world.add_users(there)
    mine = school.user()
    rows = school.put(
        mine,
        school.user(username=there["username"]),
        school.user(email=there["email"].upper()),
        school.user(username=mine["username"]),
        school.user(email=mine["email"].title()),
        {**mine, "username": mine["username"] + "z"},
    )
    assert [outcome(row) for row in rows] == [
        ("created", ""),
        ("error", "username-taken"),
        ("error", "email-taken"),
        ("error", "username-taken"),
        ("error", "email-taken"),
        ("error", "key-twice"),
    ]
    second = school.user()
    school.put(second)
    (row,) = school.put({"key": second["key"], "username": mine["username"]})
    assert outcome(row) == ("error", "username-taken")
    (row,) = school.put({"key": second["key"], "email": mine["email"]})
    assert outcome(row) == ("error", "email-taken")
    (row,) = school.put({"key": second["key"], "email": second["email"].upper()})
    assert outcome(row) == ("updated", "")


def test_an_account_of_the_key_is_never_made_twice(school: PluginSchool) -> None:
    user = school.user()
    school.put(user)
    (row,) = school.put(school.user(key=user["key"]))
    assert outcome(row) == ("updated", "")
    assert len(school.state("users")["users"]) == 1


@pytest.mark.parametrize(
    "document", ["", "[]", "{", '{"users": {"a": 1}}', '{"people": []}', '"x"']
)
def test_what_is_no_document_is_refused(plugin_site: SiteUnderTest, document: str) -> None:
    assert plugin_site.refusal(PUT_USERS, document=document) == "invalidparameter"


def test_nobody_is_no_mistake(plugin_site: SiteUnderTest) -> None:
    assert plugin_site.call(PUT_USERS, document=packed({"users": []})) == {"users": []}
