"""An invented world for the fault suite: records by number and version, and a coder that needs no models.

What a record of a number and version says, its codes and its vector are worked out from these alone, so that a check
knows what must stand in the store without having written it down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

import numpy as np

from indexes.encoder import BatchProgress
from indexes.rows import StoredRecord
from indexes.store import Store
from matcher.build import Builder
from matcher.codec import to_stored
from matcher.coded import Coded
from matcher.coded_writes import derived_rows
from matcher.coding import Coding, RecordCoder
from matcher.home import Home
from matcher.records import Course, Kind, Posting, Provenance, Record, Worker
from matcher.serving import ServedState
from matcher.vocabulary import Vocabulary
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skills import Skill, Skills

DIM = 32
FINGERPRINT = "fault suite"
SOURCE = "uji"

_UNITS = ("2512", "4311", "5120", "7212", "8332")
_REGIONS = ("3174", "3275", "3578")
_MADE_AT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
_NUMBER = len(f"{SOURCE}:")

Place = tuple[str, int]
"""Kind and number of a record."""

State = Mapping[Place, int]
"""What a store holds: the version of each record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One write: all or nothing.

    Attributes:
        kind: Of all its records.
        puts: Numbers with the versions that they are brought to.
        deletes: Numbers of records that are removed; either these or ``puts`` are given.
    """

    kind: str
    puts: tuple[tuple[int, int], ...] = ()
    deletes: tuple[int, ...] = ()


def plan(seed: int, steps: int, numbers: int, *, each: int = 20) -> list[Step]:
    """Writes that bring in new records, change old ones and remove some.

    Args:
        seed: Same seed, same plan.
        steps: How many.
        numbers: Records are numbered below this.
        each: Records of a write.
    """
    rng = np.random.default_rng(seed)
    found: list[Step] = []
    for turn in range(steps):
        kind = str(tuple(Kind)[int(rng.integers(len(Kind)))])
        chosen = sorted(rng.choice(numbers, min(each, numbers), replace=False).tolist())
        if turn % 5 == 4:
            found.append(Step(kind=kind, deletes=tuple(chosen[: each // 4])))
        else:
            found.append(Step(kind=kind, puts=tuple((number, 1_000 * (seed + 1) + turn) for number in chosen)))
    return found


def after(state: State, steps: Iterable[Step]) -> dict[Place, int]:
    """A state after some writes."""
    found = dict(state)
    for step in steps:
        found |= {(step.kind, number): version for number, version in step.puts}
        for number in step.deletes:
            found.pop((step.kind, number), None)
    return found


def key_of(number: int) -> str:
    """Key of a record."""
    return f"{SOURCE}:{number:06d}"


def number_of(key: str) -> int:
    """Number of the record of a key."""
    return int(key[_NUMBER:])


def record(kind: str, number: int, version: int) -> Record:
    """A record; its text has a word that no other has."""
    raw_hash = hashlib.sha256(f"{kind} {number} {version}".encode()).hexdigest()
    origin = Provenance(source=SOURCE, source_id=f"{number:06d}", fetched_at=_MADE_AT, raw_hash=raw_hash)
    title, text = f"Juru {number} mutu {version}", f"{word_of(number, version)} kerja rapi dan teliti " * 3
    if kind == Kind.POSTING:
        return Posting(provenance=origin, title=title, description=text)
    if kind == Kind.WORKER:
        return Worker(provenance=origin, wish=title, summary=text)
    return Course(provenance=origin, title=title, summary=text)


def word_of(number: int, version: int) -> str:
    """The word that only this version of this record has."""
    return "kata" + hashlib.sha256(f"{number}/{version}".encode()).hexdigest()[:8].translate(_LETTERS)


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Digits in a row could be taken for a phone number, which the match path never sees."""


@lru_cache(maxsize=100_000)
def stored(kind: str, number: int, version: int) -> StoredRecord:
    """The record as the store keeps it."""
    return to_stored(record(kind, number, version))


class SeededCoder:
    """Stands in for ``RecordCoder``: codes and vectors are drawn by the words of the record."""

    fingerprint = FINGERPRINT
    dim = DIM

    def code(self, records: Sequence[Record], progress: BatchProgress | None = None) -> list[Coding]:
        """Codes and vectors; same order."""
        return [_coding(item) for item in records]

    def settled(self) -> Mapping[str, str]:
        """No steward has settled a title."""
        return {}


def _coding(item: Record) -> Coding:
    title = item.wish if isinstance(item, Worker) else item.title
    kind = str(Kind.WORKER) if isinstance(item, Worker) else to_stored(item).kind
    seed = int.from_bytes(hashlib.sha256(f"{kind} {item.key} {title}".encode()).digest()[:8], "big")
    rng = np.random.default_rng(seed)
    vector = rng.standard_normal(DIM).astype(np.float32)
    coded = Coded(
        key=item.key,
        kind=kind,
        title=title,
        occupations=((_UNITS[int(rng.integers(len(_UNITS)))], 1.0),),
        region_codes=(_REGIONS[int(rng.integers(len(_REGIONS)))],),
    )
    return Coding(coded=coded, vector=(vector / np.linalg.norm(vector)).astype(np.float32))


@lru_cache(maxsize=100_000)
def coding(kind: str, number: int, version: int) -> Coding:
    """What the coder makes of a record."""
    return _coding(record(kind, number, version))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Numbers for columns: real occupations and regions, one skill."""
    skill = Skill(id="las", label="Las", label_en="Welding", type="hard", aliases=())
    return Vocabulary(load_occupations(), Skills((skill,), {}), load_gazetteer())


def builder(home: Home, store: Store) -> Builder:
    """Builds with the stand-in for the coder."""
    return Builder(home, store, cast(RecordCoder, SeededCoder()), vocabulary())


def served_state(home: Home, store: Store) -> ServedState:
    """Serves what ``builder`` built."""
    return ServedState(home, store, FINGERPRINT, vocabulary())


def write_step(store: Store, step: Step) -> None:
    """Do a write."""
    if step.puts:
        store.upsert([stored(step.kind, *put) for put in step.puts])
    else:
        store.delete(step.kind, [key_of(number) for number in step.deletes])


def derive_step(store: Store, step: Step) -> None:
    """Code what a write brought in, as an engine does right after it."""
    codings = [coding(step.kind, *put) for put in step.puts]
    records = [stored(step.kind, *put) for put in step.puts]
    store.save_derived(derived_rows(records, codings, FINGERPRINT))
