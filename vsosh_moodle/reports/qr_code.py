"""QR codes of an address, for a page and for a sheet. They hold the address and nothing else."""

import io
from functools import cache

import segno

# A quarter of the code may be dirty or folded: slips are carried in pockets.
_ERROR_LEVEL = "q"
_QUIET_MODULES = 2
_PIXELS = 6


@cache
def render_qr_svg(address: str) -> str:
    """Return an inline SVG of the code, without a size of its own: the page's style gives it."""
    code = segno.make_qr(address, error=_ERROR_LEVEL)
    return code.svg_inline(border=_QUIET_MODULES, omitsize=True, svgclass=None, lineclass=None)


@cache
def render_qr_png(address: str) -> bytes:
    """Return a PNG of the code, black on white, 6 pixels a module."""
    picture = io.BytesIO()
    segno.make_qr(address, error=_ERROR_LEVEL).save(
        picture, kind="png", scale=_PIXELS, border=_QUIET_MODULES
    )
    return picture.getvalue()
