"""Every contract test runs on both sandboxes, and on a real Moodle when one is named."""

from collections.abc import Iterator
from functools import partial
from typing import Literal

import pytest

from tests.contract.holders import live_holder, sandbox_holder
from tests.contract.site_tables import live_tables, sandbox_tables
from tests.contract.site_under_test import SiteUnderTest, World
from vsosh_moodle.sandbox import Sandbox


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that asks for a site once per site."""
    if "site" in metafunc.fixturenames:
        sites = ["sandbox-4.1", "sandbox-4.5"]
        if metafunc.config.getoption("--live-url"):
            sites.append("live")
        metafunc.parametrize("site", sites, indirect=True, scope="module")
    if "plugin_site" in metafunc.fixturenames:
        sites = ["sandbox-4.1", "sandbox-4.5"]
        if metafunc.config.getoption("--live-url"):
            sites.append("live")
        metafunc.parametrize("plugin_site", sites, indirect=True, scope="module")


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


@pytest.fixture(scope="module")
def plugin_site(request: pytest.FixtureRequest) -> Iterator[SiteUnderTest]:
    """A site that has local_vsosh, with an administrator's token; a live one without it is skipped."""
    if request.param == "live":
        caller = _live_site(request.config)
        info = caller.call("core_webservice_get_site_info")
        if all(one["name"] != "local_vsosh_get_info" for one in info["functions"]):
            pytest.skip("the live site's service lacks local_vsosh")
        yield caller
        return
    release: Literal["4.1", "4.5"] = "4.1" if request.param == "sandbox-4.1" else "4.5"
    with Sandbox(release, plugin=True) as sandbox:
        caller = SiteUnderTest(sandbox.url, sandbox.token, max_input_vars=1000)
        caller.tables = partial(sandbox_tables, sandbox)
        caller.maker = partial(sandbox_holder, sandbox)
        yield caller
        caller.session.close()


@pytest.fixture
def plugin_world(plugin_site: SiteUnderTest) -> Iterator[World]:
    """What the test makes on a site with the plugin, taken away afterwards."""
    made = World(plugin_site)
    yield made
    made.close()


def _live_site(config: pytest.Config) -> SiteUnderTest:
    token_file = config.getoption("--live-token-file")
    if token_file is None:
        msg = "--live-url needs --live-token-file"
        raise pytest.UsageError(msg)
    database, php = config.getoption("--live-database"), config.getoption("--live-php")
    return SiteUnderTest(
        config.getoption("--live-url").rstrip("/"),
        token_file.read_text("ascii").strip(),
        max_input_vars=config.getoption("--live-max-input-vars"),
        tables=None if database is None else partial(live_tables, database),
        maker=None if php is None else partial(live_holder, php),
    )


@pytest.fixture
def world(site: SiteUnderTest) -> Iterator[World]:
    """What the test makes on the site, taken away afterwards."""
    made = World(site)
    yield made
    made.close()
