"""Answers of the companion plugin that come page by page."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar

from vsosh_moodle.language import _
from vsosh_moodle.moodle.answers import parse_object
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.encode import Parameters
from vsosh_moodle.moodle.errors import BadAnswer


class Page(Protocol):
    """A page that tells where the next one begins; "" at the end."""

    @property
    def next(self) -> str:
        """The cursor of the next page."""


AnyPage = TypeVar("AnyPage", bound=Page)


def read_pages(
    client: MoodleClient,
    wsfunction: str,
    params: Parameters,
    parse: Callable[[Mapping[str, object]], AnyPage],
) -> Iterator[AnyPage]:
    """Yield the pages of a function that takes a cursor as `after`, each as `parse` reads it.

    Raises MoodleError when a call fails, BadAnswer when a page is malformed or a cursor comes twice:
    that would go on for ever. Source: docs/plugin-api.md, get_state and get_progress.
    """
    seen = {""}
    after = ""
    while True:
        page = parse_object(wsfunction, client.call(wsfunction, {**params, "after": after}), parse)
        yield page
        if not page.next:
            return
        if page.next in seen:
            raise BadAnswer(
                _("Сайт {site} дважды прислал одну и ту же страницу данных.").format(
                    site=client.url
                ),
                _("Обновите плагин на сайте: vsosh-moodle plugin build"),
                wsfunction=wsfunction,
            )
        seen.add(page.next)
        after = page.next
