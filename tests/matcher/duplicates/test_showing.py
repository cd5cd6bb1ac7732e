from __future__ import annotations

from datetime import date

import numpy as np

from indexes.duplicate_records import Copy
from matcher.catalogue import Catalogue
from matcher.duplicates.showing import AlsoAt, Copies
from matcher.filters import Filtered
from tests.builders import catalogue, coded_posting

KEYS = ("a:1", "a:2", "b:1", "b:2")


def _copies(*cluster: str) -> Copies:
    return Copies(
        [
            Copy(key=key, cluster=cluster[0], place=place, chance=990, completeness=50, url=f"https://contoh/{key}")
            for place, key in enumerate(cluster)
        ]
    )


def _postings(**facts: object) -> Catalogue:
    coded = [coded_posting(key) for key in KEYS]
    return catalogue(coded[:2], fresh=coded[2:], **facts)  # type: ignore[arg-type]


def _shown(copies: Copies, postings: Catalogue, allowed: set[str]) -> tuple[set[str], int, int]:
    """Keys that remain, how many copies were counted, and how many remain by the count."""
    parts = []
    for segment in postings.segments:
        keys = [segment.key(row) for row in range(len(segment.alive))]
        mask = np.array([key in allowed for key in keys], dtype=bool) & segment.alive
        parts.append(Filtered(allowed=mask, removed={"closed": 0}, remain=int(mask.sum())))
    found = copies.one_of_each(postings.segments, parts)
    kept = {
        segment.key(row)
        for segment, part in zip(postings.segments, found, strict=True)
        for row in np.flatnonzero(part.allowed).tolist()
    }
    return kept, sum(part.removed.get("duplicate", 0) for part in found), sum(part.remain for part in found)


def test_of_the_copies_in_all_segments_the_preferred_one_remains() -> None:
    assert _shown(_copies("b:1", "a:1", "b:2"), _postings(), set(KEYS)) == ({"a:2", "b:1"}, 2, 2)


def test_a_copy_that_may_not_be_shown_hands_over_to_the_next() -> None:
    assert _shown(_copies("b:1", "a:1", "b:2"), _postings(), {"a:1", "a:2", "b:2"}) == ({"a:1", "a:2"}, 1, 2)


def test_without_copies_nothing_is_counted() -> None:
    postings = _postings()
    kept, counted, remain = _shown(Copies(), postings, set(KEYS))

    assert (kept, counted, remain) == (set(KEYS), 0, 4)


def test_clusters_that_are_not_there_hide_nothing() -> None:
    assert _shown(_copies("x:1", "x:2"), _postings(), set(KEYS)) == (set(KEYS), 0, 4)


def test_the_others_that_can_be_found_are_named_in_order() -> None:
    copies = _copies("b:1", "a:1", "x:9", "b:2")
    found = copies.also_at("a:1", _postings(), None)

    assert [other.id for other in found] == ["b:1", "b:2"]
    assert found[0] == AlsoAt(id="b:1", source="b", url="https://contoh/b:1")
    assert copies.also_at("a:2", _postings(), None) == ()


def test_the_others_that_are_closed_today_are_not_named() -> None:
    facts = ({}, {"is_closed": True}, {"closes_on": date(2026, 3, 9)}, {"closes_on": date(2026, 3, 10)})
    postings = catalogue([coded_posting(key, **own) for key, own in zip(KEYS, facts, strict=True)])
    found = _copies(*KEYS).also_at("a:1", postings, date(2026, 3, 10))

    assert [other.id for other in found] == ["b:2"]


def test_only_some_copies_are_kept() -> None:
    copies = _copies("b:1", "a:1", "b:2").only(frozenset({"a:1", "b:2"}))

    assert len(copies) == 2
    assert [other.id for other in copies.also_at("b:2", _postings(), None)] == ["a:1"]
