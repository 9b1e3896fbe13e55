"""How sums of letters are written: «2x² − 3x + 1»."""


def polynomial(*terms: tuple[int, str]) -> str:
    """Return «2x² − 3x + 1» of (2, x²), (−3, x), (1, "")."""
    text = ""
    for factor, letter in terms:
        if not factor:
            continue
        shown = "" if letter and abs(factor) == 1 else str(abs(factor))
        sign = ("−" if factor < 0 else "") if not text else (" − " if factor < 0 else " + ")
        text += f"{sign}{shown}{letter}"
    return text or "0"
