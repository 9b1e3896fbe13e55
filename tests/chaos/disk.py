"""A small disk for the project folder, which can be filled to the last byte."""

import os
import resource
import subprocess
from contextlib import suppress
from pathlib import Path


class SmallDisk:
    """A file system of `megabytes` in memory (root only); elsewhere files may not grow when full."""

    def __init__(self, root: Path, megabytes: int = 12) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        size = f"size={megabytes}m,mode=0700"
        command = ["mount", "-t", "tmpfs", "-o", size, "vsosh-chaos", str(root)]
        self.mounted = False
        with suppress(OSError):
            done = subprocess.run(command, capture_output=True, check=False)
            self.mounted = done.returncode == 0
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    @property
    def _ballast(self) -> Path:
        return self.root / "ballast"

    def fill(self, spare: int) -> None:
        """Leave about `spare` bytes (whole pages) free; without a disk of its own, of every file."""
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (max(spare, 512), self._limits[1]))
            return
        free = os.statvfs(self.root)
        left = free.f_bavail * free.f_bsize - spare
        handle = os.open(self._ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        block = bytes(1 << 16)
        with suppress(OSError):
            while left > 0:
                left -= os.write(handle, block[: min(left, len(block))])
        os.close(handle)

    def clear(self) -> None:
        """Give the room back."""
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        """Take the disk away with all that is on it."""
        self.clear()
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.root)], capture_output=True, check=False)
            self.mounted = False
