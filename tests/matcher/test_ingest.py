from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from indexes.identity_vault import Vault
from indexes.rows import StoredRecord, UpsertCounts
from indexes.schema import IDENTITY as IDENTITY_TABLE
from indexes.store import Store
from matcher import ingest as module
from matcher.codec import from_json
from matcher.home import Home
from matcher.identity import NOT_KEPT
from matcher.ingest import IngestReport, ingest, read_record
from matcher.records import Posting
from matcher.rejects import Rejects
from matcher.sources.files import RawRow
from matcher.sources.jsonld import JSONLD
from matcher.sources.source import Source
from matcher.sources.template import POSTINGS, WORKERS
from taxonomy.errors import InputError, StoreError
from tests.matcher.sources.workbooks import write_workbook

NIK, PHONE, NAME = "3374012309950002", "081234567890", "Wati Contoh"


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    opened = Store(home.make().database_url)
    yield opened
    opened.close()


def write(path: Path, *rows: Mapping[str, Any] | str) -> Path:
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def counts(report: IngestReport) -> tuple[int, int, int, int, int]:
    assert report.read == report.accepted + report.updated + report.unchanged + report.rejected
    return (report.read, report.accepted, report.updated, report.unchanged, report.rejected)


def rejects(report: IngestReport) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(report.rejects_file).read_text(encoding="utf-8").splitlines()]


def posting(number: int, title: str = "Kasir") -> dict[str, Any]:
    return {"id": str(number), "title": title}


