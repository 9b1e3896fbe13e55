"""A question as the program has it before it is written in a form that Moodle imports; pure."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

QuestionKind = Literal["choice", "many", "short", "number", "match", "truefalse"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is asked, without a key: the text, its answers, and `why` the pupil reads afterwards.

    - `choice`: one right option, the others wrong; `many`: several right ones;
    - `short`: every spelling that is right; letters' case does not matter;
    - `number`: the value, right within `tolerance` either way;
    - `match`: pairs; `truefalse`: `right` holds «true» or «false».
    """

    kind: QuestionKind
    text: str
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    number: Fraction = Fraction(0)
    tolerance: Fraction = Fraction(0)
    pairs: tuple[tuple[str, str], ...] = ()
    why: str = ""

    @property
    def fault(self) -> str:
        """What makes it no question, in a stable English word; "" for a sound one."""
        if not self.text.strip():
            return "no-text"
        if self.kind in ("choice", "many"):
            return self._fault_of_options()
        if self.kind == "short" and not all(one.strip() for one in self.right or ("",)):
            return "no-answer"
        if self.kind == "match":
            lefts = [left for left, _right in self.pairs]
            if len(lefts) < 2 or len(set(lefts)) < len(lefts):
                return "pairs"
        return ""

    def _fault_of_options(self) -> str:
        options = [" ".join(one.split()).casefold() for one in (*self.right, *self.wrong)]
        if not self.right or (self.kind == "many" and not self.wrong):
            return "no-answer"
        if len(options) < 2 or not all(options):
            return "options"
        return "option-twice" if len(set(options)) < len(options) else ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a bank under its lasting key; `line` is where it stands, or what makes it."""

    key: str
    drawn: Drawn
    line: int = 0


def choice(text: str, right: str, wrong: tuple[str, ...], why: str = "") -> Drawn:
    """Return a question with one right option."""
    return Drawn("choice", text, (right,), wrong, why=why)


def number(text: str, value: Fraction | int, why: str = "", tolerance: Fraction | int = 0) -> Drawn:
    """Return a question whose answer is a number."""
    return Drawn("number", text, number=Fraction(value), tolerance=Fraction(tolerance), why=why)


def short(text: str, *right: str, why: str = "") -> Drawn:
    """Return a question whose answer is a word, in every spelling that is right."""
    return Drawn("short", text, right, why=why)
