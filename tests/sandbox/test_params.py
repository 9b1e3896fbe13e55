"""PARAM types: what passes unchanged, what does not."""

import pytest

from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.outline import parse_params, parse_returns
from vsosh_moodle.sandbox.params import accepts, as_int, clean, validate
from vsosh_moodle.sandbox.releases import RELEASES

NEW, OLD = RELEASES["4.5"], RELEASES["4.1"]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("int", ["0", "-5", "42"], ["", "-0", "007", "1e3", " 1", "1.0", "x"]),
        ("bool", ["0", "1"], ["", "2", "true"]),
        (
            "text",
            ["5 < 6", "a & b", 'x <span lang="ru" class="multilang">я</span>'],
            ["<b>", "5<6"],
        ),
        ("notags", ["О'Нил", ">"], ["<b>", "a\0b", '<span lang="ru" class="multilang">я</span>']),
        ("username", ["a.b-c_d@e", ""], ["A", "я", "a b", "a+b"]),
        ("raw_trimmed", ["a b", "\u00a0a"], [" a", "a\n"]),
        ("alpha", ["abC", ""], ["a1", "я"]),
        ("alphanumext", ["a-b_1"], ["a.b", "a b"]),
        ("plugin", ["topics", "", "a_b"], ["Topics", "a___b", "a", "_a"]),
        ("component", ["format_topics", "mod_quiz", ""], ["mod_a_b", "a__b", "Format"]),
        ("timezone", ["99", "Europe/Moscow", "-3.5", ""], ["Москва", "a b"]),
        ("lang", ["en", ""], ["ru"]),
        ("capability", ["moodle/course:view"], ["course view", "moodle/course"]),
    ],
)
def test_a_type_takes_what_cleaning_would_not_change(
    kind: str, good: list[str], bad: list[str]
) -> None:
    assert [text for text in good if not accepts(kind, text)] == []
    assert [text for text in bad if accepts(kind, text)] == []


def test_the_sandbox_is_english_only_as_a_fresh_moodle() -> None:
    assert accepts("lang", "en")
    assert not accepts("lang", "ru")


def test_defaults_are_filled_and_optional_fields_left_out() -> None:
    params = parse_params("a int=5, b? text, c[] int=[], d{}\n  e? int, f raw=null", NEW)
    assert validate(params, {"d": {}}) == {"a": 5, "c": [], "d": {"f": None}}


@pytest.mark.parametrize(
    "given", [{}, {"a": "1", "b": "2"}, {"a": {"x": "1"}}, {"a": None}, {"a": "x"}, "1", ["1"]]
)
def test_what_does_not_fit_is_invalidparameter(given: object) -> None:
    params = parse_params("a int!", NEW)
    with pytest.raises(Fault) as refused:
        validate(params, given)
    assert refused.value.errorcode == "invalidparameter"


def test_a_field_marked_with_a_release_is_unknown_before_it() -> None:
    outline = "a int, b int=0@4.5"
    assert validate(parse_params(outline, NEW), {"a": "1"}) == {"a": 1, "b": 0}
    assert validate(parse_params(outline, OLD), {"a": "1"}) == {"a": 1}
    with pytest.raises(Fault):
        validate(parse_params(outline, OLD), {"a": "1", "b": "1"})


def test_json_values_are_taken_as_php_would_cast_them() -> None:
    params = parse_params("a int, b bool, c raw", NEW)
    assert validate(params, {"a": True, "b": 0, "c": 1.0}) == {"a": 1, "b": False, "c": "1"}


def test_a_result_loses_what_is_not_declared() -> None:
    returns = parse_returns("[]\n  id int, name raw", NEW)
    assert clean(returns, [{"id": "7", "name": "x", "secret": 1}]) == [{"id": 7, "name": "x"}]


def test_a_result_without_a_required_key_is_invalidresponse() -> None:
    returns = parse_returns("id int, name raw", NEW)
    with pytest.raises(Fault) as refused:
        clean(returns, {"id": 1})
    assert refused.value.errorcode == "invalidresponse"


def test_html_is_no_warning_code() -> None:
    returns = parse_returns("warningcode alphanum", NEW)
    with pytest.raises(Fault) as refused:
        clean(returns, {"warningcode": "<div>weak</div>"})
    assert refused.value.errorcode == "invalidresponse"


def test_an_empty_object_is_a_list_in_json() -> None:
    assert clean(parse_returns("a? int", NEW), {}) == []


def test_php_casts_leading_digits() -> None:
    assert [as_int(text) for text in ("12ab", "x", "", "-3")] == [12, 0, 0, -3]


def test_a_bad_outline_is_found_at_once() -> None:
    with pytest.raises(ValueError, match="bad outline"):
        parse_params("a[ int", NEW)
