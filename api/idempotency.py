"""``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header): a write that is sent again is not done again.

The first answer is kept for 24 hours for each client, sealed. The same key with another request is 422, one that is
still being answered 409. Answers of 5xx, and of 429, are not kept: the request may be sent again.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import orjson
from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from api.access.gate import Handler
from api.bodies import JsonRoute
from api.serving import Serving
from indexes.idempotency_rows import StoredAnswer
from matcher.records import Kind
from taxonomy.errors import InputError, SepadanError, UnknownIdError

HEADER = "Idempotency-Key"
KEYED = "x-sepadan-idempotency-key"
"""Extension of an operation that takes the header: clients are generated from it."""

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=30)
"""How long a key is held that nobody renews: its request was killed with its process, and may be sent again then."""

_RENEWALS = 3
"""Times that a lease is renewed within its length, while its request is being answered."""

_KEY = re.compile(r'"?[\x21\x23-\x7e]{1,255}"?')
_KEPT_HEADERS = ("content-type", "etag", "location")
_PASSING = 500


class InFlightError(SepadanError):
    """The first request with this key is still being answered."""

    headers: ClassVar[dict[str, str]] = {"Retry-After": "1"}


class IdempotentRoute(JsonRoute):
    """A route that takes an ``Idempotency-Key``; one that writes says so in the OpenAPI document."""

    mark = KEYED

    def behind_gate(self, handle: Handler) -> Handler:
        """The gate, then the kept answer, then the route's own work."""

        async def replay_or_handle(request: Request) -> Response:
            key = request.headers.get(HEADER)
            if key is None:
                return await handle(request)
            if not _KEY.fullmatch(key):
                raise InputError(wanted="1 to 255 visible characters", found=key, where=f"header {HEADER}")
            return await _once(request, key, handle)

        return super().behind_gate(replay_or_handle)


async def _once(request: Request, key: str, handle: Handler) -> Response:
    serving: Serving = request.app.state.serving
    now = datetime.now(UTC)
    claim = await _claim_of(request, key, serving, now)
    known = await run_in_threadpool(serving.engine.store.claim_answer, claim, now)
    if known is not None:
        await run_in_threadpool(_check_still_there, request, serving)
        return _replayed(known, claim, serving)
    is_kept = False
    renewing = asyncio.create_task(_renew(serving, claim))
    try:
        answer, failed = await _answered(request, handle)
        is_kept = answer.status_code < _PASSING
    finally:
        renewing.cancel()
        if not is_kept:
            await run_in_threadpool(serving.engine.store.release_answer, claim)
    if is_kept:
        headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
        sealed = serving.box.seal(_place(claim), orjson.dumps([headers, bytes(answer.body).decode()]))
        kept = replace(claim, status=answer.status_code, answer=sealed, expires_at=now + KEPT)
        await run_in_threadpool(serving.engine.store.keep_answer, kept)
    if failed is not None:  # the gate tells the audit log how it went
        raise failed
    return answer


async def _answered(request: Request, handle: Handler) -> tuple[Response, SepadanError | None]:
    """The answer, and the fault that it tells of; None where there is none."""
    try:
        return await handle(request), None
    except SepadanError as error:
        told: Response = await request.app.exception_handlers[SepadanError](request, error)
        return told, error


async def _renew(serving: Serving, claim: StoredAnswer) -> None:
    """Hold a key for as long as its request is being answered, however long that takes."""
    while True:
        await asyncio.sleep(LEASE.total_seconds() / _RENEWALS)
        held = replace(claim, expires_at=datetime.now(UTC) + LEASE)
        # A database that refuses for a moment is asked again in time.
        with suppress(SepadanError):
            await run_in_threadpool(serving.engine.store.renew_claim, held)


async def _claim_of(request: Request, key: str, serving: Serving, now: datetime) -> StoredAnswer:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(f"{request.headers.get('if-match')} {request.headers.get('if-none-match')}\n".encode())
    digest.update(await request.body())
    keyed = hmac.new(serving.box.derive("idempotency"), key.strip('"').encode(), hashlib.sha256)
    return StoredAnswer(
        client=request.state.principal.client[:100],
        key_hash=keyed.hexdigest(),
        request_hash=digest.hexdigest(),
        status=0,
        answer=b"",
        holder=uuid.uuid4().hex,
        expires_at=now + LEASE,
    )


def _check_still_there(request: Request, serving: Serving) -> None:
    """A worker who was erased is not shown again, not even to the client that put the record.

    Raises:
        UnknownIdError: The record of the request is not there any more.
    """
    key = request.path_params.get("key", "")
    is_of_worker = request.method == "PUT" and request.url.path.startswith("/v1/workers/")
    if is_of_worker and serving.engine.store.get(Kind.WORKER, key) is None:
        raise UnknownIdError(wanted="the id of a stored worker", found=key, where="id")


def _replayed(known: StoredAnswer, claim: StoredAnswer, serving: Serving) -> Response:
    if known.request_hash != claim.request_hash:
        raise InputError(wanted="a key of its own for each request", found="another request", where=f"header {HEADER}")
    if not known.status:
        raise InFlightError(f"header {HEADER}: the request with this key is still being answered; send it again")
    headers, body = orjson.loads(serving.box.open(_place(known), known.answer))
    return Response(body, known.status, {**headers, "Idempotency-Replayed": "true"})


def _place(answer: StoredAnswer) -> str:
    return f"idempotency:{answer.client}:{answer.key_hash}"
