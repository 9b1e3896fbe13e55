"""Texts that a spreadsheet might take for formulas."""

import re

# Also behind signs that are not shown, and in the full width of Asian keyboards.
_FORMULA = re.compile(
    r"[\s\ufeff\u00ad\u200b-\u200f\u2060\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00]"
)


def looks_like_formula(text: str) -> bool:
    """Tell whether some program might run a text of a cell instead of showing it."""
    return _FORMULA.match(text) is not None


def disarm(text: str) -> str:
    """Return a text for CSV that no spreadsheet runs: with an apostrophe before it if need be.

    A text that begins with an apostrophe gets one too: so taking one off always gives the text back.
    """
    return f"'{text}" if looks_like_formula(text) or text.startswith("'") else text
