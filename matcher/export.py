"""Records with their codes as Parquet, a file a kind, for analysis; of workers nothing that says who they are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from indexes.changes import Change
from indexes.store import Store
from matcher.codec import from_json
from matcher.coded import Coded, coded_from_json
from matcher.impersonal import impersonal
from matcher.privacy import without_personal
from matcher.records import Course, Kind, Posting, Record, Worker
from taxonomy.errors import GenerationError
from taxonomy.occupations import Occupations, load_occupations
from taxonomy.places import Gazetteer, load_gazetteer
from taxonomy.whole_file import WRITING

_ROWS = 2_000
"""Rows held in memory at once."""

_TEXT, _TEXTS, _WHOLE, _RUPIAH, _DAY, _YES = (
    pa.string(),
    pa.list_(pa.string()),
    pa.int64(),
    pa.float64(),
    pa.date32(),
    pa.bool_(),
)
_MODULES = pa.list_(pa.struct([("title", _TEXT), ("jp", _WHOLE), ("skills", _TEXTS), ("units", _TEXTS)]))
_JOBS = pa.list_(pa.struct([("title", _TEXT), ("months", _WHOLE), ("description", _TEXT)]))

_CODES: Mapping[str, pa.DataType] = {
    "key": _TEXT,
    "source": _TEXT,
    "fetched_at": pa.timestamp("us", tz="UTC"),
    "title": _TEXT,
    "is_coded": _YES,
    "kbji": _TEXT,
    "kbji_title": _TEXT,
    "kbji_score": pa.float64(),
    "kbji_uncertain": _YES,
    "kbji_settled": _YES,
    "kbji_all": _TEXTS,
    "kbji_version": _TEXT,
    "skills": _TEXTS,
    "licences": _TEXTS,
    "region_codes": _TEXTS,
    "province": _TEXT,
    "countries": _TEXTS,
    "is_remote": _YES,
    "education": _TEXT,
    "study_programmes": _TEXTS,
    "experience_months": _WHOLE,
    "pay_low": _RUPIAH,
    "pay_high": _RUPIAH,
    "closes_on": _DAY,
    "is_closed": _YES,
}
"""Columns of every kind: what was worked out. Null where nothing is known, or where the record is not coded yet."""

_OWN: Mapping[Kind, Mapping[str, pa.DataType]] = {
    Kind.POSTING: {
        "employer": _TEXT,
        "description": _TEXT,
        "hint": _TEXT,
        "places": _TEXTS,
        "level": _TEXT,
        "employment_type": _TEXT,
        "openings": _WHOLE,
        "posted_on": _DAY,
        "url": _TEXT,
    },
    Kind.WORKER: {
        "summary": _TEXT,
        "wish": _TEXT,
        "jobs": _JOBS,
        "place": _TEXT,
        "will_relocate": _YES,
        "wants_remote": _YES,
        "employment_types": _TEXTS,
    },
    Kind.COURSE: {
        "provider": _TEXT,
        "vocational_field": _TEXT,
        "summary": _TEXT,
        "place": _TEXT,
        "jp": _WHOLE,
        "starts_on": _DAY,
        "ends_on": _DAY,
        "register_until": _DAY,
        "seats": _WHOLE,
        "cost_idr": _WHOLE,
        "entry_skills": _TEXTS,
        "entry_licences": _TEXTS,
        "experience_min_months": _WHOLE,
        "kkni_level": _WHOLE,
        "certification": _TEXT,
        "certifier": _TEXT,
        "workshop": _TEXT,
        "mode": _TEXT,
        "units": _TEXTS,
        "modules": _MODULES,
    },
}
"""Columns of one kind: what the record itself says."""


def schema_of(kind: Kind) -> pa.Schema:
    """Columns of the file of a kind, in order."""
    return pa.schema(list({**_CODES, **_OWN[kind]}.items()))


def export(
    store: Store,
    fingerprint: str,
    folder: Path,
    kinds: Sequence[Kind] = tuple(Kind),
    tell: Callable[[str, int], None] | None = None,
) -> dict[str, int]:
    """Write ``posting.parquet``, ``worker.parquet`` and ``course.parquet``; each is one state of the store.

    Files are written beside and renamed when all are done: an export that fails leaves those that were there.

    Args:
        store: Where records come from.
        fingerprint: Of the coder whose codes are wanted.
        folder: Where the files go; made when it is not there. Older files of the same names are replaced.
        kinds: Which kinds.
        tell: Told of progress: kind, and rows of it that were written.

    Returns:
        Kind to number of rows.

    Raises:
        StoreError: The store cannot be read, or a row of it is not what was written.
        GenerationError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=WRITING, dir=folder) as beside:
            counts = {str(kind): _write(store, fingerprint, Path(beside), kind, tell) for kind in kinds}
            for path in sorted(Path(beside).iterdir()):
                os.replace(path, folder / path.name)
    except OSError as error:
        raise GenerationError(f"{folder}: wanted a folder that can be written, found {error}") from error
    return counts


