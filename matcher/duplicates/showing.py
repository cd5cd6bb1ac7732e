"""Of the copies of a vacancy a match shows one: the one that is preferred among those that meet every condition.

So a copy that closes, is deleted or does not meet a request's conditions hands over to the next of its cluster, and who
asks for one source alone still finds what that source has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from indexes.duplicate_records import Copy
from matcher.catalogue import Catalogue
from matcher.filters import Filtered
from matcher.segment import Rooms, Segment

DUPLICATE = "duplicate"
"""Name of the condition among the counts of what was removed."""

_Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoAt:
    """Another copy of a posting that is shown.

    Attributes:
        id: Its key.
        source: Its source.
        url: Where it can be read, or empty.
    """

    id: str
    source: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The copies that a segment holds.

    Attributes:
        rows: Their rows.
        clusters: Number of the cluster of each.
        places: Place of each in its cluster's order of preference.
    """

    rows: _Rows
    clusters: _Rows
    places: _Rows


class Copies:
    """The clusters of the store at one moment; safe to share between threads."""

    def __init__(self, copies: Sequence[Copy] = ()) -> None:
        """Hold clusters.

        Args:
            copies: By cluster and place.
        """
        self._by_cluster: dict[str, list[Copy]] = {}
        for copy in copies:
            self._by_cluster.setdefault(copy.cluster, []).append(copy)
        self._of_key = {copy.key: copy.cluster for copy in copies}
        self._held: dict[int, tuple[Rooms, _Held]] = {}

    def __len__(self) -> int:
        """Number of copies."""
        return len(self._of_key)

    def only(self, keys: frozenset[str]) -> Copies:
        """These clusters with the copies of some keys alone."""
        return Copies([copy for copies in self._by_cluster.values() for copy in copies if copy.key in keys])

    def also_at(self, key: str, catalogue: Catalogue, today: date | None) -> tuple[AlsoAt, ...]:
        """The other copies of a posting that are open today, by preference.

        Args:
            key: Of the posting.
            catalogue: Of the postings.
            today: Day on which a copy must be open; None names closed ones too.
        """
        others = [copy for copy in self._by_cluster.get(self._of_key.get(key, ""), ()) if copy.key != key]
        return tuple(
            AlsoAt(id=copy.key, source=copy.key.partition(":")[0], url=copy.url)
            for copy in others
            if copy.key in catalogue and (today is None or catalogue.place(copy.key).coded.is_open(today))
        )

    def one_of_each(self, segments: Sequence[Segment], filtered: Sequence[Filtered]) -> list[Filtered]:
        """What remains when of each cluster only the preferred of the allowed copies does, with a count of the others.

        Args:
            segments: Of the postings.
            filtered: What remains of each by all other conditions.
        """
        if not self._of_key:
            return list(filtered)
        held = [self._held_by(segment) for segment in segments]
        allowed = [part.allowed[own.rows] for own, part in zip(held, filtered, strict=True)]
        clusters = np.concatenate([own.clusters[kept] for own, kept in zip(held, allowed, strict=True)])
        places = np.concatenate([own.places[kept] for own, kept in zip(held, allowed, strict=True)])
        best = np.full(len(self._by_cluster), np.iinfo(np.int64).max)
        np.minimum.at(best, clusters, places)
        return [_hide(part, own, best) for own, part in zip(held, filtered, strict=True)]

    def rows_in(self, rooms: Rooms) -> list[list[int]]:
        """The rows of each cluster, by preference; for who matches a whole generation at once."""
        return [
            [row for copy in sorted(copies, key=lambda one: one.place) if (row := rooms.keys.find(copy.key)) >= 0]
            for copies in self._by_cluster.values()
        ]

    def _held_by(self, segment: Segment) -> _Held:
        """The copies of a segment, found once for all its states."""
        kept = self._held.get(id(segment.rooms))
        if kept is None or kept[0] is not segment.rooms:
            kept = segment.rooms, self._found_in(segment.rooms)
            self._held[id(segment.rooms)] = kept
        return kept[1]

    def _found_in(self, rooms: Rooms) -> _Held:
        found = [
            (row, number, copy.place)
            for number, copies in enumerate(self._by_cluster.values())
            for copy in copies
            if (row := rooms.keys.find(copy.key)) >= 0
        ]
        columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return _Held(rows=columns[0], clusters=columns[1], places=columns[2])


def _hide(filtered: Filtered, held: _Held, best: _Rows) -> Filtered:
    doubled = held.rows[filtered.allowed[held.rows] & (held.places > best[held.clusters])]
    filtered.allowed[doubled] = False
    removed: Mapping[str, int] = {**filtered.removed, DUPLICATE: len(doubled)}
    return replace(filtered, removed=dict(removed), remain=filtered.remain - len(doubled))
