"""The form encoding, held against an independent reader with PHP's rules."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.moodle.encode import count_variables, encode_parameters, plain_json

# What PHP does with `a[b][0]=x`: nested arrays with string or integer keys, all values strings.
PhpArray = dict[str, Any]


def read_as_php(body: str) -> PhpArray:
    result: PhpArray = {}
    for name, value in parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body)):
        head, *tail = name.replace("]", "").split("[")
        here = result
        for key, following in zip([head, *tail], tail, strict=False):
            here = here.setdefault(key, {})
            assert isinstance(here, dict), following
        here[[head, *tail][-1]] = value
    return result


def as_php_sees(value: Any) -> Any:
    """What PHP would hold for a value of ours; None for what a form cannot express."""
    if isinstance(value, dict):
        inside = {key: as_php_sees(item) for key, item in value.items()}
        return {key: item for key, item in inside.items() if item is not None} or None
    if isinstance(value, list):
        inside_list = {str(i): as_php_sees(item) for i, item in enumerate(value)}
        return {key: item for key, item in inside_list.items() if item is not None} or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
leaves = st.one_of(st.text(max_size=20), st.integers(), st.booleans())
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4)),
    max_leaves=20,
)
# None only where it may stand: as a mapping's value.
parameters = st.dictionaries(names, st.one_of(values, st.none()), max_size=5)


@given(parameters)
def test_php_reads_back_what_was_encoded(params: dict[str, Any]) -> None:
    body = urlencode(encode_parameters(params))
    assert read_as_php(body) == (as_php_sees(params) or {})


@given(parameters)
def test_variables_are_counted_as_they_are_encoded(params: dict[str, Any]) -> None:
    assert count_variables(params) == len(encode_parameters(params))


@given(parameters)
def test_json_arguments_mean_the_same_as_the_form(params: dict[str, Any]) -> None:
    assert as_php_sees(plain_json(params)) == as_php_sees(params)


def test_rows_are_numbered_and_nested() -> None:
    params = {"users": [{"id": 7, "customfields": [{"type": "class", "value": "8Д"}]}]}
    assert encode_parameters(params) == [
        ("users[0][id]", "7"),
        ("users[0][customfields][0][type]", "class"),
        ("users[0][customfields][0][value]", "8Д"),
    ]


def test_none_is_left_out_and_an_empty_text_is_kept() -> None:
    assert encode_parameters({"a": None, "b": ""}) == [("b", "")]


def test_a_float_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        encode_parameters({"grade": float("nan")})


@pytest.mark.parametrize("value", [b"bytes", object(), {1, 2}, [None]])
def test_a_value_no_form_carries_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        encode_parameters({"a": value})
    with pytest.raises(TypeError):
        plain_json({"a": value})
