"""The plugin's files agree with each other and with Moodle's rules: CI has no Moodle to say so.

`php -l` runs where PHP is (.ci/run sees to it); everything else reads the files as text.
"""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from vsosh_moodle import __version__
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.workflow.plugin_zip import shipped_plugin

PLUGIN = Path(__file__).parents[2] / "plugin" / "local_vsosh"
FILES = sorted(PLUGIN.rglob("*.php"))
CLASSES = sorted((PLUGIN / "classes").rglob("*.php"))
EXTERNAL = sorted((PLUGIN / "classes" / "external").glob("*.php"))

# Grammar and functions of PHP 8, which Moodle 4.1 may run without.
TOO_NEW = {
    "match": r"(?<!->)(?<!::)(?<!function )\bmatch\s*\(",
    "nullsafe": r"\?->",
    "readonly": r"\breadonly\b",
    "enum": r"^\s*enum\s+\w+",
    "promotion": r"__construct\([^)]*\b(?:public|private|protected)\b",
    "union type": r"function\s*\w*\([^)]*\b\w+\|\w+\s+\$|\)\s*:\s*\??\w+\|\w+",
    "str functions": r"\b(?:str_contains|str_starts_with|str_ends_with|array_is_list|get_debug_type)\(",
    "attribute": r"^\s*#\[",
    "named argument": r"\(\s*[a-z]\w*:\s(?!:)[^:?]*\)\s*;",
    "catch without a variable": r"catch\s*\(\s*\\?[\w\\|\s]+\)",
    "never, mixed, static type": r"\)\s*:\s*(?:never|mixed|static)\b",
    "throw as an expression": r"(?:\?\?|\?|=>)\s*throw\b",
    "spread of keys": r"\[\s*\.\.\.\$\w+\s*,\s*'",
}


def name_of(path: Path) -> str:
    return path.relative_to(PLUGIN).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_of(path: Path) -> str:
    """The file without comments and texts, lines kept where they were."""

    def blank(found: re.Match[str]) -> str:
        text = found.group()
        if text.startswith(("'", '"')):
            return text[0] + "\n" * text.count("\n") + text[0]
        return "\n" * text.count("\n")

    pattern = r"/\*.*?\*/|(?://|#(?!\[))[^\n]*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
    return re.sub(pattern, blank, text_of(path), flags=re.DOTALL)


def strings(language: str) -> dict[str, str]:
    text = text_of(PLUGIN / "lang" / language / "local_vsosh.php")
    found = re.findall(
        r"^\$string\['([^']+)'\] = '((?:[^'\\]|\\.)*)';", text, re.MULTILINE | re.DOTALL
    )
    assert len(found) == text.count("$string["), "a line that is no string"
    assert len(found) == len(dict(found)), "a string twice"
    return dict(found)


def services() -> dict[str, dict[str, str]]:
    """Functions of db/services.php with their fields."""
    text = text_of(PLUGIN / "db" / "services.php").partition("$services")[0]
    found = re.findall(r"'(local_vsosh_\w+)' => \[(.*?)\n    \]", text, re.DOTALL)
    return {name: dict(re.findall(r"'(\w+)' => '?([^',]*)'?,", body)) for name, body in found}


def listed_functions() -> list[str]:
    text = text_of(PLUGIN / "db" / "services.php").partition("$services")[2]
    (inner,) = re.findall(r"'functions' => \[(.*?)\]", text, re.DOTALL)
    return re.findall(r"'(\w+)'", inner)


def capabilities() -> set[str]:
    return set(re.findall(r"'(local/vsosh:\w+)' => \[", text_of(PLUGIN / "db" / "access.php")))


