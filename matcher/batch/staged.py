"""The open postings of a day in a folder of plain arrays, which every process of a batch maps and none copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import orjson

from indexes.rough_vectors import RoughVectors
from indexes.text_table import TextTable
from indexes.unit_vectors import unit
from matcher.batch.laid_out import facts_of, offers_of, tables_of, words_of
from matcher.batch.sides import Facts, Offers, Postings, Tables, Words
from matcher.duplicates.showing import Copies
from matcher.score import Scorer
from matcher.segment import Segment
from taxonomy.errors import GenerationError
from taxonomy.occupations import Occupations

_VECTORS = "vectors.npy"
_INDEX = "vectors.faiss"
_FACTS = "staged.json"
_BLOCK = 50_000
"""Rows whose vectors are decoded at once: 77 MB."""

Group = TypeVar("Group", bound=NamedTuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """Open postings, ready to be matched.

    Attributes:
        keys: Of the postings, in order; ``postings.offers.ranks`` says where the key of a row stands.
        postings: As compiled code reads them.
        index: Their vectors, to search.
        tables: What the numbers mean to each other, and the weights of the score.
        vocabulary: Number of each word.
    """

    keys: TextTable
    postings: Postings
    index: RoughVectors
    tables: Tables
    vocabulary: Mapping[str, int]


def stage(folder: Path, segment: Segment, day: int, scorer: Scorer, occupations: Occupations, copies: Copies) -> int:
    """Write the postings of a generation that are open on a day; gives how many.

    Args:
        folder: Made here.
        segment: The postings of the generation.
        day: Proleptic ordinal.
        scorer: Whose weights and tables score.
        occupations: For their similarity.
        copies: Postings that are one vacancy, of which one is shown.
    """
    folder.mkdir(parents=True)
    vocabulary = scorer.vocabulary
    by_key = np.flatnonzero(segment.alive & segment.rooms.open_on(day))
    ranks = np.argsort(segment.columns.units[by_key, 0], kind="stable")
    rows = by_key[ranks]
    columns = segment.columns.take(rows)
    place = {int(row): at for at, row in enumerate(rows)}
    clusters = [[place[row] for row in group if row in place] for group in copies.rows_in(segment.rooms)]
    lists = segment.rooms.lexical.lists[rows] if len(rows) else segment.rooms.lexical.lists[:0]
    _save(folder, facts_of(columns))
    several = [group for group in clusters if len(group) > 1]
    _save(folder, offers_of(columns, ranks.astype(np.int32), scorer.credit, vocabulary, several))
    _save(folder, words_of(lists))
    _save(folder, tables_of(scorer, vocabulary, occupations))
    TextTable.write(folder / "keys", (segment.key(int(row)) for row in by_key))
    vectors = np.empty((len(rows), segment.rooms.vectors.dim), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK):
        part = rows[start : start + _BLOCK]
        vectors[start : start + len(part)] = segment.rooms.vectors.vectors(part)
    np.save(folder / _VECTORS, vectors)  # as a search takes them, so that scores are the same
    RoughVectors.write(folder / _INDEX, unit(vectors))
    (folder / "vocabulary.json").write_bytes(orjson.dumps(dict(segment.rooms.lexical.vocabulary)))
    (folder / _FACTS).write_bytes(orjson.dumps({"rows": len(rows)}))
    return len(rows)


def staged(folder: Path) -> Staged:
    """Map what ``stage`` wrote.

    Raises:
        GenerationError: The folder holds something else.
    """
    try:
        facts: dict[str, Any] = orjson.loads((folder / _FACTS).read_bytes())
        vocabulary = orjson.loads((folder / "vocabulary.json").read_bytes())
        vectors = _mapped(folder / _VECTORS)
        groups, offers, words, tables = (_load(folder, kind) for kind in (Facts, Offers, Words, Tables))
    except (OSError, ValueError) as error:
        raise GenerationError(f"{folder}: wanted staged postings, found something else ({error})") from error
    return Staged(
        keys=TextTable.read(folder / "keys"),
        postings=Postings(groups, offers, words, vectors),
        index=RoughVectors.read(folder / _INDEX, int(facts["rows"])),
        tables=tables,
        vocabulary=vocabulary,
    )


def _save(folder: Path, group: NamedTuple) -> None:
    for name, values in zip(group._fields, group, strict=True):
        np.save(folder / f"{type(group).__name__.lower()}.{name}.npy", values)


def _load(folder: Path, kind: type[Group]) -> Any:
    made: Any = kind
    return made(*(_mapped(folder / f"{kind.__name__.lower()}.{name}.npy") for name in kind._fields))


def _mapped(path: Path) -> npt.NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
