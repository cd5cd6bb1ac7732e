"""Fit of studies, against a pair at a time written out over names and codes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.components import NEUTRAL, Component
from matcher.study_fit import LEAST_SHARE, study_component
from taxonomy.occupations import load_occupations
from tests.builders import CLERK, coded_posting, coded_records, coded_worker, vocabulary

WORDS = vocabulary()
STUDIES = WORDS.programmes
UNITS = load_occupations().unit_codes


def fit(workers: list[Coded], postings: list[Coded]) -> Component:
    return study_component(columns_of(workers, WORDS), columns_of(postings, WORDS), STUDIES)


def one(worker: Coded, posting: Coded) -> tuple[float, bool]:
    found = fit([worker], [posting])
    return float(found.values[0]), bool(found.known[0])


def written_out(worker: Coded, posting: Coded) -> float | None:
    """The fit of one pair; None when it is not known."""
    held = [number for name in worker.study_programmes if (number := STUDIES.number(name)) is not None]
    asked = [number for name in posting.study_programmes if (number := STUDIES.number(name)) is not None]
    if not held:
        return None
    if asked:
        return max(float(STUDIES.closeness[a, b]) for a in held for b in asked)
    total = sum(weight for _, weight in posting.occupations)
    shares = {code: weight / total for code, weight in posting.occupations if STUDIES.asked[UNITS.index(code)]}
    if sum(shares.values()) < LEAST_SHARE:
        return None
    means = [
        sum(share * float(STUDIES.affinity[number, UNITS.index(code)]) for code, share in shares.items())
        for number in held
    ]
    return max(means) / sum(shares.values())


def check(found: Component, pairs: list[tuple[Coded, Coded]]) -> None:
    assert found.values.shape == found.known.shape == (len(pairs),)
    for at, (worker, posting) in enumerate(pairs):
        expected = written_out(worker, posting)
        assert bool(found.known[at]) == (expected is not None)
        assert found.values[at] == pytest.approx(NEUTRAL if expected is None else expected, abs=1e-5)
        assert 0 <= found.values[at] <= 1


@given(coded_records("worker"), st.lists(coded_records("posting"), min_size=1, max_size=6))
def test_one_worker_and_many_postings_are_as_each_pair_written_out(worker: Coded, postings: list[Coded]) -> None:
    check(fit([worker], postings), [(worker, posting) for posting in postings])


@given(st.lists(coded_records("worker"), min_size=1, max_size=6), coded_records("posting"))
def test_many_workers_and_one_posting_are_as_each_pair_written_out(workers: list[Coded], posting: Coded) -> None:
    check(fit(workers, [posting]), [(worker, posting) for worker in workers])


@given(
    st.lists(coded_records("worker"), min_size=2, max_size=4),
    st.lists(coded_records("posting"), min_size=2, max_size=4),
)
def test_a_pair_fits_the_same_to_the_bit_whoever_asks(workers: list[Coded], postings: list[Coded]) -> None:
    there = np.array([fit([worker], postings).values for worker in workers])
    back = np.array([fit(workers, [posting]).values for posting in postings])
    np.testing.assert_array_equal(there, back.T)
    alone = [[one(worker, posting)[0] for posting in postings] for worker in workers]
    np.testing.assert_array_equal(there, np.array(alone))


def test_no_rows_fit_nothing() -> None:
    worker = coded_worker(study_programmes=("akuntansi",))
    assert fit([worker], []).values.shape == (0,)
    assert fit([], [coded_posting()]).values.shape == (0,)


def test_the_programme_asked_for_fits_in_full_and_a_near_one_nearly() -> None:
    asks = coded_posting(study_programmes=("akuntansi", "tata boga"), occupations=(("7212", 1.0),))
    assert one(coded_worker(study_programmes=("s1 akuntansi",)), asks) == (1.0, True)
    value, known = one(coded_worker(study_programmes=("perpajakan",)), asks)
    assert known
    assert 0.8 < value < 1.0
    assert one(coded_worker(study_programmes=("teknik pengelasan",)), asks)[0] < 0.3


def test_where_no_programme_is_named_the_occupation_says_what_fits() -> None:
    ad = coded_posting(occupations=((CLERK, 1.0),))
    assert one(coded_worker(study_programmes=("akuntansi",)), ad) == (1.0, True)
    assert one(coded_worker(study_programmes=("tata boga",)), ad) == (0.0, True)
    assert one(coded_worker(study_programmes=("tata boga", "akuntansi")), ad) == (1.0, True)


def test_a_name_that_is_not_known_is_as_none() -> None:
    ad = coded_posting(occupations=((CLERK, 1.0),), study_programmes=("ilmu nujum",))
    assert one(coded_worker(study_programmes=("akuntansi",)), ad) == (1.0, True)
    assert one(coded_worker(study_programmes=("ilmu nujum",)), ad) == (NEUTRAL, False)


@pytest.mark.parametrize("occupations", [(), (("8322", 1.0),), (("8322", 0.7), (CLERK, 0.3))])
def test_of_work_that_is_open_to_all_nothing_is_known(occupations: tuple[tuple[str, float], ...]) -> None:
    worker = coded_worker(study_programmes=("akuntansi",))
    assert one(worker, coded_posting(occupations=occupations)) == (NEUTRAL, False)
