"""The file of conclusions: drafts a methodist edits in any editor, and the next report takes over.

Markdown: a heading and a marker for each section. The marker holds a digest of the draft that was
written there, so that an untouched draft follows the figures and an edited text stays as it is.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_MARKER = re.compile(r"^<!--\s*раздел:\s*(?P<key>[\w-]+)\s+(?P<digest>[0-9a-f]{12})\s*-->$")
_HEADING = re.compile(r"^##\s")
_ITEM = re.compile(r"^[-*•]\s+")
_REST_TITLE = "## Без раздела"

_PREFACE = """\
Здесь выводы отчёта. Черновики написала программа по цифрам; правьте их как угодно: следующий отчёт
возьмёт ваш текст отсюда. Что не правлено, обновится вместе с цифрами. Строки <!-- … --> не трогайте;
чтобы вернуть черновик, удалите текст под такой строкой.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """Drafted conclusions of a section: its key, its heading and the sentences, one an item."""

    key: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is printed: `edited` by a person; `stale` when the figures changed since the edit."""

    key: str
    title: str
    items: tuple[str, ...]
    edited: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class EditedText:
    """A section of the file: the text as it stands, and the digest of the draft it was made from."""

    key: str
    text: str
    digest: str

    @property
    def edited(self) -> bool:
        """Whether a person changed it; an emptied section asks for the draft again."""
        return bool(self.text.strip()) and _digest(_items(self.text)) != self.digest


@dataclass(frozen=True, slots=True)
class ConclusionsFile:
    """A parsed file: sections by key, and `rest`, text that belongs to none and is kept."""

    sections: Mapping[str, EditedText] = field(default_factory=dict)
    rest: str = ""


def parse_conclusions(text: str) -> ConclusionsFile:
    """Read a file of conclusions; what stands under no marker is kept in `rest`, nothing is lost."""
    sections: dict[str, EditedText] = {}
    rest: list[str] = []
    body = text.replace("\ufeff", "").replace("\r\n", "\n").replace(_PREFACE, "")
    for block in _blocks(body):
        at = next((at for at, line in enumerate(block) if _MARKER.match(line.strip())), None)
        marker = _MARKER.match(block[at].strip()) if at is not None else None
        if at is None or marker is None:
            rest += [line for line in block if line.strip() != _REST_TITLE]
            continue
        rest += [line for line in block[:at] if not _HEADING.match(line)]
        key, written = marker["key"], _text(block[at + 1 :])
        before = sections.get(key)
        if before is not None:  # a marker copied by hand must not lose the first text
            written = f"{before.text}\n\n{written}".strip()
        sections[key] = EditedText(key, written, marker["digest"])
    return ConclusionsFile(sections, _text(rest))


def merge_conclusions(
    drafts: Sequence[Draft], file: ConclusionsFile | None
) -> tuple[Conclusion, ...]:
    """Return what is printed: a person's text where there is one, else the draft of these figures."""
    merged = []
    for draft in drafts:
        written = file.sections.get(draft.key) if file is not None else None
        if written is None or not written.edited:
            merged.append(Conclusion(draft.key, draft.title, draft.items))
            continue
        stale = written.digest != _digest(draft.items)
        merged.append(Conclusion(draft.key, draft.title, _items(written.text), True, stale))
    return tuple(merged)


def render_conclusions(title: str, drafts: Sequence[Draft], file: ConclusionsFile | None) -> str:
    """Return the file for the next edit: edited texts as they are, fresh drafts elsewhere."""
    parts = [f"# {title}\n\n{_PREFACE}"]
    known = {draft.key for draft in drafts}
    sections = file.sections if file is not None else {}
    for draft in drafts:
        written = sections.get(draft.key)
        if written is not None and written.edited:
            parts.append(_section(draft.title, draft.key, written.digest, written.text))
        else:
            text = "\n".join(f"- {item}" for item in draft.items)
            parts.append(_section(draft.title, draft.key, _digest(draft.items), text))
    # A section this report does not have (of another kind, of an older program) is a person's work.
    parts += [
        _section(written.key, written.key, written.digest, written.text)
        for written in sections.values()
        if written.key not in known and written.edited
    ]
    if file is not None and file.rest:
        parts.append(f"{_REST_TITLE}\n\n{file.rest}\n")
    return "\n".join(parts)


def _blocks(text: str) -> list[list[str]]:
    """Part a text at its headings of the second level, and at a marker that lost its heading."""
    blocks: list[list[str]] = [[]]
    marked = False
    for line in text.splitlines():
        is_marker = _MARKER.match(line.strip()) is not None
        if _HEADING.match(line) or (is_marker and marked):
            blocks.append([])
            marked = False
        marked = marked or is_marker
        if not line.startswith("# "):
            blocks[-1].append(line)
    return blocks


def _section(title: str, key: str, digest: str, text: str) -> str:
    return f"## {title}\n<!-- раздел: {key} {digest} -->\n\n{text}\n"


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()


def _items(text: str) -> tuple[str, ...]:
    """Return the items of a text: lines that begin with a dash, or paragraphs."""
    items: list[str] = []
    fresh = True
    for line in text.splitlines():
        words = line.strip()
        if not words:
            fresh = True
        elif _ITEM.match(words):
            items.append(_ITEM.sub("", words))
            fresh = False
        elif fresh or not items:
            items.append(words)
            fresh = False
        else:
            items[-1] = f"{items[-1]} {words}"
    return tuple(items)


def _digest(items: Sequence[str]) -> str:
    # Editors turn hard spaces into plain ones: no edit by a person.
    plain = "\n".join(" ".join(item.split()) for item in items)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]
