"""Texts of others on our screen: what would command a terminal or turn its lines round is only shown.

A name from a list or from the site may hold an escape sequence (which moves the cursor, changes the
window's title, hides a line) or a bidirectional override (which shows a line in another order).
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

# All of C0 but tab, line feed and carriage return; DEL and C1; marks, embeddings, overrides and
# isolates of the bidirectional algorithm (Unicode Standard Annex 9).
_COMMANDS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def disarmed(text: str) -> str:
    """Return the text with a replacement sign for each character a terminal would obey."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def disarmed_json(data: Any) -> str:
    """Return data as JSON, Russian letters as they are, what a terminal would obey as an escape."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class PlainConsole(Console):
    """A console whose colours are its own: what the texts bring along is shown, not obeyed."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the segments of what is drawn, each text of them disarmed."""
        for segment in super().render(renderable, options):
            if segment.control or not _COMMANDS.search(segment.text):
                yield segment
            else:
                yield Segment(disarmed(segment.text), segment.style)
