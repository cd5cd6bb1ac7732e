"""What stored postings say beside their codes that a market counts: people wanted, day of posting, employer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import orjson

from indexes.store import Store
from matcher.columns import UNKNOWN
from matcher.records import Kind
from taxonomy.text import fold

_Numbers = npt.NDArray[np.int32]

MOST_OPENINGS = 100_000
"""Openings beyond which a number is a slip of the source and taken for not named: the largest plants hire fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPosting:
    """One stored posting.

    Attributes:
        key: ``source:source_id``.
        openings: People wanted; None where the posting does not say, or says none.
        posted_on: Day of posting; None when not known.
        employer: Name as advertised, or empty.
    """

    key: str
    openings: int | None = None
    posted_on: date | None = None
    employer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filed:
    """Stored postings by row; int32 arrays of shape ``(rows,)``.

    Attributes:
        keys: Key to row.
        openings: People wanted, at least 1, or ``UNKNOWN``.
        posted_on: Proleptic ordinal, or ``UNKNOWN``.
        employers: Number of the employer; equal folded names are one. ``UNKNOWN`` where none is named.
    """

    keys: dict[str, int]
    openings: _Numbers
    posted_on: _Numbers
    employers: _Numbers

    def of(self, keys: Sequence[str]) -> tuple[_Numbers, _Numbers, _Numbers]:
        """Openings, days and employers of some postings, in their order; ``UNKNOWN`` for those that are not filed."""
        rows = np.array([self.keys.get(key, UNKNOWN) for key in keys], dtype=np.int64)
        known = rows != UNKNOWN
        return _at(self.openings, rows, known), _at(self.posted_on, rows, known), _at(self.employers, rows, known)


def _at(column: _Numbers, rows: npt.NDArray[np.int64], known: npt.NDArray[np.bool_]) -> _Numbers:
    found = np.full(len(rows), UNKNOWN, dtype=np.int32)
    found[known] = column[rows[known]]
    return found


def filed(postings: Iterable[FiledPosting]) -> Filed:
    """Postings as rows; of a key that comes twice the later one holds."""
    keys, names = dict[str, int](), dict[str, int]()
    facts = list[tuple[int, int, int]]()
    for posting in postings:
        folded = fold(posting.employer)
        employer = names.setdefault(folded, len(names)) if folded else UNKNOWN
        day = posting.posted_on.toordinal() if posting.posted_on else UNKNOWN
        keys[posting.key] = len(facts)
        facts.append((posting.openings or UNKNOWN, day, employer))
    columns = np.array(facts, dtype=np.int32).reshape(-1, 3)
    return Filed(keys=keys, openings=columns[:, 0], posted_on=columns[:, 1], employers=columns[:, 2])


class FiledPostings:
    """The stored postings, kept up by ``look``: only what was written since the last look is read."""

    def __init__(self, store: Store) -> None:
        """Read nothing until the first look."""
        self._store = store
        self._revision = 0
        self._postings: dict[str, FiledPosting] = {}
        self._filed = filed(())

    def look(self) -> Filed:
        """The postings as the store has them now.

        Raises:
            StoreError: The store cannot be read, or a row is not what was written.
        """
        revision = self._store.revision()
        if revision != self._revision:
            for change in self._store.changes(Kind.POSTING, "", self._revision):
                if change.content_hash:
                    self._postings[change.key] = filed_posting(change.key, change.payload)
                else:
                    self._postings.pop(change.key, None)
            self._filed, self._revision = filed(self._postings.values()), revision
        return self._filed


def read_filed(store: Store) -> Filed:
    """All stored postings, read once.

    Raises:
        StoreError: The store cannot be read, or a row is not what was written.
    """
    return FiledPostings(store).look()


def filed_posting(key: str, payload: str) -> FiledPosting:
    """What a stored posting says.

    Args:
        key: Its key.
        payload: The record as JSON text.
    """
    values = orjson.loads(payload)
    wanted, day = values.get("openings"), values.get("posted_on")
    return FiledPosting(
        key=key,
        openings=wanted if wanted is not None and 0 < wanted <= MOST_OPENINGS else None,
        posted_on=date.fromisoformat(day) if day else None,
        employer=values.get("employer", ""),
    )
