"""Simulated rounds of applications and hires: against a slow reading, and what must hold in every round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.assignment import NOTHING, Lists
from matcher.hiring import Behaviour, jobs_taken, simulate, usual


def lists_of(columns: list[list[int]], utilities: list[list[float]]) -> Lists:
    return Lists(columns=np.array(columns, dtype=np.int64), utilities=np.array(utilities))


@st.composite
def applications(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    """Applications by posting, each employer's favourite first; places; people."""
    people, postings = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    workers, chosen = np.nonzero(rng.random((people, postings)) < draw(st.sampled_from([0.2, 0.6, 1.0])))
    order = np.lexsort((rng.random(len(workers)), chosen))
    utilities = rng.integers(1, 4, len(workers)) / 4
    return workers[order], chosen[order], utilities[order], rng.integers(1, 4, postings), people


def slow_jobs(
    workers: np.ndarray, postings: np.ndarray, utilities: np.ndarray, places: np.ndarray, people: int
) -> list[int]:
    """Employers offer what is free to the first of those still free, all at once, until nobody is left to be asked."""
    job: list[int] = [NOTHING] * people
    left = places.tolist()
    line = list(zip(workers.tolist(), postings.tolist(), utilities.tolist(), strict=True))
    while True:
        offers: dict[int, list[tuple[float, int]]] = {}
        for posting, free in enumerate(left):
            waiting = [one for one in line if one[1] == posting and job[one[0]] == NOTHING]
            for worker, _, utility in waiting[:free]:
                offers.setdefault(worker, []).append((-utility, posting))
        if not offers:
            return job
        for worker, heard in offers.items():
            job[worker] = min(heard)[1]
            left[job[worker]] -= 1


@settings(max_examples=200)
@given(applications())
def test_jobs_are_those_of_the_slow_reading(
    given_: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int],
) -> None:
    assert jobs_taken(*given_).tolist() == slow_jobs(*given_)


@given(applications())
def test_no_place_is_filled_twice_and_none_stays_free_that_a_free_applicant_asked_for(
    given_: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int],
) -> None:
    workers, postings, _, places, _ = given_
    job = jobs_taken(*given_)
    hired = np.bincount(job[job != NOTHING], minlength=len(places))
    assert np.all(hired <= places)
    asked = set(zip(workers.tolist(), postings.tolist(), strict=True))
    assert all((worker, int(posting)) in asked for worker, posting in enumerate(job) if posting != NOTHING)
    assert all(job[worker] != NOTHING or hired[posting] == places[posting] for worker, posting in asked)


def test_the_better_of_two_offers_is_taken_and_the_other_place_goes_to_the_next() -> None:
    """Worker 0 is everybody's favourite and likes posting 1 more; worker 1 asked for posting 0 only."""
    job = jobs_taken(np.array([0, 1, 0]), np.array([0, 0, 1]), np.array([0.5, 0.4, 0.9]), np.array([1, 1]), people=3)
    assert job.tolist() == [1, 0, NOTHING]


def test_people_apply_as_often_as_their_utility_and_their_attention_say() -> None:
    n = 20_000
    lists = lists_of([[0, 1]] * n, [[0.8, 0.5]] * n)
    found = simulate(lists, np.array([n, n]), usual(2), seed=1, rounds=4)
    wanted = 1 - (1 - 0.8) * (1 - 0.5 / np.log2(3))
    assert found.hired.mean() / n == pytest.approx(wanted, abs=0.005)
    assert found.found_job.mean() == pytest.approx(found.hired.mean() / n)
    assert found.filled.tolist() == [1] * 4


def test_employers_take_the_better_when_they_see_clearly_and_anyone_when_they_do_not() -> None:
    lists = lists_of([[0], [0]], [[1.0], [0.9]])
    sharp = simulate(lists, np.array([1]), Behaviour(looks=np.ones(1), noise=0.0), seed=1, rounds=400)
    blind = simulate(lists, np.array([1]), Behaviour(looks=np.ones(1), noise=50.0), seed=1, rounds=400)
    assert sharp.found_job.tolist() == pytest.approx([1, 0])
    assert blind.found_job[1] == pytest.approx(
        0.45, abs=0.1
    )  # applies nine times in ten, and is taken every other time


def test_who_is_recommended_nothing_applies_nowhere() -> None:
    lists = lists_of([[NOTHING, NOTHING], [1, NOTHING]], [[0, 0], [1, 0]])
    found = simulate(lists, np.array([1, 1]), usual(2), seed=1, rounds=3)
    assert found.hired.tolist() == [1, 1, 1]
    assert found.filled.tolist() == [0.5, 0.5, 0.5]
    assert found.found_job.tolist() == pytest.approx([0, 1])


def test_rounds_differ_and_the_same_seed_gives_the_same_rounds() -> None:
    lists = lists_of([[0, 1]] * 30, [[0.5, 0.4]] * 30)
    one, same, other = (simulate(lists, np.array([9, 9]), usual(2), seed=seed, rounds=12) for seed in (1, 1, 2))
    assert one.hired.tolist() == same.hired.tolist()
    assert one.hired.tolist() != other.hired.tolist()
    assert len(set(one.hired.tolist())) > 1
