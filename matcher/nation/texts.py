"""Texts for some rows of a nation, in our own template, so that reading, encoding and the search for copies can be run.

They are made as those of the sample world are (``matcher.world``), of its authored words, for the unit group and the
regency of the row; schooling, pay and skills in them are the text's own and need not be those of the coded row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson

from matcher.nation.margins import provinces
from matcher.nation.schema import SOURCE, batches
from matcher.nation.shards import path_of
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from matcher.world.plan import Slot
from matcher.world.postings import make_posting
from matcher.world.trades import load_trades
from matcher.world.workers import make_worker
from taxonomy.places import load_gazetteer

_MAKERS: dict[Kind, Callable[[int, Slot, Random], dict[str, Any]]] = {
    Kind.WORKER: make_worker,
    Kind.POSTING: make_posting,
}


def write_texts(folder: Path, kind: Kind, count: int, seed: int) -> Path:
    """Write texts of the first rows of the first shard as JSON lines of our own template.

    Args:
        folder: Of a nation that is written.
        kind: Workers or postings.
        count: Rows at most; a shard has no more than ``SHARD_ROWS``.
        seed: Of the nation.

    Returns:
        ``texts/workers.jsonl`` or ``texts/postings.jsonl``.
    """
    path = folder / "texts" / f"{kind.value}s.jsonl"
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        for row in texts_of(path_of(folder, kind, 0), kind, count, seed):
            file.write(orjson.dumps(row) + b"\n")
    return path


def texts_of(path: Path, kind: Kind, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Rows of the template; a copy has the words of what it copies, its title in capitals or small letters."""
    made: dict[int, dict[str, Any]] = {}
    for batch in batches(path, load_vocabulary()):
        columns = [batch.column(name).to_pylist() for name in ("key", "unit", "regions", "province", "copy_of")]
        for key, unit, regions, province, of in zip(*columns, strict=True):
            if len(made) == count:
                return
            number = len(made)
            rng = Random(f"{seed}|{key}")  # noqa: S311  (no secret)
            row = _again(made[of], rng) if of in made else _fresh(kind, number, _slot(unit, regions, province), rng)
            made[number] = row | {"id": key, "source": SOURCE}
            yield made[number]


def _fresh(kind: Kind, number: int, slot: Slot, rng: Random) -> dict[str, Any]:
    return _MAKERS[kind](number + 1, slot, rng)


def _again(row: dict[str, Any], rng: Random) -> dict[str, Any]:
    if "title" not in row:
        return row
    return row | {"title": row["title"].upper() if rng.random() < 0.5 else row["title"].lower()}


def _slot(unit: int, regions: list[int], province: int) -> Slot:
    """The trade of the unit group, or the nearest one that the sample world has; a regency, or the province's first."""
    codes, trades = list(load_vocabulary().units), load_trades()
    code = codes[unit]
    known = code if code in trades else max(trades, key=lambda other: (_shared(code, other), other))
    gazetteer = load_gazetteer()
    numbered = list(load_vocabulary().regions)
    region = gazetteer.get(numbered[regions[0]]) if regions else gazetteer.regencies(provinces()[province])[0]
    return Slot(trade=trades[known], region=region)


def _shared(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), 4)
