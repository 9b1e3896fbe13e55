"""The site's rules for passwords, and whether those we hand out fit them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError, TransportError
from vsosh_moodle.moodle.plugin_info import PluginInfo, get_plugin_info, has_plugin
from vsosh_moodle.workflow.findings import Finding, Status
from vsosh_moodle.workflow.password_rules import known_policy, require_shape

if TYPE_CHECKING:
    from vsosh_moodle.workflow.doctor import Expectations


def examine_passwords(client: MoodleClient, expected: "Expectations") -> Iterator[Finding]:
    """Return what the site asks of passwords and whether the config's kind of them meets it."""
    title = _("Пароли новых учётных записей")
    info = _info(client)
    known = known_policy(expected.logins, info)
    try:
        shape = require_shape(expected.logins, info)
    except ConfigError as error:
        yield Finding(
            "password-policy", title, "fail", error.message, error.hint, ExitCode.INPUT
        )  # fmt: skip
        return
    status: Status = "ok" if known.source == "site" else "note"
    hint = ""
    if known.source == "default":
        hint = _(
            "Если сайт требует другого, запишите его правила в logins.policy; с новым плагином local_vsosh "
            "сайт сообщит их сам."
        )
    yield Finding(
        "password-policy", title, status,
        _("{rules}; вид {kind} подходит: {n} знаков, стойкость {bits} бит").format(
            rules=known.describe(), kind=shape.kind, n=len(shape.places), bits=int(shape.bits)
        ),
        hint,
    )  # fmt: skip


def _info(client: MoodleClient) -> PluginInfo | None:
    if not has_plugin(client):
        return None
    try:
        return get_plugin_info(client)
    except TransportError:
        raise
    except MoodleError:
        return None  # said by the examination of the plugin
