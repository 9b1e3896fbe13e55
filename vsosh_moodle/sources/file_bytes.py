"""What is in a file that people name: of a plain file only, and no more than asked for."""

import errno
import os
from pathlib import Path


def read_file_bytes(path: Path, most: int = -1) -> bytes:
    """Return at most `most` bytes of a file (all with -1); follows links.

    Raises FileNotFoundError, IsADirectoryError for whatever else is no plain file, and OSError.
    """
    # A pipe would keep us waiting, a device would never end.
    if path.exists() and not path.is_file():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with path.open("rb") as stream:
        return stream.read(most)


def read_file_text(path: Path, encoding: str = "utf-8") -> str:
    """Return the whole text of a file with every line ended by a newline.

    Raises UnicodeDecodeError and what `read_file_bytes` raises.
    """
    text = read_file_bytes(path).decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n")
