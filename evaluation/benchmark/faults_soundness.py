"""Whether a home is sound after a fault: nothing lost, nothing doubled, nothing half-written, every answer right.

The truth is read with plain SQL and worked out anew, not through the code under test.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evaluation.benchmark.faults_world import (
    DIM,
    FINGERPRINT,
    SOURCE,
    Place,
    State,
    coding,
    key_of,
    number_of,
    served_state,
    stored,
    word_of,
)
from indexes import durable
from indexes.store import Store
from matcher.catalogue import Catalogue
from matcher.coded import coded_to_json
from matcher.home import Home
from matcher.records import Kind
from taxonomy.errors import GenerationError, SepadanError
from taxonomy.whole_file import WRITING

_NEAREST = 10
_QUESTIONS = 5

Answer = tuple[str, ...]
"""Keys and titles of the nearest, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is wrong with a home; nothing when it is sound.

    Attributes:
        lost: Acknowledged writes that are not there.
        wrong: Answers that are not what the store says, and contents that nobody wrote.
        unsound: Faults that the product's own check finds, half-written folders that pass for whole ones, and what
            cannot be opened.
    """

    lost: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    unsound: tuple[str, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        """Both."""
        return Findings(
            lost=self.lost + other.lost, wrong=self.wrong + other.wrong, unsound=self.unsound + other.unsound
        )

    @property
    def all(self) -> tuple[str, ...]:
        """Everything, for people."""
        return (*self.lost, *self.wrong, *self.unsound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What stands in a SQLite store, read without the product.

    Attributes:
        records: Kind and key to content hash, once for each row.
        coded: Kind and key of the records that have codes of their present content.
    """

    records: Sequence[tuple[str, str, str]] = ()
    coded: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def rows_of(home: Home) -> Rows:
    """Read a store with plain SQL; of a home without one, nothing."""
    path = home.root / "sepadan.db"
    if not path.exists():
        return Rows()
    connection = sqlite3.connect(path)
    try:
        records = connection.execute("SELECT kind, key, content_hash FROM record").fetchall()
        coded = connection.execute(
            "SELECT r.kind, r.key FROM record r JOIN derived d ON d.kind = r.kind AND d.key = r.key "
            "AND d.content_hash = r.content_hash WHERE d.fingerprint = ?",
            (FINGERPRINT,),
        ).fetchall()
    finally:
        connection.close()
    return Rows(records=records, coded=frozenset(coded))


def compare(rows: Rows, states: Sequence[State]) -> tuple[Findings, State]:
    """Hold a store against what it may be.

    Args:
        rows: What stands there.
        states: The state after all acknowledged writes first; then, where a write was under way, the state after it.

    Returns:
        What is wrong, and the state that it is in.
    """
    held = {(kind, key): digest for kind, key, digest in rows.records}
    doubled = [f"{kind} {key} is there {times} times" for (kind, key), times in _twice(rows).items()]
    looked_at = [(_differences(held, state), state) for state in states]
    # The write under way may have been done: only against the nearer of both is what is missing really lost.
    found, state = min(looked_at, key=lambda one: len(one[0].all))
    return Findings(wrong=tuple(doubled)) + found, state


def _differences(held: Mapping[tuple[str, str], str], state: State) -> Findings:
    wanted = {(kind, key_of(n)): stored(kind, n, v).content_hash for (kind, n), v in state.items()}
    lost = [f"{kind} {key} is missing" for kind, key in wanted.keys() - held.keys()]
    other = [f"{kind} {key} is not as written" for kind, key in held if held[kind, key] != wanted.get((kind, key))]
    return Findings(lost=tuple(sorted(lost)), wrong=tuple(other))


def _twice(rows: Rows) -> dict[tuple[str, str], int]:
    counted: Counter[tuple[str, str]] = Counter((kind, key) for kind, key, _ in rows.records)
    return {place: times for place, times in counted.items() if times > 1}


def examine(home: Home, states: Sequence[State]) -> Findings:
    """Everything that must hold of a home after a fault.

    Args:
        home: Nobody else writes to it.
        states: As for ``compare``.
    """
    try:
        store = Store(home.database_url)
        try:
            found = Findings(unsound=(*store.check(), *half_written(home, store)))
            wrong, state = compare(rows_of(home), states)
            return found + wrong + _served_or_refused(home, store, state)
        finally:
            store.close()
    except SepadanError as error:
        return Findings(unsound=(f"cannot be opened: {error}",))


