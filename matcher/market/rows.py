"""Postings and seekers that a market counts, each in one cell of province and unit group, as columns.

A posting that names several provinces stands in the first that it names, so that provinces add up to the nation; how
many do is told. Work abroad is no demand of a province and is left out with a count, and so are copies of a vacancy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from indexes.vectors import Mask
from matcher.catalogue import Catalogue
from matcher.columns import NEVER, UNKNOWN, Columns, joined
from matcher.duplicates.showing import DUPLICATE, Copies
from matcher.filters import Filtered
from matcher.freshness import DEFAULT_DAYS, USUAL_DAYS
from matcher.market.filed import Filed
from matcher.segment import Segment
from matcher.vocabulary import Vocabulary

CLOSED, EXPIRED, NOT_YET, ABROAD = "closed", "expired", "not_yet", "abroad"

REASONS = (CLOSED, EXPIRED, NOT_YET, ABROAD, DUPLICATE)
"""Why a posting is not counted: closed by its source or past its last day; names no last day and is older than its
source usually keeps ads; was posted later; is work abroad; is a copy of a vacancy that is counted."""

_Told = npt.NDArray[np.int32]


class Axes:
    """Provinces, unit groups and skills in the order of a market's tables.

    Attributes:
        provinces: Codes, ascending; rows of tables, after which stands a row for those that name none.
        units: KBJI unit groups; columns, after which stands a column for what is not coded.
        skills: Skill ids.
        regions: Codes by the number that columns have for them.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the tables of a vocabulary."""
        self.regions = tuple(vocabulary.regions)
        self.provinces = tuple(sorted(code for code in self.regions if len(code) == 2))
        self.units = tuple(vocabulary.units)
        self.skills = tuple(vocabulary.skills)
        places = {code: place for place, code in enumerate(self.provinces)}
        self._of_region = np.array([*(places[code[:2]] for code in self.regions), len(self.provinces)], dtype=np.int64)

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of a table."""
        return len(self.provinces) + 1, len(self.units) + 1

    def cells(self, columns: Columns) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """First region (-1 for none), row and column of the table for each record; each of shape ``(rows,)``."""
        starts = columns.regions.starts
        region = np.full(len(columns), -1, dtype=np.int64)
        placed = np.flatnonzero(np.diff(starts))
        region[placed] = columns.regions.values[starts[placed]]
        return region, self._of_region[region], np.minimum(columns.units[:, 0].astype(np.int64), len(self.units))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarketRows:
    """Records that are counted; arrays of shape ``(rows,)``.

    Attributes:
        columns: What was worked out from them.
        regions: First region of each by number, -1 for none.
        provinces: Row of the table.
        units: Column of the table.
        openings: People wanted, or ``UNKNOWN``.
        posted_on: Proleptic ordinal, or ``UNKNOWN``.
        employers: Number of the employer, or ``UNKNOWN``.
        left_out: Why records are not counted, to how many.
        taken: Segments and their rows that these are, in order.
    """

    columns: Columns
    regions: npt.NDArray[np.int64]
    provinces: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]
    openings: npt.NDArray[np.int32]
    posted_on: npt.NDArray[np.int32]
    employers: npt.NDArray[np.int32]
    left_out: Mapping[str, int]
    taken: tuple[tuple[Segment, npt.NDArray[np.int64]], ...]

    def __len__(self) -> int:
        """Number of records."""
        return len(self.provinces)

    def keys(self) -> list[str]:
        """Key of each record."""
        return [segment.key(row) for segment, rows in self.taken for row in rows.tolist()]

    def by_source(self) -> dict[str, int]:
        """Source to number of records, those with none left out."""
        counts = np.bincount(self.columns.sources, minlength=len(self.columns.source_names)).tolist()
        return {name: n for name, n in zip(self.columns.source_names, counts, strict=True) if n}


def posting_rows(
    postings: Catalogue, axes: Axes, today: date | None, copies: Copies | None = None, filed: Filed | None = None
) -> MarketRows:
    """The postings that stand open on a day, of each vacancy one.

    A posting that names no last day stands for as long as its source usually keeps one (``matcher.freshness``).

    Args:
        postings: All of them.
        axes: Of the tables.
        today: The day, which may be a past one; None takes closed ones too.
        copies: Clusters of copies; none by default.
        filed: What postings say beside their codes; where it is None nobody says how many people are wanted, nor when
            it was posted.
    """
    told = [_told(segment, filed) for segment in postings.segments]
    kept = [_standing(segment, own[1], today) for segment, own in zip(postings.segments, told, strict=True)]
    if copies:
        kept = copies.one_of_each(postings.segments, kept)
    left_out = {why: sum(part.removed.get(why, 0) for part in kept) for why in REASONS}
    return _rows(postings.segments, [part.allowed for part in kept], axes, told, left_out)


def worker_rows(workers: Catalogue, axes: Axes) -> MarketRows:
    """All seekers."""
    told = [_told(segment, None) for segment in workers.segments]
    return _rows(workers.segments, [segment.alive for segment in workers.segments], axes, told, {})


def _told(segment: Segment, filed: Filed | None) -> _Told:
    """Openings, day of posting and employer of every row; shape ``(3, rows)``."""
    if filed is None:
        return np.full((3, len(segment.rooms.keys)), UNKNOWN, dtype=np.int32)
    return np.stack(filed.of(list(segment.rooms.keys)))


def _standing(segment: Segment, posted_on: npt.NDArray[np.int32], today: date | None) -> Filtered:
    left, removed = segment.alive.copy(), dict[str, int]()
    for why, passes in _conditions(segment, posted_on, today):
        removed[why] = int(np.count_nonzero(left & ~passes))
        left &= passes
    return Filtered(allowed=left, removed=removed, remain=int(np.count_nonzero(left)))


def _conditions(segment: Segment, posted_on: npt.NDArray[np.int32], today: date | None) -> Iterator[tuple[str, Mask]]:
    columns = segment.columns
    if today is not None:
        day = today.toordinal()
        yield CLOSED, segment.rooms.open_on(day)
        usual = np.array([USUAL_DAYS.get(name, DEFAULT_DAYS) for name in columns.source_names], dtype=np.int64)
        is_dated = posted_on != UNKNOWN
        yield EXPIRED, (columns.closes_on != NEVER) | ~is_dated | (posted_on + usual[columns.sources] >= day)
        yield NOT_YET, posted_on <= day
    yield ABROAD, ~columns.is_abroad


def _rows(
    segments: Sequence[Segment], kept: Sequence[Mask], axes: Axes, told: Sequence[_Told], left_out: Mapping[str, int]
) -> MarketRows:
    rows = [np.flatnonzero(mask) for mask in kept]
    columns = joined([segment.columns.take(own) for segment, own in zip(segments, rows, strict=True)])
    region, province, unit = axes.cells(columns)
    openings, posted_on, employers = np.concatenate([own[:, at] for own, at in zip(told, rows, strict=True)], axis=1)
    return MarketRows(
        columns=columns,
        regions=region,
        provinces=province,
        units=unit,
        openings=openings,
        posted_on=posted_on,
        employers=employers,
        left_out=left_out,
        taken=tuple(zip(segments, rows, strict=True)),
    )
