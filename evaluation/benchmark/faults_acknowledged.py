"""What a process under test has been promised: one line for each call that returned, on the disk before the next."""

from __future__ import annotations

import os
from pathlib import Path


class Acknowledged:
    """Writes such a file."""

    def __init__(self, path: Path) -> None:
        """Append to a file; made when it is not there."""
        self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def add(self, line: str) -> None:
        """Add a line and sync it.

        Args:
            line: Without a line break.
        """
        os.write(self._handle, f"{line}\n".encode())
        os.fsync(self._handle)

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


def acknowledged(path: Path) -> list[str]:
    """The whole lines of such a file, in order; none when there is no file."""
    if not path.exists():
        return []
    *whole, _ = path.read_text().split("\n")
    return whole