def _served_or_refused(home: Home, store: Store, state: State) -> Findings:
    try:
        return served(home, store, state)
    except SepadanError as error:  # what was lost is told all the same
        return Findings(unsound=(f"cannot be served: {error}",))


def served(home: Home, store: Store, state: State) -> Findings:
    """Whether what is served is what the store says; nothing is wrong while nothing was ever built."""
    if not store.generations():
        return Findings()
    catalogues = served_state(home, store).open()
    coded = rows_of(home).coded
    findable = {place: v for place, v in state.items() if (place[0], key_of(place[1])) in coded}
    wrong = list[str]()
    for kind in map(str, Kind):
        wanted: Counter[str] = Counter(
            coded_to_json(coding(k, n, v).coded) for (k, n), v in findable.items() if k == kind
        )
        found: Counter[str] = Counter(coded_to_json(item) for item in catalogues[kind])
        wrong += [f"{kind}: served but not stored: {item}" for item in found - wanted]
        wrong += [f"{kind}: stored but not served: {item}" for item in wanted - found]
    if answers(catalogues) != true_answers(findable):
        wrong.append("an answer is not that of a search of everything")
    wrong += _unfound(catalogues, findable)
    return Findings(wrong=tuple(wrong))


def answers(catalogues: Mapping[str, Catalogue]) -> list[Answer]:
    """What the nearest are for a few questions, by the indexes that are served."""
    found: list[tuple[str, ...]] = []
    for kind, vector in _questions():
        near = list[tuple[float, str, str]]()
        for segment in catalogues[kind].segments:
            hits = segment.rooms.vectors.search(vector, _NEAREST, segment.alive)
            for row, cosine in zip(hits.rows.tolist(), hits.cosines.tolist(), strict=True):
                near.append((-cosine, segment.key(row), segment.coded(row).title))
        found.append(_best(near))
    return found


def true_answers(state: State) -> list[Answer]:
    """The same by comparing with every record."""
    found: list[tuple[str, ...]] = []
    for kind, vector in _questions():
        near = list[tuple[float, str, str]]()
        for (of, number), version in state.items():
            if of == kind:
                made = coding(of, number, version)
                near.append((-float(np.einsum("d,d->", made.vector, vector)), made.coded.key, made.coded.title))
        found.append(_best(near))
    return found


def _questions() -> list[tuple[str, np.ndarray]]:
    kinds = [str(kind) for kind in Kind]
    asked = np.random.default_rng(5).standard_normal((_QUESTIONS, DIM)).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    return [(kinds[at % len(kinds)], vector) for at, vector in enumerate(asked)]


def _best(near: Iterable[tuple[float, str, str]]) -> Answer:
    return tuple(f"{key} {title}" for _, key, title in sorted(near)[:_NEAREST])


def _unfound(catalogues: Mapping[str, Catalogue], state: State) -> list[str]:
    """A few records that their own word does not find."""
    missing: list[str] = []
    for kind, number in sorted(state)[:: max(1, len(state) // _QUESTIONS)]:
        word = word_of(number, state[kind, number])
        keys: set[str] = set()
        for segment in catalogues[kind].segments:
            keys |= {segment.key(row) for row in segment.rooms.lexical.query(word).top(2, segment.alive).tolist()}
        if keys != {key_of(number)}:
            missing.append(f"{kind} {key_of(number)}: its word finds {sorted(keys)}")
    return missing


def half_written(home: Home, store: Store) -> list[str]:
    """Generations that stand under a name of their own, or in the store, and are not whole."""
    recorded = {name: digest for name, digest, _ in store.generations()}
    found: list[str] = []
    for folder in sorted(home.generations.iterdir()) if home.generations.is_dir() else []:
        if not folder.name.startswith(WRITING):
            try:
                durable.unseal(folder, folder.name, recorded.get(folder.name, ""))
            except GenerationError as error:
                found.append(f"half-written: {error}")
    return found


def places_of(keys: Iterable[tuple[str, str]]) -> set[Place]:
    """Kind and key as kind and number; keys of other sources are passed over."""
    return {(kind, number_of(key)) for kind, key in keys if key.startswith(f"{SOURCE}:")}
