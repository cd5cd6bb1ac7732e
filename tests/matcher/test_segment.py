"""One stretch of records, and what was written since in small ones, held against a dict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.coded import Coded
from matcher.columns import columns_of
from matcher.delta import Written, add
from matcher.segment import Segment, segment_of
from matcher.vocabulary import NO_UNIT
from tests.builders import CLERK, JAWA_BARAT, KOTA_BANDUNG, KOTA_SURABAYA, coded_posting, fresh_of, vocabulary
from tests.fakes import FakeEncoder

KEYS = st.text(st.sampled_from("abZ-_1éñ😀"), min_size=1, max_size=3).map(lambda name: f"uji:{name}")


def segment(coded: Sequence[Coded]) -> Segment:
    return segment_of(fresh_of(coded), vocabulary())


@given(st.lists(KEYS, unique=True, min_size=1, max_size=12), KEYS)
def test_a_record_is_found_by_its_key_and_another_key_is_not(keys: list[str], other: str) -> None:
    found = segment([coded_posting(key) for key in keys])
    assert [found.key(row) for row in range(len(keys))] == sorted(keys)
    for key in {*keys, other}:
        row = found.find(key)
        assert (row == -1) == (key not in keys)
        assert row < 0 or (found.key(row), found.coded(row)) == (key, coded_posting(key))


@given(st.lists(KEYS, unique=True, min_size=1, max_size=12), st.lists(KEYS, max_size=6))
def test_rows_without_some_keys_are_dead_and_the_segment_before_is_as_it_was(keys: list[str], gone: list[str]) -> None:
    before = segment([coded_posting(key) for key in keys])
    after = before.without(gone)
    assert {key for key in keys if after.find(key) >= 0} == set(keys) - set(gone)
    assert len(after) == len(set(keys) - set(gone))
    assert len(before) == len(keys)
    assert after.rooms is before.rooms
    assert (after is before) == (not set(keys) & set(gone))
    assert after.without(gone) is after


def test_rows_hold_the_columns_vectors_and_words_of_their_records() -> None:
    coded = [
        coded_posting("uji:b", title="kasir toko", licences=("sim-a",)),
        coded_posting("uji:a", title="juru las", occupations=((CLERK, 1.0),)),
    ]
    found = segment(coded)
    expected = columns_of(coded[::-1], vocabulary())
    assert found.columns.units.tolist() == expected.units.tolist()
    rows, licences = found.rooms.licensed
    assert (rows.tolist(), licences.tolist()) == ([1], [found.columns.licences[1]])
    vectors = FakeEncoder().encode_passage(["juru las", "kasir toko"])
    assert np.array_equal(found.rooms.vectors.vector(0), vectors[0])
    assert np.array_equal(found.rooms.vectors.vector(1), vectors[1])
    shared = found.rooms.lexical.query("kasir").at(np.arange(2))
    assert shared[0] == 0 < shared[1]


def test_rows_are_known_by_their_first_unit_group() -> None:
    codes = [("7212",), (CLERK, "7212"), (), ("7212", CLERK)]
    found = segment(
        [coded_posting(f"uji:{at}", occupations=tuple((code, 0.4) for code in c)) for at, c in enumerate(codes)]
    )
    order, starts = found.first_units
    assert order[starts[vocabulary().units["7212"]] : starts[vocabulary().units["7212"] + 1]].tolist() == [0, 3]
    assert order[starts[vocabulary().units[CLERK]] : starts[vocabulary().units[CLERK] + 1]].tolist() == [1]
    assert order[starts[NO_UNIT] :].tolist() == [2]
    assert len(order) == len(codes)


WRITES = st.lists(
    st.dictionaries(st.integers(0, 40).map(lambda at: f"uji:{at:02d}"), st.none() | st.integers(0, 9), max_size=12),
    max_size=12,
)
"""Each write: key to a new version, or None for a delete."""


def state(delta: Sequence[Written]) -> dict[str, str]:
    """What can be found, and that none is found twice."""
    found: dict[str, str] = {}
    for part in delta:
        assert len(part.segment) > 0
        for row in np.flatnonzero(part.segment.alive).tolist():
            assert part.segment.key(row) not in found
            found[part.segment.key(row)] = part.segment.coded(row).title
        assert {key: item.coded.title for key, item in part.living.items()} == {
            part.segment.key(row): part.segment.coded(row).title for row in np.flatnonzero(part.segment.alive).tolist()
        }
    return found


@given(WRITES)
def test_after_any_writes_and_deletes_the_delta_holds_what_a_dict_would(
    writes: list[dict[str, int | None]],
) -> None:
    delta: tuple[Written, ...] = ()
    known: dict[str, str] = {}
    written = 0
    for write in writes:
        fresh = [coded_posting(key, title=f"versi {new}") for key, new in write.items() if new is not None]
        delta = add(delta, list(write), fresh_of(fresh), vocabulary())
        known = {key: title for key, title in known.items() if key not in write} | {i.key: i.title for i in fresh}
        written += len(fresh)
        assert state(delta) == known
        assert len(delta) <= 1 + math.log2(max(1, written))


def test_hundreds_of_single_writes_make_few_segments() -> None:
    delta: tuple[Written, ...] = ()
    template = fresh_of([coded_posting("uji:0000")])[0]
    most = 0
    for at in range(600):
        coded = replace(template.coded, key=f"uji:{at:04d}")
        delta = add(delta, [coded.key], [replace(template, coded=coded)], vocabulary())
        most = max(most, len(delta))
    assert sum(len(part.segment) for part in delta) == 600
    assert most <= math.log2(600)
    sizes = [len(part.segment) for part in delta]
    assert sizes == sorted(sizes, reverse=True)


def test_a_write_that_changes_nothing_leaves_every_segment_as_it_is() -> None:
    delta = add([], [], fresh_of([coded_posting("uji:1")]), vocabulary())
    again = add(delta, [], [], vocabulary())
    assert [part.segment for part in again] == [part.segment for part in delta]
    assert add(delta, ["uji:1"], [], vocabulary()) == ()
    assert add([], ["uji:1"], [], vocabulary()) == ()


def test_the_first_region_of_each_row_is_told_and_which_rows_have_more() -> None:
    places = ((), (KOTA_SURABAYA,), (KOTA_BANDUNG, JAWA_BARAT), ())
    found = segment([coded_posting(f"uji:{at}", region_codes=codes) for at, codes in enumerate(places)])
    first, several, regions = found.rooms.first_regions
    numbers = vocabulary().regions
    assert first.tolist() == [-1, numbers[KOTA_SURABAYA], numbers[KOTA_BANDUNG], -1]
    assert first.dtype == np.int16
    assert several.tolist() == [2]
    assert regions.values.tolist() == [numbers[KOTA_BANDUNG], numbers[JAWA_BARAT]]
