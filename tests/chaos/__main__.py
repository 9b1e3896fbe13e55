"""`python -m tests.chaos --rounds 10000 --seed 1`: many rounds of faults, and what they came to."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.rounds import ROUNDS_PER_SITE, play


def main() -> int:
    """Play the rounds asked for and print the figures; return 1 when a round failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="play this round (and those before it on its site)")
    parser.add_argument("--verbose", action="store_true", help="tell every round")
    given = parser.parse_args()
    first, rounds = given.first, given.first + given.rounds
    if given.only is not None:
        first, rounds = given.only - given.only % ROUNDS_PER_SITE, given.only + 1
    began = time.monotonic()

    def say(text: str) -> None:
        if given.verbose or not text[0].isdigit():
            print(f"[{time.monotonic() - began:.0f} s] {text}", flush=True)
        elif text.split(":")[0].endswith("00"):
            print(f"[{time.monotonic() - began:.0f} s] round {text.split(':')[0]}", flush=True)

    with tempfile.TemporaryDirectory(prefix="vsosh-chaos-") as scratch:
        tally = play(given.seed, rounds, Path(scratch), first=first, say=say)
    print(tally)
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
