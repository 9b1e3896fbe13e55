"""Facts about a token that is bound to addresses or to a day: what the site says, and what the program makes of it."""

import time

import pytest

from tests.contract.holders import Wish
from tests.contract.rest_caller import RefusedError, RestCaller
from tests.contract.site_under_test import World
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied
from vsosh_moodle.moodle.settings import ClientSettings

ELSEWHERE = "192.0.2.0/24, 198.51.100.7"
"""Addresses of documentation (RFC 5737): nobody calls from there."""


def token(world: World, wish: Wish) -> str:
    if world.site.maker is None:
        pytest.skip("no --live-php: nobody makes tokens on this site")
    made = world.site.maker(wish)
    world.users.append(made.userid)
    return made.token


def test_a_token_bound_to_another_address_opens_nothing(plugin_world: World) -> None:
    caller = RestCaller(plugin_world.site.url, token(plugin_world, Wish(ip=ELSEWHERE)))
    for function in ("core_webservice_get_site_info", "local_vsosh_get_info", "no_such_function"):
        with pytest.raises(RefusedError) as refused:
            caller.call(function)
        assert refused.value.errorcode == "accessexception"
    # The token is there still: from its own address it would be good.
    assert caller.refusal("core_webservice_get_site_info") == "accessexception"


@pytest.mark.parametrize("bound", ["127.0.0.1", "127.0.0.0/8", f"{ELSEWHERE},127.0.0.1"])
def test_a_token_bound_to_our_address_is_good(plugin_world: World, bound: str) -> None:
    caller = RestCaller(plugin_world.site.url, token(plugin_world, Wish(ip=bound)))
    assert caller.call("local_vsosh_get_info")["version"]


def test_a_token_is_good_until_its_day_and_gone_after_it(plugin_world: World) -> None:
    site = plugin_world.site
    good = RestCaller(site.url, token(plugin_world, Wish(until=int(time.time()) + 3600)))
    assert good.call("local_vsosh_get_info")["version"]
    over = RestCaller(site.url, token(plugin_world, Wish(until=int(time.time()) - 60)))
    assert over.refusal("local_vsosh_get_info") == "accessexception"
    # Moodle deletes it then.
    assert over.refusal("local_vsosh_get_info") == "invalidtoken"


@pytest.mark.parametrize(
    "wish", [Wish(ip=ELSEWHERE), Wish(until=1_600_000_000)], ids=["address", "day"]
)
def test_the_program_says_where_to_look_and_not_the_token(plugin_world: World, wish: Wish) -> None:
    secret = token(plugin_world, wish)
    with (
        MoodleClient(plugin_world.site.url, secret, ClientSettings(retries=0)) as client,
        pytest.raises(AccessDenied) as refused,
    ):
        _ = client.site
    told = f"{refused.value.message} {refused.value.hint}"
    assert "адрес" in told
    assert "срок" in told
    assert secret not in told


@pytest.mark.parametrize(
    ("wish", "loose"),
    [
        (Wish(), (1, 1)),
        (Wish(ip="127.0.0.1"), (0, 1)),
        (Wish(until=4_000_000_000), (1, 0)),
        (Wish(ip="127.0.0.0/8", until=4_000_000_000), (0, 0)),
    ],
)
def test_the_plugin_tells_how_loose_the_callers_tokens_are(
    plugin_world: World, wish: Wish, loose: tuple[int, int]
) -> None:
    caller = RestCaller(plugin_world.site.url, token(plugin_world, wish))
    told = caller.call("local_vsosh_get_info")["tokens"]
    assert (told["anywhere"], told["forever"]) == loose
