"""A piece of a long run: what one worker plays; a spawned process cannot find it in `__main__`."""

import logging
import tempfile
from functools import partial
from pathlib import Path

from tests.chaos.live import LiveSite
from tests.chaos.rounds import Tally, play, sandbox_ground


def play_piece(
    seed: int, first: int, end: int, *, verbose: bool, live: LiveSite | None = None
) -> Tally:
    """Play rounds `first` to `end` - 1 of a seed in a folder of their own."""
    logging.disable(logging.CRITICAL)
    say = partial(print, flush=True) if verbose else lambda _text: None
    with tempfile.TemporaryDirectory(prefix="vsosh-chaos-") as scratch:
        return play(
            seed, end, Path(scratch), live.ground if live else sandbox_ground, first, say=say
        )
