"""Postings closed while others write: what they put or delete is never undone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexes.sighting_rows import Sighting
from indexes.store import Store
from matcher.codec import from_json, to_stored
from matcher.pulls import closing
from matcher.pulls.closing import close_absent, close_keys
from matcher.records import Posting
from tests import builders

CloseWhile = Callable[[list[str], Callable[[Store], object]], int]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    is_postgres = request.param == "postgres"
    return str(request.getfixturevalue("postgres_store_url")) if is_postgres else f"sqlite:///{tmp_path / 'sepadan.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    opened.upsert([to_stored(builders.posting(name)) for name in ("p1", "p2")])
    opened.keep_seen([Sighting(upstream="uji", key=f"uji:{name}", run=1, content="c") for name in ("p1", "p2")])
    yield opened
    opened.close()


@pytest.fixture
def close_while(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[CloseWhile]:
    """Closes postings while another writes, as soon as the first of them was read; comes back when both are done."""
    other, writers = Store(url), list[threading.Thread]()

    def close(keys: list[str], write: Callable[[Store], object]) -> int:
        def reads(kind: str, payload: str) -> Any:
            if not writers:
                writers.append(threading.Thread(target=write, args=(other,)))
                writers[0].start()
                writers[0].join(0.5)  # time enough for one who is not kept waiting
            return from_json(kind, payload)

        monkeypatch.setattr(closing, "from_json", reads)
        closed = close_keys(store, "uji", keys, 2)
        writers[0].join(10)
        assert not writers[0].is_alive()
        return closed

    yield close
    other.close()


def posting_of(store: Store, key: str) -> Posting | None:
    stored = store.get("posting", key)
    found = None if stored is None else from_json("posting", stored.payload)
    assert found is None or isinstance(found, Posting)
    return found


def test_a_posting_that_is_deleted_while_it_is_closed_does_not_come_back(store: Store, close_while: CloseWhile) -> None:
    assert close_while(["uji:p1", "uji:p2"], lambda other: other.delete("posting", ["uji:p1"])) == 2
    assert posting_of(store, "uji:p1") is None
    kept = posting_of(store, "uji:p2")
    assert kept is not None
    assert kept.is_closed
    assert [change.key for change in store.changes("posting", "f", 0) if not change.payload] == ["uji:p1"]


def test_what_is_put_while_a_posting_is_closed_stays_as_it_was_put(store: Store, close_while: CloseWhile) -> None:
    newer = builders.posting("p1", raw_hash="lain", title="Juru Las Senior")
    assert close_while(["uji:p1"], lambda other: other.upsert([to_stored(newer)])) == 1
    assert posting_of(store, "uji:p1") == newer


def test_only_open_postings_are_closed_and_those_that_are_not_stored_are_remembered(store: Store) -> None:
    assert close_keys(store, "uji", ["uji:p1", "uji:p9"], 2) == 1
    before = store.revision()
    assert close_keys(store, "uji", ["uji:p1", "uji:p9"], 3) == 0
    assert store.revision() == before
    sights = store.sightings("uji", ["uji:p1", "uji:p9"])
    assert {key: sight.closed_by for key, sight in sights.items()} == {"uji:p1": 2, "uji:p9": 2}
    assert close_absent(store, "uji", 2, 4) == 1
    assert close_absent(store, "uji", 2, 5) == 0
