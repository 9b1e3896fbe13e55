"""Restrictions: in the document's form (keys), and in Moodle's (ids)."""

import json
import re
from collections.abc import Iterator
from typing import Any, Protocol

from vsosh_moodle.sandbox.plugin import canonical
from vsosh_moodle.sandbox.plugin.fields import has_only, is_number, is_whole

Tree = dict[str, Any]
OPERATORS = {"all": "&", "any": "|", "not_all": "!&", "not_any": "!|"}
_WORDS = {sign: word for word, sign in OPERATORS.items()}
_STATES = {"incomplete": 0, "complete": 1, "pass": 2, "fail": 3}
_COMPARISONS = (
    "isequalto", "contains", "doesnotcontain", "startswith", "endswith", "isempty", "isnotempty",
)  # fmt: skip
_WITHOUT_VALUE = {"isempty", "isnotempty"}
_DEEPEST = 8
_FIELD_NAME = re.compile(r"[a-zA-Z0-9_]{1,255}")
_PROFILE_FIELDS = {
    "firstname", "lastname", "email", "city", "country", "idnumber", "institution", "department",
    "phone1", "phone2", "address",
}  # fmt: skip


class Ids(Protocol):
    """Ids for the keys a tree names."""

    def group_id(self, key: str) -> int:
        """Return the id of a group."""

    def grouping_id(self, key: str) -> int:
        """Return the id of a grouping."""

    def activity_id(self, key: str) -> int:
        """Return the course module of an activity."""


class Keys(Protocol):
    """Keys for the ids Moodle's JSON names; None for what is not ours."""

    def group_key(self, ident: int) -> str | None:
        """Return the key of a group."""

    def grouping_key(self, ident: int) -> str | None:
        """Return the key of a grouping."""

    def activity_key(self, ident: int) -> str | None:
        """Return the key of an activity by its course module."""


def wrong(tree: Any) -> str:
    """Say what is wrong with the shape of a tree, "" when nothing."""
    if isinstance(tree, dict):
        if tree.get("type") == "other":
            return "a restriction of another kind can be read, not written"
        if not isinstance(tree.get("show", True), bool):
            return '"show" is true or false'
        tree = {name: value for name, value in tree.items() if name != "show"}
    return _wrong_tree(tree, 1)


