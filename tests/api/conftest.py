"""An app over an engine that holds a small invented world."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fastapi.testclient import TestClient

from api.access.registry import add_client, new_client
from api.app import create_app
from api.settings import Settings
from evaluation.authorisation import token
from evaluation.benchmark.authorisation_world import CLIENTS, World, client_id
from matcher.engine import Engine
from matcher.home import Home
from tests.fakes import FakeEncoder

MAX_BODY = 65_536


@pytest.fixture(scope="module", autouse=True)
def levels() -> Iterator[None]:
    """uvicorn sets the levels of its loggers for the whole process: other tests meet them as they were."""
    loggers = [logging.getLogger(name) for name in ("uvicorn.error", "uvicorn.access", "uvicorn.asgi")]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


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
def client(example_world: Path, engine: Engine, settings: Settings) -> Iterator[TestClient]:
    """A client of an app over the sample world, built, and the records of the OpenAPI examples, in the delta."""
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as opened:
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
