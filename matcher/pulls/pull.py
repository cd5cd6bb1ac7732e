"""Page after page of one upstream: got, taken in, and a checkpoint kept after each."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from indexes.store import Store
from indexes.upstream_rows import StoredRun
from matcher.pulls.checkpoint import Checkpoint
from matcher.pulls.intake import Intake, renamed
from matcher.pulls.pages import Files, Got, Web
from matcher.pulls.report import Notes, report_json
from matcher.pulls.upstream import Upstream
from matcher.sources.source import Source
from taxonomy.errors import InputError, UpstreamError

MAX_PAGES = 100_000
"""Most pages of one pull: an upstream whose last page never comes."""

_SKEW_S = 300
_QUEUE, _SELDOM = 200, 50
"""A queue longer than the first is kept only after every so many pages."""

_GONE = frozenset({404, 410})
_TOO_MANY = 429
_DOWN = 5
"""So many pages of single postings in a row that fail in passing are no bad pages: their host is down."""


class Pull:
    """One walk through an upstream.

    Attributes:
        at: How far it has come.
        last: The page that was got last; None before the first.
        skew_s: How far the upstream's clock is from ours, seconds; None when less than five minutes.
    """

    def __init__(
        self,
        store: Store,
        upstream: Upstream,
        source: Source,
        reach: Files | Web,
        intake: Intake,
        run: StoredRun,
        notes: Notes,
        at: Checkpoint,
    ) -> None:
        """Walk from a checkpoint on."""
        self.at = at
        self.last: Got | None = None
        self.skew_s: float | None = None
        self._store = store
        self._upstream = upstream
        self._source = source
        self._reach = reach
        self._intake = intake
        self._run = run
        self._notes = notes
        self._before = (at.refused, at.unknown)
        self._visited: set[str] = set()
        self._failed_in_a_row = 0

    def walk(self, known: dict[str, str]) -> bool:
        """Read every page of the queue and those that they lead to.

        Args:
            known: What tells whether the first page has changed since the last pull; empty when it is to be read.

        Returns:
            False when nothing changed since the last pull.

        Raises:
            InputError: A page cannot be had or read; what was read before is kept, and the checkpoint is at that page.
            StoreError: The store refused.
        """
        while self.at.queue:
            place, is_item = self.at.queue[0]
            if place in self._visited or self.at.pages >= MAX_PAGES:
                raise UpstreamError(wanted="a last page", found="pages without end", where=place)
            self._visited.add(place)
            if is_item:
                self._read_item(place)
            elif not self._read(place, known):
                return False
            known = {}
            del self.at.queue[0]
            self.at.pages += 1
            self._keep_checkpoint()
        return True

    def _read_item(self, place: str) -> None:
        """The page of one posting: one that cannot be read is a reject, one that is gone is no posting any more.

        Raises:
            UpstreamError: The host asks to be left alone, or is down.
        """
        try:
            self._read(place, {})
        except InputError as fault:
            is_passing = isinstance(fault, UpstreamError) and fault.is_passing
            self._failed_in_a_row = self._failed_in_a_row + 1 if is_passing else 0
            status = fault.status if isinstance(fault, UpstreamError) else 0
            if is_passing and (status == _TOO_MANY or self._failed_in_a_row >= _DOWN):
                raise
            if status not in _GONE:
                self._intake.refuse_page(place, fault)
        else:
            self._failed_in_a_row = 0

    def _read(self, place: str, known: dict[str, str]) -> bool:
        got = self._reach.get(place, known)
        if got is None:
            return False
        self.last = got
        self._intake.tally.pages += 1
        self._intake.tally.bytes += got.bytes
        skew = (got.page.at - datetime.now(UTC)).total_seconds()
        self.skew_s = round(skew) if abs(skew) > _SKEW_S else self.skew_s
        with _naming(got.page.path, place, self._source):
            self._learn_columns(got)
            onward = self._reach.onward(got.page)
            self._intake.take(got.page.path, place)
        self.at.mark = onward.mark or self.at.mark
        self.at.total = self.at.total if onward.total is None else onward.total
        known_places = self._visited | {address for address, _ in self.at.queue}
        self.at.queue += [(onward.following, False)] if onward.following else []
        for addresses, is_item in ((onward.lists, False), (onward.items, True)):
            self.at.queue += [(address, is_item) for address in addresses if address not in known_places]
        return True

    def _learn_columns(self, got: Got) -> None:
        """Guess which heading is which field from the first table, and remember it with the upstream."""
        columns = self._source.columns
        if columns is None or self._upstream.columns:
            return
        guessed = columns.guess(columns.headings(got.page.path))
        if "title" not in guessed.values():
            wanted = "a heading of job titles; see 'sepadan sources columns'"
            raise InputError(wanted=wanted, found=", ".join(guessed) or "no heading that is known", where=got.page.url)
        self._upstream = replace(self._upstream, columns=dict(guessed))
        due_at = self._store.upstream(self._upstream.name).due_at
        self._store.change_upstream(self._upstream.name, due_at=due_at, settings=self._upstream.settings())
        self._source = self._upstream.source()
        self._intake.read_by(self._source)

    def _keep_checkpoint(self) -> None:
        self.at.refused = self._before[0] + self._intake.uncounted
        self.at.unknown = self._before[1] + self._intake.unknown
        if len(self.at.queue) <= _QUEUE or self.at.pages % _SELDOM == 0:
            report = report_json(self._intake.tally, self._notes)
            self._store.keep_run(replace(self._run, checkpoint=self.at.as_json(), report=report))


@contextmanager
def _naming(path: Path, place: str, source: Source) -> Generator[None]:
    """Faults of a page name its address, not the file that it was kept in; what a plug-in falls over is one, too."""
    try:
        yield
    except UpstreamError:
        raise
    except InputError as fault:
        raise renamed(fault, path, place) from fault
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        found = f"{type(error).__name__}: {error}"
        raise InputError(wanted=f"a page of {source.name}", found=found, where=place) from error
