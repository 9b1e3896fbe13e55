"""PHP reads forms in its own way; so does the sandbox."""

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.rest_caller import flatten
from vsosh_moodle.sandbox.forms import parse_form


def parsed(text: str, limit: int | None = None) -> dict[str, Any]:
    return parse_form(text, limit)[0]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a", {"a": ""}),
        ("a=1&a=2", {"a": "2"}),
        ("a[0][x]=1&a[0][y]=2&a[1][x]=3", {"a": {"0": {"x": "1", "y": "2"}, "1": {"x": "3"}}}),
        ("a[]=1&a[]=2", {"a": {"0": "1", "1": "2"}}),
        ("a[5]=1&a[]=2", {"a": {"5": "1", "6": "2"}}),
        ("a=1&a[x]=2", {"a": {"x": "2"}}),
        ("a[x]=1&a=2", {"a": "2"}),
        ("a.b=1&c+d=2", {"a_b": "1", "c_d": "2"}),
        ("a%5Bx%5D=%D0%96", {"a": {"x": "Ж"}}),
        ("a=1+2%2B3", {"a": "1 2+3"}),
        ("a[=1", {"a_": "1"}),
        ("[x]=1&&=2", {}),
    ],
)
def test_a_form_is_read_as_php_reads_it(text: str, form: dict[str, Any]) -> None:
    assert parsed(text) == form


def test_one_variable_more_than_the_limit_is_read_and_the_rest_is_dropped() -> None:
    text = "&".join(f"a[{number}]=x" for number in range(10))
    form, sent = parse_form(text, 5)
    assert len(form["a"]) == 6
    assert sent == 10


_NAMES = st.text("abcdefgh_", min_size=1, max_size=4)
_TREES: st.SearchStrategy[Any] = st.recursive(
    st.text(),
    lambda inner: st.dictionaries(_NAMES, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(_NAMES, _TREES, max_size=3))
def test_what_is_flattened_is_nested_again(tree: dict[str, Any]) -> None:
    assert parsed(urlencode(list(flatten(tree)))) == tree


def test_a_name_ends_at_nul_and_bytes_that_are_no_utf_8_are_not_mended() -> None:
    form, _ = parse_form("a%00b=1&c[x]%00=2&d=%FF%D0%B0", None)
    assert form == {"a": "1", "c": {"x": "2"}, "d": "\udcffа"}
