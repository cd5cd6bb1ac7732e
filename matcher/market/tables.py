"""Demand and supply by province and occupation, as rows; what is withheld is counted and not named."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.market.cells import Cells, Place
from matcher.market.levels import Table
from matcher.market.selection import Selection, occupation_title
from matcher.market.suppression import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRow:
    """What employers want in a cell.

    Attributes:
        province: Two digits, ``00`` for Indonesia, empty for postings that name none.
        kbji: Code; empty for all occupations.
        title: Official title.
        postings: Vacancies, at least ``THRESHOLD``.
        openings: People wanted; 1 where a posting does not say.
        openings_named_by: Postings that say how many.
        employers: Distinct employers that are named, at least ``THRESHOLD``.
        internships: Postings that are internships.
        occupation_guessed: Postings whose occupation is a guess of the coder.
    """

    province: str
    kbji: str
    title: str
    postings: int
    openings: int
    openings_named_by: int
    employers: int
    internships: int
    occupation_guessed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRow:
    """Who seeks work in a cell.

    Attributes:
        province: As of ``DemandRow``.
        kbji: Likeliest unit group of what they want or can do, or what it begins with.
        title: Official title.
        seekers: Job seekers, at least ``THRESHOLD``.
        share: Of all seekers of the province, in [0, 1]; None where their number is withheld.
    """

    province: str
    kbji: str
    title: str
    seekers: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of an answer.

    Attributes:
        demand: Of demand, most postings first; or empty.
        supply: Of supply, most seekers first; or empty.
        found: Rows before the limit.
        withheld_cells: Cells of this level that are withheld anywhere; which of those asked for is not told, for then
            an empty one could be told from a small one.
    """

    demand: tuple[DemandRow, ...] = ()
    supply: tuple[SupplyRow, ...] = ()
    found: int
    withheld_cells: int


def demand_rows(cells: Cells, selection: Selection) -> Rows:
    """Demand in the cells that are asked for."""
    digits = selection.digits
    mask = cells.demand_withheld[digits]
    told = _told(cells, selection, cells.postings[digits], mask)
    rows = tuple(_demand_row(cells, digits, place) for place in told[: selection.limit])
    return Rows(demand=rows, found=len(told), withheld_cells=int(mask.sum()))


def _told(cells: Cells, selection: Selection, counts: Table, mask: Mask) -> list[Place]:
    """The cells asked for that are neither empty nor withheld, the greatest count first."""
    is_told = (counts > 0) & ~mask
    told = [place for place in cells.places(selection) if is_told[place.row, place.group]]
    return sorted(told, key=lambda place: (-int(counts[place.row, place.group]), place.province, place.kbji))


def _demand_row(cells: Cells, digits: int, place: Place) -> DemandRow:
    at = place.row, place.group
    return DemandRow(
        province=place.province,
        kbji=place.kbji,
        title=occupation_title(place.kbji),
        postings=int(cells.postings[digits][at]),
        openings=int(cells.openings[digits][at]),
        openings_named_by=int(cells.named[digits][at]),
        employers=int(cells.employers[digits][at]),
        internships=int(cells.internships[digits][at]),
        occupation_guessed=int(cells.guessed[digits][at]),
    )


def supply_rows(cells: Cells, selection: Selection) -> Rows:
    """Supply in the cells that are asked for."""
    digits = selection.digits
    mask = cells.supply_withheld[digits]
    told = _told(cells, selection, cells.seekers[digits], mask)
    rows = tuple(_supply_row(cells, digits, place) for place in told[: selection.limit])
    return Rows(supply=rows, found=len(told), withheld_cells=int(mask.sum()))


def _supply_row(cells: Cells, digits: int, place: Place) -> SupplyRow:
    seekers = int(cells.seekers[digits][place.row, place.group])
    is_told = not cells.supply_withheld[0][place.row, 0]
    return SupplyRow(
        province=place.province,
        kbji=place.kbji,
        title=occupation_title(place.kbji),
        seekers=seekers,
        share=seekers / int(cells.seekers[0][place.row, 0]) if is_told else None,
    )
