"""What lists of recommendations lead to: who applies where, who finds a job, and what each posting costs the others.

* Worker i applies to the r-th posting of a list with the chance ``a = u / log2(1 + r)``, u the utility.
* Posting j with c places gets about N ~ Poisson(L) applicants who are still to be had, L the sum of their chances. Its
  price p is the chance in [0, 1) that one more applicant is one too many: to four fifths that this fills no place that
  stays empty else, ``P(N >= c)``, which is what the market loses; to one fifth that this applicant, no better and no
  worse than the others, comes away without, ``1 - E min(1, c / (N + 1))``. The second alone tells a posting with thirty
  applicants a place from one with three hundred, so that where every place is sought after nobody is sent to the worst.
* Worker i gets a place at j with the chance q that fewer than c better applicants are to be had, and some job with the
  chance ``h = 1 - prod(1 - a q)``; an offer is therefore taken with the chance ``h / sum(a q)``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaincc

from matcher.assignment import NOTHING, Lists, Numbers, Values

FILLS = 0.8
"""Share of a price that is what the market loses; the rest is what the applicant does. Chosen on one drawn market."""

_NARROW = 1e-6
"""Expected equals below which the mean chance is taken in the middle: two integrals differ by rounding alone there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What lists lead to.

    Attributes:
        loads: Expected applicants of each posting who are still to be had, shape ``(postings,)``.
        chances: Of each worker to find a job, in [0, 1], shape ``(workers,)``.
        taken: Chance that a worker takes an offer that comes, in (0, 1], same shape.
        applications: Chance of each application, shape ``(workers, k)``.
    """

    loads: Values
    chances: Values
    taken: Values
    applications: Values


def attention(k: int) -> Values:
    """Chance that a worker looks at each place of a list: ``1 / log2(1 + rank)`` (Järvelin & Kekäläinen 2002)."""
    found: Values = 1 / np.log2(1 + np.arange(1, k + 1))
    return found


def prices_of(loads: Values, places: npt.NDArray[np.integer]) -> Values:
    """How likely one more applicant is one too many; see the module's docstring.

    Args:
        loads: Expected applicants, from 0, shape ``(postings,)``.
        places: At least 1, same shape.

    Returns:
        In [0, 1), same shape.
    """
    load = np.maximum(loads, 0.0)  # what is taken off and put on again may leave a rounding below 0
    found: Values = FILLS * gammainc(places, load) + (1 - FILLS) * (1 - place_chance(places, np.zeros(len(load)), load))
    return found


def place_chance(places: npt.NDArray[np.integer], fewest: Values, most: Values) -> Values:
    """Chance that fewer than c come before one whose place among equals is drawn: mean of ``P(Poisson(y) < c)``.

    ``P(Poisson(y) < c)`` is the regularised upper incomplete gamma function Q(c, y), and its integral from 0 to y is
    ``y * Q(c, y) + c * P(c + 1, y)``; from 0 to L the mean is ``E min(1, c / (N + 1))``, N ~ Poisson(L).

    Args:
        places: c, at least 1.
        fewest: Where y begins: expected applicants who are better; at least 0, same shape.
        most: Where y ends: these and the equals; same shape.

    Returns:
        In [0, 1], same shape.
    """
    low, high = (y * gammaincc(places, y) + places * gammainc(places + 1, y) for y in (fewest, most))
    width = most - fewest
    middle = gammaincc(places, (fewest + most) / 2)
    found: Values = np.divide(high - low, width, out=middle, where=width > _NARROW)
    return found


def standing_of(lists: Lists, places: npt.NDArray[np.integer]) -> Standing:
    """What lists lead to, by the chances of the docstring of this module.

    Who of the better applicants is still to be had hangs on their chances elsewhere; these are worked out first as if
    all were to be had, then once more with what came out.
    """
    applications = attention(lists.columns.shape[1]) * lists.utilities
    taken, chances = np.ones(len(applications)), np.zeros(len(applications))
    for _ in range(2):
        live = applications * taken[:, None]
        offers = applications * _places_left(lists, live, places)
        chances = 1 - np.prod(1 - offers, axis=1)
        total = offers.sum(axis=1)
        taken = np.divide(chances, total, out=np.ones(len(total)), where=total > 0)
    loads = loads_of(lists.columns, applications * taken[:, None], len(places))
    return Standing(loads=loads, chances=chances, taken=taken, applications=applications)


def loads_of(columns: Numbers, live: Values, postings: int) -> Values:
    """Sum of the chances of the applicants of each posting, shape ``(postings,)``."""
    held = columns != NOTHING
    found: Values = np.bincount(columns[held], weights=live[held], minlength=postings).astype(np.float64)
    return found


def _places_left(lists: Lists, live: Values, places: npt.NDArray[np.integer]) -> Values:
    """Chance that better applicants leave a place; equally good ones come in an order that is drawn.

    Returns:
        In [0, 1], shape ``(workers, k)``; 0 where there is no posting.
    """
    at = np.flatnonzero(lists.columns != NOTHING)
    at = at[np.lexsort((-lists.utilities.ravel()[at], lists.columns.ravel()[at]))]
    columns, utilities, weights = lists.columns.ravel()[at], lists.utilities.ravel()[at], live.ravel()[at]
    is_next = np.diff(columns, prepend=-1) != 0
    is_worse = is_next | (np.diff(utilities, prepend=-1.0) != 0)
    before = np.cumsum(weights) - weights
    first, tie = np.cumsum(is_next) - 1, np.cumsum(is_worse) - 1
    equal = np.maximum(np.bincount(tie, weights=weights)[tie] - weights, 0.0)
    better = np.maximum(before[is_worse][tie] - before[is_next][first], 0.0)
    found = np.zeros(lists.columns.size)
    found[at] = place_chance(places[columns], better, better + equal)
    return found.reshape(lists.columns.shape)
