"""Which passwords a run hands out: what config.yaml asks for, fitted to what the site takes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from vsosh_moodle.config.policies import LoginsConfig
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_info import PluginInfo
from vsosh_moodle.school.password_policy import PasswordPolicy, describe_policy
from vsosh_moodle.school.passwords import PasswordKindRefused, PasswordShape, shape_for


@dataclass(frozen=True, slots=True)
class KnownPolicy:
    """A site's rules for passwords, and who told them: the site, config.yaml, or nobody."""

    policy: PasswordPolicy
    source: Literal["site", "config", "default"]

    def describe(self) -> str:
        """Return the rules and where they are from, as a phrase."""
        titles = {
            "site": _("правила сайта"),
            "config": _("правила из logins.policy"),
            "default": _("обычные правила Moodle, сайт своих не сообщает"),
        }
        return f"{titles[self.source]}: {describe_policy(self.policy)}"


def known_policy(logins: LoginsConfig, info: PluginInfo | None) -> KnownPolicy:
    """Return the rules: what the plugin tells, else the config, else those of a new Moodle."""
    if info is not None and info.passwords is not None:
        return KnownPolicy(info.passwords, "site")
    if logins.policy is not None:
        return KnownPolicy(logins.policy.as_policy(), "config")
    return KnownPolicy(PasswordPolicy(), "default")


def require_shape(logins: LoginsConfig, info: PluginInfo | None) -> PasswordShape:
    """Return what passwords are drawn from; raises ConfigError when the site would refuse them all."""
    known = known_policy(logins, info)
    try:
        return shape_for(logins.password, known.policy, logins.password_length)
    except PasswordKindRefused as error:
        raise ConfigError(
            _("Пароли вида «{kind}» этот сайт не примет: нужно {lacking} ({rules}).").format(
                kind=error.kind, lacking=", ".join(error.lacking), rules=known.describe()
            ),
            way_out(known),
        ) from error


def way_out(known: KnownPolicy) -> str:
    """Return what to do about a kind of passwords that the rules do not take."""
    hint = _(
        "Поставьте в config.yaml logins.password: readable или попросите администратора смягчить "
        "правила: Администрирование → Безопасность → Правила безопасности сайта."
    )
    if known.source != "site":
        hint += " " + _("Если правила сайта мягче, запишите их в logins.policy.")
    return hint


def drawer(logins: LoginsConfig, ask: Callable[[], PluginInfo | None]) -> Callable[[], str]:
    """Return a function that draws passwords from the system's source of randomness.

    `ask` gives what the plugin says; it is called at the first password.
    """

    @cache
    def shape() -> PasswordShape:
        return require_shape(logins, ask())

    return lambda: shape().draw(secrets.choice)
