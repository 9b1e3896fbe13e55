"""The course's grade from the grades of activities, as Moodle's gradebook aggregates them.

Only graded activities count (Moodle's default). What is left out: weights set by hand in a natural
category, which count as automatic ones here; dropped lowest grades and extra credit, which the plugin
cannot set. Source: `aggregate_values_and_adjust_bounds` of lib/grade/grade_category.php (4.5.6).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

_CATEGORY_MAX = 100.0


@dataclass(frozen=True, slots=True)
class GradeItem:
    """An activity's place in the gradebook: most points, and its coefficient in a weighted mean."""

    cmid: int
    grade_max: float
    coefficient: float = 1


@dataclass(frozen=True, slots=True)
class GradeCategory:
    """A category, or the whole course: how it is aggregated, what is in it."""

    aggregation: str
    items: tuple[GradeItem, ...] = ()
    categories: tuple["GradeCategory", ...] = ()
    coefficient: float = 1


@dataclass(frozen=True, slots=True)
class _Value:
    fraction: float
    grade_max: float
    coefficient: float = field(default=1)


def course_total(course: GradeCategory, grades: Mapping[int, float]) -> tuple[float, float] | None:
    """Return points and most points of the course for these grades by cmid, None without any.

    With natural aggregation the most points are those of what is graded so far; else 100.
    """
    value = _aggregate(course, grades)
    return None if value is None else (round(value.fraction * value.grade_max, 5), value.grade_max)


def _aggregate(category: GradeCategory, grades: Mapping[int, float]) -> _Value | None:
    values = [
        _Value(grades[item.cmid] / item.grade_max, item.grade_max, item.coefficient)
        for item in category.items
        if item.cmid in grades and item.grade_max
    ]
    for one in category.categories:
        value = _aggregate(one, grades)
        if value is not None:
            values.append(value)
    if not values:
        return None
    if category.aggregation == "natural":
        most = sum(value.grade_max for value in values)
        return _Value(
            sum(value.fraction * value.grade_max for value in values) / most,
            most,
            category.coefficient,
        )
    fraction = _WAYS[category.aggregation](values)
    return None if fraction is None else _Value(fraction, _CATEGORY_MAX, category.coefficient)


def _weighted(values: Sequence[_Value], weights: Sequence[float]) -> float | None:
    whole = sum(weights)
    if whole <= 0:
        return None
    return sum(value.fraction * n for value, n in zip(values, weights, strict=True)) / whole


def _mode(values: Sequence[_Value]) -> float:
    """The most frequent fraction, and the highest of several."""
    counted = Counter(value.fraction for value in values)
    most = max(counted.values())
    return max(fraction for fraction, count in counted.items() if count == most)


_WAYS: dict[str, Callable[[Sequence[_Value]], float | None]] = {
    "mean": lambda values: _weighted(values, [1] * len(values)),
    "weighted_mean": lambda values: _weighted(values, [max(v.coefficient, 0) for v in values]),
    "simple_weighted_mean": lambda values: _weighted(values, [v.grade_max for v in values]),
    "median": lambda values: median(value.fraction for value in values),
    "min": lambda values: min(value.fraction for value in values),
    "max": lambda values: max(value.fraction for value in values),
    "mode": _mode,
}