def role_capabilities() -> list[str]:
    text = text_of(PLUGIN / "classes" / "setup" / "rights.php")
    (inner,) = re.findall(r"CAPABILITIES = \[(.*?)\];", text, re.DOTALL)
    return re.findall(r"^\s+'([a-z0-9/_:]+)',", inner, re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_has_the_licence_and_says_what_it_is(path: Path) -> None:
    text = text_of(path)
    assert text.startswith("<?php\n// This file is part of Moodle - http://moodle.org/\n//\n")
    assert "either version 3 of the License, or\n// (at your option) any later version." in text
    head = text.partition("*/")[0]
    assert "@package    local_vsosh\n" in head
    assert "@copyright  2026 vsosh-moodle contributors\n" in head
    assert "@license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later\n" in head
    assert text.endswith("\n")
    assert "?>" not in text
    assert "\t" not in text
    assert "\r" not in text


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_newer_than_php_74(path: Path) -> None:
    code = code_of(path)
    found = {
        name: code[: match.start()].count("\n") + 1
        for name, pattern in TOO_NEW.items()
        for match in re.finditer(pattern, code, re.MULTILINE)
    }
    assert found == {}


@pytest.mark.parametrize("path", CLASSES, ids=name_of)
def test_a_class_stands_where_its_name_says(path: Path) -> None:
    code = code_of(path)
    parts = path.relative_to(PLUGIN / "classes").with_suffix("").parts
    namespace = "\\".join(("local_vsosh", *parts[:-1]))
    assert f"\nnamespace {namespace};\n" in code
    declared = re.findall(
        r"^(?:(?:abstract|final) )?(?:class|interface|trait) (\w+)", code, re.MULTILINE
    )
    assert declared == [parts[-1]]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_that_is_no_class_alone_cannot_be_called_by_a_browser(path: Path) -> None:
    code = code_of(path)
    effects = re.search(r"^(?:require_once|global|\$\w+ =|\$\w+->)", code, re.MULTILINE)
    script = re.search(r"define\('', true\)", code)
    if effects and not script and not name_of(path).startswith("tests/"):
        assert "defined('') || die();" in code


def test_php_takes_every_file() -> None:
    php = shutil.which("php")
    if php is None:
        pytest.skip("PHP is not on this machine: syntax is not checked")
    complaints = []
    for path in FILES:
        done = subprocess.run(
            [php, "-d", "display_errors=1", "-d", "error_reporting=-1", "-l", str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode or "Deprecated" in done.stdout:
            complaints.append(done.stdout + done.stderr)
    assert complaints == []


def test_both_languages_have_the_same_strings() -> None:
    english, russian = strings("en"), strings("ru")
    assert list(english) == sorted(english)
    assert list(russian) == list(english)
    for name, text in english.items():
        places = r"\{\$a(?:->\w+)?\}"
        assert sorted(re.findall(places, text)) == sorted(re.findall(places, russian[name])), name


def used_strings() -> set[str]:
    found = {"pluginname", *(f"vsosh:{name.partition(':')[2]}" for name in capabilities())}
    for path in FILES:
        text = text_of(path)
        found |= set(re.findall(r"get_string\('([^']+)',\s*'local_vsosh'", text))
        found |= set(re.findall(r"moodle_exception\('([^']+)',\s*'local_vsosh'", text))
        found |= set(re.findall(r"\bsay\('([^']+)'", text))
        found |= set(re.findall(r"'(privacy:[\w:]+)'", text))
    return found


def test_every_string_used_is_there_and_every_string_there_is_used() -> None:
    there = set(strings("en"))
    used = used_strings()
    assert used - there == set()
    assert there - used == set()


def test_every_function_of_the_service_has_its_class() -> None:
    declared = services()
    assert set(declared) == {f"local_vsosh_{path.stem}" for path in EXTERNAL}
    for name, fields in declared.items():
        short = name.removeprefix("local_vsosh_")
        assert fields["classname"] == f"local_vsosh\\external\\{short}"
        assert fields["methodname"] == "execute"
        assert fields["ajax"] == "false"
        code = text_of(PLUGIN / "classes" / "external" / f"{short}.php")
        for method in ("execute_parameters", "execute", "execute_returns"):
            assert f"public static function {method}(" in code, name
        assert "extends \\external_api" in code
        assert "self::validate_parameters(" in code or short == "get_info"
        assert "validate_context(" in code or "access::require_system(" in code


def test_a_function_is_declared_as_the_client_takes_it() -> None:
    kinds = {one.name: one.kind for one in FUNCTIONS}
    for name, fields in services().items():
        assert fields["type"] == kinds[name]
        assert bool(fields.get("capabilities")) is any(
            right.startswith("local/vsosh:")
            for one in FUNCTIONS
            if one.name == name
            for right in one.capabilities
        )


def test_capabilities_are_declared_checked_and_given() -> None:
    declared = capabilities()
    assert {
        fields["capabilities"] for fields in services().values() if "capabilities" in fields
    } == declared
    checked = set()
    for path in CLASSES:
        if path.parent.name != "setup":
            checked |= set(re.findall(r"'(local/vsosh:\w+)'", text_of(path)))
    assert checked == declared
    assert {name for name in role_capabilities() if name.startswith("local/vsosh:")} == declared


def test_the_service_lists_what_the_client_calls() -> None:
    listed = listed_functions()
    assert len(listed) == len(set(listed))
    assert set(listed) == {one.name for one in FUNCTIONS}


def test_the_role_has_what_the_functions_check_and_nothing_to_delete_by() -> None:
    given = role_capabilities()
    assert len(given) == len(set(given))
    needed = {right for one in FUNCTIONS for right in one.capabilities}
    withheld = {
        "moodle/user:delete",
        "moodle/course:delete",
        # Core tells by it what the plugin tells without it.
        "moodle/course:manageactivities",
    }
    assert set(given) == needed - withheld | {"webservice/rest:use"}


def test_tasks_and_observers_have_their_classes() -> None:
    tasks = re.findall(
        r"'classname' => 'local_vsosh\\task\\(\w+)'", text_of(PLUGIN / "db/tasks.php")
    )
    assert tasks
    assert all((PLUGIN / "classes" / "task" / f"{name}.php").is_file() for name in tasks)
    observers = text_of(PLUGIN / "db" / "events.php")
    methods = re.findall(r"'callback' => '\\local_vsosh\\forgetting::(\w+)'", observers)
    code = text_of(PLUGIN / "classes" / "forgetting.php")
    assert len(methods) == observers.count("'callback'")
    assert all(f"public static function {name}(" in code for name in methods)


def test_privacy_tells_the_columns_there_are() -> None:
    tables = {
        table.get("NAME"): {field.get("NAME") for field in table.iter("FIELD")}
        for table in ET.parse(PLUGIN / "db" / "install.xml").iter("TABLE")  # noqa: S314  ours
    }
    provider = text_of(PLUGIN / "classes" / "privacy" / "provider.php")
    told = re.findall(r"add_database_table\('(\w+)', \[(.*?)\]", provider, re.DOTALL)
    assert {name for name, _body in told} == {
        name for name, columns in tables.items() if "userid" in columns
    }
    for name, body in told:
        assert set(re.findall(r"'(\w+)' => '", body)) <= tables[name]


def test_the_version_is_told_the_same_everywhere() -> None:
    plugin = shipped_plugin()
    assert len(str(plugin.version)) == 10
    (release, number) = re.findall(
        r"^## (\S+) \((\d+)\)$", text_of(PLUGIN / "CHANGES.md"), re.MULTILINE
    )[0]
    assert (release, int(number)) == (plugin.release, plugin.version)
    ours, programs = (tuple(map(int, text.split("."))) for text in (plugin.release, __version__))
    assert ours >= programs, "a plugin older than the program it comes with"
