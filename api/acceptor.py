"""Connections accepted one at a time, and fairly where several processes listen on one socket.

An event loop takes as many connections as wait, so the first of several processes to wake can get a burst whole while
another's core idles. Sockets of their own (``SO_REUSEPORT``) deal by a hash, which is uneven for few connections, and
those dealt to a process that died wait for its successor. Here each process counts its connections in shared memory,
and who has more than another lets that one go first, for a moment.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, MutableSequence
from contextlib import suppress
from dataclasses import dataclass

PATIENCE_S = 0.02
"""How long a process with more connections than another lets it go first; after that it takes what waits itself."""

_RETRY_S = 0.1
"""Pause when the kernel gave no connection, as when there are no file descriptors left."""

_HANDSHAKE_S = 10.0
"""Seconds in which a client must have agreed on TLS."""

_ABSENT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A process's place in the counts of all.

    Attributes:
        counts: Connections by place; -1 where nobody accepts. In memory that the processes share; each writes its own.
        place: One's own.
    """

    counts: MutableSequence[int]
    place: int

    @staticmethod
    def alone() -> Share:
        """Of a process that shares with nobody."""
        return Share(counts=[_ABSENT], place=0)

    def tell(self, connections: int) -> None:
        """Say how many connections one has."""
        self.counts[self.place] = connections

    def leave(self) -> None:
        """Accept no more."""
        self.counts[self.place] = _ABSENT

    def has_more_than_another(self) -> bool:
        """Whether somebody else who accepts has fewer connections."""
        own = self.counts[self.place]
        return any(_ABSENT < count < own for at, count in enumerate(self.counts) if at != self.place)


class Acceptor:
    """Accepts on one socket."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        listener: socket.socket,
        make: Callable[[], asyncio.Protocol],
        share: Share,
        connections: Callable[[], int],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Accept from now on.

        Args:
            loop: Runs it.
            listener: Listens.
            make: Makes the protocol of a connection.
            share: Of this process.
            connections: How many are open.
            tls: What connections are secured with; None for none.
        """
        self._loop = loop
        self._listener = listener
        self._make = make
        self._share = share
        self._connections = connections
        self._tls = tls
        self._greeting: set[asyncio.Task[None]] = set()
        listener.setblocking(False)
        share.tell(0)
        self._task = loop.create_task(self._accept())

    def close(self) -> None:
        """Accept no more; what waits in the kernel is left to the others."""
        self._task.cancel()
        self._share.leave()

    async def wait_closed(self) -> None:
        """Until nothing is accepted any more."""
        await asyncio.gather(self._task, *self._greeting, return_exceptions=True)

    async def _accept(self) -> None:
        while True:
            await self._readable()
            self._share.tell(self._connections())
            if self._share.has_more_than_another():
                await asyncio.sleep(PATIENCE_S)
            try:
                connection, _ = self._listener.accept()
            except BlockingIOError:  # another was faster
                continue
            except OSError:  # too many open files, or the client is gone already
                await asyncio.sleep(_RETRY_S)
                continue
            connection.setblocking(False)
            greeting = self._loop.create_task(self._greet(connection))
            self._greeting.add(greeting)
            greeting.add_done_callback(self._greeting.discard)
            if self._tls is None:  # done at once; a handshake is not waited for, or one client would hold up all
                await greeting
            self._share.tell(self._connections())

    async def _greet(self, connection: socket.socket) -> None:
        limit = None if self._tls is None else _HANDSHAKE_S
        with suppress(OSError):  # ssl.SSLError is one: no TLS, or none that both know; the loop has closed it
            await self._loop.connect_accepted_socket(self._make, connection, ssl=self._tls, ssl_handshake_timeout=limit)

    async def _readable(self) -> None:
        """Until a connection waits."""
        waiting: asyncio.Future[None] = self._loop.create_future()

        def wake() -> None:
            if not waiting.done():
                waiting.set_result(None)

        self._loop.add_reader(self._listener.fileno(), wake)
        try:
            await waiting
        finally:
            self._loop.remove_reader(self._listener.fileno())
