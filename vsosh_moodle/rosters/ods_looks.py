"""Styles of an OpenDocument file that strike their text through, and the texts they are used in."""

from collections.abc import Mapping

_MOST_PARENTS = 20
_FAMILIES = {"table-cell", "text", "paragraph"}


class TextStyles:
    """Learns the styles as they are declared, then follows the text of one cell at a time."""

    def __init__(self) -> None:
        self.own: dict[str, bool] = {}
        self.parents: dict[str, str] = {}
        self.known: dict[str, bool] = {}
        self.style = ""
        self.spans: list[bool | None] = []
        self.seen: set[bool | None] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element of the part where styles are declared."""
        if name == "style":
            own = attributes.get("style:name", "")
            self.style = own if attributes.get("style:family") in _FAMILIES else ""
            if self.style:
                self.parents[self.style] = attributes.get("style:parent-style-name", "")
                self.known.clear()
        elif name == "default-style":
            self.style = ""
        elif name == "text-properties" and self.style:
            line = attributes.get("style:text-line-through-style") or attributes.get(
                "style:text-line-through-type"
            )
            if line is not None:
                self.own[self.style] = line != "none"

    def is_struck(self, style: str) -> bool:
        """Tell whether a style strikes through, itself or by its parents."""
        known = self.known.get(style)
        if known is None:
            known = self.known[style] = self._line(style) is True
        return known

    def _line(self, style: str) -> bool | None:
        for _generation in range(_MOST_PARENTS):
            if style in self.own:
                return self.own[style]
            style = self.parents.get(style, "")
        return None

    def begin_cell(self) -> None:
        """Begin the text of a cell."""
        self.spans.clear()
        self.seen.clear()

    def begin_text(self, style: str) -> None:
        """Begin a paragraph, or a piece of one, with a style of its own."""
        line = self._line(style) if style else None
        self.spans.append(self.spans[-1] if line is None and self.spans else line)

    def end_text(self) -> None:
        """End that paragraph or piece."""
        if self.spans:
            self.spans.pop()

    def see(self, text: str) -> None:
        """Take some text of the cell."""
        if not text.isspace():
            self.seen.add(self.spans[-1] if self.spans else None)

    def end_cell(self, *, by_cell: bool) -> bool:
        """Tell whether all the text of the cell is struck through; `by_cell` is its style's word."""
        lines = {by_cell if line is None else line for line in self.seen or {None}}
        return lines == {True}
