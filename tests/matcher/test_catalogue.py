"""One kind of record in memory: generation and delta as one, superseded rows never found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.errors import UnknownIdError
from tests.builders import catalogue, coded_posting
from tests.fakes import FakeEncoder

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def test_keys_and_length_are_those_of_living_records() -> None:
    rows = catalogue(
        [coded_posting("uji:b"), coded_posting("uji:a")], fresh=[coded_posting("uji:a")], superseded=["uji:a"]
    )
    assert len(rows) == 2
    assert "uji:a" in rows
    assert "uji:z" not in rows
    assert 7 not in rows
    assert [(rows.segments.index(rows.place(key).segment), rows.place(key).row) for key in ("uji:b", "uji:a")] == [
        (0, 1),
        (1, 0),
    ]


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(UnknownIdError, match="uji:tidak-ada"):
        catalogue([]).place("uji:tidak-ada")


def test_vectors_come_from_the_generation_and_from_the_delta() -> None:
    rows = catalogue([coded_posting("uji:a", title="Juru Las")], fresh=[coded_posting("uji:b", title="Kasir Toko")])
    expected = FakeEncoder().encode_passage(["Juru Las", "Kasir Toko"])
    assert np.array_equal(rows.place("uji:a").vector, expected[0])
    assert np.array_equal(rows.place("uji:b").vector, expected[1])


@given(NAMES, NAMES, NAMES)
def test_generation_and_delta_hold_together_what_a_dict_would(old: list[str], new: list[str], gone: list[str]) -> None:
    base = [coded_posting(f"uji:{name}", title=f"lama {name}") for name in old]
    fresh = [coded_posting(f"uji:{name}", title=f"baru {name}") for name in new]
    rows = catalogue(base, fresh=fresh, superseded=[f"uji:{name}" for name in (*gone, *new)])
    known = {item.key: item for item in base if item.key[-1] not in (*gone, *new)} | {item.key: item for item in fresh}
    assert len(rows) == len(known)
    assert {item.key: item for item in rows} == known
    assert len(list(rows)) == len(known)
    for name in "abcdefgh":
        key = f"uji:{name}"
        assert (key in rows) == (key in known)
        if key in known:
            assert rows.place(key).coded == known[key]


def test_an_empty_catalogue_holds_nothing() -> None:
    rows = catalogue([])
    assert len(rows) == 0
    assert list(rows) == []


def test_an_updated_record_is_found_as_it_is_now() -> None:
    old = coded_posting("uji:a", title="Juru Las")
    rows = catalogue([old], fresh=[replace(old, title="Kasir Toko")], superseded=["uji:a"], texts={"uji:a": "kasir"})
    found = []
    for segment in rows.segments:
        hits = segment.rooms.vectors.search(FakeEncoder().encode_query(["kasir"])[0], 5, segment.alive)
        found += [segment.coded(int(row)).title for row in hits.rows]
    assert found == ["Kasir Toko"]
