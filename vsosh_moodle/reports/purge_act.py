"""The draft of an act about the destruction of personal data, as one HTML page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vsosh_moodle.language import current_language
from vsosh_moodle.reports.pages import page_environment


@dataclass(frozen=True, slots=True)
class ActLine:
    """One person of the act: name, login and key, the day the account was closed, and what was destroyed.

    `facts` are those of snapshots: what the person did in courses.
    """

    full_name: str
    login: str
    key: str
    left: date | None
    steps: int
    objects: int
    slips: tuple[str, ...]
    facts: int = 0


def render_purge_act(lines: Sequence[ActLine], school: str, day: date) -> str:
    """Return the act for these people; the commission and the grounds are left to be filled in by hand.

    Its items are those of the Roskomnadzor order № 179 of 28.10.2022, which the page asks to be checked.
    """
    return (
        page_environment()
        .get_template("purge_act.html.j2")
        .render(lines=lines, school=school, day=day, language=current_language())
    )
