"""Facts about accounts: behaviour.md M5, "Users"."""

from typing import Any

import pytest

from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import PASSWORD, SiteUnderTest, World

CREATE, UPDATE = "core_user_create_users", "core_user_update_users"
BY_FIELD = "core_user_get_users_by_field"
BAD = "invalidparameter"


def test_create_answers_with_id_and_username(site: SiteUnderTest, world: World) -> None:
    user = world.user()
    made = site.call(CREATE, users=[user])
    world.users.append(made[0]["id"])
    assert made == [{"id": made[0]["id"], "username": user["username"]}]


def test_one_bad_user_keeps_all_out(site: SiteUnderTest, world: World) -> None:
    good, bad = world.user(), world.user(email="нет")
    assert site.refusal(CREATE, users=[good, bad]) == BAD
    assert site.call(BY_FIELD, field="username", values=[good["username"]]) == []


@pytest.mark.parametrize("name", ["{}Name", "{} name", "{}имя", "{}+x", "{} ", "{}'s", "{}/x"])
def test_a_username_is_lower_case_latin(site: SiteUnderTest, world: World, name: str) -> None:
    user = world.user(username=name.format(world.key))
    assert site.refusal(CREATE, users=[user]) == BAD


def test_a_username_may_hold_dots_dashes_underscores_and_at(
    site: SiteUnderTest, world: World
) -> None:
    name = f"{world.key}.a_b-c@d"
    assert world.read_user(world.add_user(username=name))["username"] == name


@pytest.mark.parametrize(
    "fields",
    [
        {"firstname": ""},
        {"firstname": " \t"},
        {"lastname": ""},
        {"firstname": None},
        {"firstname": "<b>Имя"},
        {"lastname": "5<6"},
        {"email": ""},
        {"email": "нет@школа.рф"},
        {"email": "a@localhost"},
        {"email": "a b@school.invalid"},
        {"email": "a..b@school.invalid"},
        {"email": " a@school.invalid"},
        {"password": ""},
        {"password": None},
        {"auth": "nobody"},
        {"lang": "ru"},
        {"theme": "nobody"},
        {"timezone": "не время"},
        {"suspended": 1},
        {"mailformat": "x"},
    ],
    ids=str,
)
def test_bad_fields_are_refused_without_a_reason(
    site: SiteUnderTest, world: World, fields: dict[str, Any]
) -> None:
    assert site.refusal(CREATE, users=[world.user(**fields)]) == BAD


@pytest.mark.parametrize(
    "fields", [{"firstname": "Ж" * 101}, {"idnumber": "1" * 256}, {"phone1": "1" * 21}], ids=str
)
def test_too_long_is_an_error_of_the_database(
    site: SiteUnderTest, world: World, fields: dict[str, Any]
) -> None:
    assert site.refusal(CREATE, users=[world.user(**fields)]) == "dmlwriteexception"


def test_names_are_stored_byte_for_byte(site: SiteUnderTest, world: World) -> None:
    first, last = "  Анна  Мария\t", 'О\u2019Нил "и" & 5 < 6\u00a0'
    shown = world.read_user(world.add_user(firstname=first, lastname=last))
    assert (shown["firstname"], shown["lastname"]) == (first, last)
    assert shown["fullname"] == f"{first} {last}"


def test_composed_and_decomposed_letters_stay_different(site: SiteUnderTest, world: World) -> None:
    decomposed = "Сергеи\u0306"
    assert world.read_user(world.add_user(firstname=decomposed))["firstname"] == decomposed


def test_a_username_is_unique(site: SiteUnderTest, world: World) -> None:
    user = world.user()
    world.add_users(user)
    again = world.user(username=user["username"])
    assert site.refusal(CREATE, users=[again]) == BAD


def test_an_email_is_unique_in_any_letter_case(site: SiteUnderTest, world: World) -> None:
    user = world.user()
    world.add_users(user)
    again = world.user(email=user["email"].upper())
    assert site.refusal(CREATE, users=[again]) == BAD


