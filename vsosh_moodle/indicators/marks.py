"""Five-point marks from percentages by the school's scale, and what schools count of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from vsosh_moodle.language import _
from vsosh_moodle.school.names import name_key

DEFAULT = "default"
DIGITS = Decimal("0.01")
"""To what a percentage is rounded before it is compared: 84.99999999 of Moodle's division is 85."""

SOU = {5: Decimal(100), 4: Decimal(64), 3: Decimal(36), 2: Decimal(16)}
"""Weights of the degree of learning (СОУ), in percent, as schools count it (after V. P. Simonov)."""


@dataclass(frozen=True, slots=True)
class MarkScale:
    """From how many percent of the points each mark is given; below the last it is «2»."""

    five: float = 85
    four: float = 65
    three: float = 45

    def mark(self, percent: float | None) -> int | None:
        """Return the mark of a percentage, None when there is no grade at all (0 is a grade: «2»)."""
        if percent is None:
            return None
        exact = _rounded(percent)
        for mark, least in ((5, self.five), (4, self.four), (3, self.three)):
            if exact >= _rounded(least):
                return mark
        return 2


@dataclass(frozen=True, slots=True)
class MarkCounts:
    """Marks of a group of pupils: how many of each, and of none («н/а»)."""

    five: int = 0
    four: int = 0
    three: int = 0
    two: int = 0
    none: int = 0

    @property
    def graded(self) -> int:
        """Who has a mark: the whole of every percentage here."""
        return self.five + self.four + self.three + self.two

    @property
    def passed(self) -> int:
        """Who has «3» or better."""
        return self.five + self.four + self.three

    @property
    def good(self) -> int:
        """Who has «4» or «5»."""
        return self.five + self.four

    @property
    def success(self) -> float | None:
        """Успеваемость, in percent."""
        return self._percent(self.passed)

    @property
    def quality(self) -> float | None:
        """Качество знаний, in percent."""
        return self._percent(self.good)

    @property
    def learning(self) -> float | None:
        """СОУ, in percent."""
        if not self.graded:
            return None
        counts = {5: self.five, 4: self.four, 3: self.three, 2: self.two}
        return float(sum(SOU[mark] * n for mark, n in counts.items()) / self.graded)

    @property
    def average(self) -> float | None:
        """The average mark."""
        if not self.graded:
            return None
        return (5 * self.five + 4 * self.four + 3 * self.three + 2 * self.two) / self.graded

    def _percent(self, part: int) -> float | None:
        return 100 * part / self.graded if self.graded else None


def scale_for(subject: str, scales: Mapping[str, MarkScale]) -> MarkScale:
    """Return the scale of a subject: its own, else `default`, else the usual one."""
    wanted = name_key(subject)
    own = next((scale for name, scale in scales.items() if name_key(name) == wanted), None)
    return own or scales.get(DEFAULT) or MarkScale()


def count_marks(marks: Iterable[int | None]) -> MarkCounts:
    """Count marks; None is «н/а»."""
    counts = Counter(marks)
    return MarkCounts(counts[5], counts[4], counts[3], counts[2], counts[None])


def mark_text(mark: int | None) -> str:
    """Return a mark as a class register writes it."""
    return _("н/а") if mark is None else str(mark)


def _rounded(percent: float) -> Decimal:
    # repr gives the shortest decimal of the float: 84.995 is meant, not 84.9949999999999903.
    return Decimal(repr(float(percent))).quantize(DIGITS, ROUND_HALF_UP)
