"""A small invented world: postings, workers and courses, and homes that hold it."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from api import example_requests
from api.app import create_app
from api.routes.intake import read_record
from api.settings import Settings
from matcher.engine import Engine
from matcher.home import Home
from matcher.records import Kind
from tests.fakes import FakeEncoder

# Names as the sample world has them, so that the pages know the records for invented ones.
SAMPLE_POSTINGS = [
    {
        "id": "contoh:p-1",
        "title": "Juru Las Listrik",
        "employer": "Bengkel <Jaya> Contoh",
        "description": "Mengelas pelat SMAW, baca gambar teknik, stock opname bahan, pengalaman 1 tahun. SMK.",
        "places": ["Kota Surabaya"],
        "pay_low": 5_000_000,
        "pay_high": 6_500_000,
        "employment_type": "full_time",
        "url": "https://contoh.invalid/las",
    },
    {
        "id": "contoh:p-2",
        "title": "Helper Las",
        "description": "Bantu juru las, gerinda, angkat bahan.",
        "places": ["WFH"],
        "url": "javascript:alert(1)",
    },
    {"id": "contoh:p-3", "title": "Juru Las (sudah tutup)", "description": "Mengelas SMAW.", "is_closed": True},
]
SAMPLE_WORKERS = [
    {
        "id": "contoh:w-1",
        "wish": "tukang las, hubungi 0812-3456-7890",
        "summary": "3 tahun ngelas pagar dan kanopi, bisa SMAW, lulusan SMK.",
        "place": "Sidoarjo",
        "education": "SMK",
    },
    {"id": "contoh:w-2", "wish": "kasir", "summary": "Biasa jaga toko, bisa Excel."},
]
SAMPLE_COURSES = [
    {
        "id": "contoh:c-1",
        "title": "Las SMAW 3G",
        "provider": "BLK Contoh Surabaya",
        "skills": ["SMAW", "membaca gambar teknik", "stock opname"],
        "place": "Kota Surabaya",
        "jp": 240,
        "cost_idr": 0,
    },
    {"id": "contoh:c-2", "title": "Membaca Gambar Teknik", "skills": ["membaca gambar teknik"], "cost_idr": 350_000},
]


def fill_world(engine: Engine) -> None:
    """Put the sample records into an engine."""
    for kind, rows in (
        (Kind.POSTING, SAMPLE_POSTINGS),
        (Kind.WORKER, SAMPLE_WORKERS),
        (Kind.COURSE, SAMPLE_COURSES),
    ):
        engine.upsert([read_record(kind, row, "contoh") for row in rows])


def make_sample_home(root: Path) -> Path:
    """A home with the sample records and an index of them."""
    engine = Engine(Home(root=root), FakeEncoder())
    fill_world(engine)
    engine.build()
    engine.close()
    return root


def add_examples(root: Path) -> Path:
    """Send a home the records of the OpenAPI examples; they stand in the delta."""
    engine = Engine(Home(root=root), FakeEncoder())
    settings = Settings(home=root, log_level="error", webhooks=False)
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as opened:
        for path in ("postings", "workers", "courses"):
            assert opened.post(f"/v1/{path}", json=getattr(example_requests, path.upper())).json()["accepted"] > 0
    engine.close()
    return root
