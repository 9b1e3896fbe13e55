"""CSV files as Excel and school systems write them: any usual encoding and delimiter."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.headers import HEADER_ROWS, find_header
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.unreadable import UnreadableFile, unreadable

MAX_BYTES = 256 * 2**20
DELIMITERS = (";", ",", "\t", "|", ":", "^", "~")

_RUSSIAN_CODECS = ["cp1251", "cp866", "koi8_r", "mac_cyrillic"]
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 2**16
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=([^\w\s]|\t)\r?\n", re.IGNORECASE)
_TAIL = b"\0\x1a"
"""What old programs fill the end of a file with."""

_CYRILLIC_PAIR = re.compile(rb"[\xd0\xd1][\x80-\xbf]")


def load_delimited(path: Path, file: str) -> Table:
    """Read a text file of rows; the delimiter is the one that makes sense of the header.

    Raises UnreadableFile when it is too big, no text, or damaged text.
    """
    if path.stat().st_size > MAX_BYTES:
        raise unreadable(
            file,
            "file-too-big",
            _("файл слишком велик для списка людей."),
            _("разделите его на несколько файлов."),
        )
    text = decode(path.read_bytes(), file)
    return Table(file, "", _rows(text, _sniff_delimiter(text), file))


def _rows(text: str, delimiter: str, file: str) -> Iterator[list[Cell]]:
    lines: list[str] = []
    reader = csv.reader(_noting(io.StringIO(text, newline=""), lines), delimiter=delimiter)
    width, first_line = 0, 1
    try:
        for row in reader:
            width = max(width, len(row))
            if len(lines) > 1 and _swallows_rows(lines, row, width, delimiter):
                raise _broken(file, first_line)
            yield [*row]
            first_line = reader.line_num + 1
            lines.clear()
    except csv.Error as error:
        raise _broken(file, reader.line_num) from error


def _noting(lines: Iterable[str], noted: list[str]) -> Iterator[str]:
    for line in lines:
        noted.append(line)
        yield line


def _swallows_rows(lines: Sequence[str], row: Sequence[str], width: int, delimiter: str) -> bool:
    """Tell whether a quote was not closed: it runs to the end of the file, or over a whole row.

    The reader takes both in silence, and the people of those rows would be lost. A field may have
    line breaks of its own.
    """
    inside = (line for field in row for line in field.splitlines()[1:])
    if any(delimiter in line and line.count(delimiter) >= width - 1 for line in inside):
        return True
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _broken(file: str, line: int) -> UnreadableFile:
    return UnreadableFile(
        Problem(
            Place(file, line=line),
            _("строка не читается: вероятно, не закрыта кавычка."),
            _("исправьте эту строку или сохраните список как «Книга Excel (.xlsx)»."),
            "csv-broken",
        )
    )


def _sniff_delimiter(text: str) -> str:
    if told := _SEPARATOR_LINE.match(text):  # a line for Excel
        return told[1]
    head = "\n".join(islice(io.StringIO(text), HEADER_ROWS))
    return max(DELIMITERS, key=lambda delimiter: _columns_known(head, delimiter))


def _columns_known(head: str, delimiter: str) -> tuple[int, int]:
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    header = find_header(rows)
    return (len(header.columns) if header else 0, max((len(row) for row in rows), default=0))


def decode(data: bytes, file: str) -> str:
    """Return the text of a file in any usual Russian encoding; raises UnreadableFile."""
    if codec := _utf_codec(data):
        end = len(data) // 2 * 2 if codec.startswith("utf-16") else len(data)
        return _decode_strictly(data[:end], codec, file).rstrip("\0")
    data = data.rstrip(_TAIL)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data):
            raise _undecodable(data, error, file) from error
    if b"\0" in data[:_SAMPLE]:
        raise unreadable(
            file,
            "not-a-spreadsheet",
            _("это не таблица и не текст."),
            _("сохраните список как «Книга Excel (.xlsx)» или «CSV UTF-8»."),
        )
    best = from_bytes(data[:_SAMPLE], cp_isolation=_RUSSIAN_CODECS).best()
    return _decode_strictly(data, best.encoding if best else "cp1251", file)


def _utf_codec(data: bytes) -> str | None:
    """Return the codec of Unicode text that its first bytes tell, with a mark or without."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return codec
    sample = data[:_SAMPLE].rstrip(b"\0")
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        # Every second byte of Russian UTF-16 is 4, or 0 beside signs and digits.
        if len(high) > 1 and high.count(4) and high.count(0) + high.count(4) > 0.95 * len(high):
            return codec
    return None


def _decode_strictly(data: bytes, codec: str, file: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, file) from error


def _is_mostly_utf8(data: bytes) -> bool:
    # In cp1251 the same pairs of bytes are «Р°», «С‚»: hardly ever more than a few in a file.
    sample = data[:_SAMPLE]
    letters = sum(byte >= 0x80 for byte in sample)
    return 2 * len(_CYRILLIC_PAIR.findall(sample)) > 0.7 * letters


def _undecodable(data: bytes, error: UnicodeDecodeError, file: str) -> UnreadableFile:
    return UnreadableFile(
        Problem(
            Place(file, line=data.count(b"\n", 0, error.start) + 1),
            _("текст повреждён: эти символы не читаются ни в одной кодировке."),
            _("откройте файл в Excel и сохраните как «CSV UTF-8» или «Книга Excel (.xlsx)»."),
            "csv-undecodable",
        )
    )
