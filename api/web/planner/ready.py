"""What the planner's pages have worked out: reports in memory for the next view, plans in files for the next process.

A market takes seconds the first time it is counted and the national forecast likewise, a plan up to a minute; a reader
waits for them on ``/kemajuan``, and what they came to is kept here.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from taxonomy.json_values import is_object

_REPORTS = 64
_PLANS = 200
_KEPT_S = 7 * 24 * 3_600.0
"""A link to a plan holds for a week."""

_HEX = frozenset("0123456789abcdef")


class Kept:
    """Things by key, the last few; safe to share between threads."""

    def __init__(self, most: int = _REPORTS) -> None:
        """Keep nothing yet.

        Args:
            most: How many are kept.
        """
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> Any:
        """What is kept, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def made(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """What is kept, made before where there is none."""
        found = self.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found


class KeptPlans:
    """Plans as files of the home, by the digest of what was asked; they hold no personal data."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """Keep them in a folder.

        Args:
            folder: Made when it is first needed.
            clock: Unix seconds.
        """
        self._folder, self._clock = folder, clock

    def key(self, asked: Mapping[str, Any]) -> str:
        """Name of the plan of these wishes: 40 hexadecimal digits."""
        packed = orjson.dumps(asked, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
        return hashlib.sha256(packed).hexdigest()[:40]

    def get(self, key: str) -> dict[str, Any] | None:
        """A plan, or None where there is none of this name, or it is a week old."""
        if len(key) != 40 or not _HEX.issuperset(key):
            return None
        try:
            path = self._folder / f"{key}.json"
            if self._clock() - path.stat().st_mtime > _KEPT_S:
                return None
            found = orjson.loads(path.read_bytes())
        except (OSError, ValueError):
            return None
        return found if is_object(found) else None

    def put(self, key: str, plan: Mapping[str, Any]) -> None:
        """Keep a plan, and forget old ones.

        Raises:
            OSError: It cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._folder / f"{key}.{threading.get_ident()}.new"
        beside.write_bytes(orjson.dumps(plan, option=orjson.OPT_NON_STR_KEYS))
        beside.replace(self._folder / f"{key}.json")
        with suppress(OSError):
            paths = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
            for at, path in enumerate(paths):
                if at >= _PLANS or self._clock() - path.stat().st_mtime > _KEPT_S:
                    path.unlink(missing_ok=True)
