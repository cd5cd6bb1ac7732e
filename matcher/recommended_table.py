"""A batch of recommendations as a table: a row for each worker and posting, as Parquet or as JSON lines.

Workers ascending, each list best first; a worker without a candidate has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.assignment import NOTHING
from matcher.shortlists import BLOCK
from matcher.spreading import Recommended

SCHEMA = pa.schema(
    [
        ("worker", pa.string()),
        ("posting", pa.string()),
        ("rank", pa.int32()),
        ("score", pa.float64()),
        ("own_rank", pa.int32()),
        ("price", pa.float64()),
    ]
)
"""Keys of both; place in the list, from 1; score of the pair; place in the worker's plain ranking, from 1; price."""

METADATA = "sepadan"
"""Under which a Parquet file says what the batch was made of, as JSON."""


def columns_of_rows(found: Recommended) -> Iterator[dict[str, list[Any]]]:
    """The table, some workers at a time, as lists by the names of ``SCHEMA``; scores have the four digits they had."""
    workers, postings = np.array(found.among.workers, dtype=object), np.array(found.among.postings, dtype=object)
    for start in range(0, len(workers), BLOCK):
        part = slice(start, start + BLOCK)
        rows, places = np.nonzero(found.lists.columns[part] != NOTHING)
        columns = found.lists.columns[part][rows, places]
        yield {
            "worker": workers[part][rows].tolist(),
            "posting": postings[columns].tolist(),
            "rank": (places + 1).tolist(),
            "score": np.round(found.lists.utilities[part][rows, places], 4).tolist(),
            "own_rank": found.own_ranks[part][rows, places].tolist(),
            "price": np.round(found.prices[columns], 4).tolist(),
        }


def write_parquet(file: BinaryIO, found: Recommended, facts: Mapping[str, Any]) -> int:
    """Write a Parquet file; gives the number of rows.

    Args:
        file: Open for writing, and left open.
        found: The batch.
        facts: What it was made of; kept in the file's metadata.
    """
    schema, total = SCHEMA.with_metadata({METADATA: orjson.dumps(facts)}), 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for part in columns_of_rows(found):
            writer.write_table(pa.table(part, schema=schema))
            total += len(part["worker"])
    return total


def write_lines(write: Callable[[bytes], object], found: Recommended) -> int:
    """Write JSON lines; gives their number."""
    total = 0
    for part in columns_of_rows(found):
        for values in zip(*part.values(), strict=True):
            line = dict(zip(part, values, strict=True))
            write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            total += 1
    return total
