"""A restriction of a template in the form docs/plugin-api.md has for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.school.audience import category_group, form_group
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.activity_base import Audience
from vsosh_moodle.templates.dates import is_outside
from vsosh_moodle.templates.frame import Frame, Reference
from vsosh_moodle.templates.impossible import contradiction, own_contradiction
from vsosh_moodle.templates.rendering import Path, Renderer
from vsosh_moodle.templates.restrictions import (
    TREES,
    Condition,
    FieldCondition,
    GradeCondition,
    Restriction,
)

Tree = dict[str, Any]

_DAY_END = time(23, 59)
_STATES = {"done": "complete", "not_done": "incomplete", "passed": "pass", "failed": "fail"}
_NEEDS = {"done": "tracked", "not_done": "tracked", "passed": "passable", "failed": "passable"}
_FIELD_OPS = {
    "is_": "isequalto", "contains": "contains", "not_contains": "doesnotcontain",
    "starts": "startswith", "ends": "endswith",
}  # fmt: skip
_STANDARD_FIELDS = frozenset({
    "firstname", "lastname", "email", "city", "country", "idnumber", "institution", "department",
    "phone1", "phone2", "address",
})  # fmt: skip


def render_restriction(
    restriction: Restriction | None, path: Path, renderer: Renderer, frame: Frame, owner: str
) -> Tree | None:
    """Return the tree of a rendered restriction, None without one; problems go to the renderer.

    `owner` is what is restricted (see Reference). Moments are local ISO texts, groups keys inside
    the course. A condition that always holds (the class of a course of one class) is left out.
    """
    if restriction is None:
        return None
    reader = _Reader(renderer, frame, owner)
    items = getattr(restriction, restriction.op)
    conditions = reader.conditions(items, _list_path(path, restriction.op, renderer))
    if not conditions:
        return None
    return {"op": restriction.op, "show": restriction.show, "conditions": conditions}


def with_audience(tree: Tree | None, audience: Audience) -> Tree | None:
    """Return a restriction that also asks for one of the levels, of the categories and of the forms."""
    for names in (
        audience.levels,
        tuple(category_group(key) for key in audience.categories),
        tuple(form_group(form) for form in audience.forms),
    ):
        tree = _with_groups(tree, names)
    return tree


def _with_groups(tree: Tree | None, names: Iterable[str]) -> Tree | None:
    """Return a restriction that also asks for one of these groups of the course."""
    groups: list[Tree] = [{"type": "group", "group": name} for name in names]
    if not groups:
        return tree
    if len(groups) > 1:
        groups = [{"op": "any", "conditions": groups}]
    if tree is None:
        return {"op": "all", "show": True, "conditions": groups}
    if tree["op"] == "all":
        return {**tree, "conditions": [*tree["conditions"], *groups]}
    inner = {"op": tree["op"], "conditions": tree["conditions"]}
    return {"op": "all", "show": tree["show"], "conditions": [inner, *groups]}


def _list_path(path: Path, op: str, renderer: Renderer) -> Path:
    """Return where the list of conditions stands in the file: the short form has no key of its own."""
    return (*path, op) if (*path, op) in renderer.yaml.lines else path


def report_impossible(
    trees: Sequence[Tree | None], path: Path, renderer: Renderer, frame: Frame
) -> None:
    """Report restrictions that hold together (a section's, an activity's) and that nobody can meet."""
    own = trees[-1]
    told = next(own_contradiction(own["conditions"]), "") if own is not None else ""
    told = told or contradiction(trees, (frame.levels, frame.class_groups))
    if told:
        renderer.report(
            path,
            _("Это не откроется никому: {why}.").format(why=told),
            _("Уберите одно из условий или поставьте их в any."),
            code="restrict-impossible",
        )


class _Reader:
    """Reads conditions of one restriction."""

    def __init__(self, renderer: Renderer, frame: Frame, owner: str) -> None:
        self._renderer, self._frame, self._owner = renderer, frame, owner

    def conditions(self, items: Iterable[Condition], path: Path) -> list[Tree]:
        """Return those conditions that can be told, in order."""
        found = (self._condition(item, (*path, number)) for number, item in enumerate(items))
        return [tree for tree in found if tree is not None]

    def _condition(self, item: Condition, path: Path) -> Tree | None:
        (name,) = item.model_fields_set
        here = (*path, name.rstrip("_"))
        value = getattr(item, name)
        if name in TREES:
            inner = self.conditions(value, here)
            return {"op": name, "conditions": inner} if inner else None
        if name in _STATES:
            self._refer(value, _NEEDS[name], here)
            return {"type": "completion", "activity": value, "state": _STATES[name]}
        match name:
            case "from_" | "until":
                return self._date(name, value, here)
            case "group":
                return self._group(value, here)
            case "class_":
                return self._class(value, here)
            case "grouping":
                return {"type": "grouping", "grouping": value}
            case "grade":
                return self._grade(value, here)
            case _:
                return _profile(value)

    def _date(self, name: str, text: str, path: Path) -> Tree | None:
        clock = _DAY_END if name == "until" else time(0, 0)
        moment = self._renderer.moment(text, path, self._frame.days, clock)
        if moment is None:
            return None
        if is_outside(moment, self._frame.days):
            self._renderer.report(
                path,
                _("Дата {day} — за пределами курса.").format(day=f"{moment:%d.%m.%Y}"),
                _("Сдвиньте её или выберите период курса длиннее."),
                code="date-outside",
                severity="warning",
            )
        return {"type": "date", name.rstrip("_"): moment.isoformat(timespec="minutes")}

    def _group(self, key: str, path: Path) -> Tree:
        if key != "any" and key not in self._frame.levels:
            self._renderer.report(
                path,
                _("В groups.named нет группы «{level}».").format(level=key),
                did_you_mean(key, self._frame.levels),
                code="level-unknown",
            )
        return {"type": "group", "group": "" if key == "any" else key}

    def _class(self, name: str, path: Path) -> Tree | None:
        if name in self._frame.class_groups:
            return {"type": "group", "group": name}
        if name != self._frame.own_class and not self._frame.example:
            self._renderer.report(
                path,
                _("Класса «{name}» в этом курсе нет.").format(name=name),
                did_you_mean(name, self._frame.class_groups)
                or _("Классы курса перечислены в programmes (config.yaml)."),
                code="restrict-class",
            )
        return None

    def _grade(self, condition: GradeCondition, path: Path) -> Tree:
        low, high = (None if one is None else int(one) for one in (condition.min, condition.max))
        if (low is None and high is None) or (low or 0) > 100 or (high or 0) > 100:
            self._renderer.report(
                path,
                _("Оценке нужна граница в процентах от 0 до 100: min, max или обе."),
                code="restrict-grade",
            )
        if condition.activity:
            self._refer(condition.activity, "graded", (*path, "activity"))
        return {"type": "grade", "activity": condition.activity, "min": low, "max": high}

    def _refer(self, target: str, need: str, path: Path) -> None:
        place = self._renderer.place(path)
        self._frame.references.append(Reference(self._owner, target, need, place))


def _profile(condition: FieldCondition) -> Tree:
    (name,) = condition.model_fields_set - {"name"}
    value = getattr(condition, name)
    if name == "empty":
        op, value = ("isempty" if value else "isnotempty"), ""
    else:
        op = _FIELD_OPS[name]
    custom = condition.name not in _STANDARD_FIELDS
    return {"type": "profile", "field": condition.name, "custom": custom, "op": op, "value": value}


def moments_of(tree: Mapping[str, Any]) -> Iterable[str]:
    """Yield the ISO moments of a tree."""
    for condition in tree["conditions"]:
        if "conditions" in condition:
            yield from moments_of(condition)
        elif condition["type"] == "date":
            yield condition.get("from") or condition["until"]
