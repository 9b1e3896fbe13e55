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


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A fresh sandbox of Moodle 4.5, in memory."""
    with Sandbox() as site:
        yield site
