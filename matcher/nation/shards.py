"""A nation in a folder: Parquet shards by range of keys, made one by one by any number of processes, and a manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.nation.making import shard_of
from matcher.nation.margins import ADS_SOURCE, YEARS
from matcher.nation.rates import TODAY
from matcher.nation.schema import GROUP_ROWS, SHARD_ROWS, VERSION, stamped
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from taxonomy.errors import InputError
from taxonomy.labour import SOURCE as LABOUR_SOURCE

MANIFEST = "manifest.json"

TABLES = (
    ("taxonomy/data/labour/seekers.tsv", LABOUR_SOURCE),
    ("taxonomy/data/labour/seekers_groups.tsv", LABOUR_SOURCE),
    ("taxonomy/data/labour/vacancies_groups.tsv", LABOUR_SOURCE),
    ("taxonomy/data/labour/employers.tsv", LABOUR_SOURCE),
    ("taxonomy/data/labour/sections.tsv", LABOUR_SOURCE),
    ("taxonomy/data/minimum_wage.tsv", "provincial minimum wages; see taxonomy/pay.py"),
    ("matcher/nation/tables/unit_ads.tsv", ADS_SOURCE),
    ("matcher/nation/tables/major_school_ads.tsv", ADS_SOURCE),
    ("matcher/nation/tables/major_years_ads.tsv", ADS_SOURCE),
    ("matcher/nation/tables/province_major_ads.tsv", ADS_SOURCE),
    ("matcher/nation/tables/province_school_ads.tsv", ADS_SOURCE),
)
"""Tables that a nation is fitted to and where they come from."""

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One file.

    Attributes:
        file: Path below the nation's folder.
        kind: ``worker`` or ``posting``.
        number: From 0, by range of keys.
        rows: In it.
        sha256: Of the file.
    """

    file: str
    kind: str
    number: int
    rows: int
    sha256: str


def planned(kind: Kind, rows: int) -> list[tuple[int, int]]:
    """Number and rows of each shard."""
    return [(at, min(SHARD_ROWS, rows - at * SHARD_ROWS)) for at in range(-(-rows // SHARD_ROWS))]


def path_of(folder: Path, kind: Kind, number: int) -> Path:
    """Where a shard lies: ``workers/00017.parquet``."""
    return folder / f"{kind.value}s" / f"{number:05d}.parquet"


def write_shard(folder: Path, kind: Kind, number: int, rows: int, seed: int) -> Shard:
    """Make one shard, put in place by a rename when it is whole."""
    path = path_of(folder, kind, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    table = shard_of(kind, number, rows, seed)
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    schema = stamped(kind, load_vocabulary().fingerprint)
    with pq.ParquetWriter(half, schema, compression="zstd") as writer:
        writer.write_table(table.replace_schema_metadata(schema.metadata), row_group_size=GROUP_ROWS)
    digest = hashlib.sha256(half.read_bytes()).hexdigest()
    half.replace(path)
    where = path.relative_to(folder).as_posix()
    return Shard(file=where, kind=str(kind), number=number, rows=rows, sha256=digest)


def _untold(what: str, done: int, total: int) -> None:
    """Of nobody who wants to know."""


def write_nation(
    folder: Path, counts: dict[Kind, int], seed: int, *, processes: int = 1, tell: Told = _untold
) -> dict[str, Any]:
    """Make a nation, shard by shard; memory is that of one shard for each process.

    Args:
        folder: Empty, or not there yet.
        counts: Rows of each kind.
        seed: Same seed and counts, same bytes (under the same versions of numpy and pyarrow).
        processes: That make shards side by side.
        tell: Told of progress.

    Returns:
        What stands in ``manifest.json``.

    Raises:
        InputError: The folder holds something, or a count is below 0.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(wanted="an empty folder", found="one that holds something", where=str(folder))
    if min(counts.values(), default=0) < 0:
        raise InputError(wanted="counts from 0 on", found=counts, where="simulate nation")
    folder.mkdir(parents=True, exist_ok=True)
    work = [(folder, kind, at, rows, seed) for kind, count in counts.items() for at, rows in planned(kind, count)]
    shards = list[Shard]()
    for shard in _made(work, processes):
        shards.append(shard)
        tell("make shards", len(shards), len(work))
    manifest = _manifest(counts, seed, shards)
    (folder / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """What ``write_nation`` wrote.

    Raises:
        InputError: The folder holds no whole nation.
    """
    try:
        found: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        mend = "a folder that 'sepadan simulate nation' has made whole"
        raise InputError(wanted=mend, found=str(error), where=str(folder)) from error
    return found


def _made(work: Sequence[tuple[Path, Kind, int, int, int]], processes: int) -> Iterator[Shard]:
    if processes <= 1:
        yield from (write_shard(*one) for one in work)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(write_shard, *zip(*work, strict=True))


def _manifest(counts: dict[Kind, int], seed: int, shards: Sequence[Shard]) -> dict[str, Any]:
    root = Path(__file__).resolve().parents[2]
    return {
        "version": VERSION,
        "seed": seed,
        "counts": {str(kind): count for kind, count in counts.items()},
        "shard_rows": SHARD_ROWS,
        "group_rows": GROUP_ROWS,
        "vocabulary": load_vocabulary().fingerprint,
        "years": list(YEARS),
        "day": TODAY.isoformat(),
        "pyarrow": pa.__version__,
        "tables": [
            {"file": name, "source": source, "sha256": hashlib.sha256((root / name).read_bytes()).hexdigest()}
            for name, source in TABLES
        ],
        "shards": [asdict(shard) for shard in shards],
    }
