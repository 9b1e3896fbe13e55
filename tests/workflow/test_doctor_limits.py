"""Limits and clocks, on answers made for them."""

from datetime import UTC, datetime, timedelta

import pytest
import responses

from tests.moodle.canned import make_client, reply, site_info
from vsosh_moodle.workflow.doctor_limits import _clock, _same_zone, _timezone, _upload

CONFIG = "tool_mobile_get_config"


def settings(**values: str) -> dict[str, object]:
    rows = [{"name": name, "value": value} for name, value in values.items()]
    return {"settings": rows, "warnings": []}


@responses.activate
@pytest.mark.parametrize(
    ("seconds", "status"), [(0, "ok"), (-30, "ok"), (600, "warn"), (-7200, "warn")]
)
def test_clocks_are_compared(seconds: int, status: str) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    reply(site_info(), headers={"Date": moment.strftime("%a, %d %b %Y %H:%M:%S GMT")})
    client = make_client()
    client.call("core_webservice_get_site_info")
    assert _clock(client).status == status


@responses.activate
def test_a_server_without_a_clock_is_a_note() -> None:
    reply(site_info())
    client = make_client()
    client.call("core_webservice_get_site_info")
    assert _clock(client).status == "note"


@responses.activate
@pytest.mark.parametrize(
    ("told", "wanted", "status"),
    [
        ({"timezone": "Europe/Moscow", "forcetimezone": "99"}, "Europe/Moscow", "ok"),
        ({"timezone": "Europe/London", "forcetimezone": "99"}, "Europe/Moscow", "warn"),
        ({"timezone": "Europe/London", "forcetimezone": "Europe/Moscow"}, "Europe/Moscow", "ok"),
        ({"timezone": "Europe/Minsk", "forcetimezone": "99"}, "Europe/Moscow", "ok"),
        ({"timezone": "99", "forcetimezone": "99"}, "Europe/Moscow", "note"),
        ({"timezone": "Mars/Phobos"}, "Europe/Moscow", "warn"),
        ({"timezone": "Asia/Omsk"}, "", "ok"),
    ],
)
def test_time_zones_are_compared(told: dict[str, str], wanted: str, status: str) -> None:
    reply(site_info(CONFIG))
    reply(settings(**told))
    assert _timezone(make_client(), wanted).status == status


@responses.activate
def test_a_time_zone_nobody_tells_is_a_note() -> None:
    reply(site_info(CONFIG))
    reply({"exception": "x", "errorcode": "nopermissions", "message": "no"})
    assert _timezone(make_client(), "Europe/Moscow").status == "note"


@responses.activate
def test_the_upload_limit_is_told_in_megabytes() -> None:
    reply(site_info())
    assert _upload(make_client()).detail == "до 1 МБ"


def test_zones_are_the_same_when_their_clocks_are() -> None:
    assert _same_zone("Europe/Moscow", "Europe/Minsk")
    assert not _same_zone("Europe/Moscow", "Europe/Berlin")