def test_look_up_by_email_minds_the_letter_case(site: SiteUnderTest, world: World) -> None:
    user = world.user()
    ident = world.add_users(user)[0]
    found = site.call(BY_FIELD, field="email", values=[user["email"]])
    assert [row["id"] for row in found] == [ident]
    assert site.call(BY_FIELD, field="email", values=[user["email"].upper()]) == []


def test_an_idnumber_is_not_unique(site: SiteUnderTest, world: World) -> None:
    number = world.unique("same")
    ids = world.add_users(world.user(idnumber=number), world.user(idnumber=number))
    found = site.call(BY_FIELD, field="idnumber", values=[number])
    assert [row["id"] for row in found] == ids


def test_a_weak_password_puts_html_into_the_errorcode(site: SiteUnderTest, world: World) -> None:
    code = site.refusal(CREATE, users=[world.user(password="short")])
    assert code.startswith("<div>")
    assert code.count("<div>") == 4


@pytest.mark.parametrize("password", ["Abcdef1", "Abcdefgh!", "ABCDEFG1!", "abcdefg1!", "Abcdefg1"])
def test_the_policy_wants_length_digit_cases_and_a_special(
    site: SiteUnderTest, world: World, password: str
) -> None:
    assert site.refusal(CREATE, users=[world.user(password=password)]).startswith("<div>")


def test_an_unknown_country_is_dropped_in_silence(site: SiteUnderTest, world: World) -> None:
    assert world.read_user(world.add_user(country="RU"))["country"] == "RU"
    assert "country" not in world.read_user(world.add_user(country="ru"))


def test_an_unknown_custom_field_is_ignored(site: SiteUnderTest, world: World) -> None:
    ident = world.add_user(customfields=[{"type": "nobodyhasit", "value": "1"}])
    assert "customfields" not in world.read_user(ident)


def test_unknown_values_are_left_out_of_a_look_up(site: SiteUnderTest, world: World) -> None:
    ident = world.add_user()
    found = site.call(BY_FIELD, field="id", values=[ident, 10**8])
    assert [row["id"] for row in found] == [ident]


def test_an_empty_value_finds_nobody(site: SiteUnderTest) -> None:
    assert site.call(BY_FIELD, field="idnumber", values=[""]) == []


def test_a_value_that_is_not_clean_fails_the_look_up(site: SiteUnderTest, world: World) -> None:
    user = world.user()
    world.add_users(user)
    names = [user["username"], "Capital"]
    assert site.refusal(BY_FIELD, field="username", values=names) == BAD


def test_look_up_by_another_field_is_a_coding_error(site: SiteUnderTest) -> None:
    assert site.refusal(BY_FIELD, field="lastname", values=["x"]) == "codingerror"


def test_get_users_ignores_an_unsupported_key_with_a_warning(
    site: SiteUnderTest, world: World
) -> None:
    name = world.unique("family")
    ids = world.add_users(world.user(lastname=name), world.user(lastname=name))
    criteria = [{"key": "suspended", "value": "1"}, {"key": "lastname", "value": name}]
    answer = site.call("core_user_get_users", criteria=criteria)
    assert [user["id"] for user in answer["users"]] == ids
    assert answer["warnings"][0]["item"] == "suspended"
    assert answer["warnings"][0]["warningcode"] == "invalidfieldparameter"


def test_get_users_takes_a_pattern_for_names_in_any_letter_case(
    site: SiteUnderTest, world: World
) -> None:
    ident = world.add_user(lastname=f"Ёлкин{world.key}")
    answer = site.call(
        "core_user_get_users", criteria=[{"key": "lastname", "value": f"ёлк%{world.key}"}]
    )
    assert [user["id"] for user in answer["users"]] == [ident]


