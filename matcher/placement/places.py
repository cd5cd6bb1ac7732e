"""Which region what waits is of, so that an office sees its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from indexes.placement_rows import StoredWork
from matcher.engine import Engine
from matcher.records import Kind
from matcher.segment import Segment
from matcher.vocabulary import Vocabulary
from taxonomy.errors import UnknownIdError


def is_in(engine: Engine, kind: Kind, key: str, region: str) -> bool:
    """Whether a record is of a region.

    Args:
        engine: Holds the coded records.
        kind: Of the record.
        key: Of the record; one that is not indexed is of no region.
        region: Code of a province or a regency; empty is everywhere.
    """
    if not region:
        return True
    try:
        codes = engine.refresh().catalogues[kind].place(key).coded.region_codes
    except UnknownIdError:
        return False
    return any(code.startswith(region) for code in codes)


def keys_in(segment: Segment, vocabulary: Vocabulary, region: str) -> Iterator[str]:
    """Keys of a segment's records that may be of a region: all of its province, for ``is_in`` to part."""
    rows = segment.alive
    if region:
        rows = rows & ((segment.rooms.columns.provinces & np.uint64(vocabulary.province_bits([region]))) != 0)
    return (segment.key(row) for row in np.flatnonzero(rows).tolist())


def of_region(engine: Engine, region: str) -> Callable[[StoredWork], bool]:
    """Whether work is of a region: its posting, or its person where it has none."""

    def is_of(work: StoredWork) -> bool:
        if work.posting_key:
            return is_in(engine, Kind.POSTING, work.posting_key, region)
        return is_in(engine, Kind.WORKER, work.worker_key, region)

    return is_of
