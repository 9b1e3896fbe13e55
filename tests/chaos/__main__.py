"""`python -m tests.chaos --rounds 10000 --seed 1`: many rounds of faults, and what they came to."""

import argparse
import logging
import multiprocessing
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.chaos.live import LiveSite
from tests.chaos.pieces import play_piece
from tests.chaos.rounds import ROUNDS_PER_SITE, Tally

SITES_AT_ONCE = 4
"""Sites of one piece of work: pieces go to the workers as they come free."""


def main() -> int:
    """Play the rounds asked for and print the figures; return 1 when a round failed."""
    given = _arguments()
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    first, end = given.first, given.first + given.rounds
    if given.only is not None:
        first, end = given.only - given.only % ROUNDS_PER_SITE, given.only + 1
    verbose = given.verbose or given.only is not None
    tally = Tally()
    for piece in _pieces(given, first, end, verbose=verbose):
        tally.add(piece)
        took = time.monotonic() - began
        told = f"[{took:.0f} s] {tally.rounds} rounds, {len(tally.failures)} failed"
        print("\n".join((*piece.failures, told)), flush=True)
    tally.seconds = time.monotonic() - began
    print(tally)
    return 1 if tally.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", type=int, help="play this round (and those before it on its site)"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes (sandbox only)")
    parser.add_argument("--verbose", action="store_true", help="tell every round")
    live = parser.add_argument_group("a real Moodle, which is filled with invented people")
    live.add_argument("--live-url")
    live.add_argument("--live-token-file", type=Path)
    live.add_argument("--live-database", help="PostgreSQL of the site: postgresql://…")
    live.add_argument("--live-reset", help="command that makes the site new")
    live.add_argument(
        "--live-data", type=Path, help="moodledata: maintenance mode is switched there"
    )
    return parser.parse_args()


def _pieces(given: argparse.Namespace, first: int, end: int, *, verbose: bool) -> Iterator[Tally]:
    size = SITES_AT_ONCE * ROUNDS_PER_SITE
    starts = range(first - first % size, end, size)
    ranges = [(max(first, start), min(end, start + size)) for start in starts]
    if given.live_url or given.workers < 2:
        live = LiveSite.of(given) if given.live_url else None
        for start, stop in ranges:
            yield play_piece(given.seed, start, stop, verbose=verbose, live=live)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.workers, mp_context=context) as pool:
        work = [
            pool.submit(play_piece, given.seed, start, stop, verbose=verbose)
            for start, stop in ranges
        ]
        for done in as_completed(work):
            yield done.result()


if __name__ == "__main__":
    sys.exit(main())
