"""Live charts of a workbook: they stand beside their tables and follow what a clerk changes there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from vsosh_moodle.reports.document.model import ChartKind, ColumnKind
from vsosh_moodle.reports.render.layout import NumberedChart
from vsosh_moodle.reports.render.xlsx_cells import HEAD, QUIET, own_cell, write_text, write_value
from vsosh_moodle.reports.render.xlsx_table import FIRST_ROW, HEAD_ROW, TableSheet

# The stubs of openpyxl's charts know neither its descriptors nor what its constructors fill in.
AnyChart = Any

_WIDTH_CM = 17.0
_BESIDE = 62
"""A table of so many signs leaves room for a chart on the same page on its side."""
_ROW_CM = 0.53
_PAGE_ROWS = 46
# Lightness, pattern and marker tell the series apart on a grey printer.
_COLORS: tuple[Any, ...] = ("1F4E79", "F0B35A", "A9D3CB", "FFFFFF", "8A8F96", "DFE3E8")
_PATTERNS: tuple[Any, ...] = (None, "wdUpDiag", "wdDnDiag", None, "diagCross", "dashHorz")
_MARKERS = ("circle", "square", "triangle", "diamond", "x", "plus")
_DASHES: tuple[Any, ...] = ("solid", "dash", "sysDot", "dashDot", "lgDash", "sysDash")
_INK: Any = "1B1F23"
_TARGET: Any = "8B1A1A"


def place_charts(made: TableSheet, charts: list[NumberedChart]) -> bool:
    """Draw the charts of a table on its sheet; return whether they stand at its right.

    A heat map is the table itself, shaded; a chart without a number is left out.
    """
    shown = [one for one in charts if one.chart.kind != "heatmap" and not one.data.empty]
    if not shown:
        return False
    beside = made.width <= _BESIDE
    row = HEAD_ROW if beside else made.notes_end + 2
    drawn = []
    for numbered in shown:
        one = _DRAWN[numbered.chart.kind](made, numbered)
        _dress(one, numbered)
        if _has_line(numbered):
            _add_target(one, made, _write_target(made, numbered))
        drawn.append(one)
    left = get_column_letter(max(made.right, made.text_columns) + 2) if beside else "A"
    page = row
    for one in drawn:
        rows = int(one.height / _ROW_CM) + 2
        if not beside and page + rows > _PAGE_ROWS:
            made.sheet.row_breaks.append(Break(id=row - 1))
            page = 0
        made.sheet.add_chart(one, f"{left}{row}")
        row, page = row + rows, page + rows
    return beside


def _has_line(numbered: NumberedChart) -> bool:
    """Whether the plan is a line: across lying bars Excel draws none, their title says it."""
    return numbered.chart.target is not None and numbered.chart.kind in {"column", "line"}


def _bars(made: TableSheet, numbered: NumberedChart, direction: str, *, stacked: bool) -> AnyChart:
    chart: AnyChart = BarChart()
    chart.type = direction
    chart.grouping = "stacked" if stacked else "clustered"
    chart.overlap = 100 if stacked else -5
    chart.gapWidth = 60
    _add_series(chart, made, numbered)
    for place, one in enumerate(chart.series):
        one.graphicalProperties = _fill(place)
    if len(chart.series) == 1 or stacked:
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False,
                                         showLegendKey=False, showPercent=False)  # fmt: skip
    rows = len(numbered.data.labels)
    if direction == "bar":
        # The first row stands on top, the axis with numbers below.
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
        series = 1 if stacked else len(chart.series)
        chart.height = min(3.5 + rows * (0.25 + 0.42 * series), 24)
    return chart


def _lines(made: TableSheet, numbered: NumberedChart) -> AnyChart:
    chart: AnyChart = LineChart()
    _add_series(chart, made, numbered)
    for place, one in enumerate(chart.series):
        color = _INK if _color(place) == "FFFFFF" else _color(place)
        line = LineProperties(solidFill=color, w=28575, prstDash=_DASHES[place % 6])
        one.graphicalProperties = GraphicalProperties(ln=line)
        one.marker.symbol = _MARKERS[place % 6]
        one.marker.size = 7
        one.marker.graphicalProperties = _fill(place)
        one.smooth = False
    return chart


def _add_series(chart: AnyChart, made: TableSheet, numbered: NumberedChart) -> None:
    last = HEAD_ROW + len(numbered.data.labels)
    for column, one in zip(numbered.chart.series, numbered.data.series, strict=True):
        place = column + 1
        if numbered.chart.kind == "line" and None in one.values:
            # A text in a cell is zero to a line; in an empty cell the line has a gap.
            place = _write_beside(made, one.title, one.values, one.kind)
        values = Reference(made.sheet, place, HEAD_ROW, place, last)
        chart.append(SeriesFactory(values, title_from_data=True))
    labels = numbered.chart.labels + 1
    chart.set_categories(Reference(made.sheet, labels, FIRST_ROW, labels, last))
    chart.height = 8.5


def _write_target(made: TableSheet, numbered: NumberedChart) -> int:
    """Write the plan beside the table, where its line is drawn from; return the column."""
    values = [numbered.chart.target] * len(made.table.rows)
    return _write_beside(made, numbered.data.target_label, values, numbered.data.series[0].kind)


def _write_beside(
    made: TableSheet, title: str, values: Sequence[float | None], kind: ColumnKind
) -> int:
    for column, written in made.beside.items():
        if written == (title, tuple(values)):
            return column
    made.right = column = made.right + (2 if made.right == len(made.table.columns) else 1)
    made.beside[column] = (title, tuple(values))
    head = made.sheet.cell(HEAD_ROW, column)
    write_text(head, title, QUIET)
    head.alignment = HEAD
    for row, value in enumerate(values, start=FIRST_ROW):
        if value is not None:
            cell = own_cell(made.sheet.cell(row, column))
            write_value(cell, value, kind, 0)
            cell.font = QUIET
    made.sheet.column_dimensions[get_column_letter(column)].width = 14
    return column


def _add_target(chart: AnyChart, made: TableSheet, column: int) -> None:
    line: AnyChart = LineChart()
    values = Reference(made.sheet, column, HEAD_ROW, column, made.last_row)
    one: Any = SeriesFactory(values, title_from_data=True)
    one.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=_TARGET, w=19050, prstDash="lgDash")
    )
    one.marker.symbol = "none"
    one.smooth = False
    if isinstance(chart, LineChart):
        chart.append(one)
        return
    line.append(one)
    chart += line  # drawn over the bars


def _dress(chart: AnyChart, numbered: NumberedChart) -> None:
    label = numbered.data.target_label
    chart.title = f"{numbered.caption} ({label})" if label else numbered.caption
    chart.title.overlay = False
    chart.width = _WIDTH_CM
    chart.x_axis.delete = chart.y_axis.delete = False
    kinds = {one.kind for one in numbered.data.series}
    chart.y_axis.number_format = "0%" if kinds == {"percent"} else "#,##0"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="C9CED4"))
    if (
        min((v for one in numbered.data.series for v in one.values if v is not None), default=0)
        >= 0
    ):
        chart.y_axis.scaling.min = 0
    if len(numbered.chart.series) > 1 or _has_line(numbered):
        chart.legend.position = "b"
    else:
        chart.legend = None
    for run_holder in chart.title.tx.rich.paragraphs if chart.title.tx else ():
        for run in run_holder.r or ():
            run.rPr = _small_bold()


def _small_bold() -> CharacterProperties:
    return CharacterProperties(sz=1100, b=True)


def _color(place: int) -> Any:
    return _COLORS[place % len(_COLORS)]


def _fill(place: int) -> Any:
    pattern = _PATTERNS[place % len(_PATTERNS)]
    look: Any = GraphicalProperties(ln=LineProperties(solidFill=_INK, w=6350))
    if pattern is None:
        look.solidFill = _color(place)
    else:
        look.pattFill = PatternFillProperties(
            prst=pattern,
            fgClr=ColorChoice(srgbClr=_INK),
            bgClr=ColorChoice(srgbClr=_color(place)),
        )
    return look


def _stacked(made: TableSheet, numbered: NumberedChart) -> AnyChart:
    long = any(len(label) > 12 for label in numbered.data.labels) or len(numbered.data.labels) > 16
    return _bars(made, numbered, "bar" if long else "col", stacked=True)


_DRAWN: Mapping[ChartKind, Callable[[TableSheet, NumberedChart], AnyChart]] = {
    "bar": lambda made, numbered: _bars(made, numbered, "bar", stacked=False),
    "column": lambda made, numbered: _bars(made, numbered, "col", stacked=False),
    "line": _lines,
    "stacked": _stacked,
    "funnel": lambda made, numbered: _bars(made, numbered, "bar", stacked=False),
}
