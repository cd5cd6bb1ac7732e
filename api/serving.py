"""What the routes work with: the engine, its state at a glance, metrics, and the day it is in Indonesia."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request

from api.cursors import Cursors
from api.day import today
from api.metrics import Metrics
from api.settings import Settings
from api.web.maps.boundaries import Outline, read_boundaries
from api.web.planner.ready import Kept, KeptPlans
from api.web.steward.ages import Ages
from api.web.steward_fairness.kept import KeptAudits
from indexes.identity_vault import Vault
from indexes.secret_box import SecretBox, load_secret_box
from matcher.ad_inspection.rulings import FlagDesk
from matcher.ad_inspection.stored import Inspector
from matcher.duplicates.settling import Settling
from matcher.engine import Engine
from matcher.erasure.digests import Digests
from matcher.erasure.known import Blocked
from matcher.erasure_reach import eraser_of
from matcher.market.served import ServedMarket
from matcher.placement.judgements import Judgements
from matcher.placement.queue import Queue
from matcher.recommended_file import Batches
from matcher.records import Kind
from matcher.reports import Status
from matcher.rights.audit_log import AuditLog
from matcher.rights.correction import correct_worker
from matcher.rights.desk import RightsDesk
from matcher.rights.person_document import PersonFiles
from matcher.titles.desk import TitleDesk
from matcher.titles.uncertain import UncertainTitles


class Serving:
    """One engine behind one app."""

    def __init__(
        self,
        engine: Engine,
        metrics: Metrics,
        vault: Vault | None = None,
        box: SecretBox | None = None,
        boundaries: Path | None = None,
    ) -> None:
        """Serve an engine.

        Args:
            engine: Served.
            metrics: Where matches are counted.
            vault: Seals identity data, of which nothing is kept when it is None.
            box: Seals secrets; that of the engine's home when None.
            boundaries: GeoJSON with outlines of regions for the planner's map.
        """
        self._boundaries = boundaries
        self.box = box or load_secret_box("", engine.home.secret_keys)
        self.audit = AuditLog(engine.store, self.box)
        self.eraser = eraser_of(engine.store, engine.home, self.box, vault)
        self.blocked = Blocked(engine.store, Digests(self.box))
        self.desk = RightsDesk(
            engine.store,
            self.box,
            self.audit,
            correct=lambda key, fields: correct_worker(engine, vault, key, fields),
            erase=lambda key: self.eraser.erase(Kind.WORKER, [key]),
        )
        self.files = PersonFiles(engine=engine, desk=self.desk, log=self.audit, vault=vault)
        self.queue = Queue(engine.store, self.box, self.audit)
        self.judgements = Judgements(engine.store, self.box, self.audit)
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

    @cached_property
    def cursors(self) -> Cursors:
        """Of this installation's lists."""
        return Cursors(self.box, self.engine.store.store_id())

    @cached_property
    def settling(self) -> Settling:
        """Answers about pairs of postings."""
        return Settling(self.engine.store, self.audit)

    @cached_property
    def ages(self) -> Ages:
        """How old the newest record of each source is."""
        return Ages(self.engine.store)

    @cached_property
    def titles(self) -> TitleDesk:
        """Settles titles that the coder is unsure of."""
        return TitleDesk(self.engine.store, self.audit)

    @cached_property
    def uncertain(self) -> UncertainTitles:
        """Titles that the coder is unsure of."""
        return UncertainTitles(self.engine.store, self.engine.coder.fingerprint)

    @cached_property
    def flags(self) -> FlagDesk:
        """Takes rulings on flags of the inspection."""
        return FlagDesk(self.engine.store, self.audit)

    @cached_property
    def audits(self) -> KeptAudits:
        """Fairness audits that were run."""
        return KeptAudits(self.engine.home.kept / "audits")

    @cached_property
    def planned(self) -> Kept:
        """Reports of the planner's pages."""
        return Kept()

    @cached_property
    def plans(self) -> KeptPlans:
        """Plans of training centres that were worked out."""
        return KeptPlans(self.engine.home.kept / "plans")

    @cached_property
    def boundaries(self) -> Mapping[str, Outline]:
        """Outlines of regions that the installation brings; none by default, where maps are made of tiles.

        Raises:
            InputError: The file of the settings is not as it should be.
        """
        return read_boundaries(self._boundaries) if self._boundaries else {}

    def today(self) -> date:
        """The day in western Indonesia."""
        return today()


def box_of(settings: Settings, engine: Engine) -> SecretBox:
    """The box of the installation that an engine serves, which need not be that of the settings' home.

    Raises:
        ConfigError: The keys cannot be read, or their file not be made.
    """
    return load_secret_box(settings.secret_keys.get_secret_value(), engine.home.secret_keys)


async def get_serving(request: Request) -> Serving:
    """The app's ``Serving``; made at start-up. Async, so that it costs no turn in the thread pool."""
    return cast(Serving, request.app.state.serving)


ServingDep = Annotated[Serving, Depends(get_serving)]
