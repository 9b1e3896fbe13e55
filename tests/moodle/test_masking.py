"""What `--debug-http` may show of a request and of an answer."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.moodle.masking import show_answer, show_field

names = st.text("абвгдежзийклмнопрстQWXZ", min_size=8, max_size=12)
fields = st.sampled_from(
    ["username", "lastname", "password", "value", "idnumber", "wstoken", "message", "items", "key"]
)
answers: st.SearchStrategy[Any] = st.recursive(
    names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields | names, inner, max_size=3),
    max_leaves=8,
)


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        keys = [key for key in value if not key.isascii()]
        return [*keys, *(text for item in value.values() for text in texts(item))]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value]


@given(answers)
def test_no_text_of_an_answer_is_shown(answer: Any) -> None:
    shown = show_answer(json.dumps(answer).encode())
    assert [text for text in texts(answer) if text in shown] == []


@given(fields, names)
def test_no_text_of_a_request_is_shown(name: str, value: str) -> None:
    assert value not in show_field(f"users[0][{name}]", value)
    assert value not in show_field("requests[0][arguments]", json.dumps([{name: value}]))


def test_numbers_are_shown_only_where_they_are_no_persons_number() -> None:
    assert show_field("enrolments[0][userid]", "15") == "enrolments[0][userid]=15"
    for name in ("idnumber", "phone1", "value", "password", "wstoken"):
        assert "48151623" not in show_field(f"users[0][{name}]", "48151623")


def test_words_of_the_protocol_are_shown() -> None:
    assert show_field("field", "idnumber") == "field=idnumber"
    assert show_answer(b'{"errorcode": "invalidtoken", "message": "x y"}') == (
        "{errorcode: invalidtoken, message: ‹3›}"
    )
    assert show_answer(b"<html>") == "‹not JSON, 6›"
