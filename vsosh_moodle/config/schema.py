"""The JSON Schema of config.yaml, for completion and hints in editors."""

from typing import Any

from vsosh_moodle.config.models import Config

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of config.yaml with Russian descriptions."""
    schema = Config.model_json_schema(by_alias=True)
    _accept_bare_site(schema)
    for part in (schema, *schema["$defs"].values()):
        part.pop("description", None)  # an English docstring; editors would show it
    return {"$schema": DIALECT, **_without_titles(schema), "title": "config.yaml"}


def _accept_bare_site(schema: dict[str, Any]) -> None:
    # `site: sandbox` is taken too: a validator turns the word into {url: sandbox}
    site = schema["properties"]["site"]
    reference = site.pop("$ref", None)
    if reference:
        site["anyOf"] = [{"type": "string"}, {"$ref": reference}]


def _without_titles(node: Any) -> Any:
    """Drop the titles pydantic makes of field names."""
    if isinstance(node, list):
        return [_without_titles(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_titles(value)
        for key, value in node.items()
        if key != "title" or not isinstance(value, str)
    }
