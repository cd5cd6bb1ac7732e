"""What the engine tells: how a build went, where an installation stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

BuildProgress = Callable[[str, int, int], None]
"""Called with (what is done, records done, records in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What ``build`` did.

    Attributes:
        generation: Name of the generation that serves now.
        coded: Records coded and embedded in this run.
        counts: Kind to number of records in the generation.
    """

    generation: str
    coded: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where an installation stands.

    Attributes:
        records: Kind to number stored.
        sources: Kind to source to number stored.
        pending: Kind to number not yet coded and embedded.
        generation: Name of the generation that serves, or empty.
        indexed: Kind to number that can be found now.
        fingerprint: Of coder and encoder.
        weights: Name of the weights that serve.
        refused: Generations that failed their checks and weights that cannot be used, with the reason.
    """

    records: dict[str, int]
    sources: dict[str, dict[str, int]]
    pending: dict[str, int]
    generation: str
    indexed: dict[str, int]
    fingerprint: str
    weights: str
    refused: dict[str, str]
