"""Sandbox mode of a server: faults that a caller asks for, and webhooks that reach the caller's own machine.

Nothing here counts on a server that is not in sandbox mode (``SEPADAN_SANDBOX``). What a sandbox's home is, and what it
may hold, is in ``api/sandbox_home.py``.
"""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Iterable, Iterator, Set

from fastapi import Request

from api.access.errors import OverloadedError, TooManyRequestsError
from taxonomy.errors import InputError

HEADER = (b"sepadan-sandbox", b"true")
"""Of every answer of a sandbox."""

SIMULATE = "Sepadan-Sandbox-Simulate"
"""Header of a request that names the fault to answer it with."""

FAULTS = ("429", "503", "500", "slow")
"""What ``SIMULATE`` may say."""

SLOW_S = 5.0
"""Seconds that ``slow`` waits before the request is answered as it is."""

ABOUT = f"""

**This is a sandbox:** its records are invented, and nothing done here reaches anybody. Every answer carries
`Sepadan-Sandbox: true`. The request header `{SIMULATE}` ({", ".join(FAULTS)}) asks for a fault. See docs/sandbox.md."""
"""Goes on the description of the API in the OpenAPI document of a sandbox."""

_AGAIN = {"Retry-After": "1"}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SimulatedFault(Exception):  # noqa: N818 - it stands for a fault of the program, which is no error of the tree
    """A fault that nobody foresaw, as far as the rest of the program knows."""


async def simulate(request: Request) -> None:
    """Fail as the caller asks, in the way in which a request that was not meant to fail does.

    Args:
        request: To a server in sandbox mode.

    Raises:
        TooManyRequestsError: 429 was asked for.
        OverloadedError: 503 was.
        SimulatedFault: 500 was.
        InputError: Something else was; names what there is.
    """
    wanted = request.headers.get(SIMULATE)
    if wanted is None:
        return
    told = f"simulated, for header {SIMULATE} asks for it; send the request without it"
    match wanted.strip().lower():
        case "429":
            raise TooManyRequestsError(told, _AGAIN)
        case "503":
            raise OverloadedError(told, _AGAIN)
        case "500":
            raise SimulatedFault
        case "slow":
            await sleep(SLOW_S)
        case _:
            raise InputError(wanted=f"one of {', '.join(FAULTS)}", found=wanted, where=f"header {SIMULATE}")


class WithLoopback(Set[str]):
    """``host:port`` that webhooks may go to, and every port of this machine's loopback."""

    def __init__(self, named: Iterable[str]) -> None:
        """Hold what is named besides the loopback."""
        self._named = frozenset(named)

    def __contains__(self, place: object) -> bool:
        """Whether a ``host:port`` is among them."""
        return place in self._named or str(place).rpartition(":")[0] in _LOOPBACK

    def __iter__(self) -> Iterator[str]:
        """What is named."""
        return iter(self._named)

    def __len__(self) -> int:
        """How many are named."""
        return len(self._named)
