"""A pair to look at, and others around it; all invented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from matcher.engine import Engine
from matcher.home import Home
from tests.fakes import FakeEncoder
from tests.matcher.ads.conftest import posting, worker

POSTING: dict[str, Any] = {
    "id": "contoh:p-1",
    "title": "Juru Las Listrik",
    "employer": "PT Contoh Baja",
    "description": (
        "Mengelas pelat SMAW dan membaca gambar teknik.\nKualifikasi:\n"
        "- Pengalaman minimal 1 tahun\n- Wajib punya SIM B1\n- Bersedia kerja shift malam\n<script>alert(1)</script>"
    ),
    "places": ["Kota Surabaya"],
    "education": ["SMK"],
    "pay_low": 5_000_000,
    "pay_high": 5_500_000,
}
WORKER: dict[str, Any] = {
    "id": "contoh:w-1",
    "wish": "tukang las, hubungi 0812-3456-7890",
    "summary": "3 tahun ngelas pagar, bisa SMAW <b>dan</b> gerinda, perempuan, umur 28 tahun. Tidak bisa kerja malam.",
    "jobs": [{"title": "Juru las", "months": 36, "description": "mengelas pelat SMAW"}],
    "skills": ["Microsoft Excel"],
    "place": "Sidoarjo",
    "education": "SMK",
    "salary_idr_month": 6_000_000,
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that holds them, built."""
    engine = Engine(Home(root=tmp_path_factory.mktemp("filled") / "home"), FakeEncoder())
    engine.upsert(
        [posting(POSTING), posting({**POSTING, "id": "contoh:p-2", "title": "Kasir", "description": "Jaga kasir."})]
    )
    engine.upsert([worker(WORKER), worker({"id": "contoh:w-2", "wish": "kasir", "summary": "Biasa jaga toko."})])
    engine.build()
    yield engine
    engine.close()
