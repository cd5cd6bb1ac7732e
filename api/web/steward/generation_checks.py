"""What checks of generations came to, one small file each in the home: they take long, and any process may be asked."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,119}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one check came to.

    Attributes:
        at: When it ended, UTC.
        fault: Why the generation cannot serve; empty when every byte is as it was written.
    """

    at: datetime
    fault: str


class GenerationChecks:
    """The last check of each generation of a home."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder, made when it is first needed."""
        self._folder = folder

    def keep(self, name: str, fault: str) -> None:
        """Keep what a check came to, in place of the one before."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._folder / f"{name}.new"
        beside.write_bytes(orjson.dumps(asdict(Checked(at=datetime.now(UTC), fault=fault))))
        beside.replace(self._folder / f"{name}.json")

    def of(self, name: str) -> Checked | None:
        """The last check of a generation; None where there was none."""
        if not _NAME.fullmatch(name):
            return None
        try:
            told = orjson.loads((self._folder / f"{name}.json").read_bytes())
            return Checked(at=datetime.fromisoformat(told["at"]), fault=str(told["fault"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
