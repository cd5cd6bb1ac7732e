"""Recommendations without a stampede: against slow readings, all lists that there are, and the best assignment."""

from __future__ import annotations

from itertools import product
from math import exp, factorial, log2, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from matcher.assignment import NOTHING, Lists, own_best, priced_lists, table_of
from matcher.congestion import Spread, spread
from matcher.standing import FILLS, attention, prices_of, standing_of
from taxonomy.errors import InputError


def market(workers: int, postings: int, seed: int, most_places: int = 3) -> tuple[csr_array, np.ndarray]:
    """Workers whose tastes lie in three directions, the first of which all share; every posting is a candidate."""
    rng = np.random.default_rng(seed)
    people, jobs = rng.standard_normal((workers, 3)), rng.standard_normal((postings, 3))
    people[:, 0] += 1
    people /= np.linalg.norm(people, axis=1, keepdims=True)
    jobs /= np.linalg.norm(jobs, axis=1, keepdims=True)
    utilities = np.clip((1 + people @ jobs.T) / 2, 0, 1).astype(np.float32)
    return csr_array(utilities), rng.integers(1, most_places + 1, postings)


def thinned(candidates: csr_array, share: float, seed: int) -> csr_array:
    """Each candidate kept with a chance; some workers may have none."""
    dense = candidates.toarray()
    found = csr_array(np.where(np.random.default_rng(seed).random(dense.shape) < share, dense, 0))
    found.eliminate_zeros()
    return found


def poisson_below(places: int, mean: float) -> float:
    return sum(exp(-mean) * mean**count / factorial(count) for count in range(places))


def slow_standing(lists: Lists, places: np.ndarray) -> tuple[list[float], list[float]]:
    """Loads and chances by the formulas of the docstring, pair by pair."""
    shown = {
        (worker, int(column)): (float(utility), float(utility) / log2(2 + rank))
        for worker, row in enumerate(lists.columns)
        for rank, (column, utility) in enumerate(zip(row, lists.utilities[worker], strict=True))
        if column != NOTHING
    }
    taken = [1.0] * len(lists.columns)
    chances = [0.0] * len(lists.columns)
    for _ in range(2):
        offers: dict[int, list[float]] = {worker: [] for worker in range(len(taken))}
        for (worker, column), (utility, applies) in shown.items():
            better = equal = 0.0
            for (other, same), (theirs, they_apply) in shown.items():
                if same == column and other != worker:
                    better += they_apply * taken[other] * (theirs > utility)
                    equal += they_apply * taken[other] * (theirs == utility)
            steps = [better + equal * (step + 0.5) / 200 for step in range(200)]
            offers[worker].append(applies * sum(poisson_below(int(places[column]), mean) for mean in steps) / 200)
        chances = [1 - prod(1 - offer for offer in offers[worker]) for worker in offers]
        taken = [chances[at] / sum(offers[at]) if sum(offers[at]) > 0 else 1.0 for at in offers]
    loads = [0.0] * len(places)
    for (worker, column), (_, applies) in shown.items():
        loads[column] += applies * taken[worker]
    return loads, chances


@given(st.integers(0, 7), st.integers(1, 5), st.integers(1, 4), st.integers(0, 10**6), st.booleans())
def test_loads_and_chances_are_those_of_the_slow_reading(
    workers: int, postings: int, k: int, seed: int, are_tied: bool
) -> None:
    candidates, places = market(workers, postings, seed)
    if are_tied:
        candidates.data = np.round(candidates.data * 2) / 2
    lists = own_best(table_of(thinned(candidates, 0.8, seed), least_width=k), k)
    found = standing_of(lists, places)
    loads, chances = slow_standing(lists, places)
    np.testing.assert_allclose(found.loads, loads, atol=1e-5)
    np.testing.assert_allclose(found.chances, chances, atol=1e-5)


@given(st.floats(0, 40), st.integers(1, 5))
def test_a_price_is_how_likely_one_more_applicant_is_one_too_many(load: float, places: int) -> None:
    chance = [exp(-load) * load**n / factorial(n) for n in range(150)]
    fills = sum(chance[:places])
    gets = sum(p * min(1, places / (n + 1)) for n, p in enumerate(chance))
    found = prices_of(np.array([load]), np.array([places]))[0]
    assert found == pytest.approx(1 - FILLS * fills - (1 - FILLS) * gets, abs=1e-9)
    assert 0 <= found < 1


def test_prices_rise_with_applicants_however_many_there_are_and_fall_with_places() -> None:
    loads = np.array([-1e-17, 0.0, 0.5, 3.0, 30.0, 300.0, 3000.0])
    prices = prices_of(loads, np.full(7, 2))
    assert prices[:2].tolist() == [0, 0]
    assert np.all(np.diff(prices[1:]) > 0)
    assert np.all(prices_of(loads[2:], np.full(5, 3)) < prices[2:])


def test_attention_falls_with_the_logarithm_of_the_rank() -> None:
    np.testing.assert_allclose(attention(3), [1, 1 / log2(3), 0.5])


