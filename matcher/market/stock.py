"""How many postings stand open and how many seekers there are, by province and unit group, on one day.

Every record is counted in exactly one cell, and cells add up: what names no province stands in the last row, what is
not coded in the last column. Counts are of what is stored, never of the labour market as such; official figures stand
beside them (``taxonomy.labour``) and are never added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from matcher.catalogue import Catalogue
from matcher.columns import UNKNOWN
from matcher.duplicates.showing import Copies
from matcher.market.filed import Filed
from matcher.market.rows import Axes, MarketRows, posting_rows, worker_rows
from matcher.vocabulary import Vocabulary

Table = npt.NDArray[np.int64]

SOURCE = "Records stored in this installation of Sepadan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Sums over some cells.

    Attributes:
        postings: Vacancies advertised, copies of one once.
        openings: People wanted: 1 where a posting does not say.
        named: Postings that say how many.
        guessed: Postings whose occupation is a guess.
        internships: Postings that are internships.
        seekers: Job seekers.
    """

    postings: int
    openings: int
    named: int
    guessed: int
    internships: int
    seekers: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarketStock:
    """Demand and supply on one day; tables are int64 of shape ``(provinces + 1, units + 1)``.

    Attributes:
        as_of: The day.
        include_closed: Whether postings that are no longer open are counted too.
        source: Where the records come from, for people.
        posting_sources: Source to postings counted.
        worker_sources: Source to seekers counted.
        provinces: Codes of the rows; the last row stands for records that name no province.
        units: Unit groups of the columns; the last column stands for records that are not coded.
        skills: Skill ids of the columns of ``asked`` and ``held``.
        postings: Vacancies.
        openings: People wanted; 1 where a posting does not say.
        named: Postings that say how many.
        guessed: Postings whose occupation is a guess below the coder's threshold.
        internships: Postings that are internships.
        seekers: Job seekers by their likeliest unit group.
        seekers_guessed: Seekers whose unit group is a guess.
        asked: Skills that postings ask for: sparse, shape ``(cells, skills)``; a cell is ``row * columns + column``.
        held: Skills that seekers hold, likewise.
        left_out: Why postings are not counted (``matcher.market.rows.REASONS``), to how many.
        several_provinces: Postings that name more provinces than the one that they are counted in.
        remote: Postings that can be done from anywhere; they stand in the province that they name all the same.
    """

    as_of: date
    include_closed: bool
    source: str
    posting_sources: Mapping[str, int]
    worker_sources: Mapping[str, int]
    provinces: tuple[str, ...]
    units: tuple[str, ...]
    skills: tuple[str, ...]
    postings: Table
    openings: Table
    named: Table
    guessed: Table
    internships: Table
    seekers: Table
    seekers_guessed: Table
    asked: csr_array
    held: csr_array
    left_out: Mapping[str, int]
    several_provinces: int
    remote: int

    @property
    def n_postings(self) -> int:
        """All postings counted."""
        return int(self.postings.sum())

    @property
    def n_seekers(self) -> int:
        """All seekers counted."""
        return int(self.seekers.sum())

    def counted(self, provinces: Sequence[str] = (), kbji: str = "") -> Counted:
        """Sums over some provinces (none: everywhere, what names no province too) and what begins with a KBJI code.

        Args:
            provinces: Codes; those that are not known add nothing. ``""`` stands for records that name none.
            kbji: Up to four digits; empty counts what is not coded too.
        """
        at = self._cells(provinces, kbji)
        names = ("postings", "openings", "named", "guessed", "internships", "seekers")
        return Counted(**{name: int(getattr(self, name)[at].sum()) for name in names})

    def asked_in(self, provinces: Sequence[str] = (), kbji: str = "") -> dict[str, int]:
        """Skill to postings that ask for it, most first; arguments as of ``counted``."""
        return self._named_skills(self.asked, provinces, kbji)

    def held_in(self, provinces: Sequence[str] = (), kbji: str = "") -> dict[str, int]:
        """Skill to seekers who hold it, most first; arguments as of ``counted``."""
        return self._named_skills(self.held, provinces, kbji)

    def _cells(self, provinces: Sequence[str], kbji: str) -> tuple[npt.NDArray[np.int64], ...]:
        rows = np.array([not provinces or code in provinces for code in (*self.provinces, "")])
        columns = np.array([not kbji or code.startswith(kbji) for code in (*self.units, "")])
        return np.ix_(rows, columns)

    def _named_skills(self, table: csr_array, provinces: Sequence[str], kbji: str) -> dict[str, int]:
        rows, columns = self._cells(provinces, kbji)
        cells = (rows * self.postings.shape[1] + columns).ravel()
        sums = np.asarray(table[cells].sum(axis=0)).ravel()
        order = np.argsort(-sums, kind="stable")[: np.count_nonzero(sums)]
        return {self.skills[at]: int(sums[at]) for at in order.tolist()}


