"""Markdown of templates as HTML that Moodle keeps as it is."""

from functools import cache

from markdown_it import MarkdownIt


@cache
def _parser() -> MarkdownIt:
    # html=False: a template is text; markup goes through Markdown, so nothing in it can run.
    return MarkdownIt("commonmark", {"html": False, "breaks": False}).enable(
        ["table", "strikethrough"]
    )


def render_markdown(text: str) -> str:
    """Return CommonMark `text` (with tables) as HTML; raw HTML in it is shown, not passed through."""
    return str(_parser().render(text)).strip() if text.strip() else ""
