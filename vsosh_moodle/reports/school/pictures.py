"""Which charts are worth a picture: one of noughts alone says less than the table beside it."""

from vsosh_moodle.reports.document.model import Block, Chart, Table


def pictured(table: Table, chart: Chart, *, picture_first: bool = False) -> list[Block]:
    """Return a table with its chart; without the chart where nothing but noughts would be drawn."""
    drawn = any(
        isinstance(value := row[column], int | float) and value
        for row in table.rows
        for column in chart.series
    )
    if not drawn:
        return [table]
    return [chart, table] if picture_first else [table, chart]
