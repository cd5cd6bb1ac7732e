"""What a batch of recommendations is expected to bring, beside each worker's own best from the same candidates."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from matcher.assignment import Lists, Values
from matcher.exposure import Measured, measured
from matcher.hiring import ROUNDS
from matcher.spreading import Recommended

ASSUMES = (
    "simulated, no outcome was looked at: a worker applies to the r-th posting of the list with the chance score / "
    "log2(1 + r); employers rank applicants by score with noise of .1 and fill their places; who has several offers "
    f"takes the one of the highest score; means of {ROUNDS} rounds"
)
"""What the expected matches hang on; see ``matcher/hiring.py``."""

_SEED = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one way to recommend brings.

    Attributes:
        matches: Workers who find a job, mean of the rounds.
        find_job: Share of the workers with a candidate who find one.
        find_job_top_tenth: The same of the tenth whose own best is worth most.
        find_job_bottom_tenth: The same of the tenth whose own best is worth least.
        postings_that_hire: Share of the open postings.
        gini_of_exposure: Of how often postings are shown: 0 all alike, 1 one alone.
        postings_unseen: Share of the open postings that nobody is shown.
    """

    matches: float
    find_job: float
    find_job_top_tenth: float
    find_job_bottom_tenth: float
    postings_that_hire: float
    gini_of_exposure: float
    postings_unseen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Share of the mean score of their own best lists that workers lose; those without a candidate do not count.

    Attributes:
        mean: Of all.
        top_tenth: Of the tenth whose own best is worth most.
        bottom_tenth: Of the tenth whose own best is worth least.
        most: Of the one who loses most.
    """

    mean: float
    top_tenth: float
    bottom_tenth: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadReport:
    """A batch beside each worker's own best.

    Attributes:
        workers: In the batch.
        without_candidate: Of them, to whom nothing can be recommended.
        postings: That are open.
        places: That they have.
        places_stated: Postings whose places were said; of the others one is assumed.
        k: Length of a list.
        dial: Of the batch.
        own: Each worker's own best.
        spread: The batch.
        gain: Matches of the batch over those of the own best; None where these are none.
        gain_ci95: Of the chance of the rounds alone; None where there is no gain.
        lost: What it costs.
        assumes: What the matches hang on.
    """

    workers: int
    without_candidate: int
    postings: int
    places: int
    places_stated: int
    k: int
    dial: float
    own: Effect
    spread: Effect
    gain: float | None
    gain_ci95: tuple[float, float] | None
    lost: Lost
    assumes: str = ASSUMES

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def report_of(found: Recommended) -> SpreadReport:
    """Measure a batch; both ways go through the same rounds."""
    among, has_any = found.among, found.lengths > 0
    own, lists = _of(found.own, has_any), _of(found.lists, has_any)
    alone, together = (measured(one, own, among.places, seed=_SEED) for one in (own, lists))
    ratio = _ratio(together.outcome.hired, alone.outcome.hired)
    return SpreadReport(
        workers=len(has_any),
        without_candidate=int(np.count_nonzero(~has_any)),
        postings=len(among.postings),
        places=int(among.places.sum()),
        places_stated=among.stated,
        k=found.k,
        dial=found.dial,
        own=_effect(alone),
        spread=_effect(together),
        gain=ratio and ratio[0],
        gain_ci95=ratio and ratio[1],
        lost=_lost(together),
    )


def _of(lists: Lists, rows: np.ndarray) -> Lists:
    return Lists(columns=lists.columns[rows], utilities=lists.utilities[rows])


def _effect(found: Measured) -> Effect:
    jobs = found.outcome.found_job
    return Effect(
        matches=_mean(found.outcome.hired),
        find_job=_mean(jobs),
        find_job_top_tenth=_mean(jobs[found.tenth(best=True)]),
        find_job_bottom_tenth=_mean(jobs[found.tenth(best=False)]),
        postings_that_hire=_mean(found.outcome.filled),
        gini_of_exposure=round(found.gini, 4),
        postings_unseen=round(found.unseen, 4),
    )


def _lost(found: Measured) -> Lost:
    losses = found.losses
    return Lost(
        mean=_mean(losses),
        top_tenth=_mean(losses[found.tenth(best=True)]),
        bottom_tenth=_mean(losses[found.tenth(best=False)]),
        most=round(float(losses.max(initial=0.0)), 4),
    )


def _ratio(these: Values, those: Values) -> tuple[float, tuple[float, float]] | None:
    """Ratio of two means over the same rounds with its 95 % interval (Cochran 1977, Sampling Techniques, section 6.4).

    Its variance is about that of ``these - ratio * those`` over the squared mean of those and the number of rounds.
    """
    if not those.any():
        return None
    ratio = float(these.mean() / those.mean())
    half = 1.96 * float((these - ratio * those).std(ddof=1) / (those.mean() * np.sqrt(len(those))))
    return round(ratio, 4), (round(ratio - half, 4), round(ratio + half, 4))


def _mean(values: Values) -> float:
    """Four digits; 0 of nothing."""
    return round(float(values.mean()), 4) if len(values) else 0.0