def test_good_rows_go_in_and_bad_rows_are_kept_with_their_reason(store: Store, home: Home, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", posting(1), {"id": "2"}, "{rusak", posting(4), {**posting(5), "pay_low": "banyak"}
    )
    report = ingest(store, POSTINGS, [path], home.rejects)
    assert counts(report) == (5, 2, 0, 0, 3)
    assert store.counts() == {"posting": 2}
    missing, broken, wrong = rejects(report)
    assert missing == {
        "file": str(path),
        "row": 2,
        "where": f"{path} row 2, field title",
        "wanted": "a value, for this field must be there",
        "found": "nothing",
        "raw": {"id": "2"},
    }
    assert (broken["row"], broken["wanted"], broken["raw"]) == (3, "one JSON object", "{rusak")
    assert (wrong["row"], wrong["found"]) == (5, "banyak")


def test_a_run_without_rejects_leaves_no_file(store: Store, home: Home, tmp_path: Path) -> None:
    report = ingest(store, POSTINGS, [write(tmp_path / "a.jsonl", posting(1))], home.rejects)
    assert report.rejects_file == ""
    assert not home.rejects.exists()
    assert report.as_dict() == {
        "read": 1,
        "accepted": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "rejects_file": "",
        "notes": {},
        "seconds": report.seconds,
    }


def test_reading_a_file_again_changes_nothing_and_a_changed_row_replaces_the_old_one(
    store: Store, home: Home, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", posting(1), posting(2))
    ingest(store, POSTINGS, [path], home.rejects)
    revision = store.revision()
    assert counts(ingest(store, POSTINGS, [path], home.rejects)) == (2, 0, 0, 2, 0)
    assert store.revision() == revision
    write(path, posting(1), posting(2, "Kasir Senior"), posting(3))
    assert counts(ingest(store, POSTINGS, [path], home.rejects)) == (3, 1, 1, 1, 0)
    stored = store.get("posting", "postings:2")
    assert stored is not None
    record = from_json("posting", stored.payload)
    assert isinstance(record, Posting)
    assert record.title == "Kasir Senior"


def test_a_key_twice_in_a_file_is_counted_and_the_later_row_stands(store: Store, home: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", posting(1), posting(1), posting(1, "Sopir"))
    assert counts(ingest(store, POSTINGS, [path], home.rejects)) == (3, 1, 1, 1, 0)
    stored = store.get("posting", "postings:1")
    assert stored is not None
    assert '"title":"Sopir"' in stored.payload


def test_several_files_are_one_report_and_progress_is_told_for_each(store: Store, home: Home, tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", posting(1))
    second = write(tmp_path / "b.jsonl", posting(2), {"id": "3"})
    told: dict[Path, int] = {}
    report = ingest(store, POSTINGS, [first, second], home.rejects, told.__setitem__)
    assert counts(report) == (3, 2, 0, 0, 1)
    assert told == {first: first.stat().st_size, second: second.stat().st_size}
    assert rejects(report)[0]["file"] == str(second)


def test_more_rows_than_one_batch_all_go_in(
    store: Store, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 3)
    path = write(tmp_path / "a.jsonl", *(posting(number) for number in range(7)))
    assert counts(ingest(store, POSTINGS, [path], home.rejects)) == (7, 7, 0, 0, 0)
    assert store.counts() == {"posting": 7}


def _breaking(source: Source, at: int, error: BaseException) -> Source:
    def rows(path: Path, tell: object) -> Iterator[RawRow]:
        for row in source.rows(path, None):
            if row.number == at:
                raise error
            yield row

    return replace(source, rows=rows)


@pytest.mark.parametrize("error", [InputError(wanted="x", found="y", where="z"), KeyboardInterrupt(), MemoryError()])
def test_what_stops_a_run_leaves_the_rows_before_it_and_a_new_run_adds_the_rest(
    store: Store, home: Home, tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 3)
    path = write(tmp_path / "a.jsonl", *(posting(number) for number in range(8)))
    with pytest.raises(type(error)):
        ingest(store, _breaking(POSTINGS, 6, error), [path], home.rejects)
    assert store.counts() == {"posting": 5}
    assert counts(ingest(store, POSTINGS, [path], home.rejects)) == (8, 3, 0, 5, 0)


class _FullDisk(Store):
    """A store whose disk is full after its first batch."""

    batches = 0

    def upsert(self, records: Any, derived: Any = (), along: Any = None) -> UpsertCounts:
        self.batches += 1
        if self.batches > 1:
            raise StoreError("store: cannot be written: database or disk is full")
        return super().upsert(records, derived, along)


def test_a_killed_run_leaves_whole_batches(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 3)
    path = write(tmp_path / "a.jsonl", *(posting(number) for number in range(8)))
    store = _FullDisk(home.make().database_url)
    with pytest.raises(StoreError, match="disk is full"):
        ingest(store, POSTINGS, [path], home.rejects)
    assert store.counts() == {"posting": 3}
    store.close()


def test_a_file_that_cannot_be_read_stores_what_stood_before_it(store: Store, home: Home, tmp_path: Path) -> None:
    good = write(tmp_path / "a.jsonl", posting(1))
    with pytest.raises(InputError, match="No such file"):
        ingest(store, POSTINGS, [good, tmp_path / "tidak-ada.jsonl"], home.rejects)
    assert store.counts() == {"posting": 1}


def test_rejects_that_cannot_be_written_stop_the_run(store: Store, tmp_path: Path) -> None:
    (tmp_path / "rejects").write_text("bukan folder")
    path = write(tmp_path / "a.jsonl", {"id": "1"})
    with pytest.raises(StoreError, match=r"rejects file .* cannot be written"):
        ingest(store, POSTINGS, [path], tmp_path / "rejects")


IDENTITY = {
    "NIK": NIK,
    "nama": NAME,
    "No. HP": PHONE,
    "email": "wati@surel.example",
    "jenis_kelamin": "Perempuan",
    "agama": "Islam",
    "tanggal_lahir": "1995-09-23",
    "alamat": "Jalan Contoh 5",
}


def _identity_file(tmp_path: Path, suffix: str) -> Path:
    path = tmp_path / f"w.{suffix}"
    good, bad = {"id": "1", **IDENTITY, "wish": "kasir"}, {"id": "2", **IDENTITY, "wish": ""}
    if suffix == "jsonl":
        return write(
            path, good, bad, {"id": "3", "wish": "x", "profil": {"nik": NIK, "Nama Lengkap": NAME, "kontak": PHONE}}
        )
    if suffix == "csv":
        lines = [good, good, bad]
        text = "\n".join([",".join(good), *(",".join(map(str, line.values())) for line in lines)])
        return write(path, text.replace("\n1,", "\n9,lebih,", 1))
    return write_workbook(path, [list(good), list(good.values()), list(bad.values())])


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_identity_reaches_neither_record_nor_hash_nor_rejects(
    store: Store, home: Home, tmp_path: Path, suffix: str
) -> None:
    report = ingest(store, WORKERS, [_identity_file(tmp_path, suffix)], home.rejects)
    assert report.accepted == 1
    assert report.rejected == (1 if suffix == "xlsx" else 2)
    stored = store.get("worker", "workers:1")
    assert stored is not None
    kept = stored.payload + Path(report.rejects_file).read_text(encoding="utf-8")
    for value in IDENTITY.values():
        assert value not in kept


def test_with_keys_identity_is_kept_sealed_and_follows_the_newest_row(store: Store, home: Home, tmp_path: Path) -> None:
    vault = Vault({"k1": bytes(32)}, "k1")
    path = write(tmp_path / "w.jsonl", {"id": "1", "wish": "kasir", "nama": "Contoh Satu", "no_hp": "0812"})
    ingest(store, WORKERS, [path], home.rejects, vault=vault)
    assert store.identity("worker", "workers:1", vault) == {"name": "Contoh Satu", "phone": "0812"}
    write(path, {"id": "1", "wish": "kasir", "nama": "Contoh Dua"})
    assert counts(ingest(store, WORKERS, [path], home.rejects, vault=vault)) == (1, 0, 0, 1, 0)
    assert store.identity("worker", "workers:1", vault) == {"name": "Contoh Dua"}
    with store.snapshot() as connection:
        sealed = [value for row in connection.execute(sa.select(IDENTITY_TABLE)) for value in row]
    assert not any(b"Contoh" in value for value in sealed if isinstance(value, bytes))


def test_a_row_that_differs_in_identity_only_is_unchanged(store: Store, home: Home, tmp_path: Path) -> None:
    path = write(
        tmp_path / "w.jsonl", {"id": "1", "wish": "kasir", "nik": NIK, "jobs": [{"title": "Sopir", "alamat": "A"}]}
    )
    ingest(store, WORKERS, [path], home.rejects)
    write(path, {"id": "1", "wish": "kasir", "nik": "lain", "nama": NAME, "jobs": [{"title": "Sopir", "alamat": "B"}]})
    assert counts(ingest(store, WORKERS, [path], home.rejects)) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ({"id": "1", "wish": "x", "experience_months": f"hub {PHONE}"}, PHONE),
        ({"id": "1", "wish": {"x": NIK}}, NIK),
        ({"id": "1", "education": f"SMK, {NIK}"}, NIK),
        (f'{{"id": "1", "nama": "{NAME}", ', NAME),
        (f'{{"id": "1", "summary": "hub {PHONE}", ', PHONE),
        (f'["{PHONE}"]', PHONE),
    ],
)
def test_a_refused_row_does_not_show_whose_it_is(
    store: Store, home: Home, tmp_path: Path, row: dict[str, Any] | str, hidden: str
) -> None:
    report = ingest(store, WORKERS, [write(tmp_path / "w.jsonl", row)], home.rejects)
    assert report.rejected == 1
    assert hidden not in Path(report.rejects_file).read_text(encoding="utf-8")


def test_what_a_workers_unknown_field_holds_is_not_kept(store: Store, home: Home, tmp_path: Path) -> None:
    jobs = [{"title": "Sopir", "atasan": NAME}, "Kasir"]
    path = write(tmp_path / "w.jsonl", {"id": "1", "wish": "kasir", "pemohon": NAME, "nik": NIK, "jobs": jobs})
    (line,) = rejects(ingest(store, WORKERS, [path], home.rejects))
    assert line["raw"] == {
        "id": "1",
        "wish": "kasir",
        "pemohon": NOT_KEPT,
        "jobs": [{"title": "Sopir", "atasan": NOT_KEPT}, "Kasir"],
    }
    assert line["wanted"].startswith("one of the fields ")


def test_what_a_postings_unknown_field_holds_is_kept(store: Store, home: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {**posting(1), "warna": "merah"})
    (line,) = rejects(ingest(store, POSTINGS, [path], home.rejects))
    assert line["raw"] == {**posting(1), "warna": "merah"}


def test_a_huge_refused_row_is_cut(store: Store, home: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "1", "description": "baris " * 20_000})
    (line,) = rejects(ingest(store, POSTINGS, [path], home.rejects))
    assert isinstance(line["raw"], str)
    assert len(line["raw"]) == 4_000


def test_a_refused_row_that_json_cannot_hold_is_kept_as_text(store: Store, home: Home, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<script type="application/ld+json">'
        '{"@type": "JobPosting", "n": 123456789012345678901, "s": "\\ud800"}</script>'
    )
    report = ingest(store, JSONLD, [path], home.rejects)
    (line,) = rejects(report)
    assert "123456789012345678901" in line["raw"]
    assert line["where"].endswith("field title")


def test_half_a_character_in_a_message_costs_only_itself(home: Home) -> None:
    kept = Rejects(home.rejects, "uji")
    fault = InputError(wanted="a date", found="besok \ud83d", where="laman \udcff, field x")
    kept.add("a.html", RawRow(number=1, raw={"x": "besok \ud83d"}), fault)
    line = json.loads(Path(kept.path).read_text(encoding="utf-8"))
    assert (line["found"], line["where"]) == ("besok ?", "laman ?, field x")
    assert "ud83d" in line["raw"]


def test_a_reader_that_trips_over_a_row_names_the_row(tmp_path: Path) -> None:
    def trip(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"id": raw["nomor"]}

    def refuse(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        raise InputError(wanted="a list", found=raw, where="field x")

    with pytest.raises(InputError, match="row 4: wanted a row of postings, found KeyError: 'nomor'"):
        read_record(replace(POSTINGS, to_fields=trip), RawRow(number=4, value={}), tmp_path)
    with pytest.raises(InputError, match="row 4: wanted a row of postings, found OverflowError"):
        read_record(
            replace(POSTINGS, to_fields=lambda raw: {"id": round(float("inf"))}), RawRow(number=4, value={}), tmp_path
        )
    with pytest.raises(InputError, match="row 4, field x: wanted a list"):
        read_record(replace(POSTINGS, to_fields=refuse), RawRow(number=4, value={}), tmp_path)
    with pytest.raises(InputError, match="wanted a row, found nothing"):
        read_record(POSTINGS, RawRow(number=4), tmp_path)


def test_what_is_stored_is_what_was_read(store: Store, home: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", posting(1))
    ingest(store, POSTINGS, [path], home.rejects)
    stored = store.get("posting", "postings:1")
    assert isinstance(stored, StoredRecord)
    again = read_record(POSTINGS, RawRow(number=1, value=posting(1)), path)
    assert (stored.key, stored.raw_hash) == (again.key, again.provenance.raw_hash)
