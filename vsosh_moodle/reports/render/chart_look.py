"""How charts look: readable on a grey printer, so nothing is told by colour alone."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.ticker import FuncFormatter, MaxNLocator

from vsosh_moodle.reports.document.model import ColumnKind
from vsosh_moodle.reports.render.shown_values import render_quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET, LINE, TARGET = "#1b1f23", "#586069", "#c9ced4", "#8b1a1a"
WIDTH = 6.7
"""Inches: what is left of A4 between the margins."""
FONT, SMALL_FONT = 9.0, 7.5


@dataclass(frozen=True, slots=True)
class Look:
    """How a series is told from the others without colour: lightness, hatch, marker, dashes."""

    color: str
    hatch: str
    marker: str
    dashes: Any
    label: str = INK


LOOKS = (
    Look("#1f4e79", "", "o", "-", "#ffffff"),
    Look("#f0b35a", "////", "s", "--"),
    Look("#a9d3cb", "\\\\\\\\", "^", ":"),
    Look("#ffffff", "", "D", "-."),
    Look("#8a8f96", "xxxx", "v", (0, (5, 1, 1, 1))),
    Look("#dfe3e8", "----", "P", (0, (1, 1))),
)

RC: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": FONT,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "hatch.color": INK,
    "legend.frameon": False,
    "legend.fontsize": FONT - 0.5,
    "svg.fonttype": "path",  # the same on every computer and printer, whatever fonts it has
    "svg.hashsalt": "vsosh-moodle",  # the same report gives the same bytes
    "text.parse_math": False,  # a dollar in a course's name begins no formula
    "xtick.color": INK,
    "ytick.color": INK,
}


def look(number: int) -> Look:
    """Return the look of a series; after six they come again."""
    return LOOKS[number % len(LOOKS)]


def wrapped(label: str, width: int, lines: int = 3) -> str:
    """Return a label broken into short lines; long words are broken too, what is left over is cut."""
    found = textwrap.wrap(label, width, max_lines=lines, placeholder="…") or [""]
    return "\n".join(found)


def value_axis(axes: "Axes", which: str, unit: str, kinds: Sequence[ColumnKind]) -> None:
    """Write the numbers of an axis as Russians do; an axis of people has whole numbers."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(
        FuncFormatter(lambda amount, _place: render_quantity(float(amount), _short(unit)))
    )
    whole = all(kind in {"count", "people"} for kind in kinds)
    axis.set_major_locator(MaxNLocator(nbins=6, integer=whole, min_n_ticks=2))
    axes.grid(axis="x" if which == "x" else "y")
    axis.set_tick_params(length=0)
    if unit and not _short(unit):
        (axes.set_xlabel if which == "x" else axes.set_ylabel)(unit, color=QUIET)


def _short(unit: str) -> str:
    return unit if unit == "%" else ""


def draw_target(axes: "Axes", which: str, target: float | None, label: str) -> None:
    """Draw the line of the plan with its label outside the plot, where it covers nothing."""
    if target is None:
        return
    style: dict[str, Any] = {
        "color": TARGET,
        "linestyle": (0, (6, 2)),
        "linewidth": 1.4,
        "zorder": 3,
    }
    if which == "x":
        axes.axvline(target, **style)
        axes.text(
            target, 1.01, label, transform=axes.get_xaxis_transform(),
            ha="center", va="bottom", color=TARGET, fontsize=FONT - 0.5,
        )  # fmt: skip
    else:
        axes.axhline(target, **style)
        axes.text(
            1.01, target, wrapped(label, 10), transform=axes.get_yaxis_transform(),
            ha="left", va="center", color=TARGET, fontsize=FONT - 0.5,
        )  # fmt: skip
