"""A letter as data: its title, paragraphs and list, before it is a page or a text for a messenger."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vsosh_moodle.reports.letters.dialect import BLANK, LETTERS, unsugar
from vsosh_moodle.reports.letters.facts import Occasion, Recipient, Sender
from vsosh_moodle.reports.letters.fields import (
    address_lines,
    class_display,
    letter_fields,
    long_date,
)
from vsosh_moodle.reports.letters.labels import said_label
from vsosh_moodle.templates.expressions import render_text

PAGE_LINES, LINE_CHARS = 42, 66
"""What of 14 pt fits A4 with margins of two centimetres, below the head and above the signature."""

_HEAD_AND_FOOT = 9
_DOUBLED = re.compile(r"(?<=\d\s)г\.(\**)\.")  # a date's «г.» at the end of a sentence


class Run(NamedTuple):
    """A stretch of text, heavy or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, or a memo that stands in a frame."""

    kind: Literal["text", "item", "memo"]
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text without its looks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `who` names the pupil, for lists of letters; `blanks` counts the lines for a pen."""

    who: str
    school: str
    day: str
    address: tuple[str, ...]
    title: str
    blocks: tuple[Block, ...]
    signature: tuple[str, ...]
    blanks: int = 0

    @property
    def lines(self) -> int:
        """About how many lines of a page it takes."""
        return (
            _HEAD_AND_FOOT
            + len(self.address)
            + sum(
                -(-len(block.text) // LINE_CHARS) + (block.kind != "item") for block in self.blocks
            )
        )

    @property
    def fits(self) -> bool:
        """Whether it surely fits a page."""
        return self.lines <= PAGE_LINES

    def everything(self) -> str:
        """Return all its words, for whoever looks for what must not be there."""
        return "\n".join(
            (self.title, *self.address, *(block.text for block in self.blocks), *self.signature)
        )


def compose_letter(
    source: str, recipient: Recipient, sender: Sender, occasion: Occasion, *, form: bool = False
) -> Letter:
    """Return the letter of one pupil from a template's text; raises ExpressionError.

    A `form` has neither address nor signature of the school.
    """
    fields = letter_fields(recipient, sender, occasion)
    text = _DOUBLED.sub(r"г.\1", render_text(unsugar(source), fields, LETTERS))
    title, blocks = _parse(text)
    return Letter(
        who=recipient.name.short().nom,
        school=sender.school,
        day=str(long_date(occasion.today)),
        address=() if form else address_lines(recipient),
        title=title,
        blocks=blocks,
        signature=() if form else _signature(recipient, sender),
        blanks=text.count(BLANK),
    )


def said_in_letters(letters: Iterable[Letter], labels: Iterable[str]) -> str:
    """Return a label that one of the letters says, "" when none does."""
    known = tuple(labels)
    return next(filter(None, (said_label(one.everything(), known) for one in letters)), "")


def _signature(recipient: Recipient, sender: Sender) -> tuple[str, ...]:
    if sender.tutor is None and sender.signed:
        return ("С уважением,", sender.signed)
    name = sender.tutor.initials() if sender.tutor else BLANK
    of_class = f"{class_display(recipient.class_name)} класса"
    return ("С уважением,", f"классный руководитель {of_class} {name}")


def _parse(text: str) -> tuple[str, tuple[Block, ...]]:
    title = ""
    blocks: list[Block] = []
    for kind, content in _paragraphs(text):
        if kind == "title":
            title = content
        else:
            blocks.append(Block(kind, tuple(_runs(content))))
    return title, tuple(blocks)


def _paragraphs(
    text: str,
) -> Iterator[tuple[Literal["title", "text", "item", "memo"], str]]:
    """Yield paragraphs: lines up to an empty one; «# » a title, «- » an item, «> » a memo."""
    gathered: list[str] = []
    for line in [*text.splitlines(), ""]:
        plain = line.strip()
        marked = plain[:2] in ("# ", "- ", "> ")
        if gathered and (marked or not plain):
            yield "text", " ".join(gathered)
            gathered = []
        if marked:
            yield {"# ": "title", "- ": "item", "> ": "memo"}[plain[:2]], plain[2:].strip()  # type: ignore[misc]
        elif plain:
            gathered.append(plain)


def _runs(text: str) -> Iterator[Run]:
    for place, part in enumerate(text.split("**")):
        if part:
            yield Run(part, bold=place % 2 == 1)
