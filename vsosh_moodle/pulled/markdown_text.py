"""Texts of a course as Markdown, and what Markdown has no sign for."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup
from markdownify import ATX, BACKSLASH, MarkdownConverter

from vsosh_moodle.language import N_
from vsosh_moodle.templates.markdown import render_markdown

_OWN_FILE = "@@PLUGINFILE@@"
_STYLED = re.compile(r"(?:color|background|font-size|font-family|text-align)\s*:", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_FIXPOINT_STEPS = 4
_ESCAPES = (
    re.compile(r"\\([.)])"), re.compile(r"\\([#+=~>|!&-])"), re.compile(r"\\(_)"),
    re.compile(r"\\([\[\]])"), re.compile(r"\\(<)"), re.compile(r"\\(\*)"),
)  # fmt: skip

LOSSES = {
    "file": N_("картинка или файл внутри текста: {what}"),
    "frame": N_("встроенное окно, вместо него ссылка: {what}"),
    "style": N_("цвет, размер или выравнивание букв"),
    "index": N_("верхний или нижний индекс: {what}"),
    "table": N_("объединённые клетки таблицы"),
    "form": N_("форма, кнопка или скрипт"),
    "deep": N_("разметка слишком глубокая: остался один текст"),
}
"""What may be lost of a text; `what` is a name, an address or a piece of it."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a text that Markdown cannot say; `code` is a key of LOSSES."""

    code: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class PulledText:
    """A text in Markdown; `losses` in the order they are met, each once."""

    markdown: str
    losses: tuple[Loss, ...] = ()


def to_markdown(html: str) -> PulledText:
    """Return an HTML text of Moodle as Markdown that `render_markdown` makes HTML of again.

    What templates made themselves comes back with the same HTML. Converting what is rendered gives the
    same Markdown again. Markup without a sign in Markdown is left out, and told.
    """
    if not html.strip():
        return PulledText("")
    converter = _Converter()
    try:
        markdown = converter.markdown(html)
        for _step in range(_FIXPOINT_STEPS):
            again = _Converter().markdown(render_markdown(markdown))
            if again == markdown:
                break
            markdown = again
        markdown = _without_needless_escapes(markdown)
    except RecursionError:
        return PulledText(_plain(html), (Loss("deep"),))
    return PulledText(markdown, tuple(dict.fromkeys(converter.losses)))


def _without_needless_escapes(markdown: str) -> str:
    """Return the text without those backslashes that change nothing: people are to read it."""
    for pattern in _ESCAPES:
        shorter = pattern.sub(r"\1", markdown)
        if shorter != markdown and render_markdown(shorter) == render_markdown(markdown):
            markdown = shorter
    return markdown


def to_plain(html: str) -> str:
    """Return the words of an HTML text in one line."""
    return " ".join(_plain(html).split())


def _plain(html: str) -> str:
    words = BeautifulSoup(html, "html.parser").get_text(" ")
    return re.sub(r"\s+", " ", words).strip()


class _Converter(MarkdownConverter):
    """Converts one text, noting what is lost."""

    def __init__(self) -> None:
        super().__init__(
            heading_style=ATX,
            bullets="-",
            newline_style=BACKSLASH,
            escape_misc=True,
            escape_underscores=True,
            table_infer_header=True,
            strip=["script", "style"],
        )
        self.losses: list[Loss] = []

    def markdown(self, html: str) -> str:
        """Return the text without blanks at the ends of lines."""
        soup = BeautifulSoup(html, "html.parser")
        self._note_styles(soup)
        for one in soup.find_all(["script", "style", "form", "button", "input", "select"]):
            self.losses.append(Loss("form"))
            if one.name in ("script", "style", "input", "select"):
                one.decompose()
        text = str(self.convert_soup(soup))
        lines = (line.rstrip() for line in text.replace("\u00a0", " ").split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _note_styles(self, soup: BeautifulSoup) -> None:
        styled = any(_STYLED.search(str(one["style"])) for one in soup.find_all(style=True))
        if styled or soup.find(["font", "mark", "u", "center"]):
            self.losses.append(Loss("style"))
        spans = ("colspan", "rowspan")
        if any(
            str(cell.get(name, "1")) != "1"
            for cell in soup.find_all(["td", "th"])
            for name in spans
        ):
            self.losses.append(Loss("table"))

    def _usual(self, name: str, el: Any, text: str, parent_tags: set[str]) -> str:
        # The library makes these methods by name; its type stubs do not list them.
        return str(getattr(super(), name)(el, text, parent_tags))

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Keep a picture of the web, lose one that lies in the course."""
        source = str(el.get("src", ""))
        if source.startswith(("https://", "http://")):
            return self._usual("convert_img", el, text, parent_tags)
        told = str(el.get("alt") or "") or _file_name(source)
        self.losses.append(Loss("file", told))
        return ""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Keep a link unless it leads to a file of the course."""
        target = str(el.get("href", ""))
        if target.startswith(_OWN_FILE):
            self.losses.append(Loss("file", _file_name(target)))
            return text
        return self._usual("convert_a", el, text, parent_tags)

    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Put a link in place of what is embedded."""
        del text, parent_tags
        source = str(el.get("src") or el.get("data") or "")
        self.losses.append(Loss("frame", source))
        if source.startswith("//"):
            source = f"https:{source}"
        return f"\n\n<{source}>\n\n" if source.startswith("http") and " " not in source else ""

    def convert_video(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Tell of a video or a sound that lies in the course."""
        inner = el.find("source")
        source = str(el.get("src") or (inner.get("src") if inner is not None else "") or "")
        if source.startswith("http"):
            return str(self.convert_iframe({"src": source}, text, parent_tags))
        self.losses.append(Loss("file", _file_name(source)))
        return ""

    convert_audio = convert_video
    convert_embed = convert_iframe
    convert_object = convert_iframe

    def convert_sup(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Return raised signs, where there are such."""
        del el, parent_tags
        return self._index(text, _RAISED, "^")

    def convert_sub(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Return lowered signs, where there are such."""
        del el, parent_tags
        return self._index(text, _LOWERED, "\\_")

    def _index(self, text: str, signs: dict[int, int], mark: str) -> str:
        if all(ord(sign) in signs for sign in text.strip()):
            return text.strip().translate(signs)
        self.losses.append(Loss("index", text.strip()))
        return f"{mark}({text.strip()})"


def _file_name(source: str) -> str:
    return unquote(source.partition("?")[0].rsplit("/", 1)[-1])