def test_get_users_takes_no_pattern_for_idnumber(site: SiteUnderTest, world: World) -> None:
    world.add_user()
    answer = site.call(
        "core_user_get_users", criteria=[{"key": "idnumber", "value": f"{world.key}%"}]
    )
    assert answer["users"] == []


def test_update_warns_of_bad_users_and_keeps_the_good(site: SiteUnderTest, world: World) -> None:
    ident = world.add_user()
    answer = site.call(
        UPDATE, users=[{"id": 10**8, "city": "x"}, {"id": ident, "lastname": "Новая"}]
    )
    assert [(w["itemid"], w["warningcode"]) for w in answer["warnings"]] == [
        (10**8, "invaliduserid")
    ]
    assert world.read_user(ident)["lastname"] == "Новая"


def test_update_takes_a_blank_first_name(site: SiteUnderTest, world: World) -> None:
    ident = world.add_user()
    assert site.call(UPDATE, users=[{"id": ident, "firstname": ""}]) == {"warnings": []}
    assert world.read_user(ident)["firstname"] == ""


def test_a_weak_password_in_update_is_an_exception_after_the_work(
    site: SiteUnderTest, world: World
) -> None:
    first, weak, last = world.add_users(world.user(), world.user(), world.user())
    users = [
        {"id": first, "city": "Тверь"},
        {"id": weak, "city": "Тверь", "password": "weak"},
        {"id": last, "city": "Тверь"},
    ]
    with pytest.raises(RefusedError) as refused:
        site.call(UPDATE, users=users)
    assert refused.value.errorcode == "invalidresponse"
    cities = [world.read_user(ident).get("city") for ident in (first, weak, last)]
    assert cities == ["Тверь", None, "Тверь"]


def test_a_taken_email_in_update_is_a_warning(site: SiteUnderTest, world: World) -> None:
    owner, other = world.user(), world.user()
    ident = world.add_users(owner, other)[1]
    answer = site.call(UPDATE, users=[{"id": ident, "email": owner["email"].upper()}])
    assert [w["warningcode"] for w in answer["warnings"]] == ["useremailduplicate"]


def test_a_taken_username_in_update_is_an_error_of_the_database(
    site: SiteUnderTest, world: World
) -> None:
    owner = world.user()
    ident = world.add_users(owner, world.user())[1]
    answer = site.call(UPDATE, users=[{"id": ident, "username": owner["username"]}])
    assert [w["warningcode"] for w in answer["warnings"]] == ["dmlwriteexception"]


def test_suspending_is_for_update(site: SiteUnderTest, world: World) -> None:
    ident = world.add_user()
    site.call(UPDATE, users=[{"id": ident, "suspended": 1}])
    assert world.read_user(ident)["suspended"] is True
    site.call(UPDATE, users=[{"id": ident, "suspended": 0}])
    assert world.read_user(ident)["suspended"] is False


def test_deleting_frees_username_and_email(site: SiteUnderTest, world: World) -> None:
    user = world.user()
    made = site.call(CREATE, users=[user])[0]["id"]
    site.call("core_user_delete_users", userids=[made])
    assert site.call(BY_FIELD, field="username", values=[user["username"]]) == []
    assert world.add_users(user)[0] != made


def test_deleting_twice_fails_the_whole_batch(site: SiteUnderTest, world: World) -> None:
    ident = world.add_user()
    code = site.refusal("core_user_delete_users", userids=[ident, ident])
    assert code in {"invaliduser", "invalidrecord"}
    assert world.read_user(ident)["id"] == ident


def test_the_password_is_never_shown(site: SiteUnderTest, world: World) -> None:
    shown = world.read_user(world.add_user())
    assert PASSWORD not in str(shown)


def test_an_account_without_login_needs_a_password_too(site: SiteUnderTest, world: World) -> None:
    assert site.refusal(CREATE, users=[world.user(auth="nologin", password=None)]) == BAD
