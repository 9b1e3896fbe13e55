"""What a file is by its first bytes: a document, a picture, an archive under a spreadsheet's name."""

from collections.abc import Collection
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.rosters.unreadable import UnreadableFile, unreadable

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ZIP_MAGIC = b"PK"

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def not_a_table(file: str, what: str, way_out: str) -> UnreadableFile:
    """Return the exception for a file that is something else."""
    return unreadable(
        file,
        "not-a-spreadsheet",
        _("это {what}, а не таблица.").format(what=what),
        way_out,
    )


def refuse_other_kinds(head: bytes, file: str) -> None:
    """Raise UnreadableFile when the first bytes are those of a file that is known and no table."""
    is_bitmap = head[:2] == b"BM" and head[6:10] == b"\0\0\0\0"
    if is_bitmap or head.startswith(_PICTURES) or head[4:8] == b"ftyp" or head[8:12] == b"WEBP":
        raise not_a_table(file, _("картинка или видео"), _retype())
    if head.startswith(b"%PDF"):
        raise not_a_table(file, _("документ PDF"), _retype())
    if head.startswith(b"{\\rtf"):
        raise not_a_table(file, _("документ RTF"), _copy_out())
    if head.startswith(_ARCHIVES):
        raise not_a_table(file, _("архив"), _unpack())
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        raise not_a_table(file, _("программа"), _("не открывайте её; получите список заново."))
    if b"MIME-Version:" in head:
        raise _unsupported(file, _("это веб-страница в одном файле (.mht): такие не читаются."))
    if b"urn:oasis:names:tc:opendocument" in head and head.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        raise _unsupported(file, _("это таблица без упаковки (.fods): такие не читаются."))


def is_text(head: bytes) -> bool:
    """Tell whether the first bytes are those of a text in a usual encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head.rstrip(b"\0"))


def refuse_other_archives(names: Collection[str], file: str) -> None:
    """Raise UnreadableFile for a zip archive that is no xlsx or ods, by the names of its parts."""
    if "word/document.xml" in names:
        raise not_a_table(file, _("документ Word"), _copy_out())
    if "ppt/presentation.xml" in names:
        raise not_a_table(file, _("презентация PowerPoint"), _copy_out())
    if "xl/workbook.bin" in names:
        raise _unsupported(file, _("это двоичная книга Excel (.xlsb): такие не читаются."))
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise unreadable(
            file,
            "format-unsupported",
            _("это файл Apple (Numbers, Pages): такие не читаются."),
            _("в Numbers выберите «Файл → Экспортировать в → Excel»."),
        )
    raise not_a_table(file, _("архив"), _unpack())


def refuse_other_documents(path: Path, file: str) -> None:
    """Raise UnreadableFile for a file in Microsoft's old container that is no workbook."""
    data = path.read_bytes()
    if _has_stream(data, "WordDocument"):
        raise not_a_table(file, _("документ Word"), _copy_out())
    if _has_stream(data, "PowerPoint Document"):
        raise not_a_table(file, _("презентация PowerPoint"), _copy_out())
    if _has_stream(data, "__substg1.0_"):
        raise not_a_table(file, _("письмо Outlook"), _("сохраните таблицу, вложенную в письмо."))


def has_ole_stream(path: Path, name: str) -> bool:
    """Tell whether a file in Microsoft's old container holds a stream of this name."""
    return _has_stream(path.read_bytes(), name)


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _unsupported(file: str, message: str) -> UnreadableFile:
    way_out = _("откройте его в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)».")
    return unreadable(file, "format-unsupported", message, way_out)


def _copy_out() -> str:
    return _("скопируйте список в новую книгу Excel и сохраните её как «Книга Excel (.xlsx)».")


def _retype() -> str:
    return _("попросите список таблицей Excel или наберите его в новой книге.")


def _unpack() -> str:
    return _("распакуйте его и назовите файл с таблицей.")
