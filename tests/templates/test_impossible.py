"""Restrictions that nobody can meet are told before any call, with the line that asks for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.templates.conftest import Check
from vsosh_moodle.templates.impossible import contradiction

TEMPLATE = """\
version: 1
kind: gia
subject: Математика
title: "Курс {{ course.class_names }}"
short_name: "К {{ course.class_names }}"
grades: [9]
groups:
  named: [{key: base, title: База}, {key: core, title: Уверенно}]
sections:
  - key: general
    title: Начало
    activities:
      - {key: page, type: page, title: Введение, content: Текст, completion: view}
      - {key: hidden, type: page, title: Скрытая, content: Текст, completion: view, visible: false}
  - key: topic
    title: Тема
    SECTION
    activities:
      - key: task
        type: assign
        title: Задание
        ACTIVITY
"""
BASE, CORE = {"type": "group", "group": "base"}, {"type": "group", "group": "core"}


def written(section: str, activity: str) -> str:
    return TEMPLATE.replace("SECTION", section or "visible: true").replace(
        "ACTIVITY", activity or "visible: true"
    )


@pytest.mark.parametrize(
    ("section", "activity", "why"),
    [
        ("", "restrict: [{group: base}, {group: core}]", "сразу в группах «base» и «core»"),
        ("audience: {levels: [core]}", "restrict: [{group: base}]", "сразу в группах"),
        ("audience: {levels: [core]}", "audience: {levels: [base]}", "сразу в группах"),
        ("", "restrict: [{done: page}, {not_done: page}]", "и выполнен, и нет"),
        ("restrict: [{done: page}]", "restrict: [{not_done: page}]", "и выполнен, и нет"),
        ("", 'restrict: [{from: "неделя 9, пн"}, {until: "неделя 3, пт"}]', "открыто с"),
        ('restrict: [{until: "неделя 3, пт"}]', 'restrict: [{from: "неделя 9, пн"}]', "открыто с"),
        ("", "restrict: [{grade: {min: 60, max: 40}}]", "не меньше 60 и меньше 40"),
        ("", "restrict: {any: [{all: [{done: page}, {not_done: page}]}]}", "и выполнен, и нет"),
    ],
)
def test_what_nobody_can_meet_is_told(check: Check, section: str, activity: str, why: str) -> None:
    _library, problems = check(written(section, activity))
    told = [one for one in problems if one.code == "restrict-impossible"]
    assert told, [str(one) for one in problems]
    assert why in told[0].message
    assert told[0].place.line > 14


@pytest.mark.parametrize(
    ("section", "activity"),
    [
        ("audience: {levels: [core, base]}", "restrict: [{group: base}]"),
        ("", "restrict: {any: [{group: base}, {group: core}]}"),
        ("", "restrict: {any: [{done: page}, {not_done: page}]}"),
        ("", 'restrict: [{from: "неделя 3, пн"}, {until: "неделя 9, пт"}]'),
        ("", "restrict: [{grade: {min: 40, max: 60}}]"),
        ("restrict: [{group: any}]", "restrict: [{group: base}]"),
    ],
)
def test_what_somebody_can_meet_is_not(check: Check, section: str, activity: str) -> None:
    _library, problems = check(written(section, activity))
    assert [str(one) for one in problems] == []


def test_a_condition_on_a_hidden_activity_is_told(check: Check) -> None:
    _library, problems = check(written("", "restrict: [{done: hidden}]"))
    assert [one.code for one in problems] == ["reference-hidden"]


leaves = st.sampled_from(
    [
        BASE,
        CORE,
        {"type": "completion", "activity": "a", "state": "complete"},
        {"type": "completion", "activity": "a", "state": "incomplete"},
        {"type": "completion", "activity": "b", "state": "pass"},
    ]
)
trees = st.recursive(
    leaves,
    lambda inner: st.fixed_dictionaries(
        {
            "op": st.sampled_from(["all", "any"]),
            "conditions": st.lists(inner, min_size=1, max_size=3),
        }
    ),
    max_leaves=6,
)


def holds(tree: dict[str, object], group: str, done: bool, passed: bool) -> bool:
    if "conditions" in tree:
        inner = [holds(one, group, done, passed) for one in tree["conditions"]]  # type: ignore[attr-defined]
        return all(inner) if tree["op"] == "all" else any(inner)
    if tree["type"] == "group":
        return tree["group"] == group
    if tree["activity"] == "a":
        return done is (tree["state"] == "complete")
    return passed


@given(st.lists(trees, min_size=1, max_size=3))
def test_a_contradiction_is_told_only_where_nobody_can_be(
    given_trees: list[dict[str, object]],
) -> None:
    whole = [
        one if "conditions" in one else {"op": "all", "conditions": [one]} for one in given_trees
    ]
    told = contradiction(whole, [{"base", "core"}])
    somebody = any(
        all(holds(tree, group, done, passed) for tree in whole)
        for group in ("base", "core", "")
        for done in (True, False)
        for passed in (True, False)
    )
    assert not (told and somebody), told
