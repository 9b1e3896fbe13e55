"""Slips to cut out and hand over, as one HTML page that prints on A4 and needs no network."""

from collections.abc import Iterable, Sequence

from vsosh_moodle.language import current_language
from vsosh_moodle.reports.pages import page_environment
from vsosh_moodle.reports.qr_code import render_qr_svg
from vsosh_moodle.reports.slip_cards import (
    Card,
    SlipFacts,
    by_class,
    purge_reminder,
    title_of_class,
)

PER_PAGE = 8
"""Two columns of four: what is read at arm's length and fits a diary."""

_ROOMY, _TIGHT = 16, 24


def render_slips_html(cards: Iterable[Card], facts: SlipFacts) -> str:
    """Return the page: each class begins a sheet of its own, no slip is cut by a page's end."""
    qr = render_qr_svg(facts.login_page) if facts.login_page else ""
    return (
        page_environment(size_class=size_class)
        .get_template("slips.html.j2")
        .render(
            sheets=[
                (title_of_class(name), part, number, len(parts))
                for name, found in by_class(cards).items()
                for parts in [tuple(_parts(found))]
                for number, part in enumerate(parts, start=1)
            ],
            facts=facts,
            qr=qr,
            reminder=purge_reminder(),
            language=current_language(),
        )
    )


def _parts(cards: Sequence[Card]) -> Iterable[Sequence[Card]]:
    return (cards[start : start + PER_PAGE] for start in range(0, len(cards), PER_PAGE))


def size_class(text: str) -> str:
    """Return the CSS class of a login or password by its length, so that it stays within its slip."""
    if len(text) <= _ROOMY:
        return "roomy"
    return "tight" if len(text) <= _TIGHT else "tiny"
