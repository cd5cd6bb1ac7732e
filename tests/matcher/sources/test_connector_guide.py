"""What docs/connector-guide.md says is so: its example passes the kit, and a new shape written by it does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from matcher.ingest import record_of
from matcher.records import Posting
from matcher.sources.conformance import CHECKS, check_source
from matcher.sources.source import Source
from tests.matcher.sources.telegram_channel import TELEGRAM

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "connector-guide.md"
NUMBERS = {13: "thirteen"}


def failures(source: Source, file: Path) -> list[tuple[str, str]]:
    return [(check.name, check.detail) for check in check_source(source, file) if not check.passes]


def test_the_example_of_the_guide_passes_the_kit(tmp_path: Path) -> None:
    block = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    made: dict[str, Any] = {"__name__": "contoh_kerja"}
    exec(compile(block[1], "contoh_kerja.py", "exec"), made)
    job = {"position": "<b>Juru Las</b>", "company": "PT Contoh", "city": "Kota Malang", "salary_from": "Rp 4.500.000"}
    page = {"jobs": [{**job, "job_id": n, "deadline": "30/11/2026"} for n in range(1, 4)], "next_page": "/api?p=2"}
    file = tmp_path / "page.json"
    file.write_text(json.dumps(page), encoding="utf-8")
    source = made["CONTOH_KERJA"]
    assert failures(source, file) == []
    [first, *_] = source.rows(file, None)
    ad = record_of(source, first.value, "x")
    assert isinstance(ad, Posting)
    assert (ad.key, ad.title, ad.pay.low) == ("contohkerja:1", "Juru Las", 4_500_000)


def test_the_guide_counts_the_checks_and_names_every_outcome() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert f"{NUMBERS[len(CHECKS)]} checks" in text
    for outcome in ("done", "unchanged", "partial", "held", "failed", "interrupted"):
        assert f"| `{outcome}` |" in text


def test_a_new_shape_that_was_written_by_the_guide_passes_the_kit(tmp_path: Path) -> None:
    bold, tag = {"type": "bold", "text": "LOKER KASIR"}, {"type": "hashtag", "text": "#lokerjogja"}
    messages = [
        {"id": 1, "type": "service", "date": "2026-10-01T08:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2026-11-01T08:00:00", "text": [bold, "\nLokasi: Kota Yogyakarta\n", tag]},
        {"id": 3, "type": "message", "date": "2026-11-02T09:30:00", "text": "Dibutuhkan juru las 🔥\nGaji: Rp 5 juta"},
    ]
    file = tmp_path / "result.json"
    file.write_text(
        json.dumps({"name": "Loker Contoh", "type": "public_channel", "messages": messages}), encoding="utf-8"
    )
    assert failures(TELEGRAM, file) == []
    ads = [record_of(TELEGRAM, row.value or {}, "x") for row in TELEGRAM.rows(file, None)]
    assert [ad.title for ad in ads if isinstance(ad, Posting)] == ["LOKER KASIR", "Dibutuhkan juru las"]
