"""Codes instead of names: what Moodle shows of a pupil when names stay in the school's own folder.

The law treats a site with pupils' names as one that processes personal data (273-ФЗ, art. 16 part 3.1).
With codes the site holds «Ученик 01375»; who that is stands in the people ledger alone.
"""

PUPIL = "Ученик"
"""The given name of every pupil then. It is written into Moodle, so it stays Russian in any language."""

# A totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004): its check digit finds every single
# wrong digit and every swap of two neighbours.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def pupil_code(number: int) -> str:
    """Return the code of the ledger's person `number` (1 or more): five digits or more, the last a check."""
    digits = f"{number:04d}"
    return f"{digits}{_check_digit(digits)}"


def is_pupil_code(text: str) -> bool:
    """Tell whether a text is a code with the right check digit."""
    return len(text) >= 5 and text.isascii() and text.isdigit() and _check_digit(text) == "0"


def _check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim
