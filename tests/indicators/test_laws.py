"""What holds for every indicator, whatever the facts."""

import pytest
from hypothesis import given, settings

from tests.indicators.random_terms import random_inputs
from tests.indicators.terms import inputs
from vsosh_moodle.indicators.compute import COMPUTED, compute_indicators
from vsosh_moodle.indicators.coverage import coverage
from vsosh_moodle.indicators.definitions import TARGETS, definitions, definitions_of
from vsosh_moodle.indicators.demand import subject_demand
from vsosh_moodle.indicators.indicator import Indicator, Set
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.indicators.readiness import subject_readiness
from vsosh_moodle.indicators.view import View


@settings(max_examples=150, deadline=None)
@given(given_inputs=random_inputs())
def test_a_value_is_what_counting_its_rows_gives(given_inputs: Inputs) -> None:
    for one in compute_indicators(given_inputs):
        if one.value is None:
            assert one.why, one.key
            continue
        assert one.why == ""
        assert one.rows is not None, one.key
        part, whole = one.rows.count()
        assert one.part == part, one.key
        if one.definition.unit == "percent":
            assert one.value == 100 * part / whole, one.key
        else:
            assert one.value == part, one.key


@settings(max_examples=100, deadline=None)
@given(given_inputs=random_inputs())
def test_rows_hold_each_person_once_and_fit_their_columns(given_inputs: Inputs) -> None:
    for one in compute_indicators(given_inputs):
        if one.rows is None:
            continue
        assert all(len(row) == len(one.rows.columns) for row in one.rows.rows), one.key
        if one.rows.people is not None and one.key != "demand":
            people = [row[one.rows.people] for row in one.rows.rows]
            assert len(people) == len(set(people)), one.key


@settings(max_examples=100, deadline=None)
@given(given_inputs=random_inputs())
def test_figures_that_speak_of_the_same_agree(given_inputs: Inputs) -> None:
    found = {one.key: one for one in compute_indicators(given_inputs)}
    if given_inputs.facts.snapshot is None:
        return
    view = View(given_inputs)
    assert found["pupils_year"].value == (found["coverage"].part or 0)
    assert set(view.active) <= set(view.works) <= set(view.people)
    stages = list(found["funnel"].details.values())
    assert stages == sorted(stages, key=lambda count: -int(str(count)))
    subjects = subject_demand(view)
    assert sum(one.active for one in subjects) == (found["demand"].part or 0)
    for one in subjects:
        assert one.active <= one.enrolled
    for exam in subject_readiness(view):
        assert (exam.ready or 0) <= exam.wrote <= exam.sit
        assert exam.rows.count() == (exam.ready or 0, exam.sit)


@settings(max_examples=50, deadline=None)
@given(given_inputs=random_inputs())
def test_the_order_of_facts_does_not_matter(given_inputs: Inputs) -> None:
    facts = given_inputs.facts
    turned = type(facts)(
        **{
            name: value[::-1] if isinstance(value := getattr(facts, name), tuple) else value
            for name in facts.__dataclass_fields__
            if name != "window"
        },
        window=facts.window,
    )
    other = type(given_inputs)(
        **{
            name: turned if name == "facts" else getattr(given_inputs, name)
            for name in given_inputs.__dataclass_fields__
        }
    )
    before = [(one.key, one.part, one.whole) for one in compute_indicators(given_inputs)]
    assert [(one.key, one.part, one.whole) for one in compute_indicators(other)] == before


def test_every_definition_is_counted_and_says_all() -> None:
    known = definitions({})
    assert set(known) == set(COMPUTED)
    assert set(TARGETS) <= set(known)
    for one in known.values():
        assert one.title
        assert one.formula.endswith(".")
        assert one.source.endswith(".")
        assert one.period.endswith(".")


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [("official", range(1, 8)), ("monitoring", range(1, 12)), ("fifteen", range(1, 17))],
)
def test_the_sets_are_whole(kind: Set, numbers: range) -> None:
    found = definitions_of(kind, definitions({}))
    assert {number for number, _one in found} == set(numbers)


def test_a_goal_is_the_school_s_and_stands_in_the_sentence() -> None:
    one = definitions({"coverage_percent": 42.5})["coverage"]
    assert (one.goal, one.upper, one.target) == (42.5, True, "До 42,5 %: больше — тоже выполнено.")
    assert definitions({"coverage_percent": None})["coverage"].target == "План не задан."


def test_no_people_is_no_division() -> None:
    view = View(inputs())
    found = coverage(definitions({})["coverage"], view)
    assert (found.value, found.part, found.whole) == (None, 0, 0)


def test_a_plan_of_up_to_is_done_by_more() -> None:
    known = definitions({"coverage_percent": 50.0})
    for value, percent, reached in ((30, 60, False), (50, 100, True), (80, 160, True)):
        one = Indicator(known["coverage"], value=value)
        assert (one.plan_percent, one.reached) == (percent, reached)
    none_wanted = Indicator(known["screen_time"], value=0)
    assert (none_wanted.plan_percent, none_wanted.reached) == (None, True)
    assert Indicator(known["screen_time"], value=1).reached is False
    assert Indicator(known["parents"], value=1).reached is None
    assert Indicator(known["coverage"], value=None).reached is None