def take_stock(
    postings: Catalogue,
    workers: Catalogue,
    vocabulary: Vocabulary,
    today: date,
    *,
    filed: Filed | None = None,
    copies: Copies | None = None,
    include_closed: bool = False,
    source: str = SOURCE,
) -> MarketStock:
    """Count postings and seekers.

    Args:
        postings: All stored postings.
        workers: All stored workers.
        vocabulary: What the numbers mean.
        today: Day on which a posting must stand open; may be a past one.
        filed: What postings say of the people wanted and of their day (``read_filed``); without it nobody says, and an
            ad that names no last day stands for ever.
        copies: Clusters of copies, of which one is counted; none by default.
        include_closed: Count postings that are no longer open too, as a store of past ads wants.
        source: Where the records come from, for people.
    """
    axes = Axes(vocabulary)
    rows = posting_rows(postings, axes, None if include_closed else today, copies, filed)
    return stock_of_rows(rows, worker_rows(workers, axes), axes, today, include_closed=include_closed, source=source)


def stock_of_rows(
    postings: MarketRows, workers: MarketRows, axes: Axes, today: date, *, include_closed: bool, source: str = SOURCE
) -> MarketStock:
    """Count rows that were taken before; see ``take_stock``."""
    is_named = postings.openings != UNKNOWN
    columns = postings.columns
    return MarketStock(
        as_of=today,
        include_closed=include_closed,
        source=source,
        posting_sources=postings.by_source(),
        worker_sources=workers.by_source(),
        provinces=axes.provinces,
        units=axes.units,
        skills=axes.skills,
        postings=table_of(postings, axes),
        openings=table_of(postings, axes, np.where(is_named, postings.openings, 1)),
        named=table_of(postings, axes, is_named),
        guessed=table_of(postings, axes, columns.uncertain),
        internships=table_of(postings, axes, columns.is_internship),
        seekers=table_of(workers, axes),
        seekers_guessed=table_of(workers, axes, workers.columns.uncertain),
        asked=_skills_of(postings, axes),
        held=_skills_of(workers, axes),
        left_out=dict(postings.left_out),
        several_provinces=int(np.count_nonzero(np.bitwise_count(columns.provinces) > 1)),
        remote=int(np.count_nonzero(columns.is_remote)),
    )


def table_of(rows: MarketRows, axes: Axes, weights: npt.NDArray[np.generic] | None = None) -> Table:
    """Rows by province and unit group.

    Args:
        rows: To be counted.
        axes: Of the table.
        weights: A whole number or a truth for each row; 1 by default.
    """
    cells = rows.provinces * axes.shape[1] + rows.units
    size = axes.shape[0] * axes.shape[1]
    counts = np.bincount(cells, weights=None if weights is None else weights.astype(np.float64), minlength=size)
    return np.rint(counts).astype(np.int64).reshape(axes.shape)


def _skills_of(rows: MarketRows, axes: Axes) -> csr_array:
    skills = rows.columns.skills
    cells = (rows.provinces * axes.shape[1] + rows.units)[skills.owners]
    shape = (axes.shape[0] * axes.shape[1], len(axes.skills))
    ones = np.ones(len(cells), dtype=np.int32)
    return coo_array((ones, (cells, skills.values.astype(np.int64))), shape=shape).tocsr()
