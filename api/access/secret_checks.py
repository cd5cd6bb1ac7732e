"""Whether a secret is good: argon2id in threads of its own, remembered for a while, with failed tries limited."""

from __future__ import annotations

import asyncio
import base64
import hmac
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import argon2
from argon2.low_level import ARGON2_VERSION  # pyright: ignore[reportUnknownVariableType] -- a number of the C library

from api.access.credentials import HASHER, is_secret_of
from api.access.errors import OverloadedError, TooManyRequestsError
from api.access.limits import RateLimits, Standing

K = TypeVar("K")
V = TypeVar("V")

_KEPT_S = 300.0
_KEPT = 10_000
"""Secrets that are remembered, and pairs of client and address."""
_WAITING = 32
_THREADS = 2
_HASHES = 2
"""Hashes that a wrong secret is held against, whether its client has two, one, or is none at all."""

TRIES = 20
"""Failed tries of an address at once, where nothing else is set; one a second is given back."""
_BY_NAME = 5
"""So many times as many are let through under one name, from everywhere."""


def hash_of_nobody(hasher: argon2.PasswordHasher) -> str:
    """A hash that no secret has, and that takes as long to be held against as those of a hasher; it costs nothing."""
    salt, digest = (
        base64.b64encode(os.urandom(length)).decode().rstrip("=") for length in (hasher.salt_len, hasher.hash_len)
    )
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${digest}"


class SecretChecks:
    """Checks secrets; used on one event loop.

    Whoever has a good secret is not kept out by others who try bad ones under its name: failed tries from everywhere
    count against a name only for addresses from which that name did not come with a good secret before.
    """

    def __init__(
        self,
        limits: RateLimits,
        clock: Callable[[], float] = time.monotonic,
        tries: int = TRIES,
        *,
        hasher: argon2.PasswordHasher = HASHER,
        hashes: int = _HASHES,
    ) -> None:
        """Check against hashes.

        Args:
            limits: Count failed tries.
            clock: Seconds that only grow.
            tries: Failed tries of an address at once.
            hasher: Made the hashes that secrets are held against.
            hashes: So many a wrong secret is held against, whether its name has as many or is none at all.
        """
        self._limits, self._clock = limits, clock
        self._by_address, self._by_name = (1, tries), (1, tries * _BY_NAME)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
        self._key = os.urandom(32)
        self._good: OrderedDict[bytes, float] = OrderedDict()
        self._places: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._waiting = 0
        self._nobody, self._hashes = hash_of_nobody(hasher), hashes

    async def check(self, name: str, address: str, secret: str, hashes: Sequence[str]) -> bool:
        """Whether a secret is one of those that were hashed.

        Args:
            name: Of client or API key, as the caller says it.
            address: Of the caller.
            secret: As the caller says it.
            hashes: None where there is no such name; it takes as long.

        Raises:
            TooManyRequestsError: Too many tries failed.
            OverloadedError: Too many wait to be checked.
        """
        mark = self._mark(name, secret, hashes)
        if hashes and self._good.get(mark, -1.0) > self._clock():
            return True
        await self._check_tries(name, address)
        if not await self._verify(secret, hashes):
            await self._limits.take("tries-address", address, *self._by_address)
            await self._limits.take("tries-name", name, *self._by_name)
            return False
        _keep(self._good, mark, self._clock() + _KEPT_S)
        _keep(self._places, (name, address), None)
        return True

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _mark(self, name: str, secret: str, hashes: Sequence[str]) -> bytes:
        """What is remembered of a secret: of no use to anybody, and another once its hash is another."""
        text = "\0".join((name, secret, *hashes)).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, text, "sha256")

    async def _check_tries(self, name: str, address: str) -> None:
        found = [await self._limits.look("tries-address", address, *self._by_address)]
        if (name, address) not in self._places:
            found.append(await self._limits.look("tries-name", name, *self._by_name))
        over = [one for one in found if one.is_over]
        if over:
            raise _too_many(over)

    async def _verify(self, secret: str, hashes: Sequence[str]) -> bool:
        if self._waiting >= _WAITING:
            raise OverloadedError("wanted fewer secrets to check at once, found too many", {"Retry-After": "1"})
        padded = [*hashes, *[self._nobody] * (self._hashes - len(hashes))]
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, _is_one_of, padded, secret) and bool(hashes)
        finally:
            self._waiting -= 1


def _is_one_of(hashes: Sequence[str], secret: str) -> bool:
    return any(is_secret_of(hashed, secret) for hashed in hashes)


def _too_many(standings: Sequence[Standing]) -> TooManyRequestsError:
    wait = max(one.reset_s for one in standings)
    return TooManyRequestsError(f"wanted fewer failed tries, found too many; wait {wait} s", {"Retry-After": str(wait)})


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _KEPT:
        kept.popitem(last=False)
