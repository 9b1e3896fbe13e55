"""The JSON Schema editors use."""

from typing import Any

import jsonschema
import pytest
import yaml

from tests.templates.conftest import TEMPLATE
from vsosh_moodle.templates.schema import json_schema

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_a_sound_template_fits_it() -> None:
    assert VALIDATOR.is_valid(yaml.safe_load(TEMPLATE))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("count: 10}", "count: 10}\n        completion: view"),
        ("count: 10}", "count: 10}\n        completion: {view: true, pass_grade: true}"),
        ("count: 10}", "count: 10}\n        restrict: [{done: intro}, {any: [{group: base}]}]"),
        ("count: 10}", "count: 10}\n        restrict: {class: 9А}"),
        (
            "count: 10}",
            "count: 10}\n        restrict: {not_any: [{field: {name: city, is: А}}], show: false}",
        ),
        (
            "questions: {bank: math, count: 10}",
            "questions: [{bank: a, count: 1}, {bank: b, question: В}]",
        ),
        ("grades: [9]", "completion: [intro]"),
        ("grades: [9]", "completion: {all_activities: true, grade: 50}"),
        ("grades: [9]", "grading: {categories: [{key: a, title: А, weight: 0.5}]}"),
    ],
)
def test_short_and_long_forms_fit_it(old: str, new: str) -> None:
    assert old in TEMPLATE
    VALIDATOR.validate(yaml.safe_load(TEMPLATE.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: gia", "kind: exam"),
        ("count: 10}", "count: 10}\n        restrict: [{dnoe: intro}]"),
        ("count: 10}", "count: 10}\n        completion: {veiw: true}"),
        ("type: page", "type: pgae"),
        ("subject:", "subjekt:"),
        ("count: 10", "count: x"),
    ],
)
def test_a_mistake_does_not(old: str, new: str) -> None:
    assert not VALIDATOR.is_valid(yaml.safe_load(TEMPLATE.replace(old, new, 1)))


def test_every_field_is_explained_in_russian() -> None:
    silent = [
        f"{name}.{field}"
        for name, model in json_schema()["$defs"].items()
        for field, facts in model.get("properties", {}).items()
        if not any("а" <= letter <= "я" for letter in _description(facts))
    ]
    assert silent == []


def _description(facts: dict[str, Any]) -> str:
    return str(facts.get("description", ""))
