"""What a chart shows: the figures of its table, and in words what it leaves out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Chart, ChartKind, ColumnKind, Hidden, Table, Value
from vsosh_moodle.reports.render.shown_values import NBSP, number_of, render_quantity, render_value

_NAMES_SHOWN = 6
_MOST_ROWS: dict[ChartKind, int] = {"bar": 45, "stacked": 45, "heatmap": 45, "funnel": 12}
"""As many rows as are legible on one page of A4; a line may have any number."""
Rows = Sequence[tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """A row of figures: None where there is nothing to draw; `signs` say why («менее 5», «—»)."""

    title: str
    kind: ColumnKind
    values: tuple[float | None, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """The figures of a chart; `notes` are printed below it."""

    labels: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    target_label: str = ""
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw at all."""
        return all(value is None for one in self.series for value in one.values)


def chart_data(chart: Chart, table: Table, small: int) -> ChartData:
    """Return the figures of a chart; hidden numbers, missing ones and rows too many are left out and told."""
    rows = table.rows[: _MOST_ROWS.get(chart.kind)]
    labels = tuple(
        render_value(row[chart.labels], table.columns[chart.labels].kind, small) for row in rows
    )
    series = tuple(
        ChartSeries(
            table.columns[column].title,
            table.columns[column].kind,
            tuple(number_of(row[column]) for row in rows),
            tuple(_sign(row[column], small) for row in rows),
        )
        for column in chart.series
    )
    return ChartData(labels, series, _target_label(chart), _notes(chart, table, rows, labels))


def _sign(value: Value, small: int) -> str:
    if number_of(value) is not None:
        return ""
    return render_value(value if isinstance(value, Hidden) else None, small=small)


def _target_label(chart: Chart) -> str:
    if chart.target is None:
        return ""
    label = chart.target_label or _("план — {value}").format(
        value=render_quantity(chart.target, chart.unit)
    )
    return label.replace(" %", f"{NBSP}%")


def _notes(chart: Chart, table: Table, rows: Rows, labels: Sequence[str]) -> tuple[str, ...]:
    hidden = _labels_with(chart, rows, labels, lambda cell: isinstance(cell, Hidden))
    missing = _labels_with(chart, rows, labels, lambda cell: number_of(cell) is None)
    missing = [label for label in missing if label not in hidden]
    notes = []
    if len(rows) < len(table.rows):
        notes.append(
            _("Показаны первые {n} из {all}, остальное — в таблице.").format(
                n=len(rows), all=len(table.rows)
            )
        )
    if hidden:
        notes.append(_("Числа скрыты, на рисунке их нет: {names}.").format(names=_listed(hidden)))
    if missing:
        notes.append(_("Нет данных: {names}.").format(names=_listed(missing)))
    return tuple(notes)


def _labels_with(
    chart: Chart, rows: Rows, labels: Sequence[str], wanted: Callable[[Value], bool]
) -> list[str]:
    return [
        label
        for label, row in zip(labels, rows, strict=True)
        if any(wanted(row[column]) for column in chart.series)
    ]


def _listed(names: Sequence[str]) -> str:
    text = ", ".join(names[:_NAMES_SHOWN])
    rest = len(names) - _NAMES_SHOWN
    return _("{names} и ещё {n}").format(names=text, n=rest) if rest > 0 else text
