"""How many of a number of graduates find work: the more of them, the smaller the share.

Urn-ball matching (Butters 1977, RES 44; Petrongolo & Pissarides 2001, JEL 39, section 2): each of U people who look
for work applies to one of V vacancies at random, and each vacancy that anybody applied to takes one. V (1 - exp(-U /
V)) are filled, and everybody has the same chance. Of G graduates among them ``G (V / U) (1 - exp(-U / V))`` are placed,
U being G and those who compete; that is concave in G, so that a plan never gains by putting all classes on one job.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.curriculum.problem import QUARTER, WINDOW_MONTHS, Jobs, Values

PIECES = 10
"""Straight pieces of a curve; their chords lie under the curve by less than one in a hundred of its end."""


def placed(graduates: Values, vacancies: Values, rivals: Values) -> Values:
    """Expected placements; all arguments broadcast, none negative.

    Args:
        graduates: Who look for work.
        vacancies: That wait for them in the window.
        rivals: Others who look for the same.
    """
    people = graduates + rivals
    some = np.maximum(vacancies, 1e-12)
    crowd = people / some
    chance = np.where(crowd > 1e-9, -np.expm1(-crowd) / np.maximum(crowd, 1e-9), 1.0)
    return np.asarray(np.where(vacancies > 0, graduates * chance, 0.0), dtype=np.float64)


def window(jobs: Jobs, quarter: int) -> float:
    """Vacancies among which the graduates of a quarter of the plan look: those of the three months from its last."""
    first = QUARTER * quarter + QUARTER - 1
    return float(sum(jobs.vacancies[first : first + WINDOW_MONTHS]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Placements by graduates of one occupation and quarter, in straight pieces that get flatter.

    Attributes:
        ends: Graduates at the ends of the pieces, ascending; shape ``(PIECES,)``.
        slopes: Placements that one more graduate brings on each piece, descending; same shape.
    """

    ends: Values
    slopes: Values

    @property
    def widths(self) -> Values:
        """Length of each piece in graduates."""
        return np.diff(self.ends, prepend=0.0)

    def at(self, graduates: float) -> float:
        """Placements on the pieces; what goes beyond the last end brings none."""
        taken = np.clip(graduates - (self.ends - self.widths), 0.0, self.widths)
        return float(taken @ self.slopes)


def curve(jobs: Jobs, quarter: int, most: float) -> Curve:
    """The curve of an occupation and quarter.

    Args:
        jobs: The occupation.
        quarter: Of the plan.
        most: Graduates that it must reach to.
    """
    # Denser at the beginning, where the curve bends most.
    ends = max(most, 1e-6) * (np.arange(1, PIECES + 1) / PIECES) ** 2
    vacancies, rivals = np.array(window(jobs, quarter)), np.array(jobs.seekers + jobs.others)
    heights = placed(np.concatenate([[0.0], ends]), vacancies, rivals)
    slopes = np.diff(heights) / np.diff(ends, prepend=0.0)
    # Rounding must not make a later piece steeper, or a program would fill it first.
    return Curve(ends=ends, slopes=np.minimum.accumulate(np.maximum(slopes, 0.0)))
