"""Hostile calls of the plugin's functions: what a good call becomes under random hands."""

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.contract.hostile_values import BROKEN, HOSTILE, SCALARS, SOURCES, TEXTS
from tests.contract.rest_caller import flatten

Fields = dict[str, Any]
Pair = tuple[str, str | bytes]


@dataclass(frozen=True)
class Hostile:
    """One call as it is sent: `fields` are the form's, in order; `said` tells what was done to it."""

    function: str
    fields: tuple[Pair, ...]
    said: str


@dataclass
class Spoiler:
    """Makes hostile calls of good ones; the same seed makes the same calls."""

    chance: random.Random
    names: list[str]
    """Keys and ids of things that stand elsewhere: another course, another person's upload."""

    def spoil(self, function: str, good: Fields) -> Hostile:
        """Return a call that differs from the good one in a random way."""
        params = copy.deepcopy(good)
        said = [self._one(params) for _ in range(self.chance.choice((1, 1, 1, 2, 3)))]
        pairs = list(self._form(params))
        if self.chance.random() < 0.15 and pairs:
            said.append(self._form_spoilt(pairs))
        return Hostile(function, tuple(pairs), "; ".join(said))

    def whole(self, function: str, good: Fields) -> Hostile:
        """Return the good call itself, as it is sent."""
        return Hostile(function, tuple(self._form(good)), "as it should be")

    def everywhere(self, function: str, good: Fields) -> Iterator[Hostile]:
        """Yield calls with an object, or a list, at one place of a document each, every place once."""
        for name, document in good.items():
            if not isinstance(document, dict | list):
                continue
            for number, (_, _, path) in enumerate(list(_places(document, ()))):
                params = copy.deepcopy(good)
                holder = params[name]
                for one in path[:-1]:
                    holder = holder[one]
                holder[path[-1]] = ({}, [{"a": {}}], [[]], {"x": []})[number % 4]
                yield Hostile(function, tuple(self._form(params)), f"{name}{list(path)}")

    def _one(self, params: Fields) -> str:
        """Spoil one argument, or a place within it."""
        if not params:
            params["extra"] = self._scalar()
            return "extra=…"
        name = self.chance.choice(sorted(params))
        kind = self.chance.random()
        if kind < 0.03:
            del params[name]
            return f"no {name}"
        if kind < 0.06:
            params["extra"] = self._scalar()
            return "extra=…"
        if kind < 0.1:
            params[name] = _Plain(
                self.chance.choice(([], {}, ["x"], {"a": "b"}, {"a": {"b": ["c"]}}))
            )
            return f"{name} is a list"
        if isinstance(params[name], _Plain) and kind < 0.8:
            return f"{name}{self._listed(params[name].value)}"
        if not isinstance(params[name], dict | list):
            params[name] = self._scalar()
            return f"{name}={str(params[name])[:60]!r}"
        if kind < 0.18:
            params[name] = self.chance.choice(TEXTS)
            return f"{name}={params[name][:40]!r}"
        return f"{name}{self._node(params, name)}"

    def _listed(self, listed: list[Any] | dict[str, Any]) -> str:
        """Spoil an argument that is a list of the form itself."""
        if not isinstance(listed, list) or not listed:
            return " as before"
        kind = self.chance.random()
        if kind < 0.2:
            listed += [listed[0]] * self.chance.choice((1, 10, 400))
            return " longer"
        if kind < 0.3:
            listed.clear()
            return " empty"
        place = self.chance.randrange(len(listed))
        listed[place] = self._scalar() if kind < 0.9 else {"a": self._scalar()}
        return f"[{place}]={listed[place]!r:.60}"

    def _node(self, params: Fields, name: str) -> str:
        """Spoil a random place of a document."""
        places = list(_places(params[name], ()))
        if not places:
            params[name] = self._value()
            return f"={params[name]!r:.60}"
        holder, place, path = self.chance.choice(places)
        where = "".join(f"[{one!r}]" for one in path)
        kind = self.chance.random()
        if kind < 0.08:
            del holder[place]
            return f"{where} left out"
        if kind < 0.14 and isinstance(holder, dict):
            holder[self.chance.choice(("extra", "id", "0", "", "fields", "Ы", "key"))] = (
                self._value()
            )
            return f"{where}: a field beside it"
        if kind < 0.2 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[place]))
            return f"{where} twice"
        if kind < 0.25:
            _, other, path2 = self.chance.choice(places)
            other_holder = next(h for h, p, at in places if at == path2)
            holder[place] = copy.deepcopy(other_holder[other])
            return f"{where} = {path2}"
        if kind < 0.4 and isinstance(holder[place], str):
            holder[place] = self._text(holder[place])
        elif place == "source":
            holder[place] = self.chance.choice(SOURCES)
        else:
            holder[place] = self._value()
        return f"{where}={holder[place]!r:.60}"

    def _text(self, text: str) -> str:
        """Return a text with something cut out, put in or doubled."""
        at = self.chance.randrange(len(text) + 1)
        more = self.chance.choice(
            ("", "\u0000", "'", "<", "{", "}", "=", "\\", "%", "&", "\n", "😀", "/..", text[:at])
        )
        return text[:at] + more + text[at + self.chance.randrange(4) :]

    def _value(self) -> Any:
        """Return a value that does not belong here."""
        if self.chance.random() < 0.15:
            return self.chance.choice(self.names)
        return copy.deepcopy(self.chance.choice(HOSTILE))

    def _scalar(self) -> str:
        """Return a text that does not belong here."""
        return self.chance.choice([*SCALARS, *self.names])

    def _form(self, params: Fields) -> Iterator[Pair]:
        """Yield the form's fields: documents as JSON, lists of plain arguments as PHP's arrays."""
        for name, value in params.items():
            if isinstance(value, _Plain):
                yield from flatten({name: value.value})
            elif isinstance(value, dict | list):
                text = json.dumps(value, ensure_ascii=self.chance.random() < 0.5)
                yield name, text
            else:
                yield name, str(value)

    def _form_spoilt(self, pairs: list[Pair]) -> str:
        """Spoil the form itself."""
        index = self.chance.randrange(len(pairs))
        name, value = pairs[index]
        half = len(value) // 2
        broken = value[:half].encode() + self.chance.choice(BROKEN) + value[half:].encode()
        pairs[index] = self.chance.choice(
            (
                (name, value[:half]),
                (name + "[]", value),
                (name + "[a][b]", value),
                (name.upper(), value),
                (name, broken),
                (name, broken),
                (name, broken),
                (name + "\u0000", value),
            )
        )
        return f"form field {pairs[index][0]!r} = {pairs[index][1]!r:.60}"


@dataclass
class _Plain:
    """An argument that is no document but a list of the form itself."""

    value: Any


def plain(value: Any) -> _Plain:
    """Return an argument that travels as a list of form fields, not as JSON."""
    return _Plain(value)


def _places(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Yield every place of a document: what holds it, its name or number there, its path."""
    named = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, inner in named:
        yield value, name, (*path, name)
        yield from _places(inner, (*path, name))
