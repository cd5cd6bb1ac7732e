"""The inspection of a store and its report: kept up with changes, open postings only, contacts masked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from indexes.rows import StoredRecord
from indexes.store import Store
from matcher.ad_inspection import stored
from matcher.ad_inspection.report import MASKED, Wanted, report, report_document, shown_posting
from matcher.ad_inspection.stored import Inspector, inspect_posting
from matcher.codec import to_stored
from matcher.records import Kind, Pay, Posting, Provenance

TODAY = date(2026, 11, 26)


def posting(key: str, title: str = "Kasir", text: str = "", **fields: Any) -> Posting:
    """An invented posting."""
    source, _, own = key.partition(":")
    provenance = Provenance(
        source=source, source_id=own, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), raw_hash=f"{title}{text}{fields}"
    )
    return Posting(provenance=provenance, title=title, description=text, **fields)


POSTINGS = (
    posting("a:1", "Kasir (Wanita)", "Usia maks 25 tahun. Kirim CV ke WA 0812-0000-1111", places=("Kota Surabaya",)),
    posting("a:2", "Staf", "Berpenampilan menarik", employer="PT Contoh Jaya", places=("Kab. Bekasi",)),
    posting("b:1", "Guru Tahfidz", "- Hafal Al-Quran", places=("Kota Bandung",)),
    posting("b:2", "Staf", "Jujur"),
    posting("b:3", "Staf", "Usia maks 25 tahun", closes_on=date(2026, 11, 25)),
    posting("b:4", "Staf", "Usia maks 25 tahun", is_closed=True),
)


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory-like fresh form with the postings above."""
    opened = Store("sqlite://")
    opened.upsert([to_stored(one) for one in POSTINGS])
    yield opened
    opened.close()


def test_each_posting_is_inspected_once_and_again_when_it_changes(store: Store) -> None:
    told: list[tuple[int, int]] = []
    inspector = Inspector(store)
    found, due = inspector.refresh(tell=lambda done, total: told.append((done, total)))
    assert ([one.key for one in found], due) == ([one.key for one in POSTINGS], 0)
    assert told == [(at, 6) for at in range(1, 7)]
    told.clear()
    assert inspector.refresh(tell=lambda done, total: told.append((done, total)))[0] == found
    assert told == []
    store.upsert([to_stored(posting("b:2", "Staf", "Usia maks 25 tahun"))])
    store.delete(Kind.POSTING, ["a:1"])
    again = {one.key: one for one in inspector.refresh()[0]}
    assert "a:1" not in again
    assert [flag.kind for flag in again["b:2"].flags] == ["age"]


def test_a_part_is_inspected_at_a_time_and_a_posting_that_went_meanwhile_is_passed_over(store: Store) -> None:
    inspector = Inspector(store)
    found, due = inspector.refresh(at_most=2)
    assert (len(found), due) == (2, 4)
    store.delete(Kind.POSTING, ["b:4"])
    assert len(inspector.refresh()[0]) == 5


def test_a_posting_that_goes_between_the_look_and_the_reading_is_passed_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "get", lambda kind, key: None)
    assert Inspector(store).refresh() == ([], 0)


def test_the_report_counts_open_postings_and_puts_the_most_flagged_first(store: Store) -> None:
    found, _ = Inspector(store).refresh()
    told = report(found, Wanted(), TODAY)
    assert (told.inspected, told.flagged, told.total) == (4, 2, 2)
    assert [one.key for one in told.page] == ["a:1", "a:2"]
    assert dict(told.flags) == {"age": 1, "sex": 1, "appearance": 1, "contact": 1}
    assert {name: dict(counts) for name, counts in told.postings.items()} == {
        "kind": {"age": 1, "appearance": 1, "contact": 1, "sex": 1},
        "source": {"a": 2},
        "province": {"32": 1, "35": 1},
    }


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Wanted(kind="appearance"), ["a:2"]),
        (Wanted(kind="religion_exempt"), ["b:1"]),
        (Wanted(kind="pay"), []),
        (Wanted(source="b"), []),
        (Wanted(employer="contoh JAYA"), ["a:2"]),
        (Wanted(province="35"), ["a:1"]),
        (Wanted(key="a:2"), ["a:2"]),
    ],
)
def test_the_report_takes_what_is_asked_for(store: Store, wanted: Wanted, keys: list[str]) -> None:
    found, _ = Inspector(store).refresh()
    assert [one.key for one in report(found, wanted, TODAY).page] == keys


