"""Another issuer whose tokens are good here, such as the Keycloak of a ministry: its keys, fetched and kept."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
from starlette.concurrency import run_in_threadpool

from api.access.credentials import not_good
from api.access.tokens import Claims, claims_of, verified
from api.settings import Settings
from taxonomy.errors import ConfigError
from taxonomy.json_values import is_object

ALGORITHMS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("RSA", ""): ("RS256", "PS256"),
    ("EC", "P-256"): ("ES256",),
    ("OKP", "Ed25519"): ("EdDSA",),
}
"""Type and curve of a key to the algorithms that it may be used with, the default first: public keys alone."""

_TYPES = {"JWT", "at+jwt", "application/at+jwt"}
_MOST_BYTES = 256 * 1024
_PAUSE_S = 60.0
"""Least time between two fetches, however many unknown keys are asked for."""
_KEPT_S = 3_600.0
"""After which keys are fetched again, so that one that was taken back is not believed for ever."""
_REQUIRED = ["iss", "aud", "iat", "exp"]


class ExternalIssuer:
    """Verifies tokens of another issuer; used on one event loop."""

    def __init__(self, name: str, audience: str, location: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Believe an issuer; nothing is fetched yet.

        Args:
            name: Its ``iss``.
            audience: ``aud`` that its tokens must have.
            location: Address or file of its JWK set.
            clock: Seconds that only grow.

        Raises:
            ConfigError: Audience or location is missing, or the address is not https (but on this machine).
        """
        if not audience or not location:
            raise ConfigError("SEPADAN_ISSUER: wanted SEPADAN_ISSUER_AUDIENCE and SEPADAN_ISSUER_JWKS beside it")
        check_location(location)
        self._name, self._audience, self._location, self._clock = name, audience, location, clock
        self._keys: Mapping[str, tuple[jwt.PyJWK, str]] = {}
        self._fetched_at = -_KEPT_S
        self._lock = asyncio.Lock()

    async def verify(self, token: str, header: Mapping[str, Any]) -> Claims:
        """What a token of the issuer says; its client is ``client_id``, or ``azp`` where there is none.

        Raises:
            UnauthenticatedError: It is not from there, not for us, not an access token, or has ended.
        """
        found = await self._key(str(header["kid"]))
        if found is None or header.get("typ", "JWT") not in _TYPES:
            raise not_good()
        key, algorithm = found
        payload = verified(token, key, [algorithm], self._name, self._audience, _REQUIRED)
        if payload.get("typ", "Bearer") != "Bearer":  # Keycloak tells tokens for people to see and to renew by this
            raise not_good()
        return claims_of(payload, payload.get("client_id", payload.get("azp")), "")

    async def _key(self, kid: str) -> tuple[jwt.PyJWK, str] | None:
        async with self._lock:
            age = self._clock() - self._fetched_at
            if age >= _KEPT_S or (kid not in self._keys and age >= _PAUSE_S):
                self._fetched_at = self._clock()
                fetched = await run_in_threadpool(self._fetch)
                # An issuer that cannot be reached just now takes nobody's access away.
                self._keys = self._keys if fetched is None else fetched
            return self._keys.get(kid)

    def _fetch(self) -> Mapping[str, tuple[jwt.PyJWK, str]] | None:
        try:
            return parse_jwks(read_jwks(self._location))
        except (OSError, httpx.HTTPError, ConfigError):
            return None


def external_issuer(settings: Settings) -> ExternalIssuer | None:
    """The issuer that the settings name, or None.

    Raises:
        ConfigError: A setting is missing or cannot be used.
    """
    if not settings.issuer:
        return None
    return ExternalIssuer(settings.issuer, settings.issuer_audience, settings.issuer_jwks)


def check_location(location: str) -> None:
    """Refuse an address that anybody on the way could answer for.

    Raises:
        ConfigError: It is not https, and not on this machine.
    """
    parts = urlsplit(location)
    if parts.scheme == "http" and not _is_here(parts.hostname or ""):
        raise ConfigError(f"SEPADAN_ISSUER_JWKS: wanted https or a file, found http of {parts.hostname}")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_jwks(location: str) -> bytes:
    """The bytes of a JWK set, at most 256 KiB, from an address within 5 s or from a file.

    Raises:
        OSError: The file cannot be read.
        httpx.HTTPError: The address does not answer 200.
        ConfigError: It is larger.
    """
    if urlsplit(location).scheme not in {"http", "https"}:
        with Path(location).open("rb") as file:
            return _within(file.read(_MOST_BYTES + 1))
    client = httpx.Client(timeout=5.0, trust_env=False, follow_redirects=False)
    with client, client.stream("GET", location, headers={"Accept": "application/json"}) as answer:
        answer.raise_for_status()
        body = b""
        deadline = time.monotonic() + 5.0
        for part in answer.iter_bytes():
            body = _within(body + part)
            if time.monotonic() > deadline:
                raise ConfigError("SEPADAN_ISSUER_JWKS: wanted keys within 5 s, found a body that goes on")
        return body


def _within(body: bytes) -> bytes:
    if len(body) > _MOST_BYTES:
        raise ConfigError(f"SEPADAN_ISSUER_JWKS: wanted at most {_MOST_BYTES} bytes, found more")
    return body


def parse_jwks(body: bytes) -> Mapping[str, tuple[jwt.PyJWK, str]]:
    """Id to key and its one algorithm; what is not a public key to verify signatures with is left out.

    Raises:
        ConfigError: It is no JWK set.
    """
    try:
        keys = json.loads(body)["keys"]
        entries = [entry for entry in keys if is_object(entry)]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ConfigError("SEPADAN_ISSUER_JWKS: wanted a JWK set (RFC 7517), found other bytes") from error
    found: dict[str, tuple[jwt.PyJWK, str]] = {}
    for entry in entries:
        curve = entry.get("crv", "") if entry.get("kty") != "RSA" else ""
        allowed = ALGORITHMS.get((str(entry.get("kty")), str(curve)), ())
        algorithm = entry.get("alg") or next(iter(allowed), "")
        if algorithm not in allowed or entry.get("use", "sig") != "sig" or not isinstance(entry.get("kid"), str):
            continue
        try:
            # Private parts have no business in a published set; they are dropped before anything looks at them.
            public = {name: value for name, value in entry.items() if name not in {"d", "p", "q", "dp", "dq", "qi"}}
            found[entry["kid"]] = (jwt.PyJWK(public, algorithm), str(algorithm))
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
    return found
