"""Retrieval, held against a full sort of every row by each view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.catalogue import Catalogue
from matcher.coded import Coded
from matcher.components import occupation_similarity
from matcher.retrieve import HALF_BM25, Query, retrieve
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


def best(values: npt.NDArray[np.float32], rows: Catalogue, allowed: npt.NDArray[np.bool_], depth: int) -> set[int]:
    """Rows that stand above the depth-th value beyond rounding: every one must be found."""
    ranked = sorted((float(values[row]) for row in np.flatnonzero(allowed) if values[row] > 0), reverse=True)
    edge = ranked[depth] if len(ranked) > depth else 0.0
    return {int(row) for row in np.flatnonzero(allowed & rows.alive) if values[row] > edge + 2e-4}


@settings(max_examples=60)
@given(worlds(), st.sampled_from(TITLES), st.lists(st.sampled_from(CODES), max_size=2), st.integers(1, 6), st.data())
def test_the_best_by_each_view_are_all_found_and_nothing_that_is_not_allowed(
    coded: list[Coded], text: str, codes: list[str], depth: int, data: st.DataObject
) -> None:
    split = data.draw(st.integers(0, len(coded)))
    rows = catalogue(coded[:split], fresh=coded[split:])
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=len(coded), max_size=len(coded))), dtype=bool)
    asked = query(text, [(code, 1.0) for code in codes])
    found = retrieve(asked, rows, allowed, similarity(), depth)
    words = rows.words(text)
    near = occupation_similarity(asked.occupations, rows.occupations, rows.occupation_norms, similarity())
    cosines = np.array([rows.vector(row) @ asked.vector for row in range(len(coded))], dtype=np.float32)
    kept = set(found.rows.tolist())
    for view in (words, np.nan_to_num(near), cosines):
        assert best(view, rows, allowed, depth) <= kept
    assert len(kept) <= 3 * depth
    assert found.rows.tolist() == sorted(kept)
    assert all(allowed[row] for row in kept)
    assert found.cosines == pytest.approx(cosines[found.rows], abs=1e-5)
    assert found.words == pytest.approx(words[found.rows] / (words[found.rows] + HALF_BM25), abs=1e-6)
    assert np.array_equal(found.occupations, near[found.rows], equal_nan=True)
    assert ((found.words >= 0) & (found.words < 1)).all()


def test_superseded_rows_are_never_found() -> None:
    old = coded_posting("uji:1", title="juru las", occupations=(("7212", 1.0),))
    rows = catalogue([old, coded_posting("uji:2", title="juru las")], fresh=[old], superseded=["uji:1"])
    found = retrieve(query("juru las", [("7212", 1.0)]), rows, rows.alive, similarity(), 5)
    assert sorted(rows.coded[row].key for row in found.rows) == ["uji:1", "uji:2"]


def test_a_row_is_found_by_occupation_alone() -> None:
    far = [coded_posting(f"uji:{at}", title="kasir toko") for at in range(3)]
    same_job = coded_posting("uji:9", title="welder", occupations=(("7212", 1.0),))
    rows = catalogue([*far, same_job])
    found = retrieve(query("kasir", [("7212", 1.0)]), rows, rows.alive, similarity(), 1)
    assert "uji:9" in {rows.coded[row].key for row in found.rows}


def test_words_break_ties_between_equal_occupations() -> None:
    coded = [
        coded_posting("uji:1", title="pengelas", occupations=(("7212", 1.0),)),
        coded_posting("uji:2", title="xxxx las", occupations=(("7212", 1.0),)),
    ]
    rows = catalogue(coded)
    asked = Query(vector=rows.vector(0), text="las", occupations=load_occupations().distribution([("7212", 1.0)]))
    assert retrieve(asked, rows, rows.alive, similarity(), 1).rows.tolist() == [0, 1]


def test_the_same_query_gives_the_same_candidates_bit_for_bit() -> None:
    coded = [coded_posting(f"uji:{at:02d}", title=TITLES[at % 3], occupations=(("7212", 1.0),)) for at in range(20)]
    rows, again = catalogue(coded), catalogue(list(reversed(coded)))
    first = retrieve(query("juru las", [("7212", 1.0)]), rows, rows.alive, similarity(), 4)
    second = retrieve(query("juru las", [("7212", 1.0)]), again, again.alive, similarity(), 4)
    for name in ("rows", "cosines", "words", "occupations"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_an_empty_catalogue_and_nothing_allowed_give_nothing() -> None:
    empty = catalogue([])
    assert retrieve(query("las"), empty, empty.alive, similarity(), 3).rows.tolist() == []
    rows = catalogue([coded_posting()])
    found = retrieve(query("las"), rows, np.zeros(1, dtype=bool), similarity(), 3)
    assert (found.rows.tolist(), found.words.tolist(), found.occupations.tolist()) == ([], [], [])


@pytest.mark.parametrize("split", range(7))
def test_equal_records_at_the_edge_are_taken_by_key_wherever_they_stand(split: int) -> None:
    coded = [coded_posting(f"uji:{name}", title="juru las", occupations=(("7212", 0.7),)) for name in "dafcbe"]
    rows = catalogue(coded[:split], fresh=coded[split:])
    found = retrieve(query("", [("7212", 1.0)]), rows, rows.alive, similarity(), 2)
    assert sorted(rows.coded[int(row)].key for row in found.rows) == ["uji:a", "uji:b"]
