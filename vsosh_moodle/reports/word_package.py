"""Word documents that people bring as templates: what would harm is refused before anything opens it."""

import io
import zipfile
import zlib
from typing import Any

from jinja2 import Environment, Template

from vsosh_moodle.language import _
from vsosh_moodle.templates.expressions import ExpressionError

MAX_UNPACKED_BYTES = 64 * 2**20
MAX_XML_BYTES = 4 * 2**20
"""One part of XML; a letter's or a report's is some 100 KB."""

MAX_PARTS = 2_000
MAX_FILLED = 20_000_000
"""What one part may become, in characters: 10,000 letters are filled in one by one."""

_XML = (".xml", ".rels", ".vml")


def check_package(data: bytes) -> None:
    """Raise ValueError for a file that is no sound archive, is a bomb, or whose XML has entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if (
                len(entries) > MAX_PARTS
                or len({entry.filename for entry in entries}) < len(entries)
                or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES
            ):
                raise _harmful()
            for entry in entries:
                if entry.filename.lower().endswith(_XML):
                    if entry.file_size > MAX_XML_BYTES:
                        raise _harmful()
                    # Word writes no document type; UTF-16 has a zero byte in each letter of it.
                    if b"<!DOCTYPE" in archive.read(entry).replace(b"\0", b""):
                        raise _harmful()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError(_("архив документа повреждён")) from error


def bounded(environment: Environment) -> Environment:
    """Return an environment like this one, whose texts are cut off at a limit with ExpressionError."""
    made = environment.overlay()
    made.template_class = _Bounded
    return made


class _Bounded(Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        parts: list[str] = []
        size = 0
        for part in self.generate(*args, **kwargs):
            parts.append(part)
            size += len(part)
            if size > MAX_FILLED:
                message = _("Текст получается длиннее {limit} знаков.")
                raise ExpressionError(message.format(limit=MAX_FILLED))
        return "".join(parts)


def _harmful() -> ValueError:
    return ValueError(_("в документе чересчур много данных или в нём то, чего Word не пишет"))