def test_pages_follow_each_other(store: Store) -> None:
    found, _ = Inspector(store).refresh()
    assert [one.key for one in report(found, Wanted(), TODAY, offset=1, limit=1).page] == ["a:2"]
    assert report(found, Wanted(), TODAY, offset=9).page == ()


def test_no_contact_is_shown(store: Store) -> None:
    found, due = Inspector(store).refresh()
    document = report_document(report(found, Wanted(), TODAY), due=due)
    assert "0812" not in str(document)
    surfaces = {flag["kind"]: flag["surface"] for flag in document["items"][0]["flags"]}
    assert surfaces["contact"] == MASKED
    assert surfaces["sex"] == "Wanita"


@pytest.mark.parametrize(
    ("fields", "is_flagged"),
    [
        ({"places": ("Kota Surabaya",), "pay": Pay(low=1_500_000, high=2_000_000)}, True),
        ({"region_codes": ("3578",), "pay": Pay(low=1_500_000)}, True),
        ({"places": ("Kota Surabaya",), "pay": Pay(low=3_000_000, high=6_000_000)}, False),
        ({"places": ("Kota Surabaya",), "pay": Pay(high=2_000_000), "employment_type": "part_time"}, False),
        ({"places": ("Kota Surabaya",), "pay": Pay(high=90_000, period="day")}, False),
        ({"places": ("Kota Surabaya",), "pay": Pay(high=500, currency="USD")}, False),
        ({"places": ("Kota Surabaya",)}, False),
        ({"pay": Pay(high=900_000)}, False),
        ({"places": ("Kota Surabaya",), "pay": Pay(high=900_000), "posted_on": date(2001, 1, 1)}, False),
    ],
)
def test_pay_beside_the_text_is_held_against_the_minimum_wage_of_place_and_year(
    fields: dict[str, Any], is_flagged: bool
) -> None:
    found = inspect_posting(posting("a:9", **fields))
    assert [flag.where for flag in found.flags] == (["pay"] if is_flagged else [])
    for flag in found.flags:
        assert (flag.rule, flag.end) == ("pay-below-minimum", len(flag.surface))


def test_a_region_code_that_is_none_gives_way_to_known_ones_and_to_places() -> None:
    def provinces(*codes: str) -> tuple[str, ...]:
        return inspect_posting(posting("a:9", region_codes=codes, places=("Kota Bandung",))).provinces

    assert provinces("9999", "3578") == ("35",)
    assert provinces("9999", "00") == ("32",)


def test_a_number_in_the_name_of_an_employer_is_masked() -> None:
    found = inspect_posting(posting("a:9", text="Usia maks 25 tahun", employer="Toko Contoh WA 0812-0000-1111"))
    shown = shown_posting(found)["employer"]
    assert shown.startswith("Toko Contoh")
    assert "0812" not in shown


@pytest.mark.parametrize("page", [1, 2, 3, 6, 7])
def test_changes_are_looked_up_by_pages_and_a_call_reads_no_more_than_it_inspects(
    store: Store, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(stored, "PAGE", page)
    get, read = store.get, list[str]()

    def counted(kind: str, key: str) -> StoredRecord | None:
        read.append(key)
        return get(kind, key)

    monkeypatch.setattr(store, "get", counted)
    inspector = Inspector(store)
    calls = [inspector.refresh(at_most=2) for _ in range(4)]
    assert [len(found) for found, _ in calls] == [2, 4, 6, 6]
    assert [due > 0 for _, due in calls] == [True, True, False, False]
    assert read == sorted(one.key for one in POSTINGS)
    assert calls[-1] == Inspector(store).refresh()


def test_a_posting_that_changes_between_two_pages_is_inspected_as_it_is_now(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "PAGE", 1)
    inspector = Inspector(store)
    inspector.refresh(at_most=1)
    store.upsert([to_stored(posting("b:2", "Staf", "Usia maks 25 tahun"))])
    store.delete(Kind.POSTING, ["a:1"])
    assert inspector.refresh() == Inspector(store).refresh()


def test_a_call_of_a_request_waits_for_no_other(store: Store) -> None:
    inspector, meanwhile = Inspector(store), list[tuple[int, int]]()

    def other_call() -> None:
        found, due = inspector.refresh(at_most=1)
        meanwhile.append((len(found), due))

    def tell(done: int, total: int) -> None:
        other = threading.Thread(target=other_call)
        other.start()
        other.join(timeout=10)

    inspector.refresh(at_most=2)
    found, _ = inspector.refresh(tell=tell)
    assert len(found) == 6
    assert meanwhile == [(2, 3), (2, 2), (2, 1), (2, 1)]
    assert inspector.last == (found, 0)
