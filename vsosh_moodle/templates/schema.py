"""JSON Schema of template files, for editors that complete and check YAML."""

from typing import Any, get_args

from vsosh_moodle.templates.completion import CompletionRule
from vsosh_moodle.templates.models import Piece, Template

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a template; a file with the key `piece` is checked as a shared piece."""
    definitions: dict[str, Any] = {}
    roots = {}
    for name, model in (("Template", Template), ("Piece", Piece)):
        schema = model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        definitions.update(schema.pop("$defs", {}))
        definitions[name] = schema
        roots[name] = {"$ref": f"#/$defs/{name}"}
    for definition in definitions.values():
        # The class docstrings are for programmers; what an editor shows are the fields' Russian texts.
        definition.pop("description", None)
        definition.pop("title", None)
        _add_short_forms(definition.get("properties", {}))
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "Шаблон курса vsosh-moodle",
        "type": "object",
        "if": {"required": ["piece"]},
        "then": roots["Piece"],
        "else": roots["Template"],
        "$defs": definitions,
    }


def _add_short_forms(properties: dict[str, Any]) -> None:
    """Let the schema take what models read besides their own shape."""
    for name, shape, short in _SHORT_FORMS:
        found = properties.get(name)
        if found is not None and {"$ref": f"#/$defs/{shape}"} in _parts(found):
            if "anyOf" not in found:
                found["anyOf"] = [{"type": found.pop("type"), "items": found.pop("items")}]
            found["anyOf"] += short


def _parts(schema: dict[str, Any]) -> list[Any]:
    return [*schema.get("anyOf", ()), schema.get("items", {})]


_SHORT_FORMS: tuple[tuple[str, str, list[dict[str, Any]]], ...] = (
    # `completion: view` is short for `completion: {rule: view}`.
    ("completion", "Completion", [{"enum": list(get_args(CompletionRule))}]),
    # `completion: [a, b]` of a course is short for `completion: {all: [a, b]}`.
    ("completion", "CourseCompletion", [{"type": "array", "items": {"type": "string"}}]),
    # A list of conditions is short for `all`, one condition for a list of one.
    (
        "restrict",
        "Restriction",
        [
            {"type": "array", "items": {"$ref": "#/$defs/Condition"}},
            {"$ref": "#/$defs/Condition"},
        ],
    ),
    # `questions: {bank, count}` is short for a list of one.
    ("questions", "QuestionSet", [{"$ref": "#/$defs/QuestionSet"}]),
)
