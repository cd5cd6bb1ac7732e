"""The best of several segments, held against a plain sort."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.part_list import NAMES
from matcher.ranking import Found, best, together
from matcher.score import Scores
from matcher.segment import Segment
from tests.builders import CodedPair, coded_posting, coded_worker, fresh_of, pairs_of, rooms, scorer

TOTALS = st.lists(st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.5001, 0.9]), max_size=8), min_size=1, max_size=4)


def found_in(names: list[str], totals: list[float]) -> Found:
    """A segment of which all rows were scored so; keys stand in the segment's order, whatever was drawn."""
    postings = [coded_posting(f"uji:{name}") for name in names]
    held = rooms(fresh_of(postings))
    segment = Segment(rooms=held, alive=np.ones(len(names), dtype=bool))
    in_order = sorted(postings, key=lambda item: item.key)
    filler = CodedPair(worker=coded_worker(), posting=coded_posting("uji:?"))
    pairs = pairs_of([CodedPair(worker=coded_worker(), posting=item) for item in in_order] or [filler])
    blank = np.zeros((len(names), len(NAMES)))
    scores = Scores(totals=np.array(totals, dtype=np.float64), points=blank, values=blank, known=blank > 0)
    return Found(segment=segment, rows=np.arange(len(names)), pairs=pairs, scores=scores)


@given(TOTALS, st.integers(1, 12), st.data())
def test_the_k_best_of_all_segments_are_those_of_a_plain_sort(
    totals: list[list[float]], k: int, data: st.DataObject
) -> None:
    # Keys run across the segments, so that equal totals are settled by key and not by segment.
    size = sum(map(len, totals))
    names = [f"{at:02d}" for at in data.draw(st.permutations(range(size)))]
    parts, plain = [], []
    for part in totals:
        mine, names = sorted(names[: len(part)]), names[len(part) :]
        parts.append(found_in(mine, part))
        plain += [(-total, f"uji:{name}") for name, total in zip(mine, part, strict=True)]
    assert [(-one.total, one.key) for one in best(parts, k)] == sorted(plain)[:k]


def test_a_ranked_row_gives_its_record_and_its_score() -> None:
    postings = [coded_posting("uji:a", education="S1"), coded_posting("uji:b", education="SMA")]
    met = [CodedPair(worker=coded_worker(education="S1"), posting=item) for item in postings]
    segment = Segment(rooms=rooms(fresh_of(postings)), alive=np.ones(2, dtype=bool))
    pairs = pairs_of(met)
    scores = scorer().score(pairs)
    found = Found(segment=segment, rows=np.array([0, 1]), pairs=pairs, scores=scores)
    for one in best([found], 2):
        expected = postings[one.at]
        assert (one.key, one.coded) == (expected.key, expected)
        assert one.total == float(scores.totals[one.at])


@pytest.mark.parametrize("k", [1, 5])
def test_nothing_found_ranks_nothing(k: int) -> None:
    assert best([], k) == []
    assert best([found_in([], [])], k) == []


@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=5), min_size=1, max_size=3), st.integers(1, 12))
def test_ranked_rows_of_all_segments_come_together_in_their_order(months: list[list[int]], k: int) -> None:
    for searched in ("posting", "worker"):
        parts, names = [], iter(f"uji:{at:02d}" for at in range(99))
        for part in months:
            records = [
                (coded_posting if searched == "posting" else coded_worker)(next(names), experience_months=m)
                for m in part
            ]
            own = {"worker": coded_worker(experience_months=12), "posting": coded_posting(experience_months=12)}
            pairs = pairs_of([CodedPair(**{**own, searched: record}) for record in records])
            segment = Segment(rooms=rooms(fresh_of(records)), alive=np.ones(len(records), dtype=bool))
            parts.append(
                Found(segment=segment, rows=np.arange(len(records)), pairs=pairs, scores=scorer().score(pairs))
            )
        ranked = best(parts, k)
        pairs, scores = together(ranked, searched)
        assert scores.totals.tolist() == [one.total for one in ranked]
        assert scorer().score(pairs).totals.tolist() == scores.totals.tolist()
        columns = pairs.posting if searched == "posting" else pairs.worker
        assert columns.experience.tolist() == [one.coded.experience_months for one in ranked]
