"""docs/security.md names a test for every threat, and every test it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/security.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LEAST_THREATS = 35


def threats() -> list[str]:
    """Return the rows of the page's tables, without their heads."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| Threat ")]
    assert len(rows) >= LEAST_THREATS
    return rows


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(node.name for node in found if node.name.startswith("test_"))


@pytest.mark.parametrize("row", threats(), ids=lambda row: row.split("|")[1].strip()[:50])
def test_a_threat_has_a_guard_and_a_test_that_is_there(row: str) -> None:
    _start, threat, guard, named, _end = (cell.strip() for cell in row.split("|"))
    assert threat
    assert guard
    found = _NAMED.findall(named)
    assert found, threat
    for path, name in found:
        assert (ROOT / path).is_file(), path
        assert name in names_in(path), f"{path}::{name}"
