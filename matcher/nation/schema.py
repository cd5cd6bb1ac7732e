"""The Parquet schemas of a simulated nation: one row group of columns is one ``matcher.columns.Columns``.

Both kinds have every column of ``Columns`` under its own name and type, but for two: ``skills`` and
``skills_preferred`` are lists of one length in a row, and there is no ``sources``, for all rows are of ``SOURCE``.
Numbers of unit groups, skills and regions are those of ``matcher.vocabulary``, whose fingerprint stands in the file's
metadata; a file of another fingerprint is refused. What ``Columns`` does not have follows: the key and what the
simulation knows of a row. The names, types and meanings here are stable: a change raises ``VERSION``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.columns import Columns
from matcher.ragged import Ragged
from matcher.records import Kind
from matcher.vocabulary import Vocabulary
from taxonomy.errors import InputError

VERSION = "nation-1"
"""Raised when a column changes its name, type or meaning."""

SOURCE = "simulasi"
"""Source of every row; keys are ``simulasi:w000000017`` and ``simulasi:p000000017``, in ascending order."""

SHARD_ROWS, GROUP_ROWS = 50_000, 10_000
"""Rows of a shard and of a row group; the last one of a kind may be shorter. Shard i holds the numbers from
``i * SHARD_ROWS`` on, however many rows there are."""

WIDTH = 5
"""Unit groups of a row at most; ``Columns.units`` has the same width in every row group."""

_FINGERPRINT, _VERSION = b"sepadan.vocabulary", b"sepadan.nation"

_COLUMNS: tuple[tuple[str, pa.DataType], ...] = (
    ("units", pa.list_(pa.uint16(), WIDTH)),
    ("unit_weights", pa.list_(pa.float32(), WIDTH)),
    ("unit_norms", pa.float32()),
    ("uncertain", pa.bool_()),
    ("worked_in", pa.uint16()),
    ("skills", pa.list_(pa.uint16())),
    ("skills_preferred", pa.list_(pa.bool_())),
    ("licences", pa.uint64()),
    ("regions", pa.list_(pa.int16())),
    ("provinces", pa.uint64()),
    ("is_remote", pa.bool_()),
    ("is_abroad", pa.bool_()),
    ("will_relocate", pa.int8()),
    ("wants_remote", pa.int8()),
    ("education", pa.int8()),
    ("kkni", pa.int8()),
    ("experience", pa.int32()),
    ("pay_low", pa.float64()),
    ("pay_high", pa.float64()),
    ("employment", pa.uint8()),
    ("is_internship", pa.bool_()),
    ("seniority", pa.int8()),
    ("closes_on", pa.int32()),
    ("is_closed", pa.bool_()),
    ("limits", pa.uint8()),
)
_TRUTHS: tuple[tuple[str, pa.DataType], ...] = (
    ("province", pa.int8()),  # bit of the province that the row was drawn for; known where ``regions`` is empty too
    (
        "unit",
        pa.uint16(),
    ),  # unit group that the row was drawn for; ``units`` may hold it in another place or not at all
    ("school", pa.int8()),  # place in ``taxonomy.labour_groups.GROUPS["education"]``; tells SMK from SMA
    ("years", pa.int8()),  # place in ``GROUPS["experience"]``
    ("copy_of", pa.int64()),  # number of the row that this one is a copy of, in the same shard and before it; -1: none
)
_POSTING_ONLY: tuple[tuple[str, pa.DataType], ...] = (
    ("employer", pa.int32()),  # number of the employer, from 0
    ("openings", pa.int32()),  # people wanted
    ("section", pa.int8()),  # KBLI section, 0 for A
)

worker = pa.schema([("key", pa.string()), *_COLUMNS, *_TRUTHS])
"""One job seeker a row. No age, sex, name or any other personal trait."""

posting = pa.schema([("key", pa.string()), *_COLUMNS, *_TRUTHS, *_POSTING_ONLY])
"""One open posting a row."""

SCHEMAS = {Kind.WORKER: worker, Kind.POSTING: posting}

_LISTS = {"units", "unit_weights"}
_RAGGED = {"skills": np.uint16, "regions": np.int16}


def stamped(kind: Kind, fingerprint: str) -> pa.Schema:
    """The schema of a kind with the fingerprint of the vocabulary that numbers its columns."""
    return SCHEMAS[kind].with_metadata({_FINGERPRINT: fingerprint.encode(), _VERSION: VERSION.encode()})


def key_of(kind: Kind, number: int) -> str:
    """Key of the row of a number: ``simulasi:w000000017``."""
    return f"{SOURCE}:{kind.value[0]}{number:09d}"


def batches(path: Path, vocabulary: Vocabulary) -> Iterator[pa.RecordBatch]:
    """Row groups of a shard that hold rows, one after the other.

    Args:
        path: The Parquet file.
        vocabulary: That the caller's columns are numbered by.

    Raises:
        InputError: Not such a file, or one of another version or vocabulary.
    """
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(wanted="a Parquet shard of a simulated nation", found=str(error), where=str(path)) from error
    with file:
        _check(file.schema_arrow.metadata or {}, vocabulary, path)
        for group in range(file.num_row_groups):
            yield from file.read_row_group(group).combine_chunks().to_batches()


def columns_of_batch(batch: pa.RecordBatch) -> Columns:
    """The coded columns of a row group, as ``matcher.columns.columns_of`` would have made them."""
    rows = batch.num_rows
    plain: dict[str, Any] = {}
    for name, _ in _COLUMNS:
        if name in _RAGGED or name == "skills_preferred":
            continue
        column = batch.column(name)
        plain[name] = _flat(column).reshape(rows, WIDTH) if name in _LISTS else _flat(column)
    ragged: dict[str, Any] = {name: _stretches(batch.column(name), kind) for name, kind in _RAGGED.items()}
    return Columns(
        **plain,
        **ragged,
        skills_preferred=_stretches(batch.column("skills_preferred"), np.bool_).values,
        sources=np.zeros(rows, dtype=np.uint16),
        source_names=(SOURCE,),
    )


def _flat(column: pa.Array) -> npt.NDArray[Any]:
    values = column.flatten() if pa.types.is_fixed_size_list(column.type) else column
    found: npt.NDArray[Any] = values.to_numpy(zero_copy_only=False)
    return found


def _stretches(column: pa.Array, dtype: npt.DTypeLike) -> Ragged:
    starts = column.offsets.to_numpy().astype(np.int64)
    return Ragged(starts=starts - starts[0], values=_flat(column.flatten()).astype(dtype, copy=False))


def _check(metadata: dict[bytes, bytes], vocabulary: Vocabulary, path: Path) -> None:
    wanted = {_VERSION: VERSION, _FINGERPRINT: vocabulary.fingerprint}
    for name, value in wanted.items():
        found = metadata.get(name, b"nothing").decode()
        if found != value:
            mend = f"{name.decode()} {value} (make it again with 'sepadan simulate nation')"
            raise InputError(wanted=mend, found=found, where=str(path))
