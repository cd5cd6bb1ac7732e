"""Lanes: how many requests of a kind are worked on at a time, how many may wait, and who is refused before that.

A process computes with one thread at a time (the interpreter's lock), so work that is taken on beyond a few requests
only makes all of them late. Each lane has as many slots as pay, and a short queue. The queue may be long for a moment,
which is a burst, but not for long, which is overload: that is the insight of CoDel (Nichols & Jacobson 2012; RFC 8289),
turned to the length of the queue at arrival, as "Fail at Scale" (Maurer 2015, ACM Queue 13/8) turned it to requests. So
who is refused hears so at once, before the body is read, and not after having waited. Lengths need no tuning to a
machine: a queue of four takes four services, whatever one takes. A short queue under overload is empty again and again
by chance, so emptiness alone would call each of these moments the end of it: the queue also stays short while more
comes, taken or refused, than can be done.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from api.access.errors import OverloadedError
from api.lane_widths import WIDTHS, Width

STANDING_S = 0.1
"""A queue that was never empty for so long, or for ``_STANDING_SERVICES`` services, stands: more came than went."""

_STANDING_SERVICES = 8

WINDOW_S = 1.0
"""Over how long what comes is weighed, or over ``_WINDOW_SERVICES`` services where they are long."""

_WINDOW_SERVICES = 50
_SMOOTHING = 0.1
_LONGEST_RETRY_S = 30


class Offered:
    """How much work comes, in shares of what a lane can do: over 1, more comes than goes."""

    def __init__(self, slots: int, now: float) -> None:
        """Nothing has come.

        Args:
            slots: Of the lane.
            now: By its clock, seconds.
        """
        self._slots = slots
        self._share = 0.0
        self._at = now

    def come(self, service_s: float, now: float) -> None:
        """Count one request, whether it is taken or refused.

        Args:
            service_s: What one takes, seconds.
            now: By the clock.
        """
        window = max(WINDOW_S, _WINDOW_SERVICES * service_s)
        self._share = self.share(service_s, now) + service_s / (self._slots * window)
        self._at = now

    def share(self, service_s: float, now: float) -> float:
        """Work a second that came of late, for each slot; at least 0."""
        window = max(WINDOW_S, _WINDOW_SERVICES * service_s)
        return self._share * math.exp((self._at - now) / window)


class Lane:
    """Slots and a queue, first come first served; of one event loop.

    Attributes:
        width: How wide it is.
    """

    def __init__(
        self,
        name: str,
        width: Width,
        slots: int,
        on_refused: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """An empty lane.

        Args:
            name: For messages and metrics.
            width: How wide it is.
            slots: Requests worked on at a time.
            on_refused: Told of each refusal.
            clock: Seconds.
        """
        self.width = width
        self._name = name
        self._slots = self._free = slots
        self._on_refused = on_refused
        self._clock = clock
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._empty_at = clock()
        self._service_s = 0.0
        self._offered = Offered(slots, clock())

    def check(self) -> None:
        """Refuse when too many wait.

        Raises:
            OverloadedError: They do; says when to come again.
        """
        if len(self._waiting) >= self._most():
            self.come()
            self._refuse(f"{len(self._waiting)} waiting")

    @asynccontextmanager
    async def slot(self, until: float) -> AsyncGenerator[None]:
        """Work in a slot, after those who came before.

        Args:
            until: By the clock; who would begin after it is refused.

        Raises:
            OverloadedError: Too many wait, or it has become too late.
        """
        await self._enter(until)
        began = self._clock()
        try:
            yield
        finally:
            took = self._clock() - began
            self._service_s += (took - self._service_s) * (_SMOOTHING if self._service_s else 1.0)
            self._leave()

    async def _enter(self, until: float) -> None:
        if self._free and not self._waiting:
            self._free -= 1
            self._empty_at = self._clock()
            self.come()
            return
        self.check()
        self.come()
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await asyncio.wait_for(place, max(0.0, until - self._clock()))
        except TimeoutError:
            self._give_up(place)
            self._refuse("none free in time")
        except asyncio.CancelledError:
            self._give_up(place)
            raise

    def _give_up(self, place: asyncio.Future[None]) -> None:
        """Leave the queue; a slot that was given in the same moment goes to the next."""
        if place in self._waiting:
            self._waiting.remove(place)
            self._note_empty()
        elif place.done() and not place.cancelled():
            self._leave()

    def _leave(self) -> None:
        """Give the slot to who waits longest."""
        while self._waiting:
            place = self._waiting.popleft()
            self._note_empty()
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    def come(self) -> None:
        """Count one that comes, whether it is taken or refused."""
        self._offered.come(self._service_s, self._clock())

    def _note_empty(self) -> None:
        if not self._waiting:
            self._empty_at = self._clock()

    def _most(self) -> int:
        """How many may wait just now."""
        now = self._clock()
        stands = self._waiting and now - self._empty_at > max(STANDING_S, _STANDING_SERVICES * self._service_s)
        is_over = self._offered.share(self._service_s, now) > 1
        return self._slots * (self.width.standing if stands or is_over else self.width.burst)

    def _refuse(self, found: str) -> None:
        self._on_refused(self._name)
        seconds = math.ceil((len(self._waiting) + 1) * self._service_s / self._slots)
        retry = {"Retry-After": str(min(_LONGEST_RETRY_S, max(1, seconds)))}
        raise OverloadedError(f"{self._name}: wanted a free slot, found {found}; come again later", retry)


class Lanes:
    """All lanes of one process.

    Attributes:
        timeout_s: Seconds from the arrival of a request after which its work does not begin.
    """

    def __init__(self, cores: int, timeout_s: float, on_refused: Callable[[str], None]) -> None:
        """Empty lanes.

        Args:
            cores: That this process has to itself, at least 1.
            timeout_s: Of a whole request.
            on_refused: Told the name of the lane at each refusal.
        """
        self.timeout_s = timeout_s
        self._lanes = {name: Lane(name, width, width.slots or cores, on_refused) for name, width in WIDTHS.items()}

    def __getitem__(self, name: str) -> Lane:
        """The lane of a name of ``WIDTHS``."""
        return self._lanes[name]
