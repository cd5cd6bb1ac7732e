"""Rate limits: so many requests in a moving window, told on every answer.

Fields by draft-ietf-httpapi-ratelimit-headers-10: ``RateLimit-Policy`` says what is allowed, ``RateLimit`` what is
left.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool

from taxonomy.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a caller stands with one policy.

    Attributes:
        policy: Its name.
        quota: Requests in the window.
        window_s: Length of the window, seconds.
        remaining: Requests left.
        reset_s: Seconds until there are more.
        is_over: Whether this request was one too many.
    """

    policy: str
    quota: int
    window_s: int
    remaining: int
    reset_s: int
    is_over: bool = False


class RateLimits:
    """Counts requests of callers in moving windows."""

    def __init__(self, storage: str) -> None:
        """Count somewhere.

        Args:
            storage: Address as the library ``limits`` has it; ``memory://`` counts in this process alone.

        Raises:
            ConfigError: It cannot be used.
        """
        try:
            self._limiter = MovingWindowRateLimiter(storage_from_string(storage))
        except (ConfigurationError, ImportError, ValueError, NotImplementedError) as error:
            raise ConfigError(f"SEPADAN_LIMITS_STORAGE: wanted memory:// or redis://host, found: {error}") from error
        self._is_quick = storage.startswith("memory:")

    async def take(self, policy: str, caller: str, rate: int, burst: int) -> Standing:
        """Count a request.

        Args:
            policy: Its name.
            caller: Who.
            rate: Requests a second that it may make for long.
            burst: Requests that it may make at once.
        """
        item = window_of(rate, burst)
        if self._is_quick:
            return self._take(policy, caller, item)
        return await run_in_threadpool(self._take, policy, caller, item)

    def _take(self, policy: str, caller: str, item: RateLimitItem) -> Standing:
        is_over = not self._limiter.hit(item, policy, caller)
        return self._standing(policy, caller, item, is_over=is_over)

    async def look(self, policy: str, caller: str, rate: int, burst: int) -> Standing:
        """As ``take``, without counting: whether the next request would be one too many."""
        item = window_of(rate, burst)
        if self._is_quick:
            return self._look(policy, caller, item)
        return await run_in_threadpool(self._look, policy, caller, item)

    def _look(self, policy: str, caller: str, item: RateLimitItem) -> Standing:
        found = self._standing(policy, caller, item, is_over=False)
        return self._standing(policy, caller, item, is_over=True) if found.remaining <= 0 else found

    def _standing(self, policy: str, caller: str, item: RateLimitItem, *, is_over: bool) -> Standing:
        reset, remaining = self._limiter.get_window_stats(item, policy, caller)
        return Standing(
            policy=policy,
            quota=item.amount,
            window_s=item.get_expiry(),
            remaining=max(0, remaining),
            reset_s=max(1, math.ceil(reset - time.time())),
            is_over=is_over,
        )


def window_of(rate: int, burst: int) -> RateLimitItem:
    """The window in which a burst is as many requests as the rate allows: 100 at once at 20 a second is 100 in 5 s."""
    seconds = max(1, math.ceil(burst / rate))
    return RateLimitItemPerSecond(max(burst, rate), seconds)


def limit_headers(standings: Sequence[Standing]) -> list[tuple[bytes, bytes]]:
    """The two fields of an answer."""
    policies = ", ".join(f'"{one.policy}";q={one.quota};w={one.window_s}' for one in standings)
    left = ", ".join(f'"{one.policy}";r={one.remaining};t={one.reset_s}' for one in standings)
    return [(b"ratelimit-policy", policies.encode()), (b"ratelimit", left.encode())]
