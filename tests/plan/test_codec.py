"""A plan file says what the plan said, and notices every word changed in it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.schools import lived_in
from tests.plan.test_scope import scopes
from vsosh_moodle.errors import PlanError
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.codec import parse_plan, plan_to_json, render_plan_json
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.guards import Verdict
from vsosh_moodle.plan.plan import CourseNote, Forecast, Origin, Plan, change_digest
from vsosh_moodle.plan.records import Course, Kind, User
from vsosh_moodle.plan.scope import Scope
from vsosh_moodle.plan.state import State
from vsosh_moodle.problems import Place, Problem

OLD_PLANS = Path(__file__).with_name("old_plans")
"""Files saved by earlier versions: since the seal, since movements, since undo."""

ORIGIN = Origin(
    "https://sdo.example.ru", "4.5.6", {"config.yaml": "ab", "rosters/9А.xlsx": "cd"}, "2026/27"
)
USER = User("vsosh:p:000001", "abaev.a", "Аслан", "Абаев", "", "abaev.a@vsosh.invalid")
COURSE = Course("vsosh:2026:x", "Икс", "X", "", "", 1, 2)

PLAN = Plan(
    origin=ORIGIN,
    changes=(
        Change(Action.CREATE, Kind.USER, USER.key, None, USER, ""),
        Change(Action.ADOPT, Kind.COURSE, COURSE.key, COURSE, COURSE, "есть", moodle_id=77),
    ),
    verdicts=(Verdict("class-loss", "Из класса 8Д…", "class-loss:8Д", "8Д", lifted=True),),
    problems=(
        Problem(Place("a.csv", row=2), "мелочь", severity="warning"),
        Problem(Place(), "беда"),
    ),
    notes=(CourseNote(COURSE.key, "Икс", (("Тема", ("Тест", "Задание")),)),),
    forecast=Forecast(3, 2),
    scope=Scope(frozenset({"people"}), frozenset({"8Д"})),
    labels={USER.key: "Абаев Аслан"},
    places={USER.key: Place("rosters/9А.xlsx", "9А", 7)},
)


@given(lived_in(), scopes)
def test_a_plan_read_back_does_the_same(states: tuple[State, State, State], scope: Scope) -> None:
    desired, live, base = states
    plan = Plan(ORIGIN, tuple(diff_states(desired, live, base)), scope=scope)
    again, fingerprint = parse_plan(render_plan_json(plan), "план.json")
    assert fingerprint == plan.fingerprint() == again.fingerprint()
    assert again.changes == plan.changes
    assert again.scope == plan.scope
    assert again.origin == plan.origin


def test_guards_scope_and_forecast_are_read_back() -> None:
    again, _fingerprint = parse_plan(render_plan_json(PLAN), "план.json")
    assert again.verdicts == PLAN.verdicts
    assert again.forecast == PLAN.forecast
    assert again.changes[1].moodle_id == 77
    assert again.label(USER.key) == "Абаев Аслан"


def test_a_change_says_where_it_comes_from() -> None:
    first = plan_to_json(PLAN)["changes"][0]
    assert first["label"] == "Абаев Аслан"
    assert first["source"] == {"file": "rosters/9А.xlsx", "sheet": "9А", "row": 7}


def _tampered(edit: Callable[[dict[str, Any]], object]) -> str:
    data = json.loads(render_plan_json(PLAN))
    edit(data)
    return json.dumps(data, ensure_ascii=False)


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data["changes"].pop(),
        lambda data: data["changes"][0]["after"].update(username="root"),
        lambda data: data["changes"][1].update(moodle_id=78),
        lambda data: data["guards"][0].update(lifted=False),
        lambda data: data["guards"].append(data["guards"][0]),
        lambda data: data["site"].update(url="https://other.example.ru"),
        lambda data: data["inputs"].update({"config.yaml": "zz"}),
        lambda data: data["scope"].update(classes=[]),
        lambda data: data.update(fingerprint="0" * 64),
        lambda data: data["adopted"].append("course:X"),
    ],
)
def test_every_word_changed_by_hand_is_noticed(edit: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(PlanError, match="изменён после сохранения"):
        parse_plan(_tampered(edit), "план.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "план",
        '{"format": 1}',
        '{"format": 1, "changes": 5}',
        '{"format": "1", "changes": []}',
        "[" * 100_000,
        '{"format": 1e999, "changes": []}',
    ],
)
def test_what_is_no_plan_is_told(text: str) -> None:
    with pytest.raises(PlanError, match="не план, который можно применить") as caught:
        parse_plan(text, "план.json")
    assert "vsosh-moodle plan --out план.json" in caught.value.hint


def _resealed(edit: Callable[[dict[str, Any]], object]) -> str:
    """Return the plan as a program of another version would have written and sealed it."""
    data = json.loads(render_plan_json(PLAN))
    edit(data)
    data.pop("seal")
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    seal = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps({**data, "seal": seal}, ensure_ascii=False)


def test_a_plan_of_a_newer_program_is_refused_with_the_way_out() -> None:
    with pytest.raises(PlanError, match="более новой версией") as caught:
        parse_plan(_resealed(lambda data: data.update(format=2)), "план.json")
    assert "Обновите vsosh-moodle" in caught.value.hint


def test_a_plan_from_before_the_seal_is_refused_as_an_old_one() -> None:
    with pytest.raises(PlanError, match="прежней версией"):
        parse_plan(_tampered(lambda data: data.pop("seal")), "план.json")


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data["changes"][0].update(kind="badge"),
        lambda data: data["changes"][0].update(action="merge"),
        lambda data: data["changes"][0]["after"].update(nickname="x"),
        lambda data: data["changes"][0]["after"].pop("username"),
        lambda data: data["scope"].pop("only"),
        lambda data: data.update(counts=10**400, forecast={"calls": [], "rows": 1}),
    ],
)
def test_a_sealed_plan_whose_words_mean_something_else_is_of_another_version(
    edit: Callable[[dict[str, Any]], object],
) -> None:
    with pytest.raises(PlanError, match="другой версией"):
        parse_plan(_resealed(edit), "план.json")


@pytest.mark.parametrize("path", sorted(OLD_PLANS.glob("*.json")), ids=lambda path: path.stem)
def test_a_plan_that_an_earlier_version_saved_is_still_understood(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plan, fingerprint = parse_plan(text, path.name)
    assert plan.fingerprint() == fingerprint
    assert len(plan.changes) == len(json.loads(text)["changes"])
    with pytest.raises(PlanError, match="изменён после сохранения"):
        parse_plan(text.replace("Аслан", "Алан"), path.name)


@given(st.permutations(PLAN.changes))
def test_the_order_of_changes_is_not_signed(changes: list[Change]) -> None:
    assert replace(PLAN, changes=tuple(changes)).fingerprint() == PLAN.fingerprint()


def test_another_site_input_or_change_is_another_fingerprint() -> None:
    others = [
        replace(PLAN, origin=replace(ORIGIN, site="sandbox")),
        replace(PLAN, origin=replace(ORIGIN, inputs={})),
        replace(PLAN, changes=PLAN.changes[:1]),
        replace(PLAN, scope=Scope()),
    ]
    prints = {plan.fingerprint() for plan in (PLAN, *others)}
    assert len(prints) == 5


def test_what_is_kept_is_not_signed() -> None:
    kept = Change(Action.KEEP, Kind.USER, "other", USER, USER, "в файлах больше нет")
    assert replace(PLAN, changes=(*PLAN.changes, kept)).fingerprint() == PLAN.fingerprint()


def test_equal_digests_do_the_same() -> None:
    first, second = PLAN.changes
    assert change_digest(first) == change_digest(replace(first))
    assert change_digest(first) != change_digest(second)
    assert change_digest(second) != change_digest(replace(second, moodle_id=78))
