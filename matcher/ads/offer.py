"""What an ad pays, against the minimum wage of its place and against what others offer for the same work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.coded import Coded
from matcher.market.served import Market
from matcher.market.wages import WageBand
from taxonomy.labour import NATION
from taxonomy.pay import MinimumWage, minimum_wage

Standing = Literal["not_said", "below_minimum", "low", "usual", "high", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an ad pays.

    Attributes:
        low: Least, rupiah a month; None when not said.
        high: Most.
        floor: Minimum wage of the place of work; None where the ad names no place, or none is known.
        is_old_floor: Whether it was set for a year before this one.
        band: What others offer; None where too few do, or where an employer could be made out: then it is withheld.
        standing: ``below_minimum`` where even the most is below it; ``low`` below the lower quarter of what others
            offer, ``high`` above the upper quarter; ``unknown`` where nothing can be compared with.
    """

    low: float | None
    high: float | None
    floor: MinimumWage | None
    is_old_floor: bool
    band: WageBand | None
    standing: Standing


def floor_of(coded: Coded, year: int) -> MinimumWage | None:
    """The lowest minimum wage among the places of an ad: it may be worked in any of them.

    Args:
        coded: The ad.
        year: Of the work.
    """
    known = [minimum_wage(code, year) for code in coded.region_codes]
    return min((wage for wage in known if wage is not None), key=lambda wage: wage.idr_month, default=None)


def offer_of(coded: Coded, market: Market, today: date) -> Offer:
    """How an ad pays.

    Args:
        coded: The ad.
        market: Whose offers it is compared with.
        today: Whose year's minimum wage counts.
    """
    floor = floor_of(coded, today.year)
    province = coded.region_codes[0][:2] if coded.region_codes else NATION
    unit = coded.occupations[0][0] if coded.occupations else ""
    band = market.wages.band(province, unit)
    return Offer(
        low=coded.pay_low,
        high=coded.pay_high,
        floor=floor,
        is_old_floor=floor is not None and floor.year < today.year,
        band=band,
        standing=_standing(coded, floor, band),
    )


def _standing(coded: Coded, floor: MinimumWage | None, band: WageBand | None) -> Standing:
    known = [pay for pay in (coded.pay_low, coded.pay_high) if pay]
    if not known:
        return "not_said"
    # An internship pays an allowance, for which there is no minimum (Permenaker 6/2020).
    if floor is not None and max(known) < floor.idr_month and not coded.is_internship:
        return "below_minimum"
    if band is None:
        return "unknown"
    middle = sum(known) / len(known)
    return "low" if middle < band.p25 else "high" if middle > band.p75 else "usual"
