"""Four invented ads and seekers, each of whom one of the ads was planted for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from evaluation import retrieval
from matcher.records import Posting, Provenance, Worker

WORK = {
    "koki": ("Koki restoran", "Memasak menu harian dan menjaga dapur bersih"),
    "sopir": ("Sopir truk tangki", "Mengantar bahan bakar ke luar kota dengan truk"),
    "perawat": ("Perawat kamar bedah", "Merawat pasien sebelum dan sesudah operasi"),
    "kasir": ("Kasir minimarket", "Melayani pembayaran pembeli dan menghitung uang"),
}


def provenance(source_id: str) -> Provenance:
    return Provenance(source="postings", source_id=source_id, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), raw_hash="")


def posting(source_id: str) -> Posting:
    title, description = WORK[source_id]
    return Posting(provenance=provenance(source_id), title=title, description=description)


def worker(source_id: str) -> Worker:
    title, description = WORK[source_id]
    return Worker(provenance=provenance(source_id), wish=title, summary=description)


def put(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


def judge(data: Path, *rows: tuple[str, str, int]) -> None:
    lines = ["seeker\tad\tgrade", *(f"{seeker}\tpostings:{ad}\t{grade}" for seeker, ad, grade in rows)]
    (data / "gold" / retrieval.JUDGEMENTS).write_text("\n".join(lines), encoding="utf-8")
