"""A multipart form that is read from the disk while it is sent."""

import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

_BLOCK = 64 * 1024


class Multipart:
    """Text fields and one file as a body of known length; it may be sent again from its beginning.

    Source of the form: RFC 7578; quotes and line ends in a name are escaped as browsers do it
    (WHATWG HTML, multipart/form-data encoding algorithm).
    """

    def __init__(self, fields: Mapping[str, str], file: Path, name: str) -> None:
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._file = file
        head = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields.items()
        ]
        head.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{_quoted(name)}"'
            "\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        self._head = "".join(head).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode("ascii")
        self._size = file.stat().st_size

    def __len__(self) -> int:
        return len(self._head) + self._size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        left = self._size
        with self._file.open("rb") as stream:
            while left and (block := stream.read(min(_BLOCK, left))):
                left -= len(block)
                yield block
        if left:
            # A file cut while it was read: the announced length can no longer be kept.
            raise OSError(self._file.name)
        yield self._tail


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
