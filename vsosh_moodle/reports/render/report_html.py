"""A report as one HTML page: read on a screen or a phone, printed on A4, without a network."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from itertools import groupby

from vsosh_moodle.language import _, current_language
from vsosh_moodle.reports.document.model import Paragraph, Report
from vsosh_moodle.reports.pages import page_environment
from vsosh_moodle.reports.render.html_table import render_table_html
from vsosh_moodle.reports.render.layout import (
    LaidBlock,
    NumberedChart,
    NumberedTable,
    Part,
    draft_mark,
    internal_mark,
    lay_out,
)
from vsosh_moodle.reports.render.table_width import density_of


@dataclass(frozen=True, slots=True)
class _Group:
    """Blocks that stand together: items make one list."""

    kind: str
    blocks: tuple[LaidBlock, ...]
    html: str = ""


@dataclass(frozen=True, slots=True)
class _PagePart:
    heading: str
    anchor: str
    new_page: bool
    groups: tuple[_Group, ...]
    wide_until: int
    """How many groups stand on a page on its side together with the heading."""
    is_appendix: bool = False


def render_report_html(report: Report) -> str:
    """Return the report as an HTML page: one file, no network, readable without scripts."""
    layout = lay_out(report)
    script = (
        resources.files("vsosh_moodle.reports").joinpath("templates/report.js").read_text("utf-8")
    )
    return (
        page_environment(css_text=_css_text)
        .get_template("report.html.j2")
        .render(
            report=report,
            parts=[_page_part(part, report.small_numbers) for part in layout.parts],
            mark=internal_mark(),
            draft=draft_mark(),
            foot=" · ".join(filter(None, (report.title, internal_mark() if report.named else ""))),
            script=script,
            script_digest=_digest(script),
            language=current_language(),
        )
    )


def _page_part(part: Part, small: int) -> _PagePart:
    groups = [
        group
        for kind, blocks in groupby(part.blocks, key=_kind)
        for group in _grouped(kind, tuple(blocks), small)
    ]
    return _PagePart(
        part.heading,
        part.anchor,
        part.section.page and part.place > 1,
        tuple(groups),
        _wide_until(groups, small),
        part.is_appendix,
    )


def _wide_until(groups: Sequence[_Group], small: int) -> int:
    """Tell whether the first table lies on its side: then the heading goes with it, not before it."""
    for place, group in enumerate(groups, start=1):
        first = group.blocks[0]
        if isinstance(first, NumberedTable) and density_of(first.table, small).wide:
            return place
        if not isinstance(first, Paragraph):
            return 0
    return 0


def _kind(block: LaidBlock) -> str:
    return "items" if isinstance(block, Paragraph) and block.style == "item" else "others"


def _grouped(kind: str, blocks: tuple[LaidBlock, ...], small: int) -> list[_Group]:
    if kind == "items":
        return [_Group("items", blocks)]
    return [_single(block, small) for block in blocks]


def _single(block: LaidBlock, small: int) -> _Group:
    match block:
        case NumberedTable():
            return _Group("made", (block,), render_table_html(block, small))
        case NumberedChart():
            return _Group("made", (block,), _figure(block))
        case Paragraph():
            return _Group("paragraph", (block,))


def _figure(numbered: NumberedChart) -> str:
    under = [*numbered.data.notes, _("Числа — в таблице {n}.").format(n=numbered.table.number)]
    if numbered.data.empty:
        drawing = f'<p class="note">{escape(_("Нет данных для рисунка."))}</p>'
    else:
        from vsosh_moodle.reports.render.chart_drawing import render_chart_svg

        drawing = render_chart_svg(numbered)
    lines = "".join(f'<p class="under">{escape(line)}</p>' for line in under)
    return (
        f'<figure id="figure-{numbered.number}">\n<div class="drawing">{drawing}</div>\n'
        f"<figcaption>{escape(numbered.caption)}</figcaption>{lines}</figure>"
    )


def _digest(script: str) -> str:
    """Return what the page's policy knows its own script by: no other script runs."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _css_text(text: str) -> str:
    """Return a text as a string of CSS that cannot end the string or the style element."""
    safe = "".join(f"\\{ord(sign):x} " if sign in '"\\<\n\r' else sign for sign in text)
    return f'"{safe}"'
