"""Rows of one page into the store: read, told apart, kept; nothing twice and nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexes.rows import StoredRecord, UpsertCounts
from indexes.sighting_rows import Sighting
from indexes.store import Store
from matcher.codec import content_of, to_stored
from matcher.fields import as_text
from matcher.ingest import read_record
from matcher.pulls.closing import close_keys
from matcher.pulls.report import Tally
from matcher.records import Record
from matcher.rejects import Rejects
from matcher.sources.files import RawRow
from matcher.sources.source import Source
from taxonomy.errors import InputError

MAX_ROWS = 5_000_000
"""Most rows of one page or file: a packed file of a few megabytes can hold rows without end."""

_BATCH = 500


class Intake:
    """Takes in the pages of one run.

    Attributes:
        tally: What was done so far.
        unknown: Rejected rows whose id cannot be told, or is of no posting that was ever seen: which postings are still
            listed is not wholly known then.
        uncounted: Rejected rows that are of no open posting which was seen: those of ``unknown``, and of closed ones.
        first_fault: Of the first row that was rejected; None when none was.
    """

    def __init__(self, store: Store, source: Source, run: int, rejects: Rejects, *, is_listing: bool) -> None:
        """Take in for the run of a number, by a source that bears the upstream's name."""
        self.tally = Tally()
        self.unknown = 0
        self.uncounted = 0
        self.first_fault: InputError | None = None
        self._store = store
        self._name = source.name
        self._run = run
        self._rejects = rejects
        self._is_listing = is_listing
        self.read_by(source)
        self._batch: list[tuple[RawRow, Record, str]] = []
        self._refused: set[str] = set()

    def read_by(self, source: Source) -> None:
        """Read by another source of the same name from now on: its columns have become known."""
        # A key of this source's own, whatever an id looks like: no upstream may write into another's records.

        def to_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
            return {**source.to_fields(raw), "source": source.name}

        self._source = replace(source, to_fields=to_fields)

    def take(self, path: Path, shown: str) -> None:
        """Read a page or file into the store.

        Args:
            path: The file.
            shown: How messages name it.

        Raises:
            InputError: The file as a whole cannot be read; the rows before the fault are stored.
            StoreError: The store refused.
        """
        try:
            for count, row in enumerate(self._source.rows(path, None), 1):
                if count > MAX_ROWS:
                    raise InputError(wanted=f"at most {MAX_ROWS} rows", found="more", where=str(path))
                self.tally.read += 1
                self._take_row(row, path, shown)
                if len(self._batch) >= _BATCH:
                    self._store_batch(shown)
        finally:
            self._store_batch(shown)
            self._keep_refused()

    def refuse_page(self, shown: str, fault: InputError) -> None:
        """Put a page of one posting that cannot be read to the rejects; which posting it is cannot be told.

        Raises:
            StoreError: The rejects file cannot be written.
        """
        self.tally.read += 1
        self._count_unknown(1)
        self._reject(RawRow(number=1), fault, shown)

    def _take_row(self, row: RawRow, path: Path, shown: str) -> None:
        if row.value is not None and self._source.withdrawn is not None:
            gone = self._source.withdrawn(row.value)
            if gone is not None:
                self._store_batch(shown)  # what came before in the stream comes before in the store
                self.tally.withdrawn += 1
                self.tally.closed += close_keys(self._store, self._name, [f"{self._name}:{gone}"], self._run)
                return
        try:
            record = read_record(self._source, row, path)
        except InputError as fault:
            self._reject(row, renamed(fault, path, shown), shown)
            self._still_listed(row.value)
            return
        self._batch.append((row, record, content_of(record)))

    def _reject(self, row: RawRow, fault: InputError, shown: str) -> None:
        self.first_fault = self.first_fault or fault
        self._rejects.add(shown, row, fault)
        self.tally.rejected += 1

    def _still_listed(self, raw: Mapping[str, Any] | None) -> None:
        """A row that is refused may be of a stored posting, which must not be closed for want of a readable row."""
        given = "" if raw is None else self._id_of(raw)
        if not given:
            self._count_unknown(1)
            return
        self._refused.add(f"{self._name}:{given.removeprefix(self._name + ':') or given}")

    def _id_of(self, raw: Mapping[str, Any]) -> str:
        """The id of a refused row, as the form of a whole row reads it; empty when it cannot be told."""
        for tell in (self._id_in, self._source.id_of):
            with suppress(InputError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
                if tell is not None and (given := str(as_text(tell(raw))).strip()):
                    return given
        return ""

    def _id_in(self, raw: Mapping[str, Any]) -> object:
        return self._source.to_fields(raw).get("id")

    def _count_unknown(self, rows: int) -> None:
        self.unknown += rows
        self.uncounted += rows

    def _keep_refused(self) -> None:
        """Count as seen those stored before whose rows were refused now; what they say stays as it was."""
        before = self._store.sightings(self._name, sorted(self._refused))
        self._count_unknown(len(self._refused - before.keys()))
        self.uncounted += sum(sight.closed_by is not None for sight in before.values())
        self._refused.clear()
        still = [sight for sight in before.values() if sight.run < self._run and sight.closed_by is None]
        self._store.keep_seen([replace(sight, run=self._run) for sight in still])

    def _store_batch(self, shown: str) -> None:
        batch, self._batch = self._batch, []
        known = self._store.sightings(self._name, [record.key for _, record, _ in batch])
        # One that was taken back in this run and comes again is open again, though it says what it said before.
        seen = {key: sight for key, sight in known.items() if sight.run == self._run and sight.closed_by is None}
        fresh: dict[str, tuple[StoredRecord, Sighting]] = {}
        for row, record, content in batch:
            before = seen.get(record.key)
            if before is not None and before.content == content:
                self.tally.repeated += 1
                self.tally.duplicates += 1
            elif before is not None and self._is_listing:
                wanted = f"one row of the id {record.provenance.source_id}"
                found = "another before it in this run, with other content"
                self._reject(row, InputError(wanted=wanted, found=found, where=f"{shown} row {row.number}"), shown)
            else:
                sight = Sighting(upstream=self._name, key=record.key, run=self._run, content=content)
                self._keep_later(fresh, record, sight)
                seen[record.key] = sight
        self._count_twins([sight for _, sight in fresh.values()])
        self._upsert([stored for stored, _ in fresh.values()])
        # At once, so that the next batch knows them; rows that a killed run has kept are found unchanged by the next.
        self._store.keep_seen([sight for _, sight in fresh.values()])

    def _keep_later(self, fresh: dict[str, tuple[StoredRecord, Sighting]], record: Record, sight: Sighting) -> None:
        """In a stream the later version of a posting wins; the earlier one was read, and then changed."""
        if record.key in fresh:
            self.tally.changed += 1
        fresh[record.key] = (to_stored(record), sight)

    def _count_twins(self, sights: list[Sighting]) -> None:
        """The same words under another id are stored, and counted."""
        before = self._store.contents_seen(self._name, self._run, [sight.content for sight in sights])
        for sight in sights:
            self.tally.duplicates += sight.content in before
            before.add(sight.content)

    def _upsert(self, records: list[StoredRecord]) -> None:
        counts: UpsertCounts = self._store.upsert(records)
        self.tally.new += counts.accepted
        self.tally.changed += counts.updated
        self.tally.unchanged += counts.unchanged


def renamed(fault: InputError, path: Path, shown: str) -> InputError:
    """The fault with the address in place of the file that holds its page."""
    where, found = (text.replace(str(path), shown) for text in (fault.where, fault.found))
    return InputError(wanted=fault.wanted, found=found, where=where)
