"""What the routes work with: the engine, its state at a glance, metrics, and the day it is in Indonesia."""

from __future__ import annotations

import threading
from datetime import date
from typing import Annotated, cast

from fastapi import Depends, Request

from api.day import today
from api.metrics import Metrics
from indexes.identity_vault import Vault
from matcher.ad_inspection.stored import Inspector
from matcher.engine import Engine
from matcher.market.served import ServedMarket
from matcher.recommended_file import Batches
from matcher.reports import Status


class Serving:
    """One engine behind one app."""

    def __init__(self, engine: Engine, metrics: Metrics, vault: Vault | None = None) -> None:
        """Serve an engine; ``vault`` seals identity data, of which nothing is kept when it is None."""
        self.engine = engine
        self.vault = vault
        self.metrics = metrics
        self.batches = Batches(engine.home, engine.store)
        self.inspector = Inspector(engine.store)
        self.market = ServedMarket(engine)
        self._lock = threading.Lock()
        self._revision = -1
        self._status: Status | None = None

    def status(self) -> Status:
        """The engine's state; worked out again only when records or codes changed.

        Raises:
            StoreError: The store cannot be read.
        """
        with self._lock:
            revision = self.engine.store.revision()
            # An installation without a generation is asked each time: a build need not change the revision.
            if self._status is None or not self._status.generation or revision != self._revision:
                self._status, self._revision = self.engine.status(), revision
            return self._status

    def today(self) -> date:
        """The day in western Indonesia."""
        return today()


async def get_serving(request: Request) -> Serving:
    """The app's ``Serving``; made at start-up. Async, so that it costs no turn in the thread pool."""
    return cast(Serving, request.app.state.serving)


ServingDep = Annotated[Serving, Depends(get_serving)]
