"""Spans: pairing against every possible pairing, and the dictionary of labels."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.skill_dictionary import LabelDictionary
from evaluation.spans import (
    F1,
    PRECISION,
    RECALL,
    Offsets,
    overlap_intervals,
    overlap_ratios,
    overlaps,
    pair_spans,
    ratio_intervals,
    ratios,
)

span = st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda at: (at[0], at[0] + at[1]))
spans = st.lists(span, max_size=4)


def shared(one: Offsets, two: Offsets) -> int:
    return len(set(range(*one)) & set(range(*two)))


def best_pairing(marked: list[Offsets], found: list[Offsets]) -> tuple[int, int]:
    """Most pairs, then most characters, over every pairing."""
    padded = [*range(len(found)), *[None] * len(marked)]
    best = (0, 0)
    for order in permutations(padded, len(marked)):
        common = [shared(m, found[at]) for m, at in zip(marked, order, strict=True) if at is not None]
        best = max(best, (sum(count > 0 for count in common), sum(common)))
    return best


@given(marked=spans, found=spans)
def test_pairs_are_as_many_and_as_alike_as_the_best_of_all_pairings(
    marked: list[Offsets], found: list[Offsets]
) -> None:
    pairs = pair_spans(marked, found)
    common = [shared(marked[row], found[column]) for row, column in pairs]
    assert all(common)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert (len(pairs), sum(common)) == best_pairing(marked, found)


@given(marked=spans, found=spans)
def test_overlap_counts_the_characters_that_both_hold(marked: list[Offsets], found: list[Offsets]) -> None:
    assert overlaps(marked, found).tolist() == [[shared(m, f) for f in found] for m in marked]


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert pair_spans([(0, 5)], [(5, 9)]) == []


def test_ratios_by_hand_and_without_anything() -> None:
    assert ratios(np.array([3.0, 4.0, 6.0])) == pytest.approx({PRECISION: 0.75, RECALL: 0.5, F1: 0.6})
    assert ratios(np.zeros(3)) == {PRECISION: 0.0, RECALL: 0.0, F1: 0.0}


def test_intervals_hold_the_figure_and_have_no_width_when_all_ads_are_alike() -> None:
    mixed = ratio_intervals(np.array([[1.0, 2.0, 2.0], [2.0, 2.0, 2.0], [0.0, 1.0, 2.0]] * 5))
    assert mixed[F1][0] < 2 * 15 / (25 + 30) < mixed[F1][1]
    assert ratio_intervals(np.array([[1.0, 2.0, 4.0]] * 3))[PRECISION] == (0.5, 0.5)


def test_overlap_ratios_by_hand_and_without_anything() -> None:
    found = overlap_ratios(np.array([1.0, 2.0, 2.0, 3.0]))
    assert found == pytest.approx({PRECISION: 1 / 2, RECALL: 2 / 3, F1: 4 / 7})
    assert overlap_ratios(np.zeros(4)) == {PRECISION: 0.0, RECALL: 0.0, F1: 0.0}
    assert overlap_ratios(np.array([0.0, 5.0, 0.0, 0.0])) == {PRECISION: 0.0, RECALL: 0.0, F1: 0.0}
    assert overlap_ratios(np.array([0.0, 0.0, 0.0, 5.0])) == {PRECISION: 0.0, RECALL: 0.0, F1: 0.0}


def test_overlap_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    counts = np.array([[1.0, 2.0, 2.0, 3.0], [2.0, 2.0, 1.0, 1.0], [0.0, 1.0, 0.0, 2.0]] * 5)
    value, intervals = overlap_ratios(counts.sum(axis=0)), overlap_intervals(counts)
    for measure in (PRECISION, RECALL, F1):
        assert 0 <= intervals[measure][0] < value[measure] < intervals[measure][1] <= 1
    assert overlap_intervals(counts) == intervals
    assert overlap_intervals(np.array([[1.0, 2.0, 1.0, 4.0]] * 3))[RECALL] == (0.25, 0.25)


def test_the_dictionary_finds_whole_words_and_the_longest_label() -> None:
    text = "Bisa Microsoft Excel, C++ dan las listrik; excelsior tidak."
    found = LabelDictionary(["excel", "microsoft excel", "C", "c++", "las  listrik", "!!"]).find(text)
    assert [text[start:end] for start, end in found] == ["Microsoft Excel", "C++", "las listrik"]


def test_the_dictionary_goes_on_when_the_text_ends_within_a_label() -> None:
    assert LabelDictionary(["las listrik", "las"]).find("tukang las") == [(7, 10)]
    assert LabelDictionary(["las listrik"]).find("tukang las") == []
    assert LabelDictionary([]).find("tukang las") == []
