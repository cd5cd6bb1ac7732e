"""Where the seekers of a regency would find their postings: flows that are possible, not flows that were seen.

A gravity model with the seekers of each regency given (Wilson 1971, "A family of spatial interaction models",
*Environment and Planning* 3): of the seekers of a minor group of KBJI those of regency i go to j by the share of
``v_j exp(-d_ij / reach)`` among all j, v_j the people wanted there in the group and d_ij the distance of centroids.
Who would move reaches ``RELOCATE_KM``; everybody else ``COMMUTE_KM`` and never beyond ``COMMUTE_MOST_KM``. These three
are set by judgement: no survey of journeys to work stands behind them. Postings and seekers without a regency or an
occupation have no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.columns import UNKNOWN
from matcher.market.levels import Tree
from matcher.market.rows import Axes, MarketRows
from matcher.market.suppression import THRESHOLD
from matcher.market.tightness import Z80, Z95
from matcher.vocabulary import Vocabulary
from taxonomy.labour import NATION

COMMUTE_KM, COMMUTE_MOST_KM, RELOCATE_KM = 20.0, 60.0, 400.0
DIGITS = 3
"""Of KBJI: within a minor group somebody takes a job."""

FlowKind = Literal["home", "commute", "relocate"]
Values = npt.NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Seekers of a regency who would find their postings in another, or at home.

    Attributes:
        origin: Regency of the seekers.
        destination: Regency of the postings.
        kind: ``home``, ``commute`` up to ``COMMUTE_MOST_KM``, else ``relocate``.
        km: Between the centroids.
        seekers: Expected number, at least ``THRESHOLD``, of an origin of as many.
        share: Of the seekers of the origin, in [0, 1].
        interval80: 80 % interval of ``seekers``, were they drawn one by one.
        interval95: 95 % interval, likewise.
    """

    origin: str
    destination: str
    kind: FlowKind
    km: float
    seekers: float
    share: float
    interval80: Interval
    interval95: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """All flows of a place.

    Attributes:
        flows: The largest first.
        seekers: Seekers with a regency and an occupation; None where they are fewer than ``THRESHOLD``.
        home: Expected share who find theirs at home, in [0, 1]; this and the next two with ``out_of_reach`` make 1.
        commute: Expected share within reach of a day's journey.
        relocate: Expected share beyond.
        out_of_reach: Share who have no posting of their occupation within their reach.
        left_out: Seekers without a regency or an occupation, rounded to fives.
    """

    flows: tuple[Flow, ...]
    seekers: int | None
    home: float
    commute: float
    relocate: float
    out_of_reach: float
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Placed:
    """Records with a regency and an occupation: place, group and weight of each."""

    places: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]
    weights: Values


def flows(
    postings: MarketRows,
    workers: MarketRows,
    axes: Axes,
    vocabulary: Vocabulary,
    province: str = NATION,
    limit: int = 50,
) -> Flows:
    """Flows from the regencies of a province, or of all.

    Args:
        postings: What stands open.
        workers: Who seeks.
        axes: Of the tables.
        vocabulary: For distances.
        province: Two digits, or ``NATION``.
        limit: Most flows.
    """
    regencies = [at for at, code in enumerate(axes.regions) if len(code) > 2]
    names = [axes.regions[at] for at in regencies]
    km = np.stack([vocabulary.km_from(at)[regencies] for at in regencies])
    place_of = np.full(len(axes.regions) + 1, -1, dtype=np.int64)  # the last is for records without a region
    place_of[regencies] = np.arange(len(regencies))
    people = np.where(postings.openings == UNKNOWN, 1, postings.openings)
    wanted = _placed(postings, place_of, axes, people, np.ones(len(postings), dtype=bool))
    moves = workers.columns.will_relocate == 1
    ones = np.ones(len(workers))
    sides = [
        (_placed(workers, place_of, axes, ones, ~moves), np.where(km <= COMMUTE_MOST_KM, np.exp(-km / COMMUTE_KM), 0)),
        (_placed(workers, place_of, axes, ones, moves), np.exp(-km / RELOCATE_KM)),
    ]
    expected, variance = np.zeros(km.shape), np.zeros(km.shape)
    here = np.zeros(len(names))
    for sought, reach in sides:
        for group in np.unique(sought.groups).tolist():
            u, v = _spread(sought, group, len(names)), _spread(wanted, group, len(names))
            share = _shares(reach * v)
            expected += u[:, None] * share
            variance += u[:, None] * share * (1 - share)
            here += u
    chosen = np.array([province in {NATION, name[:2]} for name in names])
    in_scope = (
        workers.provinces == axes.provinces.index(province) if province != NATION else np.ones(len(workers), bool)
    )
    return _told(expected, variance, here * chosen, km, names, int(in_scope.sum() - (here * chosen).sum()), limit)


def _placed(
    rows: MarketRows,
    place_of: npt.NDArray[np.int64],
    axes: Axes,
    weights: npt.NDArray[np.generic],
    kept: npt.NDArray[np.bool_],
) -> _Placed:
    places, groups = place_of[rows.regions], Tree(axes.units).of[DIGITS][rows.units]
    at = np.flatnonzero(kept & (places >= 0) & (rows.units < len(axes.units)))
    return _Placed(places=places[at], groups=groups[at], weights=weights[at].astype(np.float64))


def _spread(placed: _Placed, group: int, size: int) -> Values:
    own = placed.groups == group
    found: Values = np.bincount(placed.places[own], weights=placed.weights[own], minlength=size).astype(np.float64)
    return found


def _shares(pull: Values) -> Values:
    """Each row over its sum; 0 where nothing pulls."""
    total = pull.sum(axis=1, keepdims=True)
    found: Values = np.divide(pull, total, out=np.zeros_like(pull), where=total > 0)
    return found


def _told(
    expected: Values, variance: Values, here: Values, km: Values, names: list[str], left_out: int, limit: int
) -> Flows:
    count = int(here.sum())
    expected = np.where((here > 0)[:, None], expected, 0)
    home = float(np.trace(expected))
    near = float(expected[km <= COMMUTE_MOST_KM].sum()) - home
    far = float(expected.sum()) - home - near
    is_told = (expected >= THRESHOLD) & (here >= THRESHOLD)[:, None]
    found = [
        _flow(names, int(i), int(j), expected, variance, here, km)
        for i, j in np.argwhere(is_told)
        if count >= THRESHOLD
    ]
    found.sort(key=lambda flow: (-flow.seekers, flow.origin, flow.destination))
    whole = count if count >= THRESHOLD else None
    shares = [part / count if whole else 0.0 for part in (home, near, far)]
    return Flows(
        flows=tuple(found[:limit]),
        seekers=whole,
        home=shares[0],
        commute=shares[1],
        relocate=shares[2],
        out_of_reach=max(0.0, 1 - sum(shares)) if whole else 0.0,
        left_out=THRESHOLD * round(left_out / THRESHOLD),
    )


def _flow(names: list[str], i: int, j: int, expected: Values, variance: Values, here: Values, km: Values) -> Flow:
    mean, spread = float(expected[i, j]), float(np.sqrt(variance[i, j]))
    kind: FlowKind = "home" if i == j else "commute" if km[i, j] <= COMMUTE_MOST_KM else "relocate"
    return Flow(
        origin=names[i],
        destination=names[j],
        kind=kind,
        km=float(km[i, j]),
        seekers=mean,
        share=mean / float(here[i]),
        interval80=(max(0.0, mean - Z80 * spread), mean + Z80 * spread),
        interval95=(max(0.0, mean - Z95 * spread), mean + Z95 * spread),
    )
