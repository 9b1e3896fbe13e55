"""JSON Schema of template files, for editors that complete and check YAML."""

from typing import Any, get_args

from vsosh_moodle.templates.activities import CompletionRule
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
        if completion := definition.get("properties", {}).get("completion"):
            # `completion: view` is short for `completion: {rule: view}`.
            completion["anyOf"].append({"enum": list(get_args(CompletionRule))})
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "Шаблон курса vsosh-moodle",
        "type": "object",
        "if": {"required": ["piece"]},
        "then": roots["Piece"],
        "else": roots["Template"],
        "$defs": definitions,
    }
