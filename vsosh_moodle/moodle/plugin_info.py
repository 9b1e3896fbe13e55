"""What the companion plugin says of itself and of its site: local_vsosh_get_info."""

from collections.abc import Mapping
from dataclasses import dataclass

from vsosh_moodle.moodle.answers import int_of, parse_object, parse_rows, required_int, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import RoleId
from vsosh_moodle.moodle.plugin_documents import mapping_of, texts_of
from vsosh_moodle.school.password_policy import PasswordPolicy

GET_INFO = "local_vsosh_get_info"


@dataclass(frozen=True, slots=True)
class PluginRole:
    """A role of the site; `archetype` is Moodle's word for its kind («student»), "" for none."""

    id: RoleId
    shortname: str
    archetype: str


@dataclass(frozen=True, slots=True)
class PluginLimits:
    """What one call may be: form fields, bytes, seconds, bytes of a file; 0 where there is no limit."""

    max_input_vars: int
    post_max_size: int
    max_execution_time: int
    max_file_size: int


@dataclass(frozen=True, slots=True)
class LooseTokens:
    """How many tokens of the caller are good from any address, and how many for ever."""

    anywhere: int
    forever: int


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """The plugin and its site.

    `version` is the plugin's number (2026112300), `release` its text («0.3.0»); `moodle` and `branch`
    are Moodle's («4.5.6 (Build: 20250811)», «405»). `time` is the site's clock in Unix seconds.
    `modules` are the enabled activity modules, `features` what not every site can do (`subsection` …).
    `passwords` are the rules for passwords, `tokens` what is known of the caller's own; None from a
    plugin that does not tell them yet.
    """

    version: int
    release: str
    moodle: str
    branch: str
    time: int
    timezone: str
    lang: str
    langs: tuple[str, ...]
    modules: frozenset[str]
    features: frozenset[str]
    roles: tuple[PluginRole, ...]
    limits: PluginLimits
    passwords: PasswordPolicy | None = None
    tokens: LooseTokens | None = None


def has_plugin(client: MoodleClient) -> bool:
    """Tell whether the plugin's functions are in the token's service."""
    return client.site.has(GET_INFO)


def get_plugin_info(client: MoodleClient) -> PluginInfo:
    """Return what the plugin says; raises MoodleError, as when it is not there.

    Calls: local_vsosh_get_info (plugin 2026112300, docs/plugin-api.md)
    """
    return parse_object(GET_INFO, client.call(GET_INFO), _info)


def _info(row: Mapping[str, object]) -> PluginInfo:
    limits = mapping_of(row["limits"])
    return PluginInfo(
        version=required_int(row, "version"),
        release=text_of(row, "release"),
        moodle=text_of(row, "moodle"),
        branch=text_of(row, "branch"),
        time=required_int(row, "time"),
        timezone=text_of(row, "timezone"),
        lang=text_of(row, "lang"),
        langs=texts_of(row["langs"]),
        modules=frozenset(texts_of(row["modules"])),
        features=frozenset(texts_of(row["features"])),
        roles=tuple(parse_rows(GET_INFO, row["roles"], _role)),
        limits=PluginLimits(
            max_input_vars=int_of(limits, "max_input_vars"),
            post_max_size=int_of(limits, "post_max_size"),
            max_execution_time=int_of(limits, "max_execution_time"),
            max_file_size=int_of(limits, "max_file_size"),
        ),
        passwords=_policy(mapping_of(row["passwords"])) if "passwords" in row else None,
        tokens=_tokens(mapping_of(row["tokens"])) if "tokens" in row else None,
    )


def _policy(row: Mapping[str, object]) -> PasswordPolicy:
    return PasswordPolicy(
        min_length=int_of(row, "min_length"),
        digits=int_of(row, "digits"),
        lower=int_of(row, "lower"),
        upper=int_of(row, "upper"),
        signs=int_of(row, "signs"),
        most_identical=int_of(row, "most_identical"),
    )


def _tokens(row: Mapping[str, object]) -> LooseTokens:
    return LooseTokens(int_of(row, "anywhere"), int_of(row, "forever"))


def _role(row: Mapping[str, object]) -> PluginRole:
    return PluginRole(
        RoleId(required_int(row, "id")), text_of(row, "shortname"), text_of(row, "archetype")
    )
