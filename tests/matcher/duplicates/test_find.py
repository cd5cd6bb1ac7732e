from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexes.duplicate_records import Verdict
from indexes.rows import Derived
from indexes.store import Store
from matcher.codec import to_stored
from matcher.coded import coded_to_json
from matcher.duplicates.find import FindReport, facts_of, find, preference
from matcher.duplicates.served import ServedCopies
from matcher.records import Posting
from tests.builders import posting
from tests.matcher.duplicates.ads import DUTIES, codes

TODAY = date(2026, 3, 10)
FINGERPRINT = "uji-1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'sepadan.db'}")
    yield opened
    opened.close()


def _clerk(source_id: str, *, source: str = "uji", **facts: Any) -> Posting:
    told = {"title": "Staf Gudang", "employer": "PT Sinar Jaya", "description": DUTIES, **facts}
    return posting(source_id, source=source, **{"posted_on": date(2026, 3, 1), **told})


def _put(store: Store, *postings: Posting) -> None:
    stored = [to_stored(one) for one in postings]
    vector = np.eye(1, 4, dtype="<f4").tobytes()
    derived = [
        Derived(
            kind="posting",
            key=row.key,
            content_hash=row.content_hash,
            fingerprint=FINGERPRINT,
            coded=coded_to_json(codes(row.key)),
            vector=vector,
        )
        for row in stored
    ]
    store.upsert(stored, derived)


def _find(store: Store) -> FindReport:
    return find(store, FINGERPRINT, TODAY, lambda what, done, total: None)


def _kept(store: Store) -> list[list[str]]:
    clusters: dict[str, list[str]] = {}
    for copy in store.duplicates():
        clusters.setdefault(copy.cluster, []).append(copy.key)
    return list(clusters.values())


def test_copies_are_kept_with_the_fullest_open_one_first(store: Store) -> None:
    full = _clerk("2", source="lain", url="https://contoh/2", education=("SMA",), places=("Kota Bekasi",))
    _put(store, _clerk("1"), full, _clerk("3", title="Kepala Gudang"))
    report = _find(store)

    assert _kept(store) == [["lain:2", "uji:1"]]
    assert (report.postings, report.clusters, report.copies, report.across_sources) == (3, 1, 1, 1)
    assert report.by_source == {"uji": 1}
    found = store.cluster_of("uji:1")
    assert (found[0].url, found[0].employer, found[0].posted_on) == ("https://contoh/2", "sinar jaya, pt", "2026-03-01")
    assert found[0].chance == 1_000 > found[1].chance > 800


def test_an_open_copy_goes_before_a_fuller_closed_one(store: Store) -> None:
    _put(store, _clerk("1"), _clerk("2", education=("SMA",), is_closed=True))
    _find(store)

    assert _kept(store) == [["uji:1", "uji:2"]]


def test_what_is_not_coded_is_left_out_and_counted(store: Store) -> None:
    _put(store, _clerk("1"))
    store.upsert([to_stored(_clerk("2"))])

    assert _find(store).uncoded == 1
    assert _kept(store) == []


def test_rulings_are_heeded_by_later_runs(store: Store) -> None:
    _put(store, _clerk("1"), _clerk("2"), _clerk("3", title="Sopir Truk", description="mengantar barang"))
    store.rule([("uji:1", "uji:2")], Verdict.APART)
    store.rule([("uji:3", "uji:2")], Verdict.SAME)
    _find(store)
    assert _kept(store) == [["uji:2", "uji:3"]] or _kept(store) == [["uji:3", "uji:2"]]

    store.rule([("uji:1", "uji:2")], Verdict.SAME)
    _find(store)
    assert [sorted(keys) for keys in _kept(store)] == [["uji:1", "uji:2", "uji:3"]]


def test_what_is_written_while_copies_are_sought_wins(store: Store) -> None:
    _put(store, *(_clerk(name) for name in "12345"))
    written = False

    def meanwhile(*_: object) -> None:
        nonlocal written
        if not written:
            written = True
            store.upsert([to_stored(_clerk("2", title="Sopir Truk", description="mengantar barang"))])
            store.rule([("uji:3", other) for other in ("uji:1", "uji:4", "uji:5")], Verdict.APART)
            store.delete("posting", ["uji:5"])

    find(store, FINGERPRINT, TODAY, lambda what, done, total: meanwhile() if what != "read postings" else None)
    assert written
    assert _kept(store) == [["uji:1", "uji:4"]]


def test_a_ruling_of_what_is_not_coded_waits(store: Store) -> None:
    _put(store, _clerk("1"), _clerk("2"))
    store.upsert([to_stored(_clerk("9"))])
    store.rule([("uji:9", "uji:1")], Verdict.SAME)
    _find(store)

    assert [sorted(keys) for keys in _kept(store)] == [["uji:1", "uji:2"]]


def test_the_same_store_gives_the_same_clusters(store: Store) -> None:
    _put(store, *(_clerk(str(number), description=f"{DUTIES} {number}") for number in range(6)))
    _find(store)
    first = store.duplicates()
    _find(store)

    assert store.duplicates() == first


def test_an_empty_store_has_no_copies(store: Store) -> None:
    assert _find(store) == FindReport(
        postings=0,
        uncoded=0,
        pairs_compared=0,
        pairs_confirmed=0,
        clusters=0,
        copies=0,
        across_sources=0,
        by_source={},
        doubtful=0,
    )


def test_the_newest_goes_first_among_equals_and_then_the_key() -> None:
    postings = [_clerk("b"), _clerk("a"), _clerk("c", posted_on=date(2026, 3, 2)), _clerk("d", posted_on=None)]
    facts = [facts_of(one, TODAY) for one in postings]

    assert preference([one.key for one in postings], facts).tolist() == [2, 1, 0, 3]


def test_what_is_served_follows_the_store(store: Store) -> None:
    served = ServedCopies(store)
    assert len(served.look()) == 0
    _put(store, _clerk("1"), _clerk("2"), _clerk("3", description=f"{DUTIES} ya"))
    _find(store)
    copies = served.look()

    assert len(copies) == 3
    assert served.look() is copies
    store.delete("posting", ["uji:1"])
    assert len(served.look()) == 2
