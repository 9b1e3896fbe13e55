"""A mistyped word is answered with the nearest known one and the list."""

from vsosh_moodle.sources import closest, did_you_mean


def test_the_nearest_word_is_found_whatever_its_case() -> None:
    assert closest("Programms", ["programmes", "people"]) == "programmes"
    assert closest("xyz", ["programmes", "people"]) == ""


def test_the_hint_names_the_nearest_and_the_allowed() -> None:
    assert did_you_mean("sprot", ["sport", "home"]) == (
        "Возможно, имелось в виду «sport». Допустимо: «sport», «home»."
    )


def test_a_long_list_is_cut() -> None:
    hint = did_you_mean("", [f"k{n}" for n in range(20)])
    assert hint.endswith("«k11» и ещё 8.")


def test_nothing_known_gives_no_hint() -> None:
    assert did_you_mean("x", []) == ""
