"""Facts about hostile calls of every function of the plugin."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.fuzz_judge import Judge, codes_of
from tests.contract.fuzz_school import FUNCTIONS, FuzzSchool, found_school
from tests.contract.fuzzing import Spoiler
from tests.contract.plugin_course import packed, page, restricted
from tests.contract.site_under_test import SiteUnderTest, World

EVERY_CONDITION = restricted(
    {"type": "date", "from": 1_800_000_000},
    {"type": "date", "until": 1_900_000_000},
    {"type": "group", "group": ""},
    {"type": "grade", "activity": "test", "min": 10, "max": None},
    {"type": "completion", "activity": "theory", "state": "complete"},
    {"type": "profile", "field": "city", "custom": False, "op": "isequalto", "value": "Тверь"},
    {"op": "not_any", "conditions": [{"type": "date", "from": 1_800_000_000}]},
)
MANY = 100
SHORT = 10
"""Hostile calls of each function unless --fuzz-calls says otherwise."""


@pytest.fixture
def school(plugin_world: World) -> FuzzSchool:
    """A school with a pupil, a cohort, a group, and activities of every type."""
    return found_school(plugin_world)


def test_every_function_of_the_plugin_is_fuzzed(plugin_site: SiteUnderTest) -> None:
    told = plugin_site.call("core_webservice_get_site_info")["functions"]
    ours = {one["name"] for one in told if one["name"].startswith("local_vsosh_")}
    assert ours == set(FUNCTIONS)


def test_the_contract_names_codes_of_every_function_that_has_rows() -> None:
    assert {name for name in FUNCTIONS if codes_of(name)} == {
        f"local_vsosh_{name}"
        for name in (
            "put_users", "set_members", "put_courses", "import_questions", "set_events",
            "set_exceptions",
        )
    }  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_good_call_is_taken(school: FuzzSchool, function: str) -> None:
    # Otherwise the hostile calls would be refused for what was wrong already.
    judge = Judge(school)
    judge.send(
        Spoiler(random.Random(1), school.names()).whole(
            function, school.good(function, random.Random(1))
        )
    )
    assert (judge.found, judge.taken, dict(judge.codes)) == ([], 1, {})


@pytest.mark.parametrize("function", [name for name in FUNCTIONS if codes_of(name)])
def test_no_place_of_a_document_takes_a_value_of_another_kind(
    school: FuzzSchool, function: str, request: pytest.FixtureRequest
) -> None:
    judge, chance = Judge(school), random.Random(5)
    spoiler = Spoiler(chance, school.names())
    calls = [
        call
        for good in _good_calls(school, function, chance)
        for call in spoiler.everywhere(function, good)
    ]
    # A course has hundreds of places: all of them with --fuzz-calls, else some.
    step = 1 if request.config.getoption("--fuzz-calls") or len(calls) < MANY else 5
    for call in calls[::step]:
        judge.send(call)
    assert not judge.found, "\n".join(judge.found)
    assert judge.refused + judge.taken > 5


def _good_calls(
    school: FuzzSchool, function: str, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Yield one good call; of put_courses one for the course and one for each activity."""
    good = school.good(function, chance)
    if function == "local_vsosh_put_courses":
        (course,) = good["document"]["courses"]
        for one in (*school.contents, page("all", availability=EVERY_CONDITION)):
            alone = {"courses": [{"course": school.course.key, "activities": [copy.deepcopy(one)]}]}
            uploads = dict(school.course.uploads)
            yield {"document": {**alone, "uploads": uploads}, "options": packed({"absent": "keep"})}
        course["activities"] = []
    yield good


@pytest.mark.parametrize("function", FUNCTIONS)
def test_hostile_calls_get_typed_answers_and_a_refusal_changes_nothing(
    school: FuzzSchool,
    function: str,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = request.config.getoption("--fuzz-seed")
    calls = request.config.getoption("--fuzz-calls") or SHORT
    chance = random.Random(f"{seed} {function}")
    spoiler = Spoiler(chance, school.names())
    judge = Judge(school)
    for _ in range(calls):
        judge.send(spoiler.spoil(function, school.good(function, chance)))
    if calls > SHORT:
        with capsys.disabled():
            print(f"\n{function}: {calls} calls, {judge.summary()}")
    outcomes = request.config.getoption("--fuzz-outcomes")
    if outcomes is not None:
        with outcomes.open("a", encoding="utf-8") as stream:
            for number, (said, became) in enumerate(judge.outcomes):
                row = {"function": function, "call": number, "said": said, "became": became}
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    assert not judge.found, f"{len(judge.found)} of {calls}, seed {seed}:\n" + "\n".join(
        judge.found
    )
    assert judge.refused + judge.taken == calls