@given(st.integers(0, 10**6), st.integers(1, 4))
def test_at_zero_everyone_gets_their_own_best(seed: int, k: int) -> None:
    candidates, places = market(12, 6, seed)
    candidates = thinned(candidates, 0.5, seed)
    found = spread(candidates, places, k, 0.0)
    wanted = own_best(table_of(candidates, least_width=k), k)
    np.testing.assert_array_equal(found.lists.columns, wanted.columns)
    np.testing.assert_array_equal(found.lists.utilities, wanted.utilities)
    assert len(found.worths) == 1


@given(st.integers(0, 10**6), st.sampled_from([0.3, 0.8, 1.0]), st.sampled_from([0.0, 0.02, 0.1]))
def test_lists_hold_candidates_alone_in_order_and_within_the_floor(seed: int, balance: float, most_loss: float) -> None:
    candidates, places = market(40, 15, seed)
    candidates = thinned(candidates, 0.6, seed)
    found = spread(candidates, places, 4, balance, most_loss=most_loss).lists
    best = own_best(table_of(candidates, least_width=4), 4)
    assert np.all(found.totals >= (1 - most_loss) * best.totals)
    dense = candidates.toarray()
    for worker, columns in enumerate(found.columns.tolist()):
        held = [column for column in columns if column != NOTHING]
        assert len(set(held)) == len(held) == min(4, np.count_nonzero(dense[worker]))
        assert all(dense[worker, column] > 0 for column in held)
        assert held == sorted(held, key=lambda column: (-dense[worker, column], column))


def test_a_floor_of_nothing_lets_only_equally_good_postings_stand_for_each_other() -> None:
    candidates = csr_array(np.array([[0.9, 0.5, 0.5, 0.4]] * 30, dtype=np.float32))
    found = spread(candidates, np.ones(4, np.int64), 2, 1.0, most_loss=0.0).lists
    assert set(map(tuple, found.columns.tolist())) == {(0, 1), (0, 2)}


@pytest.mark.parametrize("workers", [40, 400])
def test_people_who_are_alike_are_spread_over_postings_that_are_alike(workers: int) -> None:
    candidates = csr_array(np.full((workers, 20), 0.6, dtype=np.float32))
    own = spread(candidates, np.ones(20, np.int64), 2, 0.0)
    even = spread(candidates, np.ones(20, np.int64), 2, 1.0)
    assert np.bincount(own.lists.columns.ravel(), minlength=20).tolist() == [workers, workers, *[0] * 18]
    shown = np.bincount(even.lists.columns.ravel(), minlength=20)
    assert shown.min() >= 0.6 * workers / 10
    assert shown.max() <= 1.5 * workers / 10


def test_postings_with_more_places_are_shown_to_more_people() -> None:
    candidates = csr_array(np.full((300, 10), 0.6, dtype=np.float32))
    places = np.array([1] * 5 + [5] * 5)
    shown = np.bincount(spread(candidates, places, 2, 1.0).lists.columns.ravel(), minlength=10)
    assert shown[5:].min() > 2 * shown[:5].max()


def hires(lists: Lists, places: np.ndarray) -> float:
    """Expected people hired, of lists of one, exactly: each posting fills its places from those who apply."""
    total = 0.0
    for posting, count in enumerate(places.tolist()):
        applicants = np.array([1.0])  # applicants[n]: chance that n apply
        for utility in lists.utilities[lists.columns == posting].tolist():
            applicants = np.convolve(applicants, [1 - utility, utility])
        total += float(applicants @ np.minimum(np.arange(len(applicants)), count))
    return total


def lists_of(columns: np.ndarray, utilities: np.ndarray) -> Lists:
    return Lists(columns=columns[:, None], utilities=np.take_along_axis(utilities, columns[:, None], axis=1))


def best_assignment(candidates: csr_array, places: np.ndarray) -> Lists:
    """The assignment of the highest sum of utilities; who is left over gets their own best."""
    utilities = candidates.toarray().astype(np.float64)
    posting_of = np.repeat(np.arange(len(places)), places)
    people, seats = linear_sum_assignment(-utilities[:, posting_of])
    columns = utilities.argmax(axis=1)
    columns[people] = posting_of[seats]
    return lists_of(columns, utilities)


@pytest.mark.parametrize(("workers", "postings"), [(60, 40), (200, 120), (300, 400), (400, 100)])
@pytest.mark.parametrize("seed", [1, 2])
def test_one_recommendation_at_full_balance_comes_close_to_the_best_assignment(
    workers: int, postings: int, seed: int
) -> None:
    candidates, places = market(workers, postings, seed)
    ours = spread(candidates, places, 1, 1.0, most_loss=1.0).lists
    assigned, own = best_assignment(candidates, places), own_best(table_of(candidates), 1)
    assert hires(ours, places) >= 0.94 * hires(assigned, places)
    assert hires(own, places) <= 0.85 * hires(assigned, places)


