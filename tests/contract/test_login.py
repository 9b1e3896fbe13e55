"""Facts about logging in: what a password on a slip opens, and what a new one does."""

import pytest

from tests.contract.site_under_test import PASSWORD, SiteUnderTest, World

SECOND = "Rifan-dewut-7384"


def log_in(site: SiteUnderTest, username: str, password: str) -> str:
    """Return what the site says to a login by its token page: a good one finds no service or a token."""
    answer = site.session.post(
        f"{site.url}/login/token.php",
        data={"username": username, "password": password, "service": "moodle_mobile_app"},
        timeout=60,
    )
    assert answer.status_code == 200
    body = answer.json()
    opened = "token" in body or body["errorcode"] == "servicenotavailable"
    return "opened" if opened else str(body["errorcode"])


@pytest.fixture
def pupil(world: World) -> tuple[int, str]:
    """An account with a first password and the demand to change it: id and login."""
    user = world.user(preferences=[{"type": "auth_forcepasswordchange", "value": "1"}])
    return world.add_users(user)[0], user["username"]


def test_the_password_an_account_was_made_with_opens_it(
    world: World, pupil: tuple[int, str]
) -> None:
    assert log_in(world.site, pupil[1], PASSWORD) == "opened"
    assert log_in(world.site, pupil[1], PASSWORD.lower()) == "invalidlogin"
    assert log_in(world.site, f"{pupil[1]}x", PASSWORD) == "invalidlogin"


def test_a_new_password_takes_the_place_of_the_old(world: World, pupil: tuple[int, str]) -> None:
    ident, login = pupil
    row = {
        "id": ident,
        "password": SECOND,
        "preferences": [{"type": "auth_forcepasswordchange", "value": "1"}],
    }
    assert world.site.call("core_user_update_users", users=[row])["warnings"] == []
    assert log_in(world.site, login, SECOND) == "opened"
    assert log_in(world.site, login, PASSWORD) == "invalidlogin"


def test_a_suspended_account_opens_to_nobody(world: World, pupil: tuple[int, str]) -> None:
    world.site.call("core_user_update_users", users=[{"id": pupil[0], "suspended": 1}])
    assert log_in(world.site, pupil[1], PASSWORD) == "invalidlogin"


def test_nothing_but_a_login_is_no_login(world: World) -> None:
    answer = world.site.session.post(
        f"{world.site.url}/login/token.php", data={"username": "x"}, timeout=60
    )
    assert answer.json()["errorcode"] == "missingparam"
