"""A home with very many postings, as a server opens it: the sample world again and again, each copy a little different.

A copy has the codes of what it was made of, its vector moved as vectors of the sample differ, its words without a
stretch of them, another region and another closing day (``evaluation/benchmark/crowd.py``), and stands in the store as
any other record does. What is measured on it is speed, not quality; nothing in it is real.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from evaluation.benchmark.crowd import crowd
from evaluation.task import Tell
from indexes.rows import Derived, StoredRecord
from matcher.codec import to_stored
from matcher.coded import coded_to_json
from matcher.engine import Engine
from matcher.filling import fill, raw_hash
from matcher.records import Course, Kind, Posting, Record, Worker
from matcher.segment import Fresh
from matcher.sources.source import FORMS
from matcher.texts import lexical_text
from matcher.world.generate import sample_courses, sample_postings, sample_workers

SEED = 2029
_FIRST_DAY = date(2099, 1, 1)
"""Closing days come after it: a posting that closes in mid-run would change what is measured."""

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What load is made with.

    Attributes:
        workers: Ids of stored workers.
        postings: Ids of stored postings, some of them.
        inline_workers: Workers to be sent along, in the template, without ids.
        inline_postings: Postings to be sent along, likewise.
    """

    workers: tuple[str, ...]
    postings: tuple[str, ...]
    inline_workers: tuple[dict[str, Any], ...]
    inline_postings: tuple[dict[str, Any], ...]


def make_world(engine: Engine, postings: int, tell: Tell, origins: int = 1_000) -> World:
    """Fill the home of an engine and build it; what is there already is kept, and not made again.

    Args:
        engine: Of an empty home, or of one that an earlier call filled with as many.
        postings: How many.
        tell: Told of progress.
        origins: Rows of the sample world that copies are made of, of each kind, at least two.
    """
    rows = {
        Kind.POSTING: sample_postings()[:origins],
        Kind.WORKER: sample_workers()[:origins],
        Kind.COURSE: sample_courses()[:origins],
    }
    if engine.store.counts().get(Kind.POSTING, 0) < postings:
        records = {kind: [_record(kind, row) for row in rows[kind]] for kind in rows}
        engine.upsert([*records[Kind.WORKER], *records[Kind.COURSE]])
        stored = 0
        for batch in _batches(_copies(engine, records[Kind.POSTING], postings)):
            engine.store.upsert([one for one, _ in batch], [derived for _, derived in batch])
            stored += len(batch)
            tell("store postings", stored, postings)
    if not engine.status().generation:
        engine.build(tell)
    return World(
        workers=tuple(str(row["id"]) for row in rows[Kind.WORKER]),
        postings=tuple(f"ramai:{row:09d}" for row in range(0, postings, max(1, postings // origins))),
        inline_workers=tuple(_without_id(row) for row in rows[Kind.WORKER]),
        inline_postings=tuple(_without_id(row) for row in rows[Kind.POSTING]),
    )


def _record(kind: Kind, row: dict[str, Any]) -> Posting | Worker | Course:
    return fill(FORMS[kind], row, "sample").to_record("contoh", raw_hash(row))


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "source")}


def _copies(engine: Engine, origins: Sequence[Record], rows: int) -> Iterator[tuple[StoredRecord, Derived]]:
    """Postings with their codes, in key order."""
    codings = engine.coder.code(origins)
    fresh = [
        Fresh(coded=coding.coded, vector=coding.vector, text=lexical_text(record))
        for record, coding in zip(origins, codings, strict=True)
    ]
    regions = [code for code in engine.vocabulary.regions if len(code) == 4]
    for row, copy in enumerate(crowd(fresh, rows, regions, _FIRST_DAY, SEED)):
        origin = origins[row % len(origins)]
        assert isinstance(origin, Posting)
        source, _, own_id = copy.coded.key.partition(":")
        record = replace(
            origin,
            provenance=replace(origin.provenance, source=source, source_id=own_id),
            description=copy.text,
            closes_on=copy.coded.closes_on,
            is_closed=False,
        )
        stored = to_stored(record)
        yield (
            stored,
            Derived(
                kind=stored.kind,
                key=stored.key,
                content_hash=stored.content_hash,
                fingerprint=engine.coder.fingerprint,
                coded=coded_to_json(copy.coded),
                vector=copy.vector.astype("<f4").tobytes(),
            ),
        )


def _batches(
    pairs: Iterator[tuple[StoredRecord, Derived]],
) -> Iterator[list[tuple[StoredRecord, Derived]]]:
    while batch := list(islice(pairs, _AT_ONCE)):
        yield batch
