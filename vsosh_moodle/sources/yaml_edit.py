"""Change values of a YAML text and leave every other byte of it as it was.

The edits are spans of the text, found by the marks of the parser's nodes, so comments, order,
quotes and alignment of what is not changed stay. Two edits of one place are refused.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import yaml

from vsosh_moodle.sources.yaml_build import KeyPath

_INDENTED_DASH = re.compile(r"[ \t]*-[ \t]+")
_PLAIN = re.compile(r"[^\W_](?:[\w./-]*\w)?")


class YamlEditError(ValueError):
    """The text is written in a way that cannot be edited in place."""


class _Span(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


class YamlEditor:
    """Collects edits of one YAML document; `render` returns the new text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._edits: list[_Edit] = []
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            raise YamlEditError(str(error)) from error
        if root is None:
            raise YamlEditError("empty")
        self._root: yaml.Node = root

    def set_scalar(self, path: KeyPath, value: str) -> None:
        """Write another scalar where one stands; its quotes stay."""
        self._set(self._node(path), value)

    def rename_key(self, path: KeyPath, value: str) -> None:
        """Write another key for the pair at `path`."""
        mapping = self._node(path[:-1])
        key, _value = self._pair(mapping, path[-1])
        self._set(key, value)

    def set_list(self, path: KeyPath, values: Sequence[str]) -> None:
        """Write other scalars into a list: those that are there are replaced, dropped or added to."""
        node = self._sequence(path)
        items = node.value
        if not items:
            raise YamlEditError(f"empty list {path}")
        for number, value in enumerate(values[: len(items)]):
            if items[number].value != value:
                self._set(items[number], value)
        self.keep_entries(path, range(min(len(values), len(items))))
        last = min(len(values), len(items)) - 1
        for value in values[len(items) :]:
            self._add_item(node, last, value)

    def keep_entries(self, path: KeyPath, kept: Collection[int]) -> None:
        """Take away the items of a list, or the pairs of a mapping, that are not among `kept`.

        Those of a block style go with their lines. When none is kept an empty collection stands.
        """
        node = self._collection(path)
        spans = self._entry_spans(node)
        if not kept and spans:
            self._empty(path, node)
            return
        for number, span in enumerate(spans):
            if number in kept:
                continue
            if not node.flow_style:
                self._edit(*self._lines(span), "")
            elif any(other in kept for other in range(number)):
                self._edit(spans[number - 1].end, span.end, "")
            else:
                self._edit(span.start, spans[number + 1].start, "")

    def comment_out(self, path: KeyPath, note: str) -> None:
        """Turn an item of a block list into comments, under a comment that says why."""
        parent = self._sequence(path[:-1])
        number = path[-1]
        if not isinstance(number, int):
            raise YamlEditError(f"no item {path}")
        if parent.flow_style:
            raise YamlEditError(f"flow list {path}")
        start, end = self._lines(self._entry_spans(parent)[number])
        lines = self._text[start:end].splitlines(keepends=True)
        indent = re.match(r"[ \t]*", lines[0])
        column = indent.end() if indent else 0
        self._edit(start, start, f"{lines[0][:column]}# {note}{self._newline}")
        position = start
        for line in lines:
            if line.strip():
                own = len(line) - len(line.lstrip(" \t"))
                self._edit(position + min(own, column), position + min(own, column), "# ")
            position += len(line)

    def is_flow(self, path: KeyPath) -> bool:
        """Tell whether a list or mapping is written in brackets."""
        node = self._node(path)
        return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)

    def add_item(self, path: KeyPath, text: str) -> None:
        """Add an item, written as YAML, at the end of a list that has some."""
        node = self._sequence(path)
        if not node.value:
            raise YamlEditError(f"empty list {path}")
        self._add_item(node, len(node.value) - 1, text)

    def add_pair(self, path: KeyPath, key: str, value: str) -> None:
        """Add a pair at the end of the mapping at `path`."""
        node = self._node(path)
        if not isinstance(node, yaml.MappingNode) or not node.value:
            raise YamlEditError(f"no mapping {path}")
        last_key, last_value = node.value[-1]
        end = self._content_end(last_value, at_least=last_key.end_mark.index)
        if node.flow_style:
            self._edit(end, end, f", {key}: {value}")
            return
        _start, line_end = self._lines(_Span(last_key.start_mark.index, end))
        indent = " " * last_key.start_mark.column
        self._insert_line(line_end, f"{indent}{key}: {value}")

    def render(self) -> str:
        """Return the text with all edits made; raises YamlEditError when two overlap."""
        return _applied(self._text, self._edits)

    def _edit(self, start: int, end: int, text: str) -> None:
        edit = _Edit(start, end, text)
        if start == end or edit not in self._edits:
            self._edits.append(edit)

    def _collection(self, path: KeyPath) -> yaml.CollectionNode:
        node = self._node(path)
        if not isinstance(node, yaml.CollectionNode):
            raise YamlEditError(f"neither list nor mapping {path}")
        return node

    def _node(self, path: KeyPath) -> yaml.Node:
        node = self._root
        for step in path:
            if isinstance(step, int) and isinstance(node, yaml.SequenceNode):
                if step >= len(node.value):
                    raise YamlEditError(f"no item {path}")
                node = node.value[step]
            else:
                node = self._pair(node, step)[1]
        return node

    def _sequence(self, path: KeyPath) -> yaml.SequenceNode:
        node = self._node(path)
        if not isinstance(node, yaml.SequenceNode):
            raise YamlEditError(f"no list {path}")
        return node

    def _pair(self, node: yaml.Node, key: str | int) -> tuple[yaml.Node, yaml.Node]:
        if isinstance(node, yaml.MappingNode):
            for found, value in node.value:
                if isinstance(found, yaml.ScalarNode) and found.value == str(key):
                    return found, value
        raise YamlEditError(f"no key {key}")

    def _set(self, node: yaml.Node, value: str) -> None:
        span = self._scalar_span(node)
        self._edit(*span, _in_quotes(node, value))

    def _scalar_span(self, node: yaml.Node) -> _Span:
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            raise YamlEditError("not a plain scalar")
        if self._text[node.start_mark.index] in "&!":
            raise YamlEditError("an anchor or a tag")  # what refers to it would change too
        return _Span(node.start_mark.index, node.end_mark.index)

    def _entry_spans(self, node: yaml.Node) -> list[_Span]:
        if isinstance(node, yaml.SequenceNode):
            return [_Span(one.start_mark.index, self._content_end(one)) for one in node.value]
        if isinstance(node, yaml.MappingNode):
            return [
                _Span(
                    key.start_mark.index,
                    self._content_end(value, at_least=key.end_mark.index + 1),
                )
                for key, value in node.value
            ]
        raise YamlEditError("neither list nor mapping")

    def _content_end(self, node: yaml.Node, at_least: int = 0) -> int:
        """Return where a node's own text ends: a block's end mark lies beyond comments after it."""
        end = node.end_mark.index
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            key, value = last if isinstance(last, tuple) else (last, last)
            end = self._content_end(value, at_least=key.end_mark.index)
        text = self._text[:end]
        return max(len(text.rstrip()), at_least)

    def _lines(self, span: _Span) -> tuple[int, int]:
        """Return the whole lines of a block entry; it must share them with no other."""
        start = self._text.rfind("\n", 0, span.start) + 1
        lead = self._text[start : span.start]
        if lead.strip() and not _INDENTED_DASH.fullmatch(lead):
            raise YamlEditError("an entry does not begin its line")
        end = self._text.find("\n", span.end)
        return start, len(self._text) if end < 0 else end + 1

    def _add_item(self, node: yaml.SequenceNode, after: int, text: str) -> None:
        span = self._entry_spans(node)[after]
        if node.flow_style:
            self._edit(span.end, span.end, f", {text}")
            return
        start, end = self._lines(span)
        lead = self._text[start : span.start]
        self._insert_line(end, f"{lead}{text}")

    def _insert_line(self, position: int, line: str) -> None:
        lead = "" if self._text[:position].endswith("\n") else self._newline
        self._edit(position, position, f"{lead}{line}{self._newline}")

    def _empty(self, path: KeyPath, node: yaml.CollectionNode) -> None:
        brackets = "[]" if isinstance(node, yaml.SequenceNode) else "{}"
        if node.flow_style:
            self._edit(node.start_mark.index, node.end_mark.index, brackets)
            return
        key, _value = self._pair(self._node(path[:-1]), path[-1])
        colon = self._text.index(":", key.end_mark.index) + 1
        self._edit(colon, self._content_end(node), f" {brackets}")


def _in_quotes(node: yaml.Node, value: str) -> str:
    style = node.style if isinstance(node, yaml.ScalarNode) else None
    if style in ("'", '"'):
        return f"{style}{value}{style}"
    return value if _PLAIN.fullmatch(value) else f'"{value}"'


def _applied(text: str, edits: Sequence[_Edit]) -> str:
    pieces = []
    position = 0
    # Python's sort is stable: insertions at one place keep the order in which they were asked for.
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if edit.start < position:
            raise YamlEditError("two edits of one place")
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])
