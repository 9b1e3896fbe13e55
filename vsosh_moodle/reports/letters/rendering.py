"""Letters of a class as one file: a page to print, a text for a messenger."""

from collections.abc import Sequence
from itertools import groupby

from vsosh_moodle.reports.letters.fields import breakable
from vsosh_moodle.reports.letters.letter import Block, Letter
from vsosh_moodle.reports.pages import page_environment

_BETWEEN = "\n\n" + "─" * 40 + "\n\n"


def render_letters_html(letters: Sequence[Letter], title: str) -> str:
    """Return one page that needs no network; each letter prints on an A4 of its own."""
    environment = page_environment(grouped=_grouped)
    return environment.get_template("letters.html.j2").render(letters=letters, title=title)


def render_letters_text(letters: Sequence[Letter]) -> str:
    """Return the letters as plain text to be copied into a messenger, a line between them."""
    return breakable(_BETWEEN.join(map(_as_text, letters))) + "\n"


def _as_text(letter: Letter) -> str:
    parts = ["\n".join(letter.address)] if letter.address else []
    parts.append(letter.title)
    for group in _grouped(letter):
        if group[0].kind == "item":
            parts.append("\n".join(f"– {block.text}" for block in group))
        else:
            parts += [block.text for block in group]
    if letter.signature:
        parts.append("\n".join(letter.signature))
    parts.append(letter.day)
    return "\n\n".join(parts)


def _grouped(letter: Letter) -> list[list[Block]]:
    """Return the blocks with neighbours of one kind together, so that items make one list."""
    return [list(group) for _kind, group in groupby(letter.blocks, key=lambda block: block.kind)]
