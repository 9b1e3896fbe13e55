"""A report as data for other programs; docs/report-data.ru.md describes the shape."""

from datetime import date
from typing import Any

from vsosh_moodle.reports.document.model import (
    Chart,
    Column,
    Hidden,
    Paragraph,
    Report,
    Table,
    Value,
)
from vsosh_moodle.reports.render.layout import (
    LaidBlock,
    NumberedChart,
    NumberedTable,
    lay_out,
)
from vsosh_moodle.reports.render.shown_values import number_of, totals_of

FORMAT = "vsosh-moodle-report"
VERSION = 1
"""Goes up when a key goes away or changes its meaning; new keys may come at any time."""


def report_to_json(report: Report) -> dict[str, Any]:
    """Return a report as what `json.dumps` takes: numbers as numbers, dates as ISO texts.

    A percentage holds 0-100; no data is null; a hidden number is `{"hidden": "small"}`, or
    `{"hidden": "derived"}` when it would give another one away.
    """
    layout = lay_out(report)
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": report.kind,
        "title": report.title,
        "school": report.school,
        "period": report.period,
        "as_of": report.as_of,
        "made": report.made,
        "named": report.named,
        "small_numbers": report.small_numbers,
        "lead": list(report.lead),
        "signatures": [{"post": post, "name": name} for post, name in report.signatures],
        "fields": {name: _value(value) for name, value in report.fields.items()},
        "sections": [
            {
                "key": part.section.key,
                "number": part.section.number,
                "title": part.section.title,
                "blocks": [_block(block) for block in part.blocks],
            }
            for part in layout.parts
        ],
    }


def _block(block: LaidBlock) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {
                "type": "paragraph",
                "style": block.style,
                "draft": block.draft,
                "text": block.text,
            }
        case NumberedTable():
            return {"type": "table", "number": block.number, **_table(block.table)}
        case NumberedChart():
            return {
                "type": "chart",
                "number": block.number,
                **_chart(block.chart),
                "target_label": block.data.target_label,
                "notes": list(block.data.notes),
            }


def _table(table: Table) -> dict[str, Any]:
    totals = totals_of(table)
    return {
        "key": table.key,
        "title": table.title,
        "source": table.source,
        "note": table.note,
        "internal": table.internal,
        "people": table.people,
        "columns": [_column(column) for column in table.columns],
        "rows": [[_value(value) for value in row] for row in table.rows],
        "totals": None if totals is None else [_value(value) for value in totals],
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "title": column.title,
        "kind": column.kind,
        "total": column.total,
        "of": None if column.of is None else list(column.of),
        "note": column.note,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "key": chart.key,
        "title": chart.title,
        "kind": chart.kind,
        "table": chart.table,
        "labels": chart.labels,
        "series": list(chart.series),
        "unit": chart.unit,
        "target": chart.target,
        "alt": chart.alt,
    }


def _value(value: Value) -> Any:
    if isinstance(value, Hidden):
        return {"hidden": "small" if value.small else "derived"}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, bool)) or value is None:
        return value
    return number_of(value)
