"""The rival by chance draws evenly from each worker's best."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from evaluation.benchmark.random_lists import WIDER, random_of_best
from matcher.assignment import NOTHING, own_best, table_of


def random_market(workers: int, postings: int, share: float) -> csr_array:
    rng = np.random.default_rng(1)
    dense = np.where(rng.random((workers, postings)) < share, rng.random((workers, postings)), 0)
    found = csr_array(dense.astype(np.float32))
    found.eliminate_zeros()
    return found


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_random_lists_are_drawn_from_the_best_and_stand_best_first(share: float) -> None:
    table = table_of(random_market(200, 30, share), least_width=4)
    found, wide = random_of_best(table, 4, seed=1), own_best(table, min(WIDER * 4, table.columns.shape[1]))
    assert np.all(np.diff(found.utilities, axis=1) <= 0)
    for chosen, among in zip(found.columns.tolist(), wide.columns.tolist(), strict=True):
        held, best = [one for one in chosen if one != NOTHING], [one for one in among if one != NOTHING]
        assert set(held) <= set(best)
        assert len(set(held)) == len(held) == min(4, len(best))


def test_random_lists_take_each_of_the_best_equally_often() -> None:
    table = table_of(csr_array(np.tile(np.linspace(1, 0.1, 20, dtype=np.float32), (6_000, 1))))
    counts = np.bincount(random_of_best(table, 4, seed=1).columns.ravel(), minlength=20)
    assert np.all(np.abs(counts[:12] - 2_000) < 200)
    assert counts[12:].sum() == 0
