"""The heat map: light to dark, so that it reads in grey; cells without a number are hatched."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import Rectangle

from vsosh_moodle.reports.render.chart_data import ChartData
from vsosh_moodle.reports.render.chart_look import INK, QUIET, SMALL_FONT, wrapped
from vsosh_moodle.reports.render.shown_values import render_quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from vsosh_moodle.reports.render.layout import NumberedChart

_LIGHT, _DARK = "#f4f8fc", "#10375c"
_NUMBERS_FIT = 18
# As many as an eye tells apart on grey paper; with more, an SVG would hold a picture of the scale.
_SHADES = 10


def heatmap_height(data: ChartData) -> float:
    """Return how many inches high a heat map is."""
    return min(max(1.1 + 0.24 * len(data.labels), 1.8), 8.6)


def draw_heatmap(axes: "Axes", numbered: "NumberedChart") -> None:
    """Draw rows by columns; the numbers are written in when they fit."""
    data = numbered.data
    cells = [
        [math.nan if value is None else float(value) for value in row]
        for row in zip(*(one.values for one in data.series), strict=True)
    ]
    known = [value for row in cells for value in row if not math.isnan(value)]
    high = max(known, default=1.0)
    low = min([0.0, *known])
    scale = Normalize(low, high if high > low else low + 1)
    colors = LinearSegmentedColormap.from_list("vsosh", [_LIGHT, _DARK], N=_SHADES)
    mesh = axes.pcolormesh(cells, cmap=colors, norm=scale, edgecolors="#ffffff", linewidth=0.5)
    for place, row in enumerate(cells):
        for column, value in enumerate(row):
            if math.isnan(value):
                axes.add_patch(
                    Rectangle(
                        (column, place), 1, 1, fill=False, hatch="////", edgecolor="#b5bac0", lw=0
                    )
                )
    if len(data.series) <= _NUMBERS_FIT and len(data.labels) <= 40:
        _write_numbers(axes, cells, scale)
    _name_cells(axes, data)
    bar = axes.figure.colorbar(mesh, ax=axes, pad=0.015, aspect=28)
    bar.outline.set_visible(False)
    bar.ax.yaxis.set_major_formatter(
        lambda amount, _place: render_quantity(
            float(amount), "%" if numbered.chart.unit == "%" else ""
        )
    )
    bar.ax.tick_params(labelsize=SMALL_FONT, length=0)
    if numbered.chart.unit and numbered.chart.unit != "%":
        bar.set_label(numbered.chart.unit, color=QUIET)


def _write_numbers(axes: "Axes", cells: Sequence[Sequence[float]], scale: Normalize) -> None:
    for place, row in enumerate(cells):
        for column, value in enumerate(row):
            if not math.isnan(value):
                axes.text(
                    column + 0.5, place + 0.5, render_quantity(value),
                    ha="center", va="center", fontsize=SMALL_FONT,
                    color="#ffffff" if scale(value) > 0.5 else INK,
                )  # fmt: skip


def _name_cells(axes: "Axes", data: ChartData) -> None:
    rows, columns = len(data.labels), len(data.series)
    size = 8.5 if rows <= 30 else 6.5
    axes.set_yticks(
        [row + 0.5 for row in range(rows)], [wrapped(one, 26, 1) for one in data.labels],
        fontsize=size,
    )  # fmt: skip
    step = max(1, math.ceil(columns / 30))
    shown = range(0, columns, step)
    titles = [data.series[place].title for place in shown]
    upright = columns > 8 or any(len(title) > 9 for title in titles)
    axes.set_xticks(
        [place + 0.5 for place in shown], [wrapped(title, 16, 2) for title in titles],
        rotation=90 if upright else 0, fontsize=SMALL_FONT,
    )  # fmt: skip
    axes.tick_params(length=0)
    axes.set_ylim(rows, 0)
    axes.set_xlim(0, columns)
    for side in axes.spines.values():
        side.set_visible(False)
