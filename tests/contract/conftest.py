"""Every contract test runs on both sandboxes, and on a real Moodle when one is named."""

from collections.abc import Iterator

import pytest

from tests.contract.site_under_test import SiteUnderTest, World
from vsosh_moodle.sandbox import Sandbox


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a site once per site."""
    if "site" in metafunc.fixturenames:
        sites = ["sandbox-4.1", "sandbox-4.5"]
        if metafunc.config.getoption("--live-url"):
            sites.append("live")
        metafunc.parametrize("site", sites, indirect=True, scope="module")


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest) -> Iterator[SiteUnderTest]:
    """The site under test, with an administrator's token."""
    if request.param == "live":
        yield _live_site(request.config)
        return
    with Sandbox("4.1" if request.param == "sandbox-4.1" else "4.5") as sandbox:
        caller = SiteUnderTest(sandbox.url, sandbox.token, max_input_vars=1000)
        yield caller
        caller.session.close()


def _live_site(config: pytest.Config) -> SiteUnderTest:
    token_file = config.getoption("--live-token-file")
    if token_file is None:
        msg = "--live-url needs --live-token-file"
        raise pytest.UsageError(msg)
    return SiteUnderTest(
        config.getoption("--live-url").rstrip("/"),
        token_file.read_text("ascii").strip(),
        max_input_vars=config.getoption("--live-max-input-vars"),
    )


@pytest.fixture
def world(site: SiteUnderTest) -> Iterator[World]:
    """What the test makes on the site, taken away afterwards."""
    made = World(site)
    yield made
    made.close()
