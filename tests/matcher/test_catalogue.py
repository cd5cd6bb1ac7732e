"""One kind of record in memory: generation and delta searched as one, superseded rows never found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.catalogue import NO_LEVEL
from taxonomy.errors import UnknownIdError
from taxonomy.occupations import load_occupations
from tests.builders import catalogue, coded_posting
from tests.fakes import FakeEncoder

TITLES = ("Juru Las", "Juru Las Pipa", "Juru Masak", "Kasir Toko", "Staf Kas", "Pengemudi Truk", "Juru Las")


def test_keys_rows_and_length_are_those_of_living_records() -> None:
    rows = catalogue(
        [coded_posting("uji:b"), coded_posting("uji:a")], fresh=[coded_posting("uji:a")], superseded=["uji:a"]
    )
    assert len(rows) == 2
    assert "uji:a" in rows
    assert "uji:z" not in rows
    assert (rows.row("uji:b"), rows.row("uji:a")) == (1, 2)
    assert rows.alive.tolist() == [False, True, True]


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(UnknownIdError, match="uji:tidak-ada"):
        catalogue([]).row("uji:tidak-ada")


def test_vectors_come_from_the_generation_and_from_the_delta() -> None:
    rows = catalogue([coded_posting("uji:a", title="Juru Las")], fresh=[coded_posting("uji:b", title="Kasir Toko")])
    expected = FakeEncoder().encode_passage(["Juru Las", "Kasir Toko"])
    assert np.array_equal(rows.vector(0), expected[0])
    assert np.array_equal(rows.vector(1), expected[1])
    assert rows.cosines(expected[0], np.array([1, 0])).tolist() == pytest.approx(
        [float(expected[1] @ expected[0]), 1.0], abs=1e-6
    )


@given(
    st.lists(st.sampled_from(TITLES), max_size=6),
    st.lists(st.sampled_from(TITLES), max_size=6),
    st.sets(st.integers(0, 5)),
    st.integers(1, 8),
    st.data(),
)
def test_search_agrees_with_plain_numpy_over_generation_and_delta(
    old: list[str], new: list[str], dead: set[int], k: int, data: st.DataObject
) -> None:
    base = [coded_posting(f"uji:{at}", title=title) for at, title in enumerate(old)]
    superseded = [f"uji:{at}" for at in dead if at < len(old)]
    # The delta comes in any order: a database may sort keys by another rule than Python.
    fresh = data.draw(st.permutations([coded_posting(f"uji:n{at}", title=title) for at, title in enumerate(new)]))
    rows = catalogue(base, fresh=fresh, superseded=superseded)
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows.coded), max_size=len(rows.coded))), bool)
    query = FakeEncoder().encode_query(["juru las kapal"])[0]
    hits = rows.search(query, k, allowed)
    titles = {item.key: FakeEncoder().encode_passage([item.title])[0] for item in rows.coded}
    ranked = sorted(
        (round(-float(titles[item.key] @ query), 5), item.key)
        for at, item in enumerate(rows.coded)
        if allowed[at] and rows.alive[at]
    )
    assert [rows.coded[int(row)].key for row in hits.rows] == [key for _, key in ranked[:k]]
    assert hits.cosines.tolist() == pytest.approx([-cosine for cosine, _ in ranked[:k]], abs=1e-5)


def test_words_are_scored_in_the_generation_and_in_the_delta_whatever_its_order() -> None:
    fresh = [coded_posting("uji:c", title="kasir"), coded_posting("uji:b", title="las pipa")]
    rows = catalogue([coded_posting("uji:a", title="juru las")], fresh=fresh)
    shared = {item.key for item, score in zip(rows.coded, rows.words("las"), strict=True) if score > 0}
    assert shared == {"uji:a", "uji:b"}
    assert catalogue([coded_posting(title="juru las")]).words("kasir").tolist() == [0.0]


def test_occupations_levels_and_norms_follow_the_codes() -> None:
    coded = [
        coded_posting("uji:a", occupations=(("7212", 0.6), ("7214", 0.2)), education="S1"),
        coded_posting("uji:b"),
    ]
    rows = catalogue(coded)
    occupations = load_occupations()
    assert rows.occupations[0, occupations.unit_row("7212")] == pytest.approx(0.75)
    assert rows.occupations.sum(axis=1).tolist() == pytest.approx([1.0, 0.0])
    weights = rows.occupations[0]
    assert rows.occupation_norms[0] == pytest.approx(float(weights @ occupations.similarity @ weights) ** 0.5)
    assert rows.occupation_norms[1] == 0
    assert rows.levels.tolist() == [6, NO_LEVEL]


def test_an_empty_catalogue_answers_with_nothing() -> None:
    rows = catalogue([])
    query = FakeEncoder().encode_query(["apa saja"])[0]
    assert len(rows) == 0
    assert rows.search(query, 5, np.zeros(0, bool)).rows.tolist() == []
    assert rows.words("apa saja").shape == (0,)
    assert rows.occupations.shape == (0, len(load_occupations().unit_codes))


def test_an_updated_record_is_found_as_it_is_now() -> None:
    old = coded_posting("uji:a", title="Juru Las")
    rows = catalogue([old], fresh=[replace(old, title="Kasir Toko")], superseded=["uji:a"], texts={"uji:a": "kasir"})
    hits = rows.search(FakeEncoder().encode_query(["kasir"])[0], 5, np.ones(2, bool))
    assert [rows.coded[int(row)].title for row in hits.rows] == ["Kasir Toko"]
