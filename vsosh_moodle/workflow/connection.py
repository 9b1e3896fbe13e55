"""The site of a project: the school's Moodle, or the embedded rehearsal site."""

from collections.abc import Iterator
from contextlib import contextmanager

from vsosh_moodle.config.models import Config
from vsosh_moodle.config.site import TokenSource
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.secret import (
    Secret,
    load_token_from_env,
    load_token_from_file,
    load_token_from_keyring,
)
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.workflow.project import Project

SANDBOX_FILE = "sandbox.sqlite"
SANDBOX_NAME = "sandbox"


@contextmanager
def open_site(project: Project, config: Config) -> Iterator[MoodleClient]:
    """Yield a client of the config's site; the rehearsal site runs as long as the block.

    Raises ConfigError when the token cannot be had. Nothing is sent yet.
    """
    if not config.site.is_sandbox:
        token = load_token(project, config.site.token, config.site.url)
        with MoodleClient(config.site.url, token, _settings(project, config)) as client:
            yield client
        return
    from vsosh_moodle.sandbox import Sandbox

    database = project.state / SANDBOX_FILE
    project.state.mkdir(mode=0o700, exist_ok=True)
    limit = config.site.max_input_vars
    with (
        Sandbox(release=config.site.release, database=database, max_input_vars=limit) as site,
        MoodleClient(site.url, Secret(site.token), _settings(project, config)) as client,
    ):
        yield client


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


def _settings(project: Project, config: Config) -> ClientSettings:
    site = config.site
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
