"""What every answer carries, which hosts may be named, and whose pages may read answers."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.headers import DATA_POLICY, PAGE_POLICY, is_host_allowed, listed, with_security
from api.settings import Settings
from matcher.engine import Engine


@pytest.mark.parametrize(
    ("host", "path", "allowed"),
    [
        ("apa.saja", "/", ()),
        ("api.contoh.go.id", "/", ("api.contoh.go.id",)),
        ("API.contoh.go.id:8443", "/", ("api.contoh.go.id",)),
        ("satu.contoh.go.id", "/", ("*.contoh.go.id",)),
        ("[::1]", "/", ("[::1]",)),
        ("[::1]:8000", "/", ("[::1]",)),
        ("10.0.0.7", "/readyz", ("api.contoh.go.id",)),  # a load balancer asks by address
    ],
)
def test_a_host_that_is_named_passes(host: str, path: str, allowed: tuple[str, ...]) -> None:
    assert is_host_allowed(host, path, allowed)


@pytest.mark.parametrize(
    "host", ["", "jahat.id", "contoh.go.id", "jahatcontoh.go.id", "api.contoh.go.id.jahat.id", "10.0.0.7"]
)
def test_another_does_not(host: str) -> None:
    assert not is_host_allowed(host, "/", ("*.contoh.go.id",))


def test_pages_and_data_have_policies_of_their_own_and_what_an_answer_says_itself_stays() -> None:
    page = dict(with_security([(b"content-type", b"text/html; charset=utf-8")], behind_tls=False))
    data = dict(with_security([(b"cache-control", b"max-age=60")], behind_tls=True))
    assert page[b"content-security-policy"] == PAGE_POLICY
    assert data[b"content-security-policy"] == DATA_POLICY
    assert data[b"cache-control"] == b"max-age=60"
    assert b"strict-transport-security" in data
    assert b"strict-transport-security" not in page


def test_a_foreign_host_is_told_421_and_pages_of_named_origins_alone_may_read(
    engine: Engine, settings: Settings
) -> None:
    narrow: dict[str, Any] = {"hosts": "testserver, *.contoh.go.id", "cors_origins": "https://siapkerja.contoh.go.id"}
    assert listed(" a, ,b ") == ("a", "b")
    with TestClient(create_app(settings.model_copy(update=narrow), engine)) as client:
        refused = client.get("/healthz", headers={"Host": "jahat.id"})
        assert refused.status_code == 200  # a probe
        refused = client.get("/v1/version", headers={"Host": "jahat.id"})
        assert (refused.status_code, refused.json()["type"]) == (421, "urn:sepadan:problem:host")
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type, x-api-key"}
        for origin, told in (
            ("https://siapkerja.contoh.go.id", "https://siapkerja.contoh.go.id"),
            ("https://jahat.id", None),
        ):
            answer = client.options("/v1/match/workers", headers={"Origin": origin, **asked})
            assert answer.headers.get("access-control-allow-origin") == told
            assert answer.status_code == (200 if told else 400)
