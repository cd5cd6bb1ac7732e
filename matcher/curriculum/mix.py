"""Where stored postings lie and how they spread over occupations: the mix of a catchment's demand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.curriculum.assumptions import MOST_EDUCATION, MOST_MONTHS
from matcher.curriculum.problem import Values
from matcher.market.served import Market
from matcher.training.centres import TrainingCentre
from matcher.vocabulary import Vocabulary
from taxonomy.education import level_rank
from taxonomy.seniority import SENIOR

PRIOR = 50.0
"""Postings that the mix of all of Indonesia counts for beside those of the catchment. Assumption."""

LEAST_PLACED = 20
"""Postings of a province that name a regency, from which the catchment's part of it is told."""

LEAST_PAID = 10
"""Postings that must name their pay, from which an occupation's median is told."""


def inside_catchment(market: Market, centre: TrainingCentre, vocabulary: Vocabulary) -> npt.NDArray[np.bool_]:
    """Which counted postings lie within the catchment, and in the centre's province; shape ``(rows,)``.

    What names the province alone counts as inside.
    """
    rows = market.postings
    own = vocabulary.regions.get(centre.regency_code)
    in_province = rows.provinces == market.axes.provinces.index(centre.province)
    if own is None:
        return np.asarray(in_province)
    near = np.append(vocabulary.km_from(own) <= centre.catchment_km, False)
    is_province = np.array([*(len(code) == 2 for code in market.axes.regions), False])
    return np.asarray(in_province & (near[rows.regions] | is_province[rows.regions]))


def catchment(
    market: Market, centre: TrainingCentre, vocabulary: Vocabulary
) -> tuple[npt.NDArray[np.bool_], float, tuple[str, ...]]:
    """Postings inside, the part of the province's that they are, and what is to be said of it."""
    inside = inside_catchment(market, centre, vocabulary)
    rows = market.postings
    is_regency = np.array([*(len(code) > 2 for code in market.axes.regions), False])[rows.regions]
    placed = is_regency & (rows.provinces == market.axes.provinces.index(centre.province))
    if int(placed.sum()) < LEAST_PLACED:
        note = (
            f"Hanya {int(placed.sum())} lowongan tersimpan menyebut kabupaten/kota di provinsi ini: "
            "permintaan seluruh provinsi dipakai, bukan jangkauan lembaga saja."
        )
        return inside, 1.0, (note,)
    share = float((inside & placed).sum() / placed.sum())
    note = (
        f"{share:.0%} dari {int(placed.sum())} lowongan tersimpan yang menyebut kabupaten/kota berada dalam "
        f"{centre.catchment_km:g} km; permintaan resmi provinsi dikali bagian itu."
    )
    return inside, share, (note,)


def open_to_graduates(market: Market) -> npt.NDArray[np.bool_]:
    """Which counted postings a graduate of a course could apply to; shape ``(rows,)``.

    Those that ask for no more than ``MOST_EDUCATION``, no more than ``MOST_MONTHS`` of experience, and no senior,
    supervisor or manager; what a posting does not say keeps nobody out.
    """
    columns = market.postings.columns
    educated = columns.education <= level_rank(MOST_EDUCATION)
    return np.asarray(educated & (columns.experience <= MOST_MONTHS) & (columns.seniority < SENIOR))


class Mix:
    """How stored postings and seekers spread over unit groups."""

    def __init__(self, market: Market, inside: npt.NDArray[np.bool_]) -> None:
        size = len(market.axes.units)
        rows = market.postings
        coded = rows.units < size
        open_to = coded & open_to_graduates(market)
        self.units = {code: at for at, code in enumerate(market.axes.units)}
        self.near = np.bincount(rows.units[inside & open_to], minlength=size).astype(np.float64)
        self.everywhere = np.bincount(rows.units[open_to], minlength=size).astype(np.float64)
        self.all_near = np.bincount(rows.units[inside & coded], minlength=size)
        self._near, self._whole = float((inside & coded).sum()), float(coded.sum())
        wanted = np.where(rows.openings > 0, rows.openings, 1).astype(np.float64)
        self.openings = np.bincount(rows.units[inside & coded], wanted[inside & coded], minlength=size)
        self._pay(rows.units, rows.columns.pay_low, rows.columns.pay_high)

    def _pay(self, units: npt.NDArray[np.int64], low: Values, high: Values) -> None:
        """Median pay by unit group; NaN where too few name it."""
        middle = np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
        known = ~np.isnan(middle) & (units < len(self.units))
        self.pay = np.full(len(self.units), np.nan)
        for unit in np.unique(units[known]).tolist():
            own = middle[known & (units == unit)]
            if len(own) >= LEAST_PAID:
                self.pay[unit] = np.median(own)
        self.usual_pay = float(np.median(middle[known])) if known.any() else np.nan

    def share(self, at: int) -> tuple[float, float]:
        """Share of all demand that is of a unit group and open to graduates; deviation of its logarithm."""
        prior = PRIOR * self.everywhere[at] / self._whole if self._whole else 0.0
        count = self.near[at] + prior
        total = self._near + (PRIOR if self._whole else 0.0)
        return (float(count / total), float(1 / np.sqrt(max(count, 0.25)))) if total else (0.0, 0.0)