def _wrong_tree(tree: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return f"restrictions are nested more than {_DEEPEST} deep"
    if not has_only(tree, "op", "conditions"):
        return 'a tree of restrictions has "op" and "conditions"'
    if tree.get("op") not in list(OPERATORS):
        return f'"op" is one of {", ".join(OPERATORS)}'
    conditions = tree.get("conditions")
    if not isinstance(conditions, list) or not conditions:
        return '"conditions" is a list with something in it'
    return next(filter(None, (_wrong_one(one, depth) for one in conditions)), "")


def _wrong_one(one: Any, depth: int) -> str:
    if isinstance(one, dict) and "op" in one and "type" not in one:
        return _wrong_tree(one, depth + 1)
    return _wrong_condition(one)


def _wrong_condition(one: Any) -> str:
    kind = one.get("type") if isinstance(one, dict) else None
    if kind == "date":
        name = "from" if "from" in one else "until"
        good = one.keys() == {"type", name} and is_whole(one[name]) and one[name] > 0
        return "" if good else 'a date has "from" or "until", in Unix seconds'
    if kind in ("group", "grouping"):
        good = one.keys() == {"type", kind} and isinstance(one[kind], str)
        good = good and (kind == "group" or one[kind] != "")
        return "" if good else f"a {kind} is named by its key"
    if kind == "grade":
        return _wrong_grade(one)
    if kind == "completion":
        good = one.keys() == {"type", "activity", "state"} and one["state"] in list(_STATES)
        good = good and isinstance(one["activity"], str) and one["activity"] != ""
        return "" if good else '"completion" has "activity" and "state"'
    if kind == "profile":
        return _wrong_profile(one)
    return "a restriction is one of date, group, grouping, grade, completion, profile"


def _wrong_grade(one: Tree) -> str:
    good = has_only(one, "type", "activity", "min", "max") and isinstance(one.get("activity"), str)
    bounds = [one.get("min"), one.get("max")]
    good = good and any(bound is not None for bound in bounds)
    good = good and all(
        bound is None or (is_number(bound) and 0 <= bound <= 100) for bound in bounds
    )
    return "" if good else '"grade" has "activity" and "min" or "max", per cent'


def _wrong_profile(one: Tree) -> str:
    good = has_only(one, "type", "field", "custom", "op", "value")
    good = good and isinstance(one.get("field"), str) and bool(_FIELD_NAME.fullmatch(one["field"]))
    good = good and one.get("op") in _COMPARISONS and isinstance(one.get("custom", False), bool)
    good = good and isinstance(one.get("value", ""), str)
    return "" if good else '"profile" has "field", "custom", "op" and "value"'


def canonical_tree(tree: Tree) -> Tree:
    """Return the canonical form of a good tree."""
    inner = _canonical_branch(tree)
    return {"op": inner["op"], "show": tree.get("show", True), "conditions": inner["conditions"]}


def _canonical_branch(tree: Tree) -> Tree:
    return {"op": tree["op"], "conditions": [_canonical_one(one) for one in tree["conditions"]]}


def _canonical_one(one: Tree) -> Tree:
    if "type" not in one:
        return _canonical_branch(one)
    if one["type"] == "grade":
        bounds = {name: one.get(name) for name in ("min", "max")}
        return {**one, **{k: None if v is None else canonical.number(v) for k, v in bounds.items()}}
    if one["type"] == "profile":
        value = "" if one["op"] in _WITHOUT_VALUE else one.get("value", "")
        return {**one, "custom": one.get("custom", False), "value": value}
    return one


def conditions_of(tree: Tree | None) -> Iterator[Tree]:
    """Yield every single condition of a tree, whatever its depth."""
    for one in (tree or {}).get("conditions", []):
        if "type" in one:
            yield one
        else:
            yield from conditions_of(one)


def is_profile_field(name: str, *, custom: bool) -> bool:
    """Whether the site's accounts have this field; the sandbox has no custom ones."""
    return not custom and name in _PROFILE_FIELDS


def to_moodle(tree: Tree | None, ids: Ids) -> str | None:
    """Return Moodle's JSON of a tree."""
    if not tree:
        return None
    moodle = _moodle_tree(tree, ids)
    if moodle["op"] in {"&", "!|"}:
        moodle["showc"] = [tree["show"]] * len(moodle["c"])
    else:
        moodle["show"] = tree["show"]
    return json.dumps(moodle, ensure_ascii=False, separators=(",", ":"))


def _moodle_tree(tree: Tree, ids: Ids) -> Tree:
    return {
        "op": OPERATORS[tree["op"]],
        "c": [
            _moodle_condition(one, ids) if "type" in one else _moodle_tree(one, ids)
            for one in tree["conditions"]
        ],
    }


def _moodle_condition(one: Tree, ids: Ids) -> Tree:
    kind = one["type"]
    if kind == "date":
        sign, name = (">=", "from") if "from" in one else ("<", "until")
        return {"type": kind, "d": sign, "t": one[name]}
    if kind == "group":
        return {"type": kind} | ({"id": ids.group_id(one["group"])} if one["group"] else {})
    if kind == "grouping":
        return {"type": kind, "id": ids.grouping_id(one["grouping"])}
    if kind == "grade":
        # A grade item stands for an activity by its course module here, 0 for the course's.
        bounds = {name: one[name] for name in ("min", "max") if one[name] is not None}
        ident = ids.activity_id(one["activity"]) if one["activity"] else 0
        return {"type": kind, "id": ident, **bounds}
    if kind == "completion":
        return {"type": kind, "cm": ids.activity_id(one["activity"]), "e": _STATES[one["state"]]}
    moodle = {"type": kind, "cf" if one["custom"] else "sf": one["field"], "op": one["op"]}
    return moodle if one["op"] in _WITHOUT_VALUE else {**moodle, "v": one["value"]}


def from_moodle(text: str | None, keys: Keys) -> Tree | None:
    """Return the document's form of Moodle's JSON."""
    if not text:
        return None
    other = {"type": "other", "json": text}
    try:
        moodle = json.loads(text)
    except ValueError:
        return other
    word = _WORDS.get(moodle.get("op", "")) if isinstance(moodle, dict) else None
    if word is None or not isinstance(moodle.get("c"), list):
        return other
    if not moodle["c"]:
        return None
    if word in {"all", "not_any"}:
        shows = {bool(show) for show in moodle.get("showc", [])}
        if len(shows) != 1:
            return other
        show = shows.pop()
    else:
        show = bool(moodle.get("show", True))
    return {"op": word, "show": show, "conditions": _read(moodle["c"], keys)}


def _read(listed: list[Any], keys: Keys) -> list[Tree]:
    found: list[Tree] = []
    for one in listed:
        word = _WORDS.get(one.get("op", ""))
        if word is not None and isinstance(one.get("c"), list) and "type" not in one:
            found.append({"op": word, "conditions": _read(one["c"], keys)})
        else:
            known = _read_condition(one, keys)
            text = json.dumps(one, ensure_ascii=False, separators=(",", ":"))
            found.append(known or {"type": "other", "json": text})
    return found


def _read_condition(one: Tree, keys: Keys) -> Tree | None:
    kind = one.get("type")
    if kind == "date":
        return {"type": kind, "until" if one.get("d") == "<" else "from": one.get("t", 0)}
    if kind == "group":
        key = keys.group_key(one["id"]) if "id" in one else ""
        return None if key is None else {"type": kind, "group": key}
    if kind == "grouping":
        key = keys.grouping_key(one.get("id", 0))
        return None if key is None else {"type": kind, "grouping": key}
    if kind == "grade":
        key = keys.activity_key(one["id"]) if one.get("id") else ""
        bounds = {name: one.get(name) for name in ("min", "max")}
        return None if key is None else {"type": kind, "activity": key, **bounds}
    if kind == "completion":
        key = keys.activity_key(one.get("cm", 0))
        state = next((word for word, number in _STATES.items() if number == one.get("e")), None)
        known = key is not None and state is not None
        return {"type": kind, "activity": key, "state": state} if known else None
    if kind == "profile":
        custom = "cf" in one
        field = one.get("cf", one.get("sf", ""))
        return {
            "type": kind,
            "field": field,
            "custom": custom,
            "op": one.get("op", ""),
            "value": one.get("v", ""),
        }
    return None
