"""Numbers as Russian school texts have them."""

import re
from fractions import Fraction

F = Fraction
Answer = Fraction | str
NUMBER = re.compile(r"[−-]?\d+(?:,\d+)?(?:/\d+)?")
SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def n(text: str) -> Fraction:
    """Return the number a text is."""
    plain = text.replace("−", "-").replace(",", ".")
    if "/" in plain:
        upper, lower = plain.split("/")
        return F(upper) / F(lower)
    return F(plain)


def numbers(text: str) -> list[Fraction]:
    """Return the numbers of a text with their signs."""
    return [n(one) for one in NUMBER.findall(text)]


def positive(text: str) -> list[Fraction]:
    """Return the numbers of a text, a minus being an action."""
    return [n(one.lstrip("−-")) for one in re.findall(r"\d+(?:,\d+)?", text)]
