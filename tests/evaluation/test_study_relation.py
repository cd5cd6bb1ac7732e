"""From ads to the study programmes that they ask for: truths, folds, recall and each part of the ranking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evaluation.study_relation import (
    FOLDS,
    PRIOR_ADS,
    Asked,
    affinities,
    asked_elsewhere,
    asked_of,
    counts_elsewhere,
    name_cosines,
    name_words,
    ours,
    recall_at,
    title_cosines,
    to_unit,
    usualness,
)
from matcher.coding import Coding
from taxonomy.occupations import load_occupations
from taxonomy.study_programmes import load_study_programmes
from tests.builders import CLERK, coded_posting, posting
from tests.fakes import FakeEncoder


def coding(*occupations: tuple[str, float]) -> Coding:
    return Coding(coded=coded_posting(occupations=occupations), vector=np.zeros(2, dtype=np.float32))


ADS = [
    posting("b", employer="Toko Satu", study_programmes=("Akuntansi", "S1 Akutansi", "Tata Boga")),
    posting("a", employer="", study_programmes=("Tata Boga",)),
    posting("c", employer="Toko  SATU", study_programmes=()),
    posting("d", employer="Toko satu", study_programmes=("Teknik Pengelasan", " - ")),
]


def test_ads_that_ask_for_programmes_are_held_by_key_with_names_in_one_spelling() -> None:
    found = asked_of(ADS)
    assert [ad.key for ad in found.postings] == ["uji:a", "uji:b", "uji:d"]
    assert found.names == ("akuntansi", "tata boga", "teknik pengelasan")
    assert found.wanted == ((1,), (0, 1), (2,))
    assert found.employers == ("uji:a", "toko satu", "toko satu")
    assert found.folds[1] == found.folds[2]
    assert set(found.folds.tolist()) <= set(range(FOLDS))


@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(1, 4), st.integers(1, 7)), elements=st.sampled_from([0.0, 0.5, 1.0])
    ),
    st.integers(1, 6),
    st.data(),
)
def test_recall_agrees_with_the_definition_written_out(scores: np.ndarray, k: int, data: st.DataObject) -> None:
    rows, columns = scores.shape
    wanted = [
        data.draw(st.lists(st.integers(0, columns - 1), min_size=1, max_size=5, unique=True)) for _ in range(rows)
    ]
    for row, value in enumerate(recall_at(scores, wanted, k)):
        first = sorted(range(columns), key=lambda column: (-scores[row, column], column))[:k]
        assert value == pytest.approx(sum(one in first for one in wanted[row]) / len(wanted[row]))


def test_affinities_are_means_over_the_unit_groups_of_an_ad_and_unknown_names_have_none() -> None:
    found = affinities(
        [coding((CLERK, 0.6), ("7212", 0.2)), coding()], ["akuntansi", "teknik pengelasan", "ilmu nujum"]
    )
    np.testing.assert_allclose(found, [[0.75, 0.25, 0.0], [0.0, 0.0, 0.0]], atol=1e-6)


def test_the_more_usual_name_of_a_programme_comes_first_and_a_name_that_is_not_there_last() -> None:
    names = ["akuntansi", "akuntansi keuangan", "ilmu nujum"]
    first, second, none = usualness(names, load_study_programmes())
    assert (first, second) == (0.0, -1.0)
    assert none < min(usualness(["perpajakan", "multi media"], load_study_programmes()))


def test_our_ranking_puts_the_programmes_of_an_occupation_first() -> None:
    names = ("akuntansi", "akuntansi keuangan", "tata boga", "teknik pengelasan")
    found = ours([coding((CLERK, 1.0)), coding(("7212", 1.0))], np.zeros((2, 4)), names)
    order = np.argsort(-found, axis=1, kind="stable").tolist()
    assert order[0][:2] == [0, 1]
    assert order[1][0] == 3
    told = ours([coding()], np.array([[0.1, 0.2, 0.9, 0.3]]), names)
    assert int(told.argmax()) == 2


def test_rows_are_brought_to_one_scale_and_equal_rows_to_nothing() -> None:
    np.testing.assert_array_equal(to_unit(np.array([[1.0, 3.0, 2.0], [2.0, 2.0, 2.0]])), [[0, 1, 0.5], [0, 0, 0]])


def test_each_baseline_finds_the_name_that_stands_in_the_ad() -> None:
    ads = [posting("a", title="tata boga", description="tata boga"), posting("b", title="hukum", description="hukum")]
    names = ["hukum", "tata boga", "teknik pengelasan"]
    for scores in (
        name_cosines(FakeEncoder(), ads, names),
        title_cosines(FakeEncoder(), ads, names),
        name_words(ads, names),
    ):
        assert scores.shape == (2, 3)
        assert scores.argmax(axis=1).tolist() == [1, 0]


def asking(*, employers: int, rows: int) -> Asked:
    ads = [
        posting(f"p{at:03}", employer=f"Toko {at % employers}", study_programmes=(("Akuntansi", "Hukum")[at % 2],))
        for at in range(rows)
    ]
    return asked_of(ads)


def test_what_others_ask_for_never_comes_from_the_same_employer() -> None:
    asked = asking(employers=7, rows=40)
    codings = [coding((CLERK, 1.0)) if at % 3 else coding(("7212", 1.0)) for at in range(40)]
    counts, shares = counts_elsewhere(asked), asked_elsewhere(asked, codings)
    for row in range(40):
        others = [at for at in range(40) if asked.folds[at] != asked.folds[row]]
        assert all(asked.employers[at] != asked.employers[row] for at in others)
        for name in range(2):
            assert counts[row, name] == sum(name in asked.wanted[at] for at in others)
            alike = [at for at in others if codings[at].coded.occupations == codings[row].coded.occupations]
            usual = counts[row, name] / len(others)
            expected = (sum(name in asked.wanted[at] for at in alike) + PRIOR_ADS * usual) / (len(alike) + PRIOR_ADS)
            assert shares[row, name] == pytest.approx(expected)


def test_unit_groups_have_the_rows_of_the_table() -> None:
    assert load_study_programmes().affinity.shape[1] == len(load_occupations().unit_codes)
