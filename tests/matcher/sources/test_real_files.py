"""Every row of the real files is read or refused with a reason, and reading them again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexes.store import Store
from matcher.codec import from_json
from matcher.home import Home
from matcher.ingest import ingest
from matcher.records import Course, Posting
from matcher.sources import source_named
from taxonomy.places import load_gazetteer
from taxonomy.training_titles import load_training_titles


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "file", "rows"),
    [
        ("lokerid", "lokerid_2025.csv.gz", 2_229),
        pytest.param("jobstreet", "jobstreet_2021.csv.gz", 15_070, marks=pytest.mark.long),
        ("maganghub", "maganghub_2025.jsonl.gz", 3_472),
    ],
)
def test_every_real_row_is_accounted_for(shared_data: Path, home: Home, name: str, file: str, rows: int) -> None:
    store = Store(home.make().database_url)
    path = shared_data / "postings" / file
    first = ingest(store, source_named(name), [path], home.rejects)
    assert (first.read, first.accepted, first.updated, first.unchanged) == (rows, rows, 0, 0)
    assert (first.rejected, first.rejects_file) == (0, "")
    revision = store.revision()
    again = ingest(store, source_named(name), [path], home.rejects)
    assert (again.read, again.unchanged, store.revision()) == (rows, rows, revision)
    gazetteer = load_gazetteer()
    for batch in store.pending("posting", "none"):
        for stored in batch:
            ad = from_json("posting", stored.payload)
            assert isinstance(ad, Posting)
            assert ad.places
            assert ad.posted_on is not None
            assert all(gazetteer.knows(code) for code in ad.region_codes)
            assert "\u200b" not in ad.title + ad.description
    store.close()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "file", "rows", "centre", "place"),
    [
        ("blk-programmes", "bpvp_kupang_2026.csv", 10, "BPVP Kupang", "Kupang"),
        ("lsp-schemes", "lsp_blk_surabaya_skema.csv", 98, "LSP BLK Surabaya", "Surabaya"),
    ],
)
def test_every_row_of_the_training_tables_is_read_and_named(
    shared_data: Path, home: Home, name: str, file: str, rows: int, centre: str, place: str
) -> None:
    store = Store(home.make().database_url)
    report = ingest(store, source_named(name), [shared_data / "training" / file], home.rejects)
    assert (report.read, report.accepted, report.rejected) == (rows, rows, 0)
    titles = load_training_titles()
    for batch in store.pending("course", "none"):
        for stored in batch:
            course = from_json("course", stored.payload)
            assert isinstance(course, Course)
            assert (course.provider, course.place) == (centre, place)
            assert titles.read(course.title), course.title
            assert (course.mode == "certification") == (course.jp is None), course.title
    store.close()
