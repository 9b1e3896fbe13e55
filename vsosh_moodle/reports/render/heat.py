"""The shades of a table that shows much and little: eight steps from light to dark."""

from vsosh_moodle.reports.document.model import Table, Value
from vsosh_moodle.reports.render.shown_values import NUMBER_KINDS, number_of

STEPS = 8


def heat_columns(table: Table) -> list[int]:
    """Return the columns of numbers behind the first column."""
    return [
        place for place, column in enumerate(table.columns) if place and column.kind in NUMBER_KINDS
    ]


class HeatScale:
    """The shade of each number of a table: 0 for none, up to `STEPS`."""

    def __init__(self, table: Table) -> None:
        columns = heat_columns(table)
        found = [
            number
            for row in table.rows
            for column in columns
            if (number := number_of(row[column])) is not None
        ]
        self.low = min([0, *found])
        self.high = max([0, *found])

    def level(self, value: Value) -> int:
        """Return the shade of a value."""
        number = number_of(value)
        if number is None or self.high <= self.low:
            return 0
        return round((number - self.low) / (self.high - self.low) * STEPS)
