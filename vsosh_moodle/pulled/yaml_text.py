"""A template as the text of its file: in the order it is read in, long texts in blocks."""

import re
from typing import Any

import yaml

from vsosh_moodle.language import speaking

HEAD = "# yaml-language-server: $schema=../.vsosh/template.schema.json\n"
_WIDTH = 100
_SECTION = re.compile(r"^- key: ", re.MULTILINE)
_PART = re.compile(r"^(sections|events|grading|completion):", re.MULTILINE)


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


class _Flow(dict[str, Any]):
    """A small mapping on one line."""


class _FlowList(list[Any]):
    """A short list on one line."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Flow,
    lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True),
)
_Dumper.add_representer(
    _FlowList,
    lambda dumper, value: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", value, flow_style=True
    ),
)


@speaking("ru")
def template_text(data: dict[str, Any], title: str) -> str:
    """Return the text of a template's file; `title` says which course it was made of."""
    text = yaml.dump(
        _compact(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
    )
    text = _PART.sub(r"\n\1:", text)
    text = re.sub(r"^  - key: ", "\n  - key: ", text, flags=re.MULTILINE)
    text = text.replace("sections:\n\n", "sections:\n").replace("events:\n\n", "events:\n")
    plain = " ".join(title.split())
    return f"{HEAD}# Снят с сайта: курс «{plain}».\n{text}"


def _compact(value: Any, depth: int = 0) -> Any:
    """Return data whose small lists and mappings stand on one line."""
    if isinstance(value, dict):
        items = {key: _compact(item, depth + 1) for key, item in value.items()}
        return _Flow(items) if depth and _is_small(items) else items
    if isinstance(value, list):
        rows = [_compact(item, depth + 1) for item in value]
        return _FlowList(rows) if _is_short(rows) else rows
    return value


def _is_small(items: dict[str, Any]) -> bool:
    plain = all(
        isinstance(one, (int, float, bool, str, _FlowList, _Flow)) for one in items.values()
    )
    length = sum(len(str(one)) + len(key) + 4 for key, one in items.items())
    return plain and length <= 70 and "title" not in items and not _has_lines(items)


def _is_short(rows: list[Any]) -> bool:
    plain = all(isinstance(one, (int, float, str, _Flow)) for one in rows)
    return plain and len(str(rows)) <= 70 and not any("\n" in str(one) for one in rows)


def _has_lines(items: dict[str, Any]) -> bool:
    return any(isinstance(one, str) and "\n" in one for one in items.values())
