"""A small invented world of workers, and ads for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from matcher.engine import Engine
from matcher.filling import fill
from matcher.forms import PostingForm, WorkerForm
from matcher.home import Home
from matcher.records import Posting, Worker
from tests.fakes import FakeEncoder

WORKERS: list[dict[str, Any]] = [
    {
        "id": f"contoh:w-{number}",
        "wish": "juru las",
        "summary": f"{months} bulan kerja las, bisa SMAW dan gerinda.",
        "jobs": [{"title": "Juru las", "months": months, "description": "mengelas pelat SMAW"}],
        "place": "Kota Surabaya",
        "education": education,
        "skills": ["SMAW", "gerinda"],
        "salary_idr_month": 5_000_000,
    }
    for number, (months, education) in enumerate(
        [(3, "SMP"), (6, "SMP"), (10, "SMK"), (18, "SMK"), (30, "SMK"), (60, "D3"), (80, "SMK")]
    )
]
WORKERS.append({"id": "contoh:w-90", "wish": "kasir", "summary": "Jaga toko, bisa Excel.", "education": "SMA"})

WELDER: dict[str, Any] = {
    "id": "contoh:p-1",
    "title": "Juru Las",
    "employer": "Bengkel Contoh",
    "description": (
        "Mengelas pelat SMAW.\nKualifikasi:\n"
        "- Pendidikan minimal D3\n- Pengalaman minimal 2 tahun\n- Wajib menguasai gerinda dan SMAW"
    ),
    "places": ["Kota Surabaya"],
    "pay_low": 5_000_000,
    "pay_high": 5_200_000,
}


def posting(row: dict[str, Any]) -> Posting:
    """A row of the template as a record."""
    return fill(PostingForm, row, "test").to_record("contoh", "0" * 64)


def worker(row: dict[str, Any]) -> Worker:
    """Likewise."""
    return fill(WorkerForm, row, "test").to_record("contoh", "0" * 64)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that holds them, built."""
    engine = Engine(Home(root=tmp_path_factory.mktemp("filled") / "home"), FakeEncoder())
    engine.upsert([worker(row) for row in WORKERS])
    engine.upsert([posting(WELDER)])
    engine.build()
    yield engine
    engine.close()
