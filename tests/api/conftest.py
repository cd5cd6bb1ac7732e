"""An app over an engine that holds a small invented world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fastapi.testclient import TestClient

from api import example_requests
from api.access.registry import add_client, new_client
from api.app import create_app
from api.routes.intake import read_record
from api.settings import Settings
from evaluation.authorisation import token
from evaluation.benchmark.authorisation_world import CLIENTS, World, client_id
from matcher.engine import Engine
from matcher.home import Home
from matcher.records import Kind
from tests.fakes import FakeEncoder

MAX_BODY = 65_536

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


@pytest.fixture
def settings(home: Home) -> Settings:
    """Settings with a small body limit."""
    return Settings(home=home.root, max_body_bytes=MAX_BODY, log_level="error", webhooks=False)


@pytest.fixture
def empty_client(engine: Engine, settings: Settings) -> Iterator[TestClient]:
    """A client of an app whose engine holds nothing and has no generation."""
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def client(engine: Engine, settings: Settings) -> Iterator[TestClient]:
    """A client of an app over the sample world, built, and the records of the OpenAPI examples, in the delta."""
    fill_world(engine)
    engine.build()
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as opened:
        for path in ("postings", "workers", "courses"):
            assert opened.post(f"/v1/{path}", json=getattr(example_requests, path.upper())).json()["accepted"] > 0
        yield opened


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """People of several sources and a client of every role, behind an app that asks for credentials."""
    home, many = tmp_path_factory.mktemp("world") / "home", 100_000
    asking = Settings(
        home=home,
        auth="on",
        log_level="error",
        compact=False,
        webhooks=False,
        anonymous_rate=many,
        anonymous_burst=many,
    )
    engine = Engine(Home(root=home), FakeEncoder())
    engine.build()
    secrets = dict[str, str]()
    for name, (role, scopes, sources) in CLIENTS.items():
        given = {"name": "", "tenant": "", "role": role, "scopes": scopes, "sources": sources or None}
        client = new_client(client_id(name), **given, rate=many, burst=many, quota=0)  # type: ignore[arg-type]
        secrets[name] = add_client(engine.store, client)
    with TestClient(create_app(asking, engine), raise_server_exceptions=False) as http:
        made = World(http=http, tokens={name: token(http, name, secret) for name, secret in secrets.items()})
        made.fill()
        yield made
    engine.close()


@pytest.fixture
def tls(tmp_path: Path) -> dict[str, Any]:
    """Settings with a certificate of our own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    built = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + dt.timedelta(days=9_000))
    (tmp_path / "cert.pem").write_bytes(built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return {"tls_cert": tmp_path / "cert.pem", "tls_key": tmp_path / "key.pem"}
