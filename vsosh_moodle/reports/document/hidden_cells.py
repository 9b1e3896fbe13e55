"""Which numbers to hide so that none of the hidden can be worked out: cells and the sums they stand in.

A reader knows all shown numbers, all sums, that a hidden number is at least 1, and of one shown as
«менее 5» that it is less. A hidden number is safe when there are other numbers that fit everything
the reader knows: such a second set is searched for, and as long as there is none, more is hidden.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_STEPS = 400
"""How long a second set of numbers is searched for; not found counts as not there."""


class Bond(StrEnum):
    """How numbers hang together; terms are cells with signs."""

    EQUAL = "equal"
    """They make 0: parts with +1 and their total with -1."""

    COVER = "cover"
    """They make 0 or more: people counted in several groups, and their total once."""

    ORDER = "order"
    """They make 0 or more: a whole and its part. This alone gives no number away."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Numbers that a reader knows to hang together; `total` is the cell to hide after the others."""

    bond: Bond
    terms: tuple[tuple[int, int], ...]
    total: int


@dataclass(slots=True)
class Cells:
    """Numbers of people by their index, what ties them, and what is hidden so far.

    `small` are the hidden that may be shown as «менее 5». `last` are hidden only when nothing else
    is left: the totals of tables.
    """

    values: list[int]
    ties: list[Tie]
    least: int
    last: frozenset[int] = frozenset()
    hidden: set[int] = field(default_factory=set)
    small: set[int] = field(default_factory=set)
    _of: dict[int, list[Tie]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for tie in self.ties:
            for cell, _sign in tie.terms:
                self._of[cell].append(tie)

    def hide(self, small: Iterable[int], also: Iterable[int] = ()) -> None:
        """Hide small numbers, others with them, and as many more as it takes to keep them hidden."""
        self.small = set(small)
        self.hidden = self.small | set(also)
        self._close()
        done: set[int] = set()
        while waiting := sorted(self.hidden - done):
            cell = waiting[0]
            # What is safe stays safe: hiding more only gives a reader more to guess at.
            beside = None
            if not self._is_safe(cell) and not self._is_safe_when_vague(cell):
                beside = self._beside(self._together(cell))
            if beside is None:
                # Safe; or all it is tied to is hidden already, and then other numbers would do as well.
                done.add(cell)
            else:
                self.hidden.add(beside)
                self._close()

    def _close(self) -> None:
        """Hide a second cell in every sum that has one hidden: alone it could be subtracted."""
        again = True
        while again:
            again = False
            for tie in self.ties:
                there = [cell for cell, _sign in tie.terms if cell in self.hidden]
                if tie.bond is Bond.EQUAL and len(there) == 1:
                    beside = self._beside_in([tie])
                    if beside is not None:
                        self.hidden.add(beside)
                        again = True

    def _is_safe(self, cell: int) -> bool:
        """Whether enough values of a hidden cell fit what is known: one is its own."""
        wanted = min(3, max(2, self.least - 1))
        found = 1
        together = self._together(cell)
        for step in (1, -1):
            moved: dict[int, int] = defaultdict(int)
            while (
                found < wanted
                and (changes := self._second_set(cell, step, moved, together)) is not None
            ):
                for one, change in changes.items():
                    moved[one] += change
                found += 1
        return found >= wanted

    def _second_set(
        self, cell: int, step: int, moved: Mapping[int, int], together: set[int]
    ) -> dict[int, int] | None:
        """Return changes of hidden cells, `cell` by `step`, that keep every tie; None for none.

        `moved` is how far the cells are from their own values already, `together` are the cells that
        may change: one of them has to stay small, or nothing would have been hidden.
        """
        steps = 0

        def search(changes: dict[int, int]) -> dict[int, int] | None:
            nonlocal steps
            steps += 1
            if steps > MOST_STEPS:
                return None
            broken = self._broken(changes, moved)
            if broken is None:
                now = {
                    one: self.values[one] + moved.get(one, 0) + changes.get(one, 0)
                    for one in together
                }
                return changes if min(now.values()) < self.least else None
            tie, wrong = broken
            for other, sign in tie.terms:
                change = -wrong * sign
                fits = self._allows(other, self.values[other] + moved.get(other, 0) + change)
                if other in self.hidden and other not in changes and fits:
                    found = search({**changes, other: change})
                    if found is not None:
                        return found
            return None

        fits = self._allows(cell, self.values[cell] + moved.get(cell, 0) + step)
        return search({cell: step}) if fits else None

    def _broken(
        self, changes: Mapping[int, int], moved: Mapping[int, int]
    ) -> tuple[Tie, int] | None:
        """Return a tie that the changes upset, and by how much; None when all hold."""
        for cell in changes:
            for tie in self._of[cell]:
                wrong = sum(sign * changes.get(one, 0) for one, sign in tie.terms)
                if tie.bond is not Bond.EQUAL:
                    before = sum(
                        sign * (self.values[one] + moved.get(one, 0)) for one, sign in tie.terms
                    )
                    wrong = min(0, before + wrong)
                if wrong:
                    return tie, wrong
        return None

    def _allows(self, cell: int, value: int) -> bool:
        lowest = 0 if self.values[cell] == 0 else 1
        return value >= lowest and (cell not in self.small or value < self.least)

    def _is_safe_when_vague(self, cell: int) -> bool:
        """Try without «менее 5» where it helps to guess a cell, and leave it so if that is enough."""
        near = self._together(cell)
        vague = near & self.small
        if not vague or len(near) == 1:
            return False
        self.small -= vague
        if self._is_safe(cell):
            return True
        self.small |= vague
        return False

    def _together(self, cell: int) -> set[int]:
        """Return the hidden cells that hang together with one by sums, itself among them."""
        found, waiting = {cell}, [cell]
        while waiting:
            for tie in self._of[waiting.pop()]:
                if tie.bond is not Bond.ORDER:
                    new = {one for one, _sign in tie.terms if one in self.hidden} - found
                    found |= new
                    waiting += new
        return found

    def _beside(self, cells: Iterable[int]) -> int | None:
        """Return one more cell to hide in the ties of cells, None for none."""
        return self._beside_in([tie for cell in sorted(cells) for tie in self._of[cell]])

    def _beside_in(self, ties: Iterable[Tie]) -> int | None:
        found = []
        for tie in ties:
            for other, _sign in tie.terms:
                if other not in self.hidden:
                    # Zeros protect nobody; a cell that stands alone in its other ties asks for more.
                    late = other in self.last or other == tie.total
                    lonely = sum(self._is_bare(one) for one in self._of[other] if one is not tie)
                    found.append((late, self.values[other] == 0, lonely, self.values[other], other))
        return min(found)[-1] if found else None

    def _is_bare(self, tie: Tie) -> bool:
        return tie.bond is Bond.EQUAL and not any(one in self.hidden for one, _sign in tie.terms)
