"""What every generator of questions has in common: a seed makes the same questions anywhere.

A generator is a pydantic model: its fields are what a row of a bank's `generate:` may say, `draw` makes
one question. Randomness comes from `Dice` alone, whose answers are the same in every Python.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Annotated, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from vsosh_moodle.questions.question import Drawn

T = TypeVar("T")
MOST_QUESTIONS = 200
_TRIES = 200


class Dice:
    """Random choices of one question."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311  exercises, not secrets

    def number(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`, both included."""
        return least + self._random.randrange(most - least + 1)

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of these."""
        return things[self.number(0, len(things) - 1)]

    def some_of(self, things: Sequence[T], count: int) -> list[T]:
        """Return so many different ones, in random order."""
        left = list(things)
        return [left.pop(self.number(0, len(left) - 1)) for _turn in range(min(count, len(left)))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return all of these in random order."""
        return self.some_of(things, len(things))

    def sign(self) -> int:
        """Return 1 or −1."""
        return self.one_of((1, -1))


class NotEnough(ValueError):
    """A generator has fewer different questions than asked for; `found` is how many."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


class Generator(BaseModel):
    """A row of `generate:`: `kind` names the generator, `count` how many questions it makes.

    `key` begins the keys of its questions (`kind` unless given). Subclasses set `about`, a sentence for
    teachers, and `kind`; `listed` tells that the answers stand in the row as a person wrote them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: ClassVar[str] = ""
    listed: ClassVar[bool] = False

    kind: str
    count: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)] = 12
    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")] | None = None

    @property
    def prefix(self) -> str:
        """How the keys of its questions begin."""
        return self.key or self.kind

    def draw(self, dice: Dice) -> Drawn:
        """Return one question."""
        raise NotImplementedError

    def questions(self, seed: int) -> Iterator[tuple[str, Drawn]]:
        """Yield the questions with their keys, all different; the n-th depends on those before it alone.

        Raises NotEnough when the generator cannot make so many.
        """
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for place in range(1, self.count + 1):
            for turn in range(_TRIES):
                drawn = self.draw(Dice(f"{seed}/{self.prefix}/{place}/{turn}"))
                mark = (drawn.text, () if drawn.kind == "number" else tuple(sorted(drawn.right)))
                if not drawn.fault and mark not in seen:
                    seen.add(mark)
                    yield f"{self.prefix}-{place:03d}", drawn
                    break
            else:
                raise NotEnough(place - 1)


def told(value: Fraction | int) -> str:
    """Return a number as Russian schools write it: «−2,5», «3/7»."""
    value = Fraction(value)
    sign = "−" if value < 0 else ""
    plain = abs(value)
    if plain.denominator == 1:
        return f"{sign}{plain.numerator}"
    scaled = plain * 10**4
    if scaled.denominator == 1:
        whole, part = divmod(scaled.numerator, 10**4)
        return f"{sign}{whole},{part:04d}".rstrip("0")
    return f"{sign}{plain.numerator}/{plain.denominator}"


def counted(count: int, one: str, few: str, many: str) -> str:
    """Return «21 деталь», «3 детали», «12 деталей»: what is written for pupils is Russian in any language."""
    last, teens = count % 10, count % 100 in range(11, 15)
    if last == 1 and not teens:
        return f"{count} {one}"
    return f"{count} {few}" if last in (2, 3, 4) and not teens else f"{count} {many}"
