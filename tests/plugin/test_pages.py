"""A browser reaches nothing of the plugin: it has no page, so nothing that a sesskey would guard.

Whoever adds a page, an ajax function or a handler of files has to add require_login(), the right and
require_sesskey() with it, and the page to these lists.
"""

import re
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "plugin" / "local_vsosh"
FILES = sorted(PLUGIN.rglob("*.php"))
SCRIPTS = {"cli/setup.php"}
HOOKS_OF_PAGES = {
    "lib.php", "settings.php", "index.php", "ajax.php", "pluginfile.php", "renderer.php",
    "db/hooks.php", "db/mobile.php", "db/renamedclasses.php",
}  # fmt: skip
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(PLUGIN).as_posix()


def statements(path: Path) -> list[str]:
    """Return the lines of a file at its outermost level, comments left out."""
    text = COMMENT.sub("", path.read_text("utf-8")).removeprefix("<?php")
    depth, outer = 0, ""
    for char in text:
        depth -= char in "}])"
        if depth == 0:
            outer += char
        depth += char in "{[("
    return [line.strip() for line in outer.splitlines() if line.strip()]


def test_scripts_of_the_command_line_refuse_a_browser_first_of_all() -> None:
    found = {
        name_of(path) for path in FILES if re.search(r"config\.php'\s*\)", path.read_text("utf-8"))
    }
    assert found == SCRIPTS
    for name in SCRIPTS:
        code = COMMENT.sub("", (PLUGIN / name).read_text("utf-8")).split()
        assert " ".join(code[1:4]).startswith("define('CLI_SCRIPT', true); require("), name


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_asked_for_by_itself_does_nothing(path: Path) -> None:
    if name_of(path) in SCRIPTS:
        return
    if "defined('MOODLE_INTERNAL') || die();" in path.read_text("utf-8"):
        before = path.read_text("utf-8").partition("defined('MOODLE_INTERNAL')")[0]
        lines = [one for one in COMMENT.sub("", before).splitlines() if one.strip()]
        assert all(one.startswith(("<?php", "namespace ", "use ")) for one in lines)
        return
    declares = re.compile(
        r"(?:namespace|use|(?:final |abstract )*(?:class|interface|trait|function)) |\\[\w\\]+(?:,| \{\})$"
        r"|[{}]+$|(?:extends|implements) "
    )
    assert [line for line in statements(path) if not declares.match(line)] == []


def test_there_is_no_page_and_nothing_that_a_page_would_call() -> None:
    names = {name_of(path) for path in FILES}
    assert names & HOOKS_OF_PAGES == set()
    assert {name.split("/")[0] for name in names} == {
        "classes", "cli", "db", "lang", "tests", "version.php",
    }  # fmt: skip
    services = (PLUGIN / "db" / "services.php").read_text("utf-8")
    assert services.count("'ajax' => false") == services.count("'classname' =>") > 0
    assert services.count("'loginrequired' => true") == services.count("'classname' =>")
    assert (
        not list(PLUGIN.rglob("*.js"))
        + list(PLUGIN.rglob("*.mustache"))
        + list(PLUGIN.rglob("*.html"))
    )


def test_nothing_is_printed_but_on_the_command_line() -> None:
    prints = re.compile(
        r"(?<![\w$>:])(?:echo|print|printf|print_r|var_dump|die|exit)\b(?!\(\)\s*;\s*//)"
    )
    found = [
        name_of(path)
        for path in FILES
        if name_of(path) not in SCRIPTS
        and path.relative_to(PLUGIN).parts[0] not in ("lang", "tests")
        and prints.search(
            re.sub(
                r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"",
                "''",
                COMMENT.sub("", path.read_text("utf-8")).replace(
                    "defined('MOODLE_INTERNAL') || die();", ""
                ),
            )
        )
    ]
    assert found == []


def test_setting_up_advises_to_bind_the_token() -> None:
    # What it says when is held by PHPUnit (tests/setup_test.php); here: a new token, one kept, --check.
    code = (PLUGIN / "cli" / "setup.php").read_text("utf-8")
    body = code.partition("if ($unknown) {")[2]
    assert [body.count("advise();"), code.count("function advise(): void")] == [3, 1]
    for asked in ("say('setup_well')", "say('setup_token_kept')", "say('setup_token')"):
        assert "advise();" in body.partition(asked)[2][:160], asked
