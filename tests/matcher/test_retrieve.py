"""Retrieval, held against a full sort of every row by each view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import retrieve as retrieval
from matcher.coded import Coded
from matcher.components import occupation_similarity
from matcher.retrieve import HALF_BM25, Query, retrieve
from matcher.segment import Segment
from taxonomy.occupations import load_occupations
from tests.builders import catalogue, coded_posting
from tests.fakes import FakeEncoder

TITLES = ("juru las pipa", "juru las", "kasir toko", "staf kas kecil", "juru masak", "pengemudi truk", "las aluminium")
CODES = ("7212", "5230", "4311", "5120", "8332", "7214")


def query(text: str, codes: Sequence[tuple[str, float]] = ()) -> Query:
    return Query(
        vector=FakeEncoder().encode_query([text])[0], text=text, occupations=load_occupations().distribution(codes)
    )


def similarity() -> npt.NDArray[np.float32]:
    return load_occupations().similarity


@st.composite
def worlds(draw: st.DrawFn) -> list[Coded]:
    return [
        coded_posting(
            f"uji:{at:02d}",
            title=draw(st.sampled_from(TITLES)),
            occupations=((draw(st.sampled_from(CODES)), 0.7),) if draw(st.booleans()) else (),
        )
        for at in range(draw(st.integers(0, 14)))
    ]


def base(coded: Sequence[Coded]) -> Segment:
    return catalogue(coded).segments[0]


def best(values: npt.NDArray[np.float32], allowed: npt.NDArray[np.bool_], depth: int) -> set[int]:
    """Rows that stand above the depth-th value beyond rounding: every one must be found."""
    ranked = sorted((float(values[row]) for row in np.flatnonzero(allowed) if values[row] > 0), reverse=True)
    edge = ranked[depth] if len(ranked) > depth else 0.0
    return {int(row) for row in np.flatnonzero(allowed) if values[row] > edge + 2e-4}


@given(worlds(), st.sampled_from(TITLES), st.lists(st.sampled_from(CODES), max_size=2), st.integers(1, 6), st.data())
def test_the_best_by_each_view_are_all_found_and_nothing_that_is_not_allowed(
    coded: list[Coded], text: str, codes: list[str], depth: int, data: st.DataObject
) -> None:
    rows = base(coded)
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=len(coded), max_size=len(coded))), dtype=bool)
    asked = query(text, [(code, 1.0) for code in codes])
    found = retrieve(asked, rows, allowed, similarity(), depth)
    every = np.arange(len(coded))
    words = rows.rooms.lexical.query(text).at(every)
    near = occupation_similarity(asked.occupations, rows.columns.occupied(every), similarity())
    cosines = np.array([rows.rooms.vectors.vector(row) @ asked.vector for row in every], dtype=np.float32)
    kept = set(found.rows.tolist())
    for view in (words, np.nan_to_num(near), cosines):
        assert best(view, allowed, depth) <= kept
    assert len(kept) <= 3 * depth
    assert found.rows.tolist() == sorted(kept)
    assert all(allowed[row] for row in kept)
    assert found.cosines == pytest.approx(cosines[found.rows], abs=1e-5)
    assert found.words == pytest.approx(words[found.rows] / (words[found.rows] + HALF_BM25), abs=1e-6)
    assert np.array_equal(found.occupations, near[found.rows], equal_nan=True)
    assert ((found.words >= 0) & (found.words < 1)).all()


def found_keys(rows: Segment, asked: Query, depth: int) -> list[str]:
    return [rows.key(int(row)) for row in retrieve(asked, rows, rows.alive, similarity(), depth).rows]


def test_superseded_rows_are_never_found() -> None:
    old = coded_posting("uji:1", title="juru las", occupations=(("7212", 1.0),))
    rows = catalogue([old, coded_posting("uji:2", title="juru las")], fresh=[old], superseded=["uji:1"])
    found = [found_keys(segment, query("juru las", [("7212", 1.0)]), 5) for segment in rows.segments]
    assert found == [["uji:2"], ["uji:1"]]


def test_a_row_is_found_by_occupation_alone() -> None:
    far = [coded_posting(f"uji:{at}", title="kasir toko") for at in range(3)]
    same_job = coded_posting("uji:9", title="welder", occupations=(("7212", 1.0),))
    assert "uji:9" in found_keys(base([*far, same_job]), query("kasir", [("7212", 1.0)]), 1)


def test_words_break_ties_between_equal_occupations() -> None:
    rows = base(
        [
            coded_posting("uji:1", title="pengelas", occupations=(("7212", 1.0),)),
            coded_posting("uji:2", title="xxxx las", occupations=(("7212", 1.0),)),
        ]
    )
    asked = Query(
        vector=rows.rooms.vectors.vector(0), text="las", occupations=load_occupations().distribution([("7212", 1.0)])
    )
    assert found_keys(rows, asked, 1) == ["uji:1", "uji:2"]


def test_the_same_query_gives_the_same_candidates_bit_for_bit() -> None:
    coded = [coded_posting(f"uji:{at:02d}", title=TITLES[at % 3], occupations=(("7212", 1.0),)) for at in range(20)]
    rows, again = base(coded), base(list(reversed(coded)))
    first = retrieve(query("juru las", [("7212", 1.0)]), rows, rows.alive, similarity(), 4)
    second = retrieve(query("juru las", [("7212", 1.0)]), again, again.alive, similarity(), 4)
    for name in ("rows", "cosines", "words", "occupations"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_an_empty_segment_and_nothing_allowed_give_nothing() -> None:
    assert found_keys(base([]), query("las"), 3) == []
    rows = base([coded_posting(occupations=(("7212", 1.0),))])
    found = retrieve(query("las", [("7212", 1.0)]), rows, np.zeros(1, dtype=bool), similarity(), 3)
    assert (found.rows.tolist(), found.words.tolist(), found.occupations.tolist()) == ([], [], [])


def test_equal_records_at_the_edge_are_taken_by_key() -> None:
    coded = [coded_posting(f"uji:{name}", title="juru las", occupations=(("7212", 0.7),)) for name in "dafcbe"]
    assert found_keys(base(coded), query("", [("7212", 1.0)]), 2) == ["uji:a", "uji:b"]


@given(
    st.lists(st.lists(st.sampled_from(CODES), unique=True, max_size=2), max_size=25),
    st.sampled_from(CODES),
    st.integers(1, 6),
    st.integers(1, 30),
    st.data(),
)
def test_with_few_rows_compared_the_likeliest_unit_groups_come_first(
    codes: list[list[str]], asked_code: str, near_rows: int, depth: int, data: st.DataObject
) -> None:
    rows = base(
        [
            coded_posting(f"uji:{at:02d}", title="x", occupations=tuple((code, 0.5) for code in found))
            for at, found in enumerate(codes)
        ]
    )
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=len(codes), max_size=len(codes))), dtype=bool)
    occupations = load_occupations()
    turned = similarity() @ occupations.distribution([(asked_code, 1.0)])
    first = [float(turned[occupations.unit_codes.index(found[0])]) if found else 0.0 for found in codes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retrieval, "NEAR_ROWS", near_rows)
        # A text and a vector that meet nothing: what is found, is found by occupation (or is the nearest by vector).
        found = retrieve(query("zzz", [(asked_code, 1.0)]), rows, allowed, similarity(), depth)
    compared = sorted((-first[row], row) for row in np.flatnonzero(allowed) if first[row] > 0)
    edge = -compared[near_rows - 1][0] if len(compared) >= near_rows else 0.0
    likely = {row for value, row in compared if -value >= edge}
    # Where the rows at the edge are more than fit, some of them are left out, by words or by unit group.
    certain = likely if len(likely) <= near_rows else {row for row in likely if first[row] > edge}
    near = occupation_similarity(
        occupations.distribution([(asked_code, 1.0)]), rows.columns.occupied(np.arange(len(codes))), similarity()
    )
    ranked = sorted(likely, key=lambda row: (-near[row], row))[:depth]
    if len(codes) > near_rows:
        assert certain.intersection(ranked) <= set(found.rows.tolist())
    assert allowed[found.rows].all()


def test_of_a_unit_group_too_large_to_be_compared_those_of_most_words_are(monkeypatch: pytest.MonkeyPatch) -> None:
    titles = ["kasir toko", "juru las", "juru masak", "las aluminium"]
    coded = [
        coded_posting(f"uji:{at}", title=title, occupations=(("7212", 1.0),)) for at, title in enumerate(titles * 2)
    ]
    rows = base(coded)
    anything = Query(
        vector=rows.rooms.vectors.vector(0), text="juru las", occupations=query("", [("7212", 1.0)]).occupations
    )
    monkeypatch.setattr(retrieval, "NEAR_ROWS", 3)
    found = retrieval._likely_rows(anything, rows, rows.alive, similarity())
    assert sorted(rows.key(int(row)) for row in found) == ["uji:1", "uji:2", "uji:5"]


def test_few_rows_compared_give_what_all_rows_compared_give_when_one_unit_group_fills_the_depth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coded = [coded_posting(f"uji:{at:02d}", title="x", occupations=((CODES[at % 6], 1.0),)) for at in range(60)]
    rows, asked = base(coded), query("zzz", [("7212", 1.0)])
    exact = found_keys(rows, asked, 5)
    monkeypatch.setattr(retrieval, "NEAR_ROWS", 5)
    assert found_keys(rows, asked, 5) == exact


def test_who_can_do_everything_is_compared_with_all_rows_however_few_are_to_be_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = load_occupations().unit_codes
    coded = [coded_posting(f"uji:{at:03d}", title="x", occupations=((codes[at], 1.0),)) for at in range(0, 440, 40)]
    rows = base([*coded, coded_posting("uji:none", title="x")])
    anything = query("zzz", [(code, 1.0) for code in codes])
    exact = found_keys(rows, anything, 11)
    monkeypatch.setattr(retrieval, "NEAR_ROWS", 11)
    assert set(found_keys(rows, anything, 11)) == set(exact)
    allowed = rows.alive.copy()
    allowed[5:] = False
    found = retrieve(anything, rows, allowed, similarity(), 11)
    assert found.rows.tolist() == [0, 1, 2, 3, 4]
