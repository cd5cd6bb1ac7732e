"""Files in, records stored, rejects kept: nothing is lost on bad input.

The rows of one file are stored in batches; each batch is one transaction, so a killed run leaves whole batches, and
running it again changes nothing that is already there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexes.identity_vault import Vault
from indexes.record_rows import Along
from indexes.rows import UpsertCounts
from indexes.store import Store
from matcher.codec import to_stored
from matcher.coded_writes import upsert_coded
from matcher.course_notes import CourseNotes
from matcher.erasure.known import REFUSED, Blocked
from matcher.filling import field_names, fill, raw_hash
from matcher.forms import JobHeldForm, WorkerForm
from matcher.identity import NOT_KEPT, drop_identity_within, identity_of
from matcher.records import Kind, Record
from matcher.rejects import Rejects
from matcher.sources.files import RawRow
from matcher.sources.source import FORMS, Source
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_mapping, is_object

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from matcher.coding import RecordCoder

_BATCH = 1_000

Taken = tuple[Record, Mapping[str, str]]
"""A record with its identity fields."""

FileProgress = Callable[[Path, int], None]
"""Called with the file and the bytes of it that were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What one run of ``ingest`` did; ``read`` is the sum of the next four.

    Attributes:
        read: Rows read.
        accepted: New records.
        updated: Records that replaced an older version.
        unchanged: Records that were there already, equal.
        rejected: Rows refused, each with its reason in ``rejects_file``.
        rejects_file: Path of the rejects (JSONL), or empty when there are none.
        notes: What was read and is worth a look (``matcher.course_notes``) to how many records; empty for nothing.
        seconds: Wall-clock time.
    """

    read: int
    accepted: int
    updated: int
    unchanged: int
    rejected: int
    rejects_file: str
    notes: Mapping[str, int]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return asdict(self)


_WORKER_FIELDS = field_names(WorkerForm)
_JOB_FIELDS = field_names(JobHeldForm)


def _known_of_worker(raw: object) -> object:
    """A refused worker without the values of fields that no form has: nobody can tell whether they say who it is."""
    kept = _known(raw, _WORKER_FIELDS)
    if is_object(kept) and is_list(jobs := kept.get("jobs")):
        kept["jobs"] = [_known(job, _JOB_FIELDS) for job in jobs]
    return kept


def _known(raw: object, names: frozenset[str]) -> object:
    if not is_mapping(raw):
        return raw
    return {name: value if name in names else NOT_KEPT for name, value in raw.items()}


def read_record(source: Source, row: RawRow, file: Path) -> Record:
    """A raw row as a checked record.

    Raises:
        InputError: The row cannot be read; names file, row and field.
    """
    if row.fault is not None or row.value is None:
        raise row.fault or InputError(wanted="a row", found="nothing", where=f"{file} row {row.number}")
    return record_of(source, row.value, f"{file} row {row.number}")


def record_of(source: Source, raw: Mapping[str, Any], where: str) -> Record:
    """A raw row that was read as a checked record.

    Args:
        source: Whose row it is.
        raw: Column to value.
        where: File and row, for messages.

    Raises:
        InputError: It cannot be used; names the field.
    """
    try:
        fields = source.to_fields(raw)
    except InputError as error:
        raise InputError(wanted=error.wanted, found=error.found, where=f"{where}, {error.where}") from error
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise InputError(
            wanted=f"a row of {source.name}", found=f"{type(error).__name__}: {error}", where=where
        ) from error
    form = fill(FORMS[source.kind], fields, where)
    return form.to_record(source.name, raw_hash(drop_identity_within(raw)))


def read_file(source: Source, file: Path, rejects: Rejects, tell: FileProgress | None = None) -> Iterator[Taken | None]:
    """The records of a file, each with its identity fields, which only workers have; None for each rejected row.

    Raises:
        InputError: The file as a whole cannot be read.
    """
    progress = partial(tell, file) if tell else None
    for row in source.rows(file, progress):
        try:
            yield taken(source, row, file)
        except InputError as fault:
            rejects.add(file, row_to_show(source, row), fault)
            yield None


def taken(source: Source, row: RawRow, file: Path) -> Taken:
    """A raw row as a checked record, with its identity fields, which only workers have.

    Raises:
        InputError: The row cannot be read; names file, row and field.
    """
    record = read_record(source, row, file)
    return record, identity_of(row.value or {}) if source.kind is Kind.WORKER else {}


def row_to_show(source: Source, row: RawRow) -> RawRow:
    """A refused row as it may go to the rejects."""
    return replace(row, raw=_known_of_worker(row.raw)) if source.kind is Kind.WORKER else row


def keep(
    store: Store,
    batch: Sequence[Taken],
    vault: Vault | None = None,
    coder: RecordCoder | None = None,
    along: Along | None = None,
) -> UpsertCounts:
    """Store records with who they are about, in one transaction.

    Args:
        store: Where they go.
        batch: Records with their identity fields. Where a key comes twice the later one wins.
        vault: Seals the identity fields of workers; None keeps none of them.
        coder: Codes them, so that they are found at once; when None the next build does.
        along: Writes what must be there exactly if the records are.

    Raises:
        StoreError: The database refused; nothing of the batch is kept.
    """
    records = [record for record, _ in batch]
    identities = {record.key: identity for record, identity in batch if identity}

    def with_identities(connection: Connection, counts: UpsertCounts) -> None:
        if vault is not None and identities:
            store.put_identity_in(connection, Kind.WORKER, identities, vault)
        if along is not None:
            along(connection, counts)

    if coder is None:
        return store.upsert([to_stored(record) for record in records], along=with_identities)
    return upsert_coded(store, coder, records, with_identities)


def ingest(
    store: Store,
    source: Source,
    files: Sequence[Path],
    rejects_folder: Path,
    tell: FileProgress | None = None,
    vault: Vault | None = None,
    blocked: Blocked | None = None,
) -> IngestReport:
    """Read files of one source into the store.

    Args:
        store: Where records go.
        source: How to read the files.
        files: Files of that source.
        rejects_folder: Where the rejects file goes.
        tell: Told of progress.
        vault: Seals the identity fields of workers, which are kept in a table of their own; None keeps none of them.
        blocked: Tells who was erased at one's own request; their rows are refused. None refuses nobody.

    Raises:
        InputError: A file as a whole cannot be read; rows before the fault are stored.
        StoreError: The store refused; batches before are stored.
    """
    started = time.monotonic()
    rejects = Rejects(rejects_folder, source.name)
    blocked = blocked if blocked is not None and blocked.any(source.kind) else None
    counts, read, notes = UpsertCounts(), 0, CourseNotes()
    batch: list[Taken] = []
    try:
        for file in files:
            for found in read_file(source, file, rejects, tell):
                read += 1
                if found is not None and blocked is not None and blocked.among(source.kind, [found[0].key]):
                    # Neither id nor row is kept: the person asked not to be known here.
                    fault = InputError(wanted=REFUSED, found="one who was", where=f"{file} row {read}")
                    rejects.add(file, RawRow(number=read), fault)
                elif found is not None:
                    batch.append(found)
                    notes.note(found[0])
                if len(batch) >= _BATCH:
                    full, batch = batch, []
                    counts += keep(store, full, vault)
    finally:
        counts += keep(store, batch, vault)
    return IngestReport(
        read=read,
        accepted=counts.accepted,
        updated=counts.updated,
        unchanged=counts.unchanged,
        rejected=rejects.count,
        rejects_file=rejects.path,
        notes=notes.counts(),
        seconds=round(time.monotonic() - started, 3),
    )
