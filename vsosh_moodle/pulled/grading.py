"""Grade categories of a course, and when it is completed, in the words of a template."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from vsosh_moodle.language import _
from vsosh_moodle.moodle.plugin_template import WholeItem
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.pulled.settings import Data, sparse
from vsosh_moodle.templates.grading import Aggregation, GradeCategoryModel

_NATURAL = "natural"
_WEIGHING = (_NATURAL, "weighted_mean")


def write_grading(
    course: Mapping[str, Any],
    categories: Sequence[WholeItem],
    keys: Mapping[str, str],
    remarks: Remarks,
) -> tuple[Data, dict[str, str]]:
    """Return `grading` of a template ({} when it is the usual), and the aggregations by category key.

    `keys` are the new keys of the categories; "" stands for the course itself.
    """
    total = _aggregation(course.get("aggregation"), remarks)
    aggregations = {"": total}
    rows: list[Data] = []
    waiting = list(categories)
    while waiting:
        ready = [one for one in waiting if _parent(one, keys) in aggregations]
        if not ready:
            break
        for one in ready:
            key, parent = keys[one.key], _parent(one, keys)
            aggregations[key] = _aggregation(one.fields.get("aggregation"), remarks)
            weight = one.fields.get("weight")
            row = {
                "key": key,
                "title": " ".join(str(one.fields.get("name")).split()) or "…",
                "aggregation": aggregations[key],
                "weight": weight if aggregations[parent] in _WEIGHING else None,
                "parent": parent,
            }
            rows.append(sparse(GradeCategoryModel, row))
        waiting = [one for one in waiting if one not in ready]
    grading: Data = {} if total == _NATURAL else {"aggregation": total}
    if rows:
        grading["categories"] = rows
    return ({"grading": grading} if grading else {}), aggregations


def _parent(item: WholeItem, keys: Mapping[str, str]) -> str:
    return keys.get(str(item.fields.get("parent") or ""), "")


def _aggregation(value: object, remarks: Remarks) -> str:
    if value in get_args(Aggregation):
        return str(value)
    remarks.note("grading", _("способ подсчёта оценки: в шаблоне такого нет"))
    return _NATURAL


def write_course_completion(
    course: Mapping[str, Any], keys: Mapping[str, str], remarks: Remarks
) -> Data:
    """Return `completion` of a template, {} when the course has none that a template can say."""
    criteria = course.get("completion_criteria")
    if not isinstance(criteria, Mapping):
        return {}
    named = [key for key in criteria.get("activities") or [] if key in keys]
    if len(named) < len(criteria.get("activities") or []):
        remarks.note("completion", _("завершение курса: элементы, которые не перенесены"))
    grade = criteria.get("grade")
    several = bool(named) and grade is not None
    alone = not several or criteria.get("aggregation") == "all"
    if criteria.get("date") or criteria.get("self") or criteria.get("other") or not alone:
        remarks.note("completion", _("завершение курса: условия, которых в шаблоне не бывает"))
    if not named and grade is None:
        return {}
    how = "any" if criteria.get("activities_aggregation") == "any" else "all"
    listed = sorted(keys[key] for key in named)
    if grade is None and how == "all":
        return {"completion": listed}
    found: Data = {how: listed} if listed else {}
    if grade is not None:
        found["grade"] = round(float(grade))
    return {"completion": found}
