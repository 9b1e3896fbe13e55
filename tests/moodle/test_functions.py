"""The table of functions against the code that calls them."""

import ast
import re
from pathlib import Path

import vsosh_moodle.moodle
from vsosh_moodle.language import set_language
from vsosh_moodle.moodle.functions import FUNCTIONS, find_function, is_read

SOURCES = sorted(Path(str(vsosh_moodle.moodle.__file__)).parent.glob("*.py"))
WSFUNCTION = re.compile(r"(?:core|enrol|tool|mod|local|gradereport)_[a-z]+_[a-z_]+")


def called_functions() -> set[str]:
    """Every text constant of the client that is a function's name, the table itself aside."""
    found = set()
    for path in SOURCES:
        if path.name == "functions.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and WSFUNCTION.fullmatch(str(node.value)):
                found.add(str(node.value))
    return found


def test_every_function_called_is_in_the_table() -> None:
    assert called_functions() - {one.name for one in FUNCTIONS} == set()


def test_names_are_unique() -> None:
    names = [one.name for one in FUNCTIONS]
    assert len(names) == len(set(names))


def test_what_is_repeatable_only_reads() -> None:
    for function in FUNCTIONS:
        verb = function.name.split("_")[2]
        reads = verb in ("get", "call") or "_get_" in function.name
        assert is_read(function.name) is reads, function.name


def test_an_unknown_function_is_no_read() -> None:
    assert find_function("core_no_such") is None
    assert not is_read("core_no_such")


def test_every_purpose_is_told_in_russian() -> None:
    set_language("ru")
    for function in FUNCTIONS:
        assert re.fullmatch(r"[а-яё].+[^.]", function.purpose), function.name


def test_reads_always_have_an_answer() -> None:
    assert all(one.returns for one in FUNCTIONS if one.kind == "read")
