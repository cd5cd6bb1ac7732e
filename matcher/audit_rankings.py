"""The rankings that an audit looks at: made by the engine as it ranks for anybody, before any trait is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from matcher.audit import Rankings
from matcher.filters import Conditions
from matcher.records import Kind
from taxonomy.errors import InputError, UnknownIdError

if TYPE_CHECKING:
    from matcher.answers import Subject
    from matcher.engine import Engine

Tell = Callable[[str, int, int], None]
"""Called with (what is done, records done, records in all)."""


def rank_for_audit(
    engine: Engine, k: int, day: date, *, at_most: int | None = None, tell: Tell | None = None
) -> Rankings:
    """The best k workers of each open posting, and the score of each worker's best open posting.

    Args:
        engine: Ranks; it holds no key to identities.
        k: Workers a posting, from 1 to ``MAX_K``.
        day: Day on which postings must be open.
        at_most: Postings, and workers, that are looked at, drawn by a hash of their keys; all when None. All workers
            are ranked for the postings that are drawn.
        tell: Told of progress.

    Raises:
        InputError: k is out of range, or no posting is open.
        GenerationError: Nothing is indexed.
    """
    pipeline = engine.refresh()
    conditions = Conditions(today=day)
    postings = drawn((one.key for one in pipeline.catalogues[Kind.POSTING] if one.is_open(day)), at_most)
    if not postings:
        raise InputError(wanted="at least one open posting", found="none", where=f"postings on {day}")
    provinces = {
        one.key: one.region_codes[0][:2] if one.region_codes else "" for one in pipeline.catalogues[Kind.WORKER]
    }
    workers = drawn(provinces, at_most)
    lists, best_scores = dict[str, tuple[str, ...]](), dict[str, float]()
    for done, key in enumerate(postings, 1):
        if (posting := _subject(engine, Kind.POSTING, key)) is not None:
            lists[key] = tuple(match.key for match in pipeline.rank_workers(posting, k, conditions).matches)
        _tell(tell, "rank workers", done, len(postings))
    for done, key in enumerate(workers, 1):
        if (worker := _subject(engine, Kind.WORKER, key)) is not None:
            found = pipeline.rank_postings(worker, 1, conditions).matches
            best_scores[key] = found[0].score if found else 0.0
        _tell(tell, "rank postings", done, len(workers))
    return Rankings(
        lists=lists,
        best_scores=best_scores,
        provinces={key: provinces[key] for key in best_scores},
        k=k,
        day=day,
        generation=pipeline.generation,
        weights=pipeline.weights,
    )


def drawn(keys: Iterable[str], at_most: int | None) -> list[str]:
    """Keys ascending: all, or those whose hashes are lowest, which is a fair draw that comes out the same each time.

    Args:
        keys: Distinct.
        at_most: How many; all when None.
    """
    return sorted(sorted(keys, key=_hash)[:at_most])


def _hash(key: str) -> tuple[bytes, str]:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), key


def _subject(engine: Engine, kind: Kind, key: str) -> Subject | None:
    """A stored record, ready to be matched; None when it was deleted since the draw."""
    try:
        return engine.stored_subject(kind, key)
    except UnknownIdError:
        return None


def _tell(tell: Tell | None, what: str, done: int, total: int) -> None:
    if tell is not None:
        tell(what, done, total)
