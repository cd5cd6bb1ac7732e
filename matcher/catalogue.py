"""One kind of record, searchable: the generation's segment and those of what was written since."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexes.unit_vectors import unit
from matcher.coded import Coded
from matcher.records import Kind
from matcher.segment import Segment
from taxonomy.errors import UnknownIdError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands.

    Attributes:
        segment: Its segment.
        row: Its row there.
    """

    segment: Segment
    row: int

    @property
    def coded(self) -> Coded:
        """The coded record."""
        return self.segment.coded(self.row)

    @property
    def vector(self) -> npt.NDArray[np.float32]:
        """Its vector, float32 of length 1, shape ``(dim,)``."""
        found: npt.NDArray[np.float32] = unit(self.segment.rooms.vectors.vector(self.row)[None, :])[0]
        return found


class Catalogue:
    """Segments of one kind; each living key stands in one of them.

    Attributes:
        segments: The generation's first, then newer and newer ones.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Hold segments."""
        self.segments = tuple(segments)

    def __len__(self) -> int:
        """Number of living records."""
        return sum(len(segment) for segment in self.segments)

    def __contains__(self, key: object) -> bool:
        """Whether a record is here."""
        return isinstance(key, str) and self._place(key) is not None

    def __iter__(self) -> Iterator[Coded]:
        """All living coded records, by segment and key."""
        for segment in self.segments:
            for row in np.flatnonzero(segment.alive).tolist():
                yield segment.coded(row)

    def place(self, key: str) -> Place:
        """Where a record stands.

        Raises:
            UnknownIdError: Not here.
        """
        found = self._place(key)
        if found is None:
            raise UnknownIdError(wanted="the id of a record that is coded and indexed", found=key, where="id")
        return found

    def _place(self, key: str) -> Place | None:
        for segment in self.segments:
            row = segment.find(key)
            if row >= 0:
                return Place(segment, row)
        return None


def without_workers(catalogues: Mapping[str, Catalogue], keys: Collection[str]) -> Mapping[str, Catalogue]:
    """Catalogues of all kinds in which nobody finds these workers.

    Args:
        catalogues: By kind.
        keys: Of workers; none gives the catalogues as they are.
    """
    if not keys:
        return catalogues
    segments = [segment.without(sorted(keys)) for segment in catalogues[Kind.WORKER].segments]
    return {**catalogues, str(Kind.WORKER): Catalogue(segments)}