@pytest.mark.parametrize("seed", range(8))
def test_in_a_tiny_market_few_of_all_possible_recommendations_are_better(seed: int) -> None:
    candidates, places = market(5, 4, seed, most_places=2)
    utilities = candidates.toarray().astype(np.float64)
    every = [hires(lists_of(np.array(columns), utilities), places) for columns in product(range(4), repeat=5)]
    ours = hires(spread(candidates, places, 1, 1.0, most_loss=1.0).lists, places)
    assert ours >= 0.91 * max(every)
    assert np.mean(np.array(every) > ours + 1e-9) < 0.05


def crowded(seed: int = 5) -> tuple[csr_array, np.ndarray]:
    candidates, places = market(600, 300, seed, most_places=2)
    return thinned(candidates, 0.3, seed), places


def test_as_the_dial_rises_more_people_find_a_job_and_lists_are_worth_less_to_them() -> None:
    candidates, places = crowded()
    found = [spread(candidates, places, 5, dial) for dial in (0.0, 0.3, 0.6, 1.0)]
    jobs = [float(one.chances.sum()) for one in found]
    worth = [float(one.lists.totals.sum()) for one in found]
    assert jobs == sorted(jobs)
    assert worth == sorted(worth, reverse=True)
    assert jobs[-1] > 1.15 * jobs[0]


def test_more_sweeps_never_make_it_worse_and_the_best_is_given_back() -> None:
    candidates, places = crowded()
    found = [spread(candidates, places, 5, 0.8, max_sweeps=count) for count in range(5)]
    assert [len(one.worths) for one in found][:2] == [1, 2]
    assert [max(one.worths) for one in found] == sorted(max(one.worths) for one in found)
    for one in found:
        value = 0.2 * (attention(5) * one.lists.utilities).sum() + 0.8 * one.chances.sum()
        assert value == pytest.approx(max(one.worths))


def test_sweeps_end_when_nothing_more_is_gained() -> None:
    candidates, places = crowded()
    worths = spread(candidates, places, 5, 0.8, max_sweeps=50).worths
    assert len(worths) < 20
    assert worths[-1] <= max(worths[:-1]) * 1.001


def test_who_is_sure_of_a_job_keeps_their_own_best_at_any_dial_below_one() -> None:
    """One is the best applicant of a posting with room; the crowd fights over another."""
    utilities = np.full((60, 6), 0.5, dtype=np.float32)
    utilities[:, 0] = 0.6
    utilities[0] = [1.0, 0.99, 0.99, 0.99, 0.99, 0.99]
    found = spread(csr_array(utilities), np.ones(6, np.int64), 1, 0.9, most_loss=0.5)
    assert found.lists.columns[0].tolist() == [0]
    assert found.chances[0] == 1.0
    assert np.mean(found.lists.columns[1:] == 0) < 0.3


def test_prices_answer_who_asks_later() -> None:
    candidates, places = crowded()
    known = spread(candidates, places, 5, 0.8)
    late = table_of(candidates[:1], least_width=5)
    found = priced_lists(late, known.prices, np.array([0.8]), 5, 0.1)
    assert np.all((known.prices >= 0) & (known.prices < 1))
    assert found.totals[0] >= 0.9 * own_best(late, 5).totals[0]


def same(one: Spread, other: Spread) -> bool:
    return np.array_equal(one.lists.columns, other.lists.columns) and np.array_equal(one.prices, other.prices)


def test_the_same_market_gets_the_same_recommendations() -> None:
    candidates, places = crowded()
    assert same(spread(candidates, places, 5, 0.8), spread(candidates.copy(), places.copy(), 5, 0.8))


def test_a_market_without_workers_and_workers_without_candidates_get_nothing() -> None:
    nobody = spread(csr_array((0, 3), dtype=np.float32), np.ones(3, np.int64), 2, 1.0)
    assert nobody.lists.columns.shape == (0, 2)
    assert nobody.prices.tolist() == [0, 0, 0]
    nothing = spread(csr_array((2, 0), dtype=np.float32), np.ones(0, np.int64), 2, 1.0)
    assert nothing.lists.columns.tolist() == [[NOTHING, NOTHING], [NOTHING, NOTHING]]
    assert nothing.chances.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ({"places": np.ones(2, np.int64)}, "places: wanted at least one place of each of 3 postings, found 2"),
        (
            {"places": np.array([1, 0, 1])},
            "places: wanted at least one place of each of 3 postings, found 3, the least",
        ),
        ({"k": 0}, "k: wanted k of at least 1, found 0"),
        ({"balance": 1.1}, "balance: wanted a share from 0 to 1"),
        ({"balance": float("nan")}, "balance: wanted a share from 0 to 1"),
        ({"most_loss": -0.1}, "most_loss: wanted a share from 0 to 1"),
    ],
)
def test_arguments_out_of_range_are_refused(faults: dict[str, object], message: str) -> None:
    arguments = {"places": np.ones(3, np.int64), "k": 1, "balance": 0.5, "most_loss": 0.1, **faults}
    with pytest.raises(InputError, match=message):
        spread(csr_array(np.ones((2, 3), np.float32)), **arguments)  # type: ignore[arg-type]
