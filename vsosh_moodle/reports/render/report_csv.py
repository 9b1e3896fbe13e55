"""The tables of a report as CSV files that a Russian Excel opens: semicolons, decimal commas, a BOM.

The text begins with a BOM: written as UTF-8 it is what Python calls utf-8-sig.
"""

import csv
import io

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Column, ColumnKind, Report, Table, Value
from vsosh_moodle.reports.render.layout import lay_out
from vsosh_moodle.reports.render.shown_values import (
    NUMBER_KINDS,
    number_of,
    render_value,
    round_half_up,
    totals_of,
)
from vsosh_moodle.reports.render.spreadsheet_text import disarm

BOM = "\ufeff"
_DIGITS = 4


def render_report_csv(report: Report) -> dict[str, str]:
    """Return the text of each table's file by its name, `<key of the table>.csv`."""
    return {
        f"{numbered.table.key}.csv": render_table_csv(numbered.table, report.small_numbers)
        for _part, numbered in lay_out(report).tables()
    }


def render_table_csv(table: Table, small: int) -> str:
    """Return a table as CSV. A text that a program might take for a formula gets an apostrophe first."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([_title(column) for column in table.columns])
    totals = totals_of(table)
    for row in (*table.rows, *(() if totals is None else (totals,))):
        writer.writerow(
            [_cell(value, one.kind, small) for value, one in zip(row, table.columns, strict=True)]
        )
    return BOM + text.getvalue()


def _title(column: Column) -> str:
    percent = column.kind == "percent" and "%" not in column.title
    return disarm(_("{title}, %").format(title=column.title) if percent else column.title)


def _cell(value: Value, kind: ColumnKind, small: int) -> str:
    number = number_of(value)
    if number is not None and kind in NUMBER_KINDS:
        return _number(number)
    if value is None:
        return ""
    return disarm(render_value(value, kind, small))


def _number(number: float) -> str:
    if isinstance(number, int):
        return str(number)
    text = f"{round_half_up(number, _DIGITS):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",") or "0"
