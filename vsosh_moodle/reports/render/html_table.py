"""A table of a report as HTML: dense ones get smaller type and a page of their own on its side."""

from datetime import date
from html import escape

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Column, Hidden, Table, Value
from vsosh_moodle.reports.render.heat import HeatScale
from vsosh_moodle.reports.render.layout import NumberedTable
from vsosh_moodle.reports.render.shown_values import (
    NUMBER_KINDS,
    legend_of,
    number_of,
    render_quantity,
    render_value,
    totals_of,
)
from vsosh_moodle.reports.render.table_width import Density, density_of

_TALL = 25
_SORTABLE = 8
_SHORT = 12
"""A table of so few rows is not broken over two pages."""
_LONG_WORD, _LONG_TEXT = 18, 36


def render_table_html(numbered: NumberedTable, small: int) -> str:
    """Return a table with its caption and what is to know about it, as HTML."""
    table, anchor = numbered.table, f"table-{numbered.number}"
    density = density_of(table, small)
    lines = [
        f'<div class="{_classes(table, density)}" id="{anchor}">',
        f'<p class="caption" id="{anchor}-title">{escape(numbered.caption)}</p>',
    ]
    if table.rows:
        lines += _grid(table, anchor, density, small)
    else:
        lines.append(f'<p class="note">{escape(_("Строк нет."))}</p>')
    lines += [f'<p class="under">{escape(line)}</p>' for line in lines_under(table, small, density)]
    return "\n".join([*lines, "</div>"])


def lines_under(table: Table, small: int, density: Density) -> list[str]:
    """Return what stands below a table: its note, the meaning of its signs, its source."""
    signs = legend_of(table, small)
    if density.name == "dense":
        signs = tuple(_shortened(line, small) for line in signs)
        if any(column.kind == "percent" for column in table.columns):
            signs = (_("Числа — проценты."), *signs)
    source = (
        _("Источник: {source}.").format(source=table.source.rstrip(".")) if table.source else ""
    )
    return [line for line in (table.note, " ".join(signs), source) if line]


def _shortened(line: str, small: int) -> str:
    for long, short in ((_hidden(small), f"<{small}"), (_("скрыто"), "×")):
        line = line.replace(f"«{long}»", f"«{short}»")
    return line


def _classes(table: Table, density: Density) -> str:
    short = len(table.rows) <= _SHORT
    return " ".join(("table", *(("wide",) if density.wide else ()), *(("short",) if short else ())))


def _hidden(small: int) -> str:
    return render_value(Hidden(), small=small)


def _grid(table: Table, anchor: str, density: Density, small: int) -> list[str]:
    tall = " tall" if len(table.rows) > _TALL else ""
    css = " ".join(filter(None, (density.name, "heat" if table.heat else "")))
    sort = " data-sort" if len(table.rows) >= _SORTABLE else ""
    heat = HeatScale(table) if table.heat else None
    looks = [_look(table, place) for place in range(len(table.columns))]
    lines = [
        f'<div class="scroll{tall}" tabindex="0" role="region" aria-labelledby="{anchor}-title">',
        f'<table class="{css}"{sort}><thead><tr>',
        *(_head(column) for column in table.columns),
        "</tr></thead><tbody>",
    ]
    for row in table.rows:
        cells = [
            _cell(value, column, look, place, _Shown(density, small, heat))
            for place, (value, column, look) in enumerate(
                zip(row, table.columns, looks, strict=True)
            )
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</tbody>")
    totals = totals_of(table)
    if totals is not None:
        cells = [
            _cell(value, column, look, place, _Shown(density, small, None))
            for place, (value, column, look) in enumerate(
                zip(totals, table.columns, looks, strict=True)
            )
        ]
        lines.append(f"<tfoot><tr>{''.join(cells)}</tr></tfoot>")
    return [*lines, "</table></div>"]


class _Shown:
    """How the cells of one table are written."""

    def __init__(self, density: Density, small: int, heat: HeatScale | None) -> None:
        self.dense = density.name == "dense"
        self.small = small
        self.heat = heat

    def text(self, value: Value, column: Column) -> str:
        number = number_of(value)
        if self.dense and isinstance(value, Hidden):
            return f"<{self.small}" if value.small else "×"
        if self.dense and number is not None and column.kind == "percent":
            return render_quantity(number)
        return render_value(value, column.kind, self.small)


def _head(column: Column) -> str:
    css = ' class="n"' if column.kind in NUMBER_KINDS else ""
    note = f"<small>{escape(column.note)}</small>" if column.note else ""
    return f'<th scope="col"{css}>{escape(column.title)}{note}</th>'


def _look(table: Table, place: int) -> str:
    if table.columns[place].kind != "text":
        return "n"
    texts = [row[place] for row in table.rows if isinstance(row[place], str)]
    longest = max((len(str(text)) for text in texts), default=0)
    word = max((len(one) for text in texts for one in str(text).split()), default=0)
    return "long" if word > _LONG_WORD else "w" if longest > _LONG_TEXT else ""


def _cell(value: Value, column: Column, look: str, place: int, shown: _Shown) -> str:
    tag, end = ('th scope="row"', "th") if place == 0 else ("td", "td")
    classes = [look] if look else []
    if isinstance(value, Hidden) or value is None:
        classes.append("off")
    elif column.kind == "text" and number_of(value) is not None:
        classes.append("n")
    if shown.heat is not None and place and (level := shown.heat.level(value)):
        classes.append(f"h{level}")
    css = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag}{css}{_sort_key(value, column)}>{escape(shown.text(value, column))}</{end}>"


def _sort_key(value: Value, column: Column) -> str:
    """Return what the page sorts by, where it is not the text: nothing for no number."""
    if column.kind == "text":
        return ""
    if isinstance(value, date):
        return f' data-v="{value.isoformat()}"'
    number = number_of(value)
    return f' data-v="{"" if number is None else number}"'
