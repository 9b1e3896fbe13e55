"""Markdown of templates as HTML that Moodle keeps as it is."""

from functools import cache, lru_cache

from markdown_it import MarkdownIt


@cache
def _parser() -> MarkdownIt:
    # html=False: a template is text; markup goes through Markdown, so nothing in it can run.
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=8192)
def render_markdown(text: str) -> str:
    """Return CommonMark `text` (with tables) as HTML; raw HTML in it is shown, not passed through.

    Remembered: the same theory page stands in the course of every class.
    """
    return str(_parser().render(text)).strip() if text.strip() else ""