def _write(store: Store, fingerprint: str, beside: Path, kind: Kind, tell: Callable[[str, int], None] | None) -> int:
    schema, total, row_of = schema_of(kind), 0, RowsOf(kind)
    path = beside / f"{kind}.parquet"
    # Since the beginning everything has changed: all records, coded or not, in one pass and one state.
    changes = store.changes(kind, fingerprint, 0)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while part := list(islice(changes, _ROWS)):
            rows = [row_of(change) for change in part if change.content_hash]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            total += len(rows)
            if tell:
                tell(str(kind), total)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return total


class RowsOf:
    """Turns records of one kind into rows."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._occupations: Occupations = load_occupations()
        self._gazetteer: Gazetteer = load_gazetteer()

    def __call__(self, change: Change) -> dict[str, Any]:
        """One row, with the columns of ``schema_of``; those of the codes only where there are some."""
        record = from_json(self._kind, change.payload)
        own = impersonal(record) if isinstance(record, Worker) else _fields(record, self._kind)
        row: dict[str, Any] = {
            "key": record.key,
            "source": record.provenance.source,
            "fetched_at": record.provenance.fetched_at,
            "title": own["wish"] if isinstance(record, Worker) else record.title,
            "is_coded": change.derived is not None,
            **{name: own[name] for name in _OWN[self._kind]},
        }
        if change.derived is not None:
            row |= self._codes(coded_from_json(change.derived.coded))
        return row

    def _codes(self, coded: Coded) -> dict[str, Any]:
        is_worker = self._kind is Kind.WORKER
        code, score = coded.occupations[0] if coded.occupations else (None, None)
        province = coded.region_codes[0][:2] if coded.region_codes else None
        return {
            "title": without_personal(coded.title) if is_worker else coded.title,
            "kbji": code,
            "kbji_title": self._occupations.get(code).title if code else None,
            "kbji_score": score,
            "kbji_uncertain": coded.uncertain,
            "kbji_settled": bool(coded.settled),
            "kbji_all": [found for found, _ in coded.occupations],
            "kbji_version": coded.classification,
            "skills": [skill.id for skill in coded.skills],
            "licences": list(coded.licences),
            "region_codes": list(coded.region_codes),
            "province": self._gazetteer.get(province).name if province else None,
            "countries": list(coded.countries),
            "is_remote": coded.is_remote,
            "education": coded.education or None,
            "study_programmes": [without_personal(name) if is_worker else name for name in coded.study_programmes],
            "experience_months": coded.experience_months,
            "pay_low": coded.pay_low,
            "pay_high": coded.pay_high,
            "closes_on": coded.closes_on,
            "is_closed": coded.is_closed,
        }


def _fields(record: Record, kind: Kind) -> dict[str, Any]:
    assert isinstance(record, Posting | Course)
    own = {name: getattr(record, name) for name in _OWN[kind]}
    return {**own, "modules": [asdict(module) for module in record.modules]} if isinstance(record, Course) else own
