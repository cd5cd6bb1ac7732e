"""What a server does by itself for people's rights: ends erasures within the clock, runs retention once a day.

One thread of the process; of several processes on one home one works at a time. Requests go on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from api.serving import box_of
from api.settings import Settings
from api.watcher import Watcher
from api.web.seeker.cv_shelf import FOLDER, forget_old
from matcher.engine import Engine
from matcher.erasure.retention import Retention
from matcher.erasure.text_caches import empty_text_caches
from matcher.erasure_reach import eraser_of, finisher_of

INTERVAL_S = 60.0
_DAY = timedelta(days=1)


class Housekeeper(Watcher):
    """Watches one engine's erasures and retention."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        log: Any,
        *,
        interval_s: float = INTERVAL_S,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Watch nothing yet; see ``start``.

        Args:
            engine: Stays open until ``stop`` has returned.
            settings: ``erase_after_s`` and ``retention``, and the keys.
            log: A structlog logger; it is told counts, never who.
            interval_s: Seconds between two looks.
            clock: The time, UTC.
        """
        super().__init__("housekeeping")
        self._engine = engine
        self._settings = settings
        self._log = log
        self._interval_s = interval_s
        self._clock = clock
        self._ran_at = clock() - _DAY
        self._forgot_at = -1

    def _watch(self) -> None:
        while not self._stopping.wait(self._interval_s):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 -- whatever it is, the server goes on and tries again
                self._log.error("housekeeping failed", error=type(error).__name__)

    def look(self) -> None:
        """End erasures that are due, run retention when a day has passed, forget what is kept for an hour or so.

        Raises:
            SepadanError: A step failed; the next look tries again.
        """
        box, store, home = box_of(self._settings, self._engine), self._engine.store, self._engine.home
        self._forget_texts()
        forget_old(home.kept / FOLDER, self._clock().timestamp())
        store.forget_answers(self._clock())
        finisher = finisher_of(store, home, box, lambda: self._engine.build().generation)
        asked_at = finisher.due_since()
        if asked_at is not None and self._clock() - asked_at >= timedelta(seconds=self._settings.erase_after_s):
            done = finisher.finish()
            self._engine.refresh()
            self._log.info("erasures finished", finished=done.finished, removed=len(done.removed))
        if self._settings.retention and self._clock() - self._ran_at >= _DAY:
            self._ran_at = self._clock()
            eraser = eraser_of(store, home, box, self._settings.vault())
            ran = Retention(store, home, eraser, clock=self._clock).run()
            self._log.info("retention ran", removed={name: count for name, count in ran.removed.items() if count})

    def _forget_texts(self) -> None:
        """Another process may have erased somebody whose words this one remembers."""
        erasures = self._engine.store.erasures(unfinished=True)
        newest = max((one.revision for one in erasures), default=-1)
        if newest > self._forgot_at:
            self._forgot_at = newest
            empty_text_caches()
