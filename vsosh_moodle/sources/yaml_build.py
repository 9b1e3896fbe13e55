"""From YAML parser events to dicts, lists and scalars, with a line for each."""

from collections.abc import Iterator
from typing import Any

import yaml

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.sources.yaml_scalars import parse_scalar
from vsosh_moodle.sources.yaml_syntax import too_deep

MAX_DEPTH = 40
MAX_NODES = 200_000

KeyPath = tuple[str | int, ...]

_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")


class YamlRefused(Exception):
    """The document is well-formed but not one we take; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class EventReader:
    """Builds one document; `lines` maps each path to its line, `problems` holds what was odd."""

    def __init__(self, shown: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self._shown = shown
        self._events: Iterator[yaml.Event] = iter(())
        self._anchors: dict[str, tuple[Any, int, int]] = {}
        """Value, count of nodes and height by the name of an anchor."""
        self._deepest = 0
        self._nodes = 0

    def build(self, events: Iterator[yaml.Event]) -> Any:
        """Return the data of the only document in `events`.

        Raises YamlRefused for an empty file, a second document, an unknown tag, an unknown alias, a
        key that is not a word, or a document too deep or too large; yaml.YAMLError for bad syntax.
        """
        self._events = events
        data: Any = None
        documents = 0
        for event in events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                raise self._refuse(
                    event,
                    "second-document",
                    _("В файле второй документ (строка «---»)."),
                    _("Оставьте в файле один документ."),
                )
            data = self._node(next(events), (), 0)
        if data is None:
            place = Place(file=self._shown, line=1)
            raise YamlRefused(
                Problem(place, _("Файл пуст."), _("Заполните его по образцу."), "file-empty")
            )
        return data

    def _node(self, event: yaml.Event, path: KeyPath, depth: int) -> Any:
        self.lines.setdefault(path, _line(event))
        self._count(event, 1)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        before, deepest = self._nodes, self._deepest
        self._deepest = depth
        value = self._value(event, path, depth)
        height = self._deepest - depth
        self._deepest = max(self._deepest, deepest)
        anchor: str | None = getattr(event, "anchor", None)
        if anchor:
            self._anchors[anchor] = (value, self._nodes - before + 1, height)
        return value

    def _value(self, event: yaml.Event, path: KeyPath, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise YamlRefused(too_deep(Place(file=self._shown, line=_line(event))))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        tag = getattr(event, "tag", None)
        if tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise self._unknown_tag(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, depth)
        return self._mapping(path, depth)

    def _list(self, path: KeyPath, depth: int) -> list[Any]:
        items: list[Any] = []
        event = next(self._events)
        while not isinstance(event, yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), depth + 1))
            event = next(self._events)
        return items

    def _mapping(self, path: KeyPath, depth: int) -> dict[str | int, Any]:
        mapping: dict[str | int, Any] = {}
        event = next(self._events)
        while not isinstance(event, yaml.MappingEndEvent):
            key = self._key(event)
            if key in mapping:
                self._complain_twice(event, key, self.lines[(*path, key)])
            self.lines.setdefault((*path, key), _line(event))
            value = self._node(next(self._events), (*path, key), depth + 1)
            mapping.setdefault(key, value)
            event = next(self._events)
        return mapping

    def _key(self, event: yaml.Event) -> str | int:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refuse(
                event,
                "key-not-word",
                _("Ключ должен быть словом, а здесь скобки."),
                _("Значение со скобками «{{ … }}» возьмите в кавычки."),
            )
        value = self._scalar(event)
        if value == "<<" and event.implicit[0]:
            raise self._refuse(
                event,
                "merge-key",
                _("Слияние «<<» не поддерживается."),
                _("Выпишите ключи явно."),
            )
        # true, null or a date as a key is a word the author meant as text
        plain = isinstance(value, str | int) and not isinstance(value, bool)
        return value if plain else str(event.value)

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        if event.tag not in _TEXT_TAGS:
            raise self._unknown_tag(event)
        text = str(event.value)
        if not event.implicit[0]:
            return text
        try:
            return parse_scalar(text)
        except ValueError:
            self._complain(
                event,
                "date-impossible",
                _("Такой даты нет: «{text}».").format(text=text),
                _("Проверьте число и месяц; дата пишется как 2026-09-01."),
            )
            return text

    def _alias(self, event: yaml.AliasEvent, depth: int) -> Any:
        known = self._anchors.get(str(event.anchor))
        if known is None:
            raise self._refuse(
                event,
                "alias-unknown",
                _("Ссылка «*{name}» ни на что не указывает.").format(name=event.anchor),
                _("Если звёздочка — часть текста, возьмите значение в кавычки."),
            )
        value, size, height = known
        self._count(event, size)
        self._deepest = max(self._deepest, depth + height)
        if self._deepest > MAX_DEPTH:
            raise YamlRefused(too_deep(Place(file=self._shown, line=_line(event))))
        return value

    def _count(self, event: yaml.Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._refuse(
                event,
                "too-large",
                _("В файле слишком много значений."),
                _("Разделите файл или уберите повторяющиеся ссылки «*имя»."),
            )

    def _unknown_tag(self, event: yaml.Event) -> YamlRefused:
        return self._refuse(
            event,
            "tag-unknown",
            _("Метка «{tag}» не поддерживается.").format(tag=getattr(event, "tag", "")),
            _("Уберите её; если восклицательный знак — часть текста, возьмите текст в кавычки."),
        )

    def _complain_twice(self, event: yaml.Event, key: str | int, first: int) -> None:
        self._complain(
            event,
            "duplicate-key",
            _("Ключ «{key}» уже есть в строке {line}.").format(key=key, line=first),
            _("Оставьте один из них."),
        )

    def _complain(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self.problems.append(self._refuse(event, code, message, hint).problem)

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str) -> YamlRefused:
        place = Place(file=self._shown, line=_line(event))
        return YamlRefused(Problem(place, message, hint, code))


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 1
