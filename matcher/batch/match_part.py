"""One part of the workers of a batch, matched with all its postings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from indexes.unit_vectors import unit
from indexes.vector_search import VectorPlace
from matcher.batch import matching
from matcher.batch.laid_out import asked_of, facts_of, wishes_of
from matcher.batch.parts import Done, begun
from matcher.batch.plan import POSTINGS, Plan, read_plan, rows_of
from matcher.batch.sides import Depths, Workers
from matcher.batch.staged import Staged, staged
from matcher.part_list import NAMES
from matcher.rooms_file import read_rooms
from matcher.score import DIGITS
from matcher.segment import Rooms
from taxonomy.errors import ConfigError, GenerationError, InputError

_TENS = 10**DIGITS
SCHEMA = pa.schema(
    [
        pa.field("worker", pa.string(), nullable=False),
        pa.field("postings", pa.list_(pa.int32()), nullable=False),
        pa.field("scores", pa.list_(pa.uint16()), nullable=False),
    ]
)
"""A worker's key, its best postings, best first, and their scores in ten thousandths.

Postings are told by the place of their key among the keys of those that were open.
"""

POINTS = pa.field("points", pa.list_(pa.uint16()), nullable=False)
"""The points of each component of each posting, one posting after the other, in ten thousandths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a process needs to know of a batch to match a part of it.

    Attributes:
        folder: With its plan and staged postings.
        fingerprint: Of its plan, so that a folder that was begun anew is opened anew.
        vectors: Where the vectors of the generation are kept.
    """

    folder: Path
    fingerprint: str
    vectors: VectorPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What all parts of a batch read, opened once in a process."""

    plan: Plan
    postings: Staged
    workers: Rooms
    numbers: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int64]


@lru_cache(maxsize=1)
def opened(batch: Batch) -> Opened:
    """Open a batch.

    Raises:
        InputError: The folder holds another batch by now.
        GenerationError: The generation was made before what workers say was kept, or is not there.
    """
    plan, postings = read_plan(batch.folder), staged(batch.folder / POSTINGS)
    if plan.fingerprint != batch.fingerprint:
        raise InputError(wanted=f"plan {batch.fingerprint}", found=plan.fingerprint, where=str(batch.folder))
    workers = read_rooms(Path(plan.workers), plan.facts, batch.vectors.open())
    if workers.said is None:
        raise GenerationError(f"{plan.workers}: wanted what workers say, found none; run 'sepadan build'")
    return Opened(
        plan=plan,
        postings=postings,
        workers=workers,
        numbers=workers.said.numbers_in(postings.vocabulary),
        sizes=np.diff(postings.postings.words.list_starts),
    )


def match_part(batch: Batch, part: int) -> Done:
    """Match one part and write it; done anew it writes the same bytes.

    Args:
        batch: Whose.
        part: Its number.

    Raises:
        InputError: As ``opened``.
        GenerationError: As ``opened``.
    """
    held = opened(batch)
    with begun(batch.folder, part) as beside:
        rows = rows_of(batch.folder, held.plan, part)
        table, counted = _matched(held, rows)
        return beside.keep(table, len(rows), int(counted.sum()))


def _matched(batch: Opened, rows: npt.NDArray[np.int64]) -> tuple[pa.Table, npt.NDArray[np.int32]]:
    rules, postings = batch.plan.rules, batch.postings
    assert batch.workers.said is not None
    columns, vectors = batch.workers.columns.take(rows), unit(batch.workers.vectors.vectors(rows))
    said = asked_of(batch.workers.said, rows, batch.numbers, batch.sizes)
    found, totals, points, counted = matching.best(
        Workers(facts_of(columns), wishes_of(columns), said, vectors),
        postings.postings,
        postings.tables,
        postings.index.near(vectors, min(rules.by_vector, max(1, len(postings.keys)))),
        Depths(rules.by_words, rules.entries, rules.by_occupation, rules.likely, rules.slack),
        rules.k,
    )
    if points.shape[2] != len(NAMES):
        wanted = "python -m matcher.batch.write_fills, which has it compiled anew"
        raise ConfigError(f"wanted points of {len(NAMES)} components, found {points.shape[2]} compiled; {wanted}")
    held = found >= 0
    listed: dict[str, Any] = {
        "worker": pa.array([batch.workers.keys[int(row)] for row in rows], pa.string()),
        "postings": _lists(postings.postings.offers.ranks[found[held]], held, pa.int32()),
        "scores": _lists(np.rint(totals[held] * _TENS), held, pa.uint16()),
    }
    schema = SCHEMA
    if rules.with_points:
        each = points.shape[2]
        listed["points"] = _lists(np.rint(points[held] * _TENS).ravel(), held, pa.uint16(), each)
        schema = schema.append(POINTS)
    return pa.table(listed, schema=schema), counted


def _lists(values: npt.NDArray[Any], held: npt.NDArray[np.bool_], kind: pa.DataType, each: int = 1) -> pa.ListArray:
    starts = np.concatenate([[0], np.cumsum(held.sum(axis=1) * each)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(starts), pa.array(values.astype(kind.to_pandas_dtype()), kind))
