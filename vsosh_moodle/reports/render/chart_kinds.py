"""The six kinds of charts, drawn into a matplotlib figure."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from vsosh_moodle.reports.document.model import ChartKind
from vsosh_moodle.reports.render.chart_data import ChartData, ChartSeries
from vsosh_moodle.reports.render.chart_heatmap import draw_heatmap, heatmap_height
from vsosh_moodle.reports.render.chart_look import (
    FONT,
    INK,
    SMALL_FONT,
    draw_target,
    look,
    value_axis,
    wrapped,
)
from vsosh_moodle.reports.render.layout import NumberedChart
from vsosh_moodle.reports.render.shown_values import render_amount, render_quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_HEIGHT = 8.6
_LABELLED = 30
"""With more bars than this their values are not written at them."""


def height_of(numbered: NumberedChart) -> float:
    """Return how many inches high a chart is."""
    data = numbered.data
    rows = max(len(data.labels), 1)
    legend = 0.2 * math.ceil(len(data.series) / 3)
    lines = max((wrapped(label, 30, 2).count("\n") + 1 for label in data.labels), default=1)
    match numbered.chart.kind:
        case "bar":
            row = max(0.17 * len(data.series) + 0.1, 0.16 * lines + 0.04)
        case "funnel":
            row = 0.44
        case "heatmap":
            return heatmap_height(data)
        case "stacked" if _lies(numbered):
            row = max(0.28, 0.16 * lines + 0.04)
        case _:
            return min(3.2 + legend, _MOST_HEIGHT)
    return min(max(0.8 + row * rows + legend, 1.7), _MOST_HEIGHT)


def draw_chart(figure: "Figure", numbered: NumberedChart) -> None:
    """Draw a chart into an empty figure."""
    axes = figure.add_subplot()
    _DRAWN[numbered.chart.kind](axes, numbered)


def _bar(axes: "Axes", numbered: NumberedChart) -> None:
    _bars(axes, numbered, lying=True)


def _column(axes: "Axes", numbered: NumberedChart) -> None:
    _bars(axes, numbered, lying=False)


def _bars(axes: "Axes", numbered: NumberedChart, *, lying: bool) -> None:
    """Draw series side by side, with their numbers where these have room."""
    data = numbered.data
    step = 0.8 / len(data.series)
    room = _LABELLED * 2 if lying else _LABELLED / 2
    for place, one in enumerate(data.series):
        style = look(place)
        at = [row - 0.4 + step * (place + 0.5) for row in range(len(data.labels))]
        (axes.barh if lying else axes.bar)(
            at, _numbers(one.values), step * 0.94,
            color=style.color, hatch=style.hatch, edgecolor=INK, linewidth=0.6, label=one.title,
        )  # fmt: skip
        if len(data.labels) * len(data.series) <= room:
            for side, value, text in zip(at, one.values, _texts(one), strict=True):
                _at_end(axes, value, side, text, lying=lying)
    (_lying_labels if lying else _standing_labels)(axes, data.labels)
    axis = "x" if lying else "y"
    value_axis(axes, axis, numbered.chart.unit, [one.kind for one in data.series])
    _roomy(axes, numbered, axis)
    draw_target(axes, axis, numbered.chart.target, data.target_label)
    _legend(axes, len(data.series))


def _line(axes: "Axes", numbered: NumberedChart) -> None:
    data = numbered.data
    for place, one in enumerate(data.series):
        style = look(place)
        axes.plot(
            range(len(data.labels)),
            _numbers(one.values),
            color=INK if style.color == "#ffffff" else style.color,
            linestyle=style.dashes,
            linewidth=1.8,
            marker=style.marker if len(data.labels) <= 60 else None,
            markersize=5,
            markeredgecolor=INK,
            markeredgewidth=0.6,
            label=one.title,
        )
        if len(data.series) == 1 and len(data.labels) <= 12:
            for side, (value, text) in enumerate(zip(one.values, _texts(one), strict=True)):
                _at_end(axes, value, side, text, lying=False)
    _standing_labels(axes, data.labels)
    value_axis(axes, "y", numbered.chart.unit, [one.kind for one in data.series])
    _roomy(axes, numbered, "y")
    draw_target(axes, "y", numbered.chart.target, data.target_label)
    _legend(axes, len(data.series))


def _stacked(axes: "Axes", numbered: NumberedChart) -> None:
    data, lying = numbered.data, _lies(numbered)
    below = [0.0] * len(data.labels)
    highest = max((sum(_stack(data, row)) for row in range(len(data.labels))), default=0) or 1
    for place, one in enumerate(data.series):
        style, values = look(place), [value or 0.0 for value in one.values]
        (axes.barh if lying else axes.bar)(
            range(len(values)), values, 0.7, below,
            color=style.color, hatch=style.hatch, edgecolor=INK, linewidth=0.6, label=one.title,
        )  # fmt: skip
        for row, value in enumerate(values):
            if value / highest >= 0.06 and len(values) <= _LABELLED:
                middle = below[row] + value / 2
                across, up = (middle, row) if lying else (row, middle)
                axes.text(
                    across, up, render_amount(value, one.kind),
                    ha="center", va="center", fontsize=SMALL_FONT + 0.5, color=style.label,
                    bbox={
                        "facecolor": "#ffffff" if style.hatch else style.color,
                        "edgecolor": "none", "pad": 1.2,
                    },
                )  # fmt: skip
        below = [base + value for base, value in zip(below, values, strict=True)]
    which = "x" if lying else "y"
    (_lying_labels if lying else _standing_labels)(axes, data.labels)
    value_axis(axes, which, numbered.chart.unit, [one.kind for one in data.series])
    draw_target(axes, which, numbered.chart.target, data.target_label)
    _legend(axes, max(len(data.series), 2))


def _funnel(axes: "Axes", numbered: NumberedChart) -> None:
    data = numbered.data
    one = data.series[0]
    first = next((value for value in one.values if value), None)
    widest = max((value for value in one.values if value), default=1.0)
    for row, (label, value) in enumerate(zip(data.labels, one.values, strict=True)):
        width = (value or 0) / widest
        style = look(0)
        axes.barh(
            row, width, 0.68, left=-width / 2, color=style.color, edgecolor=INK, linewidth=0.6
        )
        share = render_quantity(value / first * 100, "%") if value is not None and first else ""
        amount = _texts(one)[row]
        inside = width > 0.3
        axes.text(
            0 if inside else width / 2 + 0.02, row,
            f"{amount} ({share})" if row and share and one.kind != "percent" else amount,
            ha="center" if inside else "left", va="center",
            color="#ffffff" if inside else INK, fontweight="bold",
        )  # fmt: skip
        axes.text(-0.53, row, wrapped(label, 30), ha="right", va="center")
    axes.set_ylim(len(data.labels) - 0.5, -0.5)
    axes.set_xlim(-0.52, 0.62)
    axes.axis("off")


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [math.nan if value is None else float(value) for value in values]


def _stack(data: ChartData, row: int) -> list[float]:
    return [one.values[row] or 0.0 for one in data.series]


def _lies(numbered: NumberedChart) -> bool:
    """Whether stacks lie: their names are many or long."""
    labels = numbered.data.labels
    return len(labels) > 16 or any(len(label) > 12 for label in labels)


def _texts(one: ChartSeries) -> list[str]:
    """Return what stands at each figure: the number, or why there is none."""
    return [
        sign if value is None else render_amount(value, one.kind)
        for value, sign in zip(one.values, one.signs, strict=True)
    ]


def _at_end(axes: "Axes", value: float | None, place: float, text: str, *, lying: bool) -> None:
    value = max(value or 0.0, 0.0)
    axes.annotate(
        text,
        (value, place) if lying else (place, value),
        (3, 0) if lying else (0, 3),
        textcoords="offset points",
        ha="left" if lying else "center",
        va="center" if lying else "bottom",
        fontsize=SMALL_FONT,
        color=INK,
        bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.4, "alpha": 0.8},
        zorder=4,
    )


def _lying_labels(axes: "Axes", labels: Sequence[str]) -> None:
    size = FONT if len(labels) <= 28 else 6.5
    axes.set_yticks(range(len(labels)), [wrapped(label, 30, 2) for label in labels], fontsize=size)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


def _standing_labels(axes: "Axes", labels: Sequence[str]) -> None:
    step = max(1, math.ceil(len(labels) / 26))
    shown = range(0, len(labels), step)
    room = max(4, int(64 / max(len(shown), 1)))
    slanted = any(len(labels[place]) > room * 2 for place in shown) or len(shown) > 14
    texts = [wrapped(labels[place], 18 if slanted else room, 2) for place in shown]
    axes.set_xticks(
        list(shown), texts, rotation=45 if slanted else 0, ha="right" if slanted else "center",
        rotation_mode="anchor" if slanted else "default",
    )  # fmt: skip
    axes.set_xlim(-0.6, max(len(labels), 1) - 0.4)


def _roomy(axes: "Axes", numbered: NumberedChart, which: str) -> None:
    """Leave room for the values at the ends, and keep zero and the plan in sight."""
    found = [value for one in numbered.data.series for value in one.values if value is not None]
    low, high = min([0.0, *found]), max([0.0, *found])
    if numbered.chart.target is not None:
        low, high = min(low, numbered.chart.target), max(high, numbered.chart.target)
    room = (high - low or 1.0) * 0.12
    (axes.set_xlim if which == "x" else axes.set_ylim)(low - (room if low < 0 else 0), high + room)


def _legend(axes: "Axes", series: int) -> None:
    if series < 2:
        return
    axes.figure.legend(
        *axes.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=min(series, 3),
        handlelength=2.6,
        labelcolor=INK,
    )


_DRAWN: Mapping[ChartKind, Callable[["Axes", NumberedChart], None]] = {
    "bar": _bar,
    "column": _column,
    "line": _line,
    "stacked": _stacked,
    "heatmap": draw_heatmap,
    "funnel": _funnel,
}
