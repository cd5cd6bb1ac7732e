"""What if: "a plant with 2,000 jobs opens in Batang" as demand by major group of KBJI and month.

Who works in a plant is assumed: ``tables/staffing.tsv`` holds shares of staff by major group for KBLI sections and for
usual plants, hotels, hospitals, written for Sepadan from what such places employ; a scenario may bring shares of its
own. Jobs are spread evenly over the months of hiring. Jobs that follow elsewhere are only reckoned with where a
multiplier is given, and then by the region's own mix. All of it is said with the figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matcher.forecast.mix import MAJORS, MajorMix
from matcher.forecast.months import month_number
from matcher.forecast.series import FloatArray
from matcher.forecast.staffing import Staffing, staffing_of
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.json_values import is_mapping
from taxonomy.regions import Region, bundled_regions
from taxonomy.text import fold

MAX_JOBS = 1_000_000
MAX_MONTHS = 60
MAX_INDIRECT = 5.0

_FIELDS: Mapping[str, tuple[type, ...]] = {
    "jobs": (int,),
    "place": (str,),
    "industry": (str,),
    "starts": (str,),
    "months": (int,),
    "indirect": (int, float),
}
_SHORT = re.compile(r"\s*(?P<jobs>\d{1,9})\s*@\s*(?P<place>[^:@]{1,80}):\s*(?P<industry>[^:@]{1,60}?)\s*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Something that opens.

    Attributes:
        jobs: People taken on, 1 to ``MAX_JOBS``.
        place: Where: a province, or a regency of one.
        staffing: Who they are.
        starts: First month of hiring, as ``2027-01``; the first month ahead when empty.
        months: Months that hiring is spread over.
        indirect: Jobs elsewhere in the province for each job: 1 is none beside the own, 1.5 is half a job more.
        own_shares: Whether the scenario brought the shares itself.
    """

    jobs: int
    place: Region
    staffing: Staffing
    starts: str = ""
    months: int = 12
    indirect: float = 1.0
    own_shares: bool = field(default=False)

    def __post_init__(self) -> None:
        _within("jobs", self.jobs, 1, MAX_JOBS)
        _within("months", self.months, 1, MAX_MONTHS)
        _within("indirect", self.indirect, 1.0, MAX_INDIRECT)
        if self.starts:
            month_number(self.starts, "scenario, starts")


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high or math.isnan(value):
        raise InputError(wanted=f"{name} from {low} to {high}", found=str(value), where=f"scenario, {name}")


def place_of(text: str) -> Region:
    """A province or regency by code (``33``, ``3325``, ``33.25``) or name.

    Raises:
        UnknownIdError: Neither.
    """
    wanted = fold(text)
    code = text.strip().replace(".", "")
    for region in bundled_regions():
        if code in {region.code, *region.was} or wanted in {fold(region.name), fold(region.bare_name)}:
            return region
    raise UnknownIdError(wanted="a province or regency by code or name", found=text, where="scenario, place")


def scenario_of(text: str) -> Scenario:
    """A scenario in short: ``2000@33.25:garmen`` is 2,000 jobs in a garment plant in Batang.

    Raises:
        InputError: Not of that form, or a number out of range.
        UnknownIdError: No such place or industry.
    """
    found = _SHORT.fullmatch(text)
    if found is None:
        raise InputError(wanted="jobs@place:industry, as 2000@33.25:garmen", found=text, where="scenario")
    staffing = staffing_of(found["industry"])
    return Scenario(jobs=int(found["jobs"]), place=place_of(found["place"]), staffing=staffing)


def scenario_from(fields: Mapping[str, Any]) -> Scenario:
    """A scenario from fields: ``jobs``, ``place``, ``industry``, and ``starts``, ``months``, ``indirect``, ``shares``.

    ``shares`` are parts by major group, in any unit; they are brought to a sum of 1.

    Raises:
        InputError: A field is missing, unknown, of another type or out of range.
        UnknownIdError: No such place or industry.
    """
    unknown = sorted(str(name) for name in fields.keys() - _FIELDS.keys() - {"shares"})
    missing = sorted({"jobs", "place", "industry"} - fields.keys())
    if unknown or missing:
        wanted = f"the fields jobs, place, industry, and if wished {', '.join((*list(_FIELDS)[3:], 'shares'))}"
        raise InputError(wanted=wanted, found=f"without {missing}, and {unknown}", where="scenario")
    for name, kind in _FIELDS.items():
        if name in fields and (not isinstance(fields[name], kind) or isinstance(fields[name], bool)):
            raise InputError(wanted=f"{name} of another type", found=repr(fields[name]), where=f"scenario, {name}")
    staffing = staffing_of(fields["industry"])
    if fields.get("shares") is not None:
        staffing = Staffing(
            industry=staffing.industry, label=staffing.label, kbli=staffing.kbli, shares=_shares(fields["shares"])
        )
    numbers = {name: fields[name] for name in ("jobs", "starts", "months", "indirect") if name in fields}
    own = fields.get("shares") is not None
    return Scenario(place=place_of(fields["place"]), staffing=staffing, own_shares=own, **numbers)


def _shares(given: object) -> dict[str, float]:
    where = "scenario, shares"
    wanted = "parts by major group of KBJI, 1 to 9, not below zero and not all zero"
    if not is_mapping(given) or not all(
        major in MAJORS and isinstance(part, int | float) and not isinstance(part, bool) and 0 <= part < math.inf
        for major, part in given.items()
    ):
        raise InputError(wanted=wanted, found=str(given), where=where)
    total = sum(given.values())
    if not total:
        raise InputError(wanted=wanted, found=str(given), where=where)
    return {major: given.get(major, 0) / total for major in MAJORS}


def added_demand(
    scenario: Scenario, first_month: str, horizon: int, mix: MajorMix | None = None
) -> Mapping[str, FloatArray]:
    """People wanted more in each month ahead, by major group; shape (horizon,) each.

    Args:
        scenario: What opens.
        first_month: First month ahead.
        horizon: Months ahead; what is hired before or after them is not in the sums.
        mix: Mix of the region, for jobs that follow elsewhere.

    Raises:
        InputError: Jobs that follow elsewhere, and no mix to divide them by.
    """
    if scenario.indirect > 1 and mix is None:
        raise InputError(wanted="the mix of the region", found="none", where="scenario, indirect")
    start = month_number(scenario.starts) - month_number(first_month) if scenario.starts else 0
    steps = np.arange(horizon)
    hiring = ((steps >= start) & (steps < start + scenario.months)) / scenario.months
    elsewhere = (scenario.indirect - 1) * scenario.jobs
    return {
        major: hiring * (scenario.jobs * share + (elsewhere * mix.shares[major] if mix else 0.0))
        for major, share in scenario.staffing.shares.items()
    }
