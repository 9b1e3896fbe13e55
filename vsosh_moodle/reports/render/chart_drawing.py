"""Charts as SVG and PNG: drawn in memory without a display, the same figures give the same bytes.

Matplotlib takes half a second to import: import this module only where something is drawn.
"""

import io
import re
import warnings
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from vsosh_moodle.reports.render.chart_kinds import draw_chart, height_of
from vsosh_moodle.reports.render.chart_look import RC, WIDTH
from vsosh_moodle.reports.render.layout import NumberedChart

PNG_DPI = 200
_SVG_SIZE = re.compile(r'<svg [^>]*?viewBox="(?P<box>[\d. ]+)"[^>]*>')
_ID = re.compile(r'(\bid="|url\(#|href="#)')
_DRAWN = re.compile(r' d="[^"]*"')
_DIGITS = re.compile(r"(\.\d\d)\d+")
_NOISE = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)


def render_chart_svg(numbered: NumberedChart) -> str:
    """Return a chart as an `<svg>` element for a page, with its words for those who cannot see it.

    Raises ValueError when the drawing library writes no `<svg>` (matplotlib's SVG backend does).
    """
    text = _saved(numbered, "svg").decode("utf-8")
    text = _NOISE.sub("", text[text.index("<svg ") :])
    name = f"chart{numbered.number}"
    # A hundredth of a point is enough. Several drawings stand in one page: their ids must differ.
    text = _DRAWN.sub(lambda found: _DIGITS.sub(r"\1", found[0]), text)
    text = _ID.sub(rf"\g<1>{name}-", text)
    box = _SVG_SIZE.match(text)
    if box is None:
        raise ValueError(text[:200])
    width, height = box["box"].split()[2:]
    head = (
        f'<svg viewBox="{box["box"]}" width="{width}pt" height="{height}pt" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(numbered.chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(alternative(numbered))}</desc>'
    )
    return re.sub(r"\n\s*", "\n", head + text[box.end() :]).strip()


def render_chart_png(numbered: NumberedChart) -> bytes:
    """Return a chart as a PNG file, sharp enough for print."""
    return _saved(numbered, "png")


def alternative(numbered: NumberedChart) -> str:
    """Return in words what a chart shows."""
    return " ".join((numbered.chart.alt or numbered.chart.title, *numbered.data.notes))


def _saved(numbered: NumberedChart, form: str) -> bytes:
    written = io.BytesIO()
    with mpl.rc_context(RC), warnings.catch_warnings():
        # A sign the font lacks is drawn as a box; the table beside the chart has it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(WIDTH, height_of(numbered)), layout="constrained")
        draw_chart(figure, numbered)
        # Places everything once; saving with the engine on would do it twice more.
        layout = figure.get_layout_engine()
        if layout is not None:
            layout.execute(figure)
            figure.set_layout_engine("none")
        metadata: Any = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(written, format=form, dpi=PNG_DPI, metadata=metadata)
    return written.getvalue()
