"""The JSON Schema editors use agrees with what the program accepts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vsosh_moodle.config.schema import json_schema
from vsosh_moodle.sources import load_yaml

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"


def plain(value: Any) -> Any:
    """Return data as JSON would hold it."""
    return json.loads(json.dumps(value, default=date.isoformat))


def test_the_example_satisfies_the_schema() -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(plain(load_yaml(EXAMPLE).data))


@pytest.mark.parametrize(
    "spoiled",
    [{"sit": "sandbox"}, {"classes": "9А"}, {"site": {"url": "sandbox", "workers": "много"}}],
)
def test_the_schema_refuses_what_the_program_refuses(spoiled: dict[str, Any]) -> None:
    data = plain(load_yaml(EXAMPLE).data) | spoiled
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json_schema()).validate(data)


def test_a_bare_site_is_allowed() -> None:
    data = plain(load_yaml(EXAMPLE).data) | {"site": "sandbox"}
    jsonschema.Draft202012Validator(json_schema()).validate(data)


def properties(node: Any) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    if isinstance(node, dict):
        found += node.get("properties", {}).items()
        for value in node.values():
            found += properties(value)
    return found


def test_every_key_is_described_in_russian() -> None:
    described = properties(json_schema())
    assert len(described) > 40
    for name, schema in described:
        text = schema.get("description", "")
        assert any("а" <= letter.lower() <= "я" for letter in text), name


def test_nothing_but_russian_is_said() -> None:
    assert "The " not in json.dumps(json_schema(), ensure_ascii=False)
