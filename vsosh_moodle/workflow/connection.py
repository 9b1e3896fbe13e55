"""The site of a project: the school's Moodle, or the embedded rehearsal site."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vsosh_moodle.config.models import Config
from vsosh_moodle.config.site import SiteConfig, TokenSource
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.secret import (
    Secret,
    load_token_from_env,
    load_token_from_file,
    load_token_from_keyring,
)
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.workflow.project import Project

if TYPE_CHECKING:
    from vsosh_moodle.sandbox import Sandbox

trust_log = logging.getLogger("vsosh_moodle.trust")
"""Warnings that every command shows: whom we believe against the rules."""
trust_log.propagate = False

SANDBOX_FILE = "sandbox.sqlite"
SANDBOX_NAME = "sandbox"


@contextmanager
def open_site(project: Project, site: SiteConfig) -> Iterator[MoodleClient]:
    """Yield a client of the site the config names; the rehearsal site runs as long as the block.

    Raises ConfigError when the token cannot be had. Nothing is sent yet.
    """
    settings = _settings(project, site)
    if not site.is_sandbox:
        if settings.verify is False and site.url.lower().startswith("https:"):
            trust_log.warning(
                _(
                    "сертификат сайта {url} не проверяется: токен может попасть к чужому. "
                    "Уберите verify_tls: false из config.yaml."
                ).format(url=site.url)
            )
        token = load_token(project, site.token, site.url)
        with MoodleClient(site.url, token, settings) as client:
            yield client
        return
    with (
        _sandbox(project.state / SANDBOX_FILE, site) as sandbox,
        MoodleClient(sandbox.url, Secret(sandbox.token), settings) as client,
    ):
        yield client


def _sandbox(database: Path, site: SiteConfig) -> "Sandbox":
    """Return a rehearsal site kept in `database`; raises ConfigError when it cannot be kept there."""
    from vsosh_moodle.sandbox import ForeignDatabaseError, Sandbox

    try:
        database.parent.mkdir(mode=0o700, exist_ok=True)
        return Sandbox(
            release=site.release,
            database=database,
            max_input_vars=site.max_input_vars,
            plugin=site.plugin,
        )
    except ForeignDatabaseError as error:
        raise ConfigError(
            _("Файл учебного сайта {file} испорчен или сделан другой версией программы.").format(
                file=database
            ),
            _("Удалите этот файл: учебный сайт начнётся заново."),
        ) from error
    except OSError as error:
        raise ConfigError(
            _("Учебный сайт не запустился: {reason} ({file}).").format(
                reason=reason_of(error), file=database
            ),
            _("Проверьте место на диске и права на папку «{folder}».").format(
                folder=database.parent
            ),
        ) from error


def load_token(project: Project, source: TokenSource | None, url: str) -> Secret:
    """Return the token from where the config says it is; raises ConfigError when it is not there."""
    if source is not None and source.file:
        return load_token_from_file(project.root / source.file)
    if source is not None and source.keyring:
        return load_token_from_keyring(source.keyring, url)
    return load_token_from_env(source.env if source and source.env else "VSOSH_MOODLE_TOKEN")


def site_name(config: Config) -> str:
    """Return what a site is remembered by: its address, or «sandbox», whose port changes."""
    return SANDBOX_NAME if config.site.is_sandbox else config.site.url


def _settings(project: Project, site: SiteConfig) -> ClientSettings:
    verify: bool | str = site.verify_tls
    if site.verify_tls and site.ca_bundle:
        verify = str(project.root / site.ca_bundle)
    return ClientSettings(
        connect_timeout=site.timeout.connect,
        read_timeout=site.timeout.read,
        verify=verify,
        max_input_vars=site.max_input_vars,
        calls_per_second=site.calls_per_second,
        workers=site.workers,
    )
