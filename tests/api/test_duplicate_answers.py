"""What answers tell of copies: a record's card, and where else a match stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi.testclient import TestClient

from matcher.duplicates.find import find
from matcher.engine import Engine

DUTIES = (
    "Mencatat barang masuk dan keluar gudang setiap hari, menyusun laporan stok mingguan untuk kepala gudang, "
    "memeriksa surat jalan pemasok dan menghitung stok opname bulanan bersama tim keuangan."
)
WORKER = {"id": "W", "summary": "admin gudang, input stok", "wish": "staf gudang", "regency": "Kota Bekasi"}


def _push(client: TestClient, source_id: str, **facts: Any) -> None:
    told = {"title": "Staf Gudang", "employer": "PT Sinar Jaya", "description": DUTIES, "places": ["Kota Bekasi"]}
    record = {"id": source_id, "posted_on": "2026-11-20", **told, **facts}
    assert client.post("/v1/postings", json={"records": [record]}).status_code == 200


def _matched(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/v1/match/postings", json={"worker": WORKER, "k": 10}).json()
    return found


def test_a_match_names_the_other_copies_until_one_changes(client: TestClient, engine: Engine) -> None:
    _push(client, "satu", url="https://contoh.id/satu", education=["SMA"])
    _push(client, "dua")
    find(engine.store, engine.coder.fingerprint, date(2026, 11, 26), lambda what, done, total: None)
    answer = _matched(client)
    card = client.get("/v1/postings/api:dua").json()["vacancy"]

    shown = {match["id"]: match["also_at"] for match in answer["matches"]}
    assert shown["api:satu"] == [{"id": "api:dua", "source": "api", "url": ""}]
    assert "api:dua" not in shown
    assert answer["removed_by_filter"]["duplicate"] == 1
    assert [copy["id"] for copy in card["copies"]] == ["api:satu", "api:dua"]
    assert card["employer_key"] == "sinar jaya, pt"
    assert card["freshness"]["is_estimated"] is True

    _push(client, "satu", is_closed=True)
    assert {match["id"] for match in _matched(client)["matches"]} >= {"api:dua"}


def test_a_worker_has_no_vacancy(client: TestClient) -> None:
    client.post("/v1/workers", json={"records": [WORKER]})

    assert client.get("/v1/workers/api:W").json()["vacancy"] is None
