"""Options and fixtures every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from vsosh_moodle.sandbox import Sandbox

# Property tests judge laws, not the speed of a machine that other work shares.
settings.register_profile(
    "vsosh", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("vsosh")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the contract tests run against a real Moodle too."""
    group = parser.getgroup("live", "a real Moodle for tests/contract")
    group.addoption("--live-url", help="address of the site (wwwroot)")
    group.addoption("--live-token-file", type=Path, help="file with an administrator's token")
    group.addoption(
        "--live-max-input-vars",
        type=int,
        help="max_input_vars of the site; without it the tests of the cut are left out",
    )
    group.addoption(
        "--live-database",
        help="PostgreSQL address of the site's database: refused calls are looked for in its tables",
    )
    group.addoption(
        "--live-php",
        help="command that runs PHP in the site's folder, to make users with rights for the tests",
    )
    group.addoption("--fuzz-calls", type=int, help="hostile calls of each function of the plugin")
    group.addoption(
        "--fuzz-outcomes",
        type=Path,
        help="file to add what became of each hostile call to: compare two sites by it",
    )
    group.addoption("--fuzz-seed", type=int, default=1, help="what the hostile calls are made of")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A fresh sandbox of Moodle 4.5, in memory."""
    with Sandbox() as site:
        yield site
