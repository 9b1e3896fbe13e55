"""The parts of a zip archive, measured as they are read: a harmful one is refused unopened."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from xml.parsers import expat

from vsosh_moodle.rosters.unreadable import damaged, too_big

MAX_UNPACKED_BYTES = 512 * 2**20
"""A roster of 100,000 rows unpacks to some 60 MB."""

_CHUNK = 2**18
_MOST_NAMES = 1000


class Parts:
    """The parts of an archive; what all of them unpack to is counted."""

    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self.archive = archive
        self.file = file
        self.names = archive.namelist()
        self._read: set[str] = set()
        self._bytes = 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part; raises UnreadableFile when it is more than it says."""
        entry = self.archive.getinfo(name)
        declared = entry.file_size
        true = copy(entry)
        # zipfile stops at the size an archive declares; another reader may go on. Read to the end.
        true.file_size = MAX_UNPACKED_BYTES + 1
        size = 0
        with self.archive.open(true) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self._count(name, len(chunk))
                yield chunk
        if size != declared:
            raise damaged(self.file)
        self._read.add(name)

    def _count(self, name: str, size: int) -> None:
        if name not in self._read:
            self._bytes += size
            if self._bytes > MAX_UNPACKED_BYTES:
                raise too_big(self.file)

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed a part to a parser of XML; entities are refused, for they can grow without end."""
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        for chunk in self.chunks(name):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _refuse_doctype(self, *_declared: object) -> None:
        raise damaged(self.file)

    def read_rest(self) -> None:
        """Read the parts that nobody asked for: all sizes are proved then."""
        for name in self.names:
            if name not in self._read:
                for _chunk in self.chunks(name):
                    pass


@contextmanager
def open_archive(path: Path, file: str) -> Iterator[Parts]:
    """Open an archive as its parts; raises UnreadableFile for one that is damaged or too big."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise too_big(file)
            if len({entry.filename for entry in entries}) < len(entries):
                raise damaged(file)
            yield Parts(archive, file)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        expat.ExpatError,
        LookupError,
        OSError,
        ValueError,
    ) as error:
        raise damaged(file) from error


def new_parser(start: Callable[[str, dict[str, str]], object]) -> expat.XMLParserType:
    """Return a parser that calls `start` for each element as it begins."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.buffer_text = True
    return parser


class _LocalNames(dict[str, str]):
    def __missing__(self, tag: str) -> str:
        name = tag.rpartition(":")[2]
        if len(self) < _MOST_NAMES:
            self[tag] = name
        return name


def local_names() -> dict[str, str]:
    """Return a mapping of tags to their names without a prefix; it learns them as they are asked."""
    return _LocalNames()
