"""Texts of a course on a page of ours: the markup of a text is kept, anything else is escaped."""

from html import escape
from html.parser import HTMLParser

_KEPT = {
    "p", "br", "strong", "b", "em", "i", "u", "s", "sub", "sup", "code", "pre", "blockquote", "ul",
    "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "hr", "span", "div",
}  # fmt: skip
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_EMPTY = {"br", "hr"}
_SILENT = {"script", "style"}
_SCHEMES = ("http://", "https://", "mailto:")


class _Cleaner(HTMLParser):
    """Writes the markup it knows, without attributes but the addresses of links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "a":
            self._open_link(dict(attrs).get("href") or "")
        elif tag == "img":
            self.parts.append(f"<em>[{escape(dict(attrs).get('alt') or 'рисунок')}]</em>")
        elif tag in _EMPTY:
            self.parts.append(f"<{tag}>")
        elif tag in _KEPT or tag in _HEADINGS:
            self.open.append(tag)
            self.parts.append(f"<{_shown(tag)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        while tag in self.open:
            last = self.open.pop()
            self.parts.append(f"</{_shown(last)}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(escape(data, quote=False))

    def _open_link(self, address: str) -> None:
        known = address.lower().startswith(_SCHEMES)
        self.open.append("a")
        self.parts.append(f'<a href="{escape(address)}" rel="noreferrer">' if known else "<a>")


def _shown(tag: str) -> str:
    return "h4" if tag in _HEADINGS else tag


def safe_html(text: str) -> str:
    """Return a text's markup without scripts, styles, attributes and whatever could do something."""
    cleaner = _Cleaner()
    cleaner.feed(text)
    cleaner.close()
    closing = "".join(f"</{_shown(tag)}>" for tag in reversed(cleaner.open))
    return "".join(cleaner.parts) + closing
