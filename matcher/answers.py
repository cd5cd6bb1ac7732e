"""What is asked of the pipeline, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from indexes.encoder import Vectors
from matcher.calibration import Calibration
from matcher.coded import Coded
from matcher.duplicates.showing import AlsoAt
from matcher.explain import Explained
from matcher.openings import Opening
from matcher.records import Record
from matcher.relax import Relaxation
from matcher.score import DIGITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The record that matches are sought for.

    Attributes:
        coded: Its codes.
        vector: float32 of length 1, shape ``(dim,)``.
        text: Its words for BM25.
        record: As it was read; None where only its codes are at hand.
    """

    coded: Coded
    vector: Vectors
    text: str
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Matches of one subject.

    Attributes:
        key: The subject.
        matches: Best first, ties by key; in the order asked for where given postings were asked for.
        removed_by_filter: Condition to number of records that it left out.
        generation: Name of the generation that answered.
        weights: Name of the weights that ranked.
        chance: Of being shortlisted once the worker applied, by score; None until outcomes stand behind it.
        relax: Where fewer remain than were asked for, what loosening one condition would leave, by counting again.
        would_open: For a worker, the best postings that one more licence opens.
        overseas: Of matches with a posting abroad, by key of what was found: destination, checks, warnings and what is
            asked for, held against the worker (``matcher.overseas.notes``).
        also_at: Key of a posting that is shown to the other copies of it, for those that have some.
    """

    key: str
    matches: tuple[Explained, ...]
    removed_by_filter: Mapping[str, int]
    generation: str
    weights: str
    chance: Calibration | None = None
    relax: tuple[Relaxation, ...] = ()
    would_open: tuple[Opening, ...] = ()
    overseas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    also_at: Mapping[str, tuple[AlsoAt, ...]] = field(default_factory=dict[str, tuple[AlsoAt, ...]])

    def shortlist_chance(self, score: float) -> float | None:
        """Chance of being shortlisted once the worker applied, in (0, 1); None until outcomes stand behind it."""
        return None if self.chance is None else round(float(self.chance.chance(np.array([score]))[0]), DIGITS)
