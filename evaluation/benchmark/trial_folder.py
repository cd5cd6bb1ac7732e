"""Where a trial's home and backups lie in its folder."""

from __future__ import annotations

from pathlib import Path


class TrialFolder:
    """What has a folder of its own.

    Attributes:
        root: The folder.
    """

    __slots__ = ()
    root: Path

    @property
    def home(self) -> Path:
        """The home."""
        return self.root / "home"

    @property
    def backups(self) -> Path:
        """Where backups go."""
        return self.root / "backups"
