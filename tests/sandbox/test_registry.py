"""Every function has a declaration for both releases, and a handler that takes it."""

import inspect
from pathlib import Path

import pytest

from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.declarations import DECLARATIONS
from vsosh_moodle.sandbox.registry import PLUGIN_PREFIX, load_functions
from vsosh_moodle.sandbox.releases import RELEASES, ReleaseName


@pytest.mark.parametrize("release", ["4.1", "4.5"])
def test_each_handler_takes_the_declared_parameters(release: ReleaseName) -> None:
    for function in load_functions(RELEASES[release], plugin=True).values():
        names = list(inspect.signature(function.handler).parameters)[1:]
        assert names == [name for name, _ in function.params.fields], function.name


def test_each_declaration_has_a_handler() -> None:
    assert set(load_functions(RELEASES["4.5"], plugin=True)) == set(DECLARATIONS)


def test_functions_of_the_plugin_are_there_only_when_asked() -> None:
    without = load_functions(RELEASES["4.5"], plugin=False)
    assert [name for name in without if name.startswith(PLUGIN_PREFIX)] == []


def test_no_text_of_a_page_of_moodle_is_in_the_package() -> None:
    package = Path(inspect.getfile(Sandbox)).parent
    texts = [path.read_text("utf-8") for path in package.rglob("*.py")]
    assert not [text for text in texts if "GNU General Public License" in text]
