from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.duplicates.blocking import Pairs
from matcher.duplicates.clusters import Chances, Cluster, Judge, Rulings, clusters_of

COUNT = 7
_PAIR = st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).filter(lambda pair: pair[0] < pair[1])


def _judge(true: set[tuple[int, int]]) -> Judge:
    def chances(pairs: Pairs) -> Chances:
        return np.array([0.9 if (min(a, b), max(a, b)) in true else 0.1 for a, b in pairs.tolist()])

    return chances


def _clusters(
    true: set[tuple[int, int]], *, rulings: Rulings | None = None, order: list[int] | None = None
) -> list[Cluster]:
    confirmed = np.array(sorted(true), dtype=np.int64).reshape(-1, 2)
    preference = np.array(order or list(range(COUNT)), dtype=np.int64)
    return clusters_of(confirmed, COUNT, preference, _judge(true), 0.5, rulings or Rulings())


def test_two_that_are_one_make_a_cluster_with_the_preferred_first() -> None:
    found = _clusters({(2, 5)}, order=[0, 1, 9, 3, 4, 2, 6])

    assert [cluster.rows for cluster in found] == [(5, 2)]
    assert found[0].chances == (1.0, 0.9)


def test_far_ends_of_a_chain_are_not_joined() -> None:
    found = _clusters({(0, 1), (1, 2), (2, 3)})

    assert [cluster.rows for cluster in found] == [(0, 1), (2, 3)]


def test_a_pair_that_nobody_compared_is_judged() -> None:
    true = {(0, 1), (1, 2), (0, 2)}
    confirmed = np.array([(0, 1), (1, 2)], dtype=np.int64)
    found = clusters_of(confirmed, COUNT, np.arange(COUNT), _judge(true), 0.5, Rulings())

    assert [cluster.rows for cluster in found] == [(0, 1, 2)]


def test_what_is_said_to_be_the_same_moves_as_one() -> None:
    found = _clusters({(0, 1)}, rulings=Rulings(same=[(1, 4), (5, 6)]))

    assert [cluster.rows for cluster in found] == [(0, 1, 4), (5, 6)]
    assert found[1].chances == (1.0, 1.0)


def test_what_is_said_to_be_apart_never_meets() -> None:
    true = {(0, 1), (0, 2), (1, 2)}

    assert [c.rows for c in _clusters(true, rulings=Rulings(apart=frozenset({(1, 2)})))] == [(0, 1)]
    assert [c.rows for c in _clusters(true, rulings=Rulings(apart=frozenset({(0, 1)})))] == [(0, 2)]


def test_nothing_confirmed_is_no_cluster() -> None:
    assert _clusters(set()) == []


@given(st.sets(_PAIR), st.sets(_PAIR, max_size=3), st.permutations(range(COUNT)))
def test_members_are_one_with_their_canonical_posting_and_nobody_else_would_fit(
    true: set[tuple[int, int]], apart: set[tuple[int, int]], order: list[int]
) -> None:
    found = _clusters(true, rulings=Rulings(apart=frozenset(apart)), order=list(order))
    rows = [row for cluster in found for row in cluster.rows]

    assert len(rows) == len(set(rows))
    for cluster in found:
        head, *others = cluster.rows
        assert all((min(head, row), max(head, row)) in true for row in others)
        assert [order[row] for row in cluster.rows] == sorted(order[row] for row in cluster.rows)
        assert not any((min(a, b), max(a, b)) in apart for a, b in combinations(cluster.rows, 2))
    assert found == _clusters(true, rulings=Rulings(apart=frozenset(apart)), order=list(order))
