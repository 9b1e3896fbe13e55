"""Questions -> GIFT, the text format that Moodle's own import reads (question/format/gift, 4.1–4.5)."""

import re
from collections.abc import Iterable
from fractions import Fraction

from vsosh_moodle.questions.question import Drawn, Question

_SPECIAL = re.compile(r"([~=#{}:\\])")
_SPACES = re.compile(r"[ \t\r]+")  # a no-break space stays: programs are indented by them
_DECIMALS = 6


def render_gift(title: str, questions: Iterable[Question]) -> str:
    """Return a file of questions; the same questions give the same text."""
    blocks = [f"// title: {' '.join(title.split())}"]
    blocks += [_block(one) for one in questions]
    return "\n\n".join(blocks) + "\n"


def decimal_text(value: Fraction) -> str:
    """Return a number as GIFT takes it: «-0.125», at most six decimals."""
    scaled = round(value * 10**_DECIMALS)
    whole, part = divmod(abs(scaled), 10**_DECIMALS)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{part:0{_DECIMALS}d}".rstrip("0").rstrip(".")


def is_decimal(value: Fraction) -> bool:
    """Tell whether a number is told exactly by six decimals."""
    return int((value * 10**_DECIMALS).denominator) == 1


def _block(question: Question) -> str:
    drawn = question.drawn
    why = f"####{_escaped(drawn.why)}" if drawn.why else ""
    text = _escaped(drawn.text)
    return f"::{_escaped(question.key)}::[plain]{text} {{{_answers(drawn)}{why}}}"


def _answers(drawn: Drawn) -> str:
    match drawn.kind:
        case "choice":
            options = [f"={_escaped(one)}" for one in drawn.right]
            return " ".join([*options, *(f"~{_escaped(one)}" for one in drawn.wrong)])
        case "many":
            return _many(drawn)
        case "short":
            return " ".join(f"={_escaped(one)}" for one in drawn.right)
        case "number":
            # Without a tolerance Moodle's import drops the answer 0.
            return f"#{decimal_text(drawn.number)}:{decimal_text(drawn.tolerance)}"
        case "match":
            return " ".join(
                f"={_escaped(left)} -> {_escaped(right)}" for left, right in drawn.pairs
            )
        case _:
            return "TRUE" if drawn.right == ("true",) else "FALSE"


def _many(drawn: Drawn) -> str:
    """Return options worth equal parts; a wrong one takes away as much as the right ones give together."""
    share = decimal_text(Fraction(round(Fraction(10**7, len(drawn.right))), 10**5))
    return " ".join([
        *(f"~%{share}%{_escaped(one)}" for one in drawn.right),
        *(f"~%-100%{_escaped(one)}" for one in drawn.wrong),
    ])  # fmt: skip


def _escaped(text: str) -> str:
    """Return a text on one line with GIFT's own signs escaped."""
    lines = (_SPACES.sub(" ", line).strip(" ") for line in text.strip().split("\n"))
    return "\\n".join(_SPECIAL.sub(r"\\\1", line) for line in lines)
