"""Nearest ads and their categories."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evaluation import ads, neighbours
from evaluation.neighbours import NEAREST, nearest
from evaluation.task import Options
from tests.evaluation.invented_ads import lokerid_ads
from tests.fakes import FakeEncoder


@given(
    arrays.arrays(np.float64, (4, 13), elements=st.sampled_from([0.0, 0.25, 1.0])),
    arrays.arrays(np.bool_, (4, 13)),
)
def test_the_nearest_are_the_best_allowed_ties_by_place(scores: np.ndarray, allowed: np.ndarray) -> None:
    for row, found in enumerate(nearest(scores, allowed)):
        first = sorted(np.flatnonzero(allowed[row]).tolist(), key=lambda at: (-scores[row, at], at))[:NEAREST]
        assert found.tolist() == [*first, *[-1] * (NEAREST - len(first))]
