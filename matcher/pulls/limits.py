"""What one fetch may cost, and which addresses inside one's own network may be asked at all."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one fetch.

    Attributes:
        max_bytes: Most bytes of one answer, as sent and as unpacked.
        total_s: Most seconds that one answer may take from request to end, however little of it comes at a time.
        connect_s: Most seconds until a connection stands.
        silence_s: Most seconds without a byte.
        redirects: Most redirects in a row.
        attempts: Tries in all, for faults that pass.
        first_wait_s: Wait before the second try; it doubles with each, and a random part of the same size is added.
        longest_wait_s: Longest wait between tries; an upstream that asks for more is left until its next turn.
        gap_s: Least seconds between two requests to one host.
    """

    max_bytes: int = 512 * MEBIBYTE
    total_s: float = 600.0
    connect_s: float = 10.0
    silence_s: float = 30.0
    redirects: int = 5
    attempts: int = 4
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    gap_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a fetcher stands in; other clocks for tests.

    Attributes:
        inside: ``host:port`` of upstreams inside one's own network, which may be asked although their addresses are
            private. Nothing else that is private ever is, by no redirect either.
        environ: Looks up an environment variable: the value of a secret.
        sleep: Waits a number of seconds.
        clock: Seconds of a clock that never goes back.
    """

    inside: frozenset[str] = frozenset()
    environ: Callable[[str], str | None] = os.environ.get
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
