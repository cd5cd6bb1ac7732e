"""What a component of the score is: its name, its place, what people call it, its share, and how it is worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matcher.columns import Columns
    from matcher.components import Component
    from matcher.reason_words import Said
    from matcher.skill_credit import SkillCredit
    from matcher.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """What a component may look at: both sides of some pairs, and what was found about each pair before.

    Attributes:
        worker: One row, or one for each pair.
        posting: Likewise; one of both has a row for each pair.
        occupations: Similarity of the occupations in [0, 1]; NaN where either is not coded; shape ``(pairs,)``.
        cosines: Of the vectors, in [-1, 1]; same shape.
        words: Shared words in [0, 1]; same shape.
        near: How near the work is.
        credit: What skills earn towards others.
        vocabulary: What the numbers in columns mean.
    """

    worker: Columns
    posting: Columns
    occupations: npt.NDArray[np.floating]
    cosines: npt.NDArray[np.floating]
    words: npt.NDArray[np.floating]
    near: Component
    credit: SkillCredit
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component of the score.

    Attributes:
        name: In answers, weights and points.
        place: Of its column among all; a new one comes last. Sums are taken in this order, and outcomes keep it.
        label: What people call it.
        share: Of the score, in [0, 1), while the file of weights does not name it; the others shrink to make room.
        value: Works it out, shape ``(pairs,)`` or ``(1,)``.
    """

    name: str
    place: int
    label: Said
    share: float = 0.0
    value: Callable[[Facing], Component]
