"""The faults of a round: which, from which call on, for how long; drawn from a seed."""

import random
from dataclasses import dataclass
from typing import Literal

FOREVER = 10**6
"""As many calls as a run may make: the fault stays until the run is over."""

Count = Literal["writes", "calls"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a run.

    It strikes at call number `at` (from 1) of all `calls` or of the `writes` alone, and the `times`
    - 1 calls after. `processed` is whether the site does the work of a call that gets no good
    answer. `amount` is what the kind makes of it: seconds late, seconds of skew, bytes left free.
    """

    kind: str
    at: int
    count: Count = "writes"
    times: int = 1
    processed: bool = False
    amount: float = 0

    def strikes(self, calls: int, writes: int, *, write: bool) -> bool:
        """Whether it strikes the call that is the so-manieth."""
        if self.count == "writes" and not write:
            return False
        number = writes if self.count == "writes" else calls
        return self.at <= number < self.at + self.times

    def __str__(self) -> str:
        long = "on" if self.times == FOREVER else f"×{self.times}"
        done = " processed" if self.processed else ""
        return f"{self.kind}@{self.at} {self.count} {long}{done} ({self.amount:g})"


WIRE = (
    "refused", "reset", "truncated", "drip", "silence", "late", "502", "503", "504", "html", "empty",
)  # fmt: skip
"""What the way to the site does."""

SITE = ("maintenance", "token-revoked", "upgrade", "db-readonly", "db-down")
"""What the site says of itself."""

OURS = ("clock-skew", "disk-full", "kill")
"""What befalls the computer that applies."""

KINDS = WIRE + SITE + OURS
_FIRST_WRITES = (1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6)
WEIGHTS = {"reset": 3, "truncated": 2, "kill": 5, "disk-full": 2, "silence": 0.5, "empty": 0.7}


def draw_faults(rng: random.Random) -> list[Fault]:
    """Return one to three faults; only one of them ends the process or fills the disk."""
    weights = [WEIGHTS.get(kind, 1) for kind in KINDS]
    kinds = rng.choices(KINDS, weights, k=rng.choice((1, 1, 1, 2, 3)))
    mortal = [kind for kind in kinds if kind in ("kill", "disk-full")]
    kinds = [kind for kind in kinds if kind not in mortal] + mortal[:1]
    return [_fault(kind, rng) for kind in kinds]


def _fault(kind: str, rng: random.Random) -> Fault:
    count: Count = "writes" if rng.random() < 0.75 else "calls"
    at = rng.choice(_FIRST_WRITES) if count == "writes" else rng.randint(1, 12)
    processed = rng.random() < 0.5
    times = rng.choice((1, 1, 2, 3))
    if kind in SITE:
        times = rng.choice((1, 3, FOREVER, FOREVER))
    if kind in ("refused", "drip", "clock-skew", "disk-full", "kill"):
        times = FOREVER if kind in ("drip", "clock-skew") or rng.random() < 0.7 else 1
    if kind == "clock-skew":
        at, count = 1, "calls"
    if kind == "kill" and rng.random() < 0.4:
        at = 0  # not at a call: after so many seconds
    amount = {
        "late": rng.uniform(0.02, 0.25),
        "drip": rng.uniform(0.001, 0.004),
        "refused": rng.uniform(0.01, 0.15),
        "clock-skew": rng.choice((-1, 1)) * rng.choice((90, 3_700, 90_000, 40_000_000)),
        "disk-full": rng.choice((0, 0, 1_000, 9_000, 40_000)),
        "kill": rng.uniform(0.01, 0.45),
    }.get(kind, 0)
    return Fault(kind, at, count, times, processed, amount)
