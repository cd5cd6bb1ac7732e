"""Who asks, by token, API key, or id and secret; how much it may ask; and what is told of that on the answer."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi import Request

from api.access.addresses import Network, caller_of
from api.access.clients import ClientDirectory, Registry
from api.access.credentials import Given, Kind, id_of_api_key, not_good, read_credentials
from api.access.errors import TooManyRequestsError, UnauthenticatedError
from api.access.external_issuer import ExternalIssuer
from api.access.limits import RateLimits, Standing, limit_headers
from api.access.principal import ANONYMOUS, Principal, Role
from api.access.quotas import Quotas, cost_of
from api.access.secret_checks import SecretChecks
from api.access.signing_keys import SKEW
from api.access.tokens import Claims, Issuer, header_of
from indexes.client_records import StoredClient, StoredKey

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path
UNLIMITED = frozenset({"/healthz", "/readyz"})
"""What watches us must not be told that it asks too often: a server that is alive would be taken down."""

_KEPT = 10_000
"""Tokens that are remembered."""


class Gatekeeper:
    """Finds out who asks (``api.access.gate.Doorkeeper``); used on one event loop."""

    def __init__(
        self,
        *,
        directory: ClientDirectory,
        issuer: Issuer,
        external: ExternalIssuer | None,
        limits: RateLimits,
        quotas: Quotas,
        checks: SecretChecks,
        trusted: Sequence[Network],
        anonymous: tuple[int, int],
        most_bytes: int,
    ) -> None:
        """Stand at the door.

        Args:
            directory: The registry of clients.
            issuer: Of our own tokens.
            external: Of others' tokens.
            limits: Rate limits.
            quotas: Requests a day.
            checks: Secrets.
            trusted: Proxies whose word counts.
            anonymous: Rate and burst of an address without credentials, and of a job seeker.
            most_bytes: Longest body that is read.
        """
        self._directory, self._issuer, self._external = directory, issuer, external
        self._limits, self._quotas, self._checks = limits, quotas, checks
        self._trusted, self._anonymous, self._most_bytes = trusted, anonymous, most_bytes
        self._salt = issuer.box.derive("rate-limits")
        self._known: OrderedDict[bytes, Claims] = OrderedDict()
        self._known_of: Registry | None = None

    async def principal_of(self, request: Request) -> Principal:
        """Who asks; ``ANONYMOUS`` where no credentials came along.

        Raises:
            UnauthenticatedError: There are credentials, and they are not good.
            TooManyRequestsError: Of this client, or from this address.
            OverloadedError: Too many wait to be checked.
        """
        address = caller_of(request, self._trusted)
        path = request.url.path
        if path == TOKEN_PATH:  # its own credentials are checked there, with its own words
            await self._count_address(request, address)
            return ANONYMOUS
        try:
            given = read_credentials(request.headers)
            if given is None:
                if path not in UNLIMITED:
                    await self._count_address(request, address)
                return ANONYMOUS
            registry = await self._directory.current()
            principal, key = await self._identified(registry, given, address)
        except UnauthenticatedError:
            await self._count_address(request, address)
            raise
        if path not in UNLIMITED:
            await self._count(request, principal, registry, key)
        return principal

    async def client_of(self, request: Request, client_id: str, secret: str) -> tuple[Registry, StoredClient] | None:
        """An active client that has proved who it is, and the registry; for the token endpoint. Counted as its request.

        Raises:
            TooManyRequestsError: Of this client, or too many tries failed.
            OverloadedError: Too many wait to be checked.
        """
        registry = await self._directory.current()
        client = registry.active(client_id)
        good = await self._checks.check(client_id, caller_of(request, self._trusted), secret, _hashes(client))
        if client is None or not good:
            return None
        await self._count(request, registry.principals[client.id], registry, "")
        return registry, client

    async def _identified(self, registry: Registry, given: Given, address: str) -> tuple[Principal, str]:
        """Who it is, and the id of the API key that was used, if one was."""
        if given.kind is Kind.TOKEN:
            return _principal(registry, await self._claims(registry, given.secret)), ""
        key_id = id_of_api_key(given.secret)
        if key_id or given.kind is Kind.KEY:
            return await self._by_key(registry, given, key_id, address), key_id
        client = registry.active(given.client)
        if not await self._checks.check(given.client, address, given.secret, _hashes(client)) or client is None:
            raise not_good()
        return registry.principals[client.id], ""

    async def _by_key(self, registry: Registry, given: Given, key_id: str, address: str) -> Principal:
        """By API key, which may stand in the place of the secret too, so that a browser can send one."""
        key = registry.keys.get(key_id)
        good = key is not None and _is_valid(key) and given.client in {"", key.client}
        hashes = [key.hash] if key is not None and good else []
        if not await self._checks.check(key_id or "none", address, given.secret, hashes) or key is None:
            raise not_good()
        if key.client not in registry.principals:
            raise not_good()
        return registry.principals[key.client]

    async def _claims(self, registry: Registry, token: str) -> Claims:
        if self._known_of is not registry:  # a key may have been withdrawn
            self._known.clear()
            self._known_of = registry
        mark = hmac.digest(self._salt, token.encode(), "sha256")
        claims = self._known.get(mark)
        if claims is None:
            header = header_of(token)
            if self._issuer.knows(registry, header["kid"]):
                claims = self._issuer.verify(registry, token, header)
                _keep(self._known, mark, claims)
            elif self._external is not None:  # its keys may go at any time: verified each time
                return await self._external.verify(token, header)
            else:
                raise not_good()
        if claims.ends_at + SKEW.total_seconds() <= time.time():
            del self._known[mark]
            raise not_good("wanted a token that is good, found one that has ended")
        return claims

    async def _count_address(self, request: Request, address: str) -> None:
        standing = await self._limits.take("address", self._hidden(address), *self._anonymous)
        _tell(request, [standing])

    async def _count(self, request: Request, principal: Principal, registry: Registry, key: str) -> None:
        if principal.role is Role.PERSON:
            caller = self._hidden(f"{principal.client}\0{principal.subject}")
            _tell(request, [await self._limits.take("person", caller, *self._anonymous)])
            return
        client = registry.clients[principal.client]
        rate = await self._limits.take("rate", client.id, client.rate, client.burst)
        if rate.is_over:
            _tell(request, [rate])
        length = request.headers.get("content-length", "")
        known = 0 if "transfer-encoding" not in request.headers else None
        cost = cost_of(int(length[:15]) if length.isdecimal() else known, self._most_bytes)
        day = self._quotas.take(client.id, client.quota, cost, key)
        _tell(request, [rate] if day is None else [rate, day])

    def _hidden(self, caller: str) -> str:
        """A name for an address or a person that tells neither to whoever sees the counters."""
        return hmac.digest(self._salt, caller.encode(), "sha256").hex()[:32]


def _hashes(client: StoredClient | None) -> list[str]:
    """Hashes of the secrets that are good now, the newest first."""
    if client is None or not client.secret_hash:
        return []
    is_old_good = client.old_secret_until is not None and client.old_secret_until > datetime.now(UTC)
    return [client.secret_hash, *([client.old_secret_hash] if is_old_good and client.old_secret_hash else [])]


def _is_valid(key: StoredKey) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > datetime.now(UTC))


def _principal(registry: Registry, claims: Claims) -> Principal:
    """Who a token is of: the registry says what its client may do now, the token only narrows it."""
    client = registry.active(claims.client)
    if client is None or claims.issued_at < client.tokens_from:
        raise not_good("wanted a token of an active client, found another")
    whole = registry.principals[client.id]
    if claims.subject:
        return Principal(
            client=client.id,
            tenant=client.tenant,
            role=Role.PERSON,
            scopes=frozenset({"self"}),
            sources=frozenset(),
            subject=claims.subject,
        )
    scopes = frozenset(scope for scope in claims.scopes if whole.may(scope))
    if scopes == whole.scopes:
        return whole
    return Principal(client=client.id, tenant=client.tenant, role=whole.role, scopes=scopes, sources=client.sources)


def _tell(request: Request, standings: Sequence[Standing]) -> None:
    """Put where the caller stands on its answer, and refuse it where it is over."""
    request.state.answer_headers = limit_headers(standings)
    over = [one for one in standings if one.is_over]
    if over:
        wait = max(one.reset_s for one in over)
        told = f"wanted at most {over[0].quota} requests in {over[0].window_s} s, found more; wait {wait} s"
        raise TooManyRequestsError(told, {"Retry-After": str(wait)})


def _keep(known: OrderedDict[bytes, Claims], mark: bytes, claims: Claims) -> None:
    known[mark] = claims
    if len(known) > _KEPT:
        known.popitem(last=False)
