"""Tokens of another issuer: believed by its published keys, and for clients that are registered here."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi.testclient import TestClient

from api.access import external_issuer as external
from api.access.external_issuer import ExternalIssuer, parse_jwks, read_jwks
from api.app import create_app
from api.settings import Settings
from matcher.engine import Engine
from taxonomy.errors import ConfigError
from tests.api.access.conftest import House

NAME = "https://masuk.contoh.invalid/realms/kerja"
RSA_KEY = rsa.generate_private_key(65_537, 2_048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def jwk(key: Any, kid: str, **more: Any) -> dict[str, Any]:
    algorithm = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig", **more}


def token(key: Any = RSA_KEY, kid: str = "r1", algorithm: str = "RS256", header: Any = None, **claims: Any) -> str:
    now = int(time.time())
    payload = {
        "iss": NAME,
        "aud": ["account", "sepadan"],
        "sub": "u-1",
        "azp": "siapkerja",
        "typ": "Bearer",
        "iat": now,
        "exp": now + 300,
        "scope": "openid admin",
    } | claims
    return jwt.encode(payload, key, algorithm, headers={"kid": kid, **(header or {})})


@pytest.fixture
def jwks_file(tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": [jwk(RSA_KEY, "r1", alg="RS256"), jwk(EC_KEY, "e1")]}))
    return path


@pytest.fixture
def house(engine: Engine, access_settings: Settings, jwks_file: Path) -> Iterator[House]:
    chosen = {"issuer": NAME, "issuer_audience": "sepadan", "issuer_jwks": str(jwks_file)}
    settings = access_settings.model_copy(update=chosen)
    with TestClient(create_app(settings, engine), raise_server_exceptions=False) as http:
        made = House(http=http, store=engine.store, settings=settings)
        made.add("siapkerja")
        yield made


def test_its_tokens_open_what_they_say_and_the_registry_allows(house: House) -> None:
    assert house.status(token()) == 200
    assert house.status(token(EC_KEY, "e1", "ES256", client_id="siapkerja")) == 200
    assert house.status(token(scope="match")) == 403
    assert house.get(token(scope="market admin"), "/v1/market/wages").status_code == 403
    assert house.status(house.token("siapkerja")) == 200  # ours go on


WRONG: list[dict[str, Any]] = [
    {"azp": "not-registered"},
    {"azp": None},
    {"iss": "https://lain.invalid"},
    {"aud": "account"},
    {"exp": 1},
    {"typ": "ID"},
    {"header": {"typ": "logout+jwt"}},
    {"kid": "unknown"},
    {"key": EC_KEY, "algorithm": "ES256"},
    {"algorithm": "RS512"},
    {"key": rsa.generate_private_key(65_537, 2_048)},
    {"key": "s" * 64, "algorithm": "HS256"},
    {"role": "person", "sub": "karirhub:1", "iss": "https://sepadan.contoh.invalid"},
]


def test_a_token_in_which_anything_is_wrong_is_refused(house: House) -> None:
    for change in WRONG:
        assert (change, house.status(token(**change))) == (change, 401)


def test_private_and_shared_and_unknown_keys_are_left_out() -> None:
    odd: list[Any] = [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "h"},
        jwk(EC_KEY, "enc", use="enc"),
        jwk(EC_KEY, "wrong-alg", alg="RS256"),
        jwk(RSA_KEY, "none", alg="none"),
        {"kty": "EC", "crv": "P-256", "x": "!", "y": "!", "kid": "broken"},
        {**jwk(EC_KEY, "x"), "kid": 7},
        "text",
    ]
    with_private = {**jwt.algorithms.ECAlgorithm.to_jwk(EC_KEY, as_dict=True), "kid": "private"}
    found = parse_jwks(json.dumps({"keys": [*odd, with_private]}).encode())
    assert set(found) == {"private"}
    assert not hasattr(found["private"][0].key, "private_numbers")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"keys":7}', b"<html>"])
def test_what_is_no_set_of_keys_is_refused(body: bytes) -> None:
    with pytest.raises(ConfigError, match="JWK set"):
        parse_jwks(body)


class Answers(BaseHTTPRequestHandler):
    """Counts its callers and answers what it is told to."""

    asked: ClassVar[list[str]] = []
    body: ClassVar[bytes] = b""
    status: ClassVar[int] = 200

    def do_GET(self) -> None:
        Answers.asked.append(self.path)
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Answers, "asked", [])
    made = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}/certs"
    made.shutdown()
    thread.join()
    made.server_close()


def test_unknown_keys_make_one_fetch_a_minute_and_keys_that_went_are_forgotten_after_an_hour(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    issuer = ExternalIssuer(NAME, "sepadan", server, lambda: now[0])

    async def knows(kid: str, at: float) -> bool:
        now[0] = at
        return await issuer._key(kid) is not None

    async def run() -> None:
        monkeypatch.setattr(Answers, "body", json.dumps({"keys": [jwk(EC_KEY, "e1")]}).encode())
        assert await knows("e1", 0)
        assert not any([await knows(f"u{n}", 59) for n in range(5)])
        assert len(Answers.asked) == 1
        monkeypatch.setattr(Answers, "body", json.dumps({"keys": [jwk(RSA_KEY, "r1")]}).encode())
        assert await knows("r1", 61)
        assert not await knows("e1", 62)
        monkeypatch.setattr(Answers, "status", 500)
        assert not await knows("u", 130)
        assert await knows("r1", 131)  # an issuer that is down takes nobody's access away
        monkeypatch.setattr(Answers, "status", 200)
        monkeypatch.setattr(Answers, "body", b'{"keys":[]}')
        assert not await knows("r1", 3_800)
        assert len(Answers.asked) == 4

    asyncio.run(run())


def test_keys_are_neither_too_many_bytes_nor_anywhere_else(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answers, "body", b" " * (256 * 1024 + 1))
    with pytest.raises(ConfigError, match="at most"):
        read_jwks(server)
    with pytest.raises(ConfigError, match="found http of masuk"):
        ExternalIssuer(NAME, "sepadan", "http://masuk.contoh.invalid/certs")
    ExternalIssuer(NAME, "sepadan", "http://localhost:1/certs")
    for audience, location in (("", "x"), ("x", "")):
        with pytest.raises(ConfigError, match="SEPADAN_ISSUER_AUDIENCE"):
            external.external_issuer(Settings(issuer=NAME, issuer_audience=audience, issuer_jwks=location))
    assert external.external_issuer(Settings()) is None
