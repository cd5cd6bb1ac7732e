"""The market of an open engine: filed postings kept up with the store, and the last few days that were counted."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matcher.duplicates.served import ServedCopies
from matcher.engine import Engine
from matcher.market.cells import Cells, cells_of
from matcher.market.filed import FiledPostings
from matcher.market.mismatch import Mismatch, mismatch_by_occupation, mismatch_by_province
from matcher.market.rising import Trends, dated_ads, skill_trends
from matcher.market.rows import Axes, MarketRows, posting_rows, worker_rows
from matcher.market.stock import MarketStock, stock_of_rows
from matcher.market.wages import Wages
from matcher.records import Kind

_KEPT = 4
"""Days whose counts are kept."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Market:
    """What is counted on a day; what is worked out from it is kept with it.

    Attributes:
        postings: Postings that stand open, or all of them.
        workers: Seekers.
        stock: Both by province and unit group.
        axes: Of the tables.
    """

    postings: MarketRows
    workers: MarketRows
    stock: MarketStock
    axes: Axes

    @cached_property
    def cells(self) -> Cells:
        """Counts at every level with what is withheld."""
        return cells_of(self.postings, self.workers, self.axes)

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Mismatch over major and sub-major groups and over provinces, where both sides are there."""
        sides = self.postings, self.workers, self.axes
        found = (*(mismatch_by_occupation(*sides, digits) for digits in (1, 2)), mismatch_by_province(*sides))
        return tuple(one for one in found if one is not None)

    @cached_property
    def wages(self) -> Wages:
        """What postings offer."""
        return Wages(self.postings, self.axes)

    @cached_property
    def trends(self) -> Trends:
        """What rises and falls, each source parted in the middle."""
        return self.trends_since(None)

    def trends_since(self, day: date | None) -> Trends:
        """What rises and falls with a later window that begins on a day."""
        return skill_trends(dated_ads(self.postings, self.axes, day), self.axes.skills)


class ServedMarket:
    """Counts the market of an engine; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        """Count nothing until it is asked."""
        self._engine = engine
        self._copies = ServedCopies(engine.store)
        self._filed = FiledPostings(engine.store)
        self._axes = Axes(engine.vocabulary)
        self._lock = threading.Lock()
        self._revision = -1
        self._kept: dict[tuple[date, bool], Market] = {}

    def on(self, today: date, *, include_closed: bool = False) -> Market:
        """The market on a day.

        Args:
            today: Day on which a posting must stand open; may be a past one.
            include_closed: Count postings that are no longer open too.

        Raises:
            GenerationError: Nothing is indexed; run ``sepadan build``.
            StoreError: The store cannot be read.
        """
        with self._lock:
            revision = self._engine.store.revision()
            if revision != self._revision:
                self._kept.clear()
                self._revision = revision
            chosen = (today, include_closed)
            if chosen not in self._kept:
                while len(self._kept) >= _KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[chosen] = self._counted(today, include_closed)
            return self._kept[chosen]

    def _counted(self, today: date, include_closed: bool) -> Market:
        catalogues = self._engine.refresh().catalogues
        day = None if include_closed else today
        postings = posting_rows(catalogues[Kind.POSTING], self._axes, day, self._copies.look(), self._filed.look())
        workers = worker_rows(catalogues[Kind.WORKER], self._axes)
        stock = stock_of_rows(postings, workers, self._axes, today, include_closed=include_closed)
        return Market(postings=postings, workers=workers, stock=stock, axes=self._axes)
