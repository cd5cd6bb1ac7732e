"""Audits that were run, as files of the home: figures of groups alone, small groups withheld already."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from taxonomy.json_values import is_object

MOST = 30
"""Audits kept; older ones go."""

_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


class KeptAudits:
    """Audits by name, which begins with when they were made; in no backup, for each can be run again."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder.

        Args:
            folder: Made when it is first needed, readable by its owner alone.
        """
        self._folder = folder

    def put(self, document: Mapping[str, Any], at: datetime) -> str:
        """Keep an audit, and forget old ones; gives its name.

        Raises:
            OSError: It cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        beside = self._folder / f"{name}.{threading.get_ident()}.new"
        told = {**document, "made_at": at.isoformat(timespec="seconds")}
        beside.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
        beside.replace(self._folder / f"{name}.json")
        for old in self.names()[MOST:]:
            with suppress(OSError):
                (self._folder / f"{old}.json").unlink(missing_ok=True)
        return name

    def names(self) -> Sequence[str]:
        """Names of the audits, the newest first."""
        found = [path.stem for path in self._folder.glob("*.json") if _NAME.fullmatch(path.stem)]
        return sorted(found, reverse=True)

    def get(self, name: str) -> dict[str, Any] | None:
        """An audit, or None where there is none of this name that can be read."""
        if not _NAME.fullmatch(name):
            return None
        try:
            found = orjson.loads((self._folder / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return found if is_object(found) else None


def made_at(name: str) -> datetime:
    """When the audit of a name was made, UTC."""
    return datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
