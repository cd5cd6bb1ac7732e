"""What an erasure did, what is left until when, and what is out of reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReport:
    """What was done at once, and what is still to be done.

    Attributes:
        kind: Kind of the records.
        asked: Keys that were given.
        erased: Keys that were stored, and are gone.
        is_blocked: Whether all of them are refused from now on.
        erased_at: UTC.
        due_at: When the last copy that Sepadan keeps will be gone, UTC.
        reached: Place to how many entries went from it at once.
        remains: Place to what is still there, until ``due_at`` or until somebody acts.
        digests: Keyed hashes, in the order of the keys asked for.
    """

    kind: str
    asked: int
    erased: int
    is_blocked: bool
    erased_at: datetime
    due_at: datetime
    reached: Mapping[str, int]
    remains: Mapping[str, str]
    digests: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        found = asdict(self)
        return found | {name: found[name].isoformat() for name in ("erased_at", "due_at")}


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishReport:
    """What the second step did.

    Attributes:
        generation: Name of the new index; empty when nothing was due.
        removed: Generations that could hold erased people, and are gone.
        returned: Blocked records that had come back in between, and were erased again.
        uploads: Uploads of jobs that had stopped, gone because erased people stood in them.
        tombstones: Keys that the store no longer remembers.
        finished: Erasures of which no copy is left in the home.
    """

    generation: str = ""
    removed: tuple[str, ...] = ()
    returned: int = 0
    uploads: int = 0
    tombstones: int = 0
    finished: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
