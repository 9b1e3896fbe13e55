"""WordprocessingML of tables and texts, written as text: a thousand rows in a tenth of a second."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from vsosh_moodle.reports.document.model import Hidden, Table, Value
from vsosh_moodle.reports.render.heat import HeatScale
from vsosh_moodle.reports.render.shown_values import (
    number_of,
    render_quantity,
    render_value,
    totals_of,
)
from vsosh_moodle.reports.render.table_width import Density, density_of, widths_of

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_HALF_POINTS = {"": 18, "many": 15, "dense": 10}
_MARGINS = {"": 70, "many": 45, "dense": 5}
"""Twentieths of a point left and right of the text of a cell."""
_SHADES = ("", "EAF1F8", "D3E1EE", "B7CDE2", "97B5D2", "7298BD", "3F6E9B", "24527F", "10375C")
_DARK = 6
_LEAST_WORDS, _LONG_WORDS = 6, 10
"""A column of words never gets narrower than so many signs; one of short words stays as it is."""
_HEAD, _TOTAL = "E6ECF2", "F2F5F8"


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How the cells of a table are written: type, style, shades."""

    paragraph: str
    half_points: int
    density: Density
    small: int
    heat: HeatScale | None


def words(text: str) -> str:
    """Return a text as it may stand in XML: line feeds stay, other control signs go."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\x0b", "\n")
    return _ILLEGAL.sub("", plain)


def run_xml(text: str, properties: str = "") -> str:
    """Return a run of text; each line feed becomes a break."""
    lines = escape(words(text)).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def table_element(table: Table, width: int, paragraph_style: str, small: int) -> BaseOxmlElement:
    """Return a `w:tbl` as wide as `width` (twentieths of a point): heads repeat, rows do not split."""
    density = density_of(table, small)
    style = CellStyle(
        paragraph_style,
        _HALF_POINTS[density.name],
        density,
        small,
        HeatScale(table) if table.heat else None,
    )
    widths = _share_out(table, width, style)
    rows = [_head_row(table, widths, style)]
    rows += [_row(row, table, widths, style) for row in table.rows]
    totals = totals_of(table)
    if totals is not None:
        rows.append(_row(totals, table, widths, style, total=True))
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    side = _MARGINS[density.name]
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="8F98A1"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _share_out(table: Table, width: int, style: CellStyle) -> list[int]:
    """Share the width out by need; where it is short, columns of words wrap, those of numbers do not."""
    # Bold letters of the head are some three fifths of their height wide.
    sign = style.half_points / 2 * 0.6 * 20
    room = 2 * _MARGINS[style.density.name] + 20
    signs = widths_of(table, style.small)
    needed = [int(one * sign) + room for one in signs]
    wordy = [
        place
        for place, column in enumerate(table.columns)
        if column.kind == "text" and signs[place] > _LONG_WORDS
    ]
    rest = width - sum(one for place, one in enumerate(needed) if place not in wordy)
    wanted = sum(needed[place] for place in wordy)
    short = sum(needed) > width
    if short and wordy and rest >= len(wordy) * (_LEAST_WORDS * sign + room):
        for place in wordy:
            needed[place] = rest * needed[place] // wanted
    else:
        whole = sum(needed)
        needed = [width * one // whole for one in needed]
    needed[0] += width - sum(needed)
    return needed


def _head_row(table: Table, widths: Sequence[int], style: CellStyle) -> str:
    cells = []
    upright = style.density.name == "dense"
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        turned = upright and place > 0
        properties = f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD}"/>'
        if turned:
            properties += '<w:textDirection w:val="btLr"/>'
        properties += f'<w:vAlign w:val="{"center" if turned else "bottom"}"/>'
        text = run_xml(column.title, _type(style, bold=True))
        if column.note:
            text += "<w:r><w:br/></w:r>" + run_xml(column.note, _type(style))
        side = "left" if column.kind == "text" or turned else "right"
        cells.append(_cell(text, width, properties, side, style, keep=True))
    height = '<w:trHeight w:val="760" w:hRule="atLeast"/>' if upright else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(
    row: Sequence[Value],
    table: Table,
    widths: Sequence[int],
    style: CellStyle,
    *,
    total: bool = False,
) -> str:
    cells = []
    for place, (value, column, width) in enumerate(zip(row, table.columns, widths, strict=True)):
        level = style.heat.level(value) if style.heat and place and not total else 0
        fill = _TOTAL if total else _SHADES[level]
        properties = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        off = value is None or isinstance(value, Hidden)
        color = "FFFFFF" if level >= _DARK else "4B535B" if off else ""
        text = run_xml(
            _shown(value, place, table, style), _type(style, bold=total, italic=off, color=color)
        )
        plain = column.kind == "text" and number_of(value) is None
        side = "left" if plain else "center" if style.density.name == "dense" else "right"
        cells.append(_cell(text, width, properties, side, style))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _shown(value: Value, place: int, table: Table, style: CellStyle) -> str:
    kind = table.columns[place].kind
    number = number_of(value)
    if style.density.name == "dense":
        if isinstance(value, Hidden):
            return f"<{style.small}" if value.small else "×"
        if number is not None and kind == "percent":
            return render_quantity(number)
    return render_value(value, kind, style.small)


def _cell(
    text: str, width: int, properties: str, side: str, style: CellStyle, *, keep: bool = False
) -> str:
    named = f"<w:pStyle w:val={quoteattr(style.paragraph)}/>" if style.paragraph else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr><w:p><w:pPr>{named}'
        f"{'<w:keepNext/>' if keep else ''}"
        f'<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:jc w:val="{side}"/>'
        f"</w:pPr>{text}</w:p></w:tc>"
    )


def _type(style: CellStyle, *, bold: bool = False, italic: bool = False, color: str = "") -> str:
    return (
        f"{'<w:b/>' if bold else ''}{'<w:i/>' if italic else ''}"
        f"{f'<w:color w:val={quoteattr(color)}/>' if color else ''}"
        f'<w:sz w:val="{style.half_points}"/><w:szCs w:val="{style.half_points}"/>'
    )
