"""The limits and the clock of a site, measured."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError, TransportError
from vsosh_moodle.moodle.probes import (
    GET_CONFIG,
    accepts_variables,
    fetch_timezone,
    measure_max_input_vars,
)
from vsosh_moodle.workflow.doctor_plugin import told_limit
from vsosh_moodle.workflow.findings import Finding

if TYPE_CHECKING:
    from vsosh_moodle.workflow.doctor import Expectations

# Moodle's own requirement; worth telling when the site offers it and the config does not use it.
_GENEROUS = 5000
_CLOCK_SECONDS = 60


def examine_limits(client: MoodleClient, expected: "Expectations") -> Iterator[Finding]:
    """Return findings about `max_input_vars`, uploads, the clock and the time zone."""
    yield _input_vars(client)
    yield _upload(client)
    yield _clock(client)
    yield _timezone(client, expected.timezone)


def _input_vars(client: MoodleClient) -> Finding:
    code, title = "max_input_vars", "max_input_vars"
    configured = client.settings.max_input_vars
    told = told_limit(client)
    if told:
        return _too_many(configured, told) if told < configured else _as_told(configured, told)
    if not accepts_variables(client, configured):
        return _too_many(configured, measure_max_input_vars(client, configured))
    if configured < _GENEROUS and accepts_variables(client, _GENEROUS):
        return Finding(
            code, title, "ok",
            _("{configured} по настройкам; сервер принимает и {more}").format(
                configured=configured, more=_GENEROUS
            ),
        )  # fmt: skip
    return Finding(code, title, "ok", _("{n}, проверено запросом").format(n=configured))


def _too_many(configured: int, taken: int) -> Finding:
    return Finding(
        "max_input_vars", "max_input_vars", "fail",
        _("в настройках {configured}, а сервер принимает полей: {measured}").format(
            configured=configured, measured=taken
        ),
        _(
            "Запишите в site.max_input_vars {measured}, или администратору: max_input_vars = 5000 "
            "в php.ini."
        ).format(measured=taken),
    )  # fmt: skip


def _as_told(configured: int, told: int) -> Finding:
    return Finding(
        "max_input_vars", "max_input_vars", "ok",
        _("{configured} по настройкам; сервер принимает {told}").format(
            configured=configured, told=told
        ),
    )  # fmt: skip


def _upload(client: MoodleClient) -> Finding:
    size = client.site.max_upload
    title = _("Размер загружаемого файла")
    if size < 0:
        return Finding("max_upload", title, "ok", _("без предела для этого пользователя"))
    megabytes = size / (1024 * 1024)
    return Finding("max_upload", title, "ok", _("до {n:.0f} МБ").format(n=megabytes))


def _clock(client: MoodleClient) -> Finding:
    offset, title = client.clock_offset, _("Часы")
    if offset is None:
        return Finding("clock", title, "note", _("сервер не сообщает своего времени"))
    if abs(offset) <= _CLOCK_SECONDS:
        return Finding("clock", title, "ok", _("расходятся меньше чем на минуту"))
    return Finding(
        "clock", title, "warn",
        _("сервер и этот компьютер расходятся на {n} с").format(n=round(abs(offset))),
        _("Сверьте часы: по ним решается, что изменилось позже и когда открыть курс."),
    )  # fmt: skip


def _timezone(client: MoodleClient, wanted: str) -> Finding:
    title = _("Часовой пояс сайта")
    if not client.site.has(GET_CONFIG):
        return Finding("timezone", title, "note", _("без {name} не узнать").format(name=GET_CONFIG))
    try:
        zone = fetch_timezone(client)
    except TransportError:
        raise
    except MoodleError as error:
        return Finding("timezone", title, "note", _("проверить не удалось"), error.message)
    if not zone:
        return Finding("timezone", title, "note", _("как у сервера; сайт его не называет"))
    if not wanted or _same_zone(zone, wanted):
        return Finding("timezone", title, "ok", zone)
    return Finding(
        "timezone", title, "warn",
        _("на сайте {zone}, в настройках школы {wanted}").format(zone=zone, wanted=wanted),
        _("Даты курсов на сайте покажутся сдвинутыми: поправьте timezone в config.yaml или на сайте."),
    )  # fmt: skip


def _same_zone(one: str, other: str) -> bool:
    if one == other:
        return True
    from datetime import UTC, datetime

    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7)]
    try:
        zones = [ZoneInfo(one), ZoneInfo(other)]
    except (ZoneInfoNotFoundError, ValueError):
        return False
    first, second = ([m.astimezone(zone).utcoffset() for m in moments] for zone in zones)
    return first == second
