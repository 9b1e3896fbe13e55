"""What of a course did not come into its template, and how it is said."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from vsosh_moodle.language import _
from vsosh_moodle.pulled.markdown_text import LOSSES, PulledText, to_markdown


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something left out or made simpler: `section` and `item` are titles, "" where it is the course's.

    `code` is a word for programs, `what` a Russian sentence part.
    """

    code: str
    section: str
    item: str
    what: str


@dataclass(slots=True)
class Remarks:
    """Collects what is left out of one item of a course."""

    found: list[LeftOut] = field(default_factory=list)
    section: str = ""
    item: str = ""

    def at(self, section: str = "", item: str = "") -> "Remarks":
        """Return a collector of the same list for another item."""
        return Remarks(self.found, section, item)

    def note(self, code: str, what: str) -> None:
        """Note that something was left out; the same thing of the same item is noted once."""
        one = LeftOut(code, self.section, self.item, what)
        if one not in self.found:
            self.found.append(one)

    def text(self, html: object) -> str:
        """Return an HTML text as Markdown, noting what is lost of it."""
        pulled: PulledText = to_markdown(str(html or ""))
        for loss in pulled.losses:
            self.note(f"text-{loss.code}", _(LOSSES[loss.code]).format(what=_short(loss.what)))
        return pulled.markdown


def _short(words: str, most: int = 60) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def listed(words: Iterable[str]) -> str:
    """Return words joined by commas, each once."""
    return ", ".join(dict.fromkeys(words))
