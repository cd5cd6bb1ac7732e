"""Measures of rankings, shares and spans, with their 95 % intervals. Rankings are measured by the library ir-measures.

MacAvaney, Macdonald & Ounis 2022, "Streamlining Evaluation with ir-measures", ECIR.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ir_measures
import numpy as np
import numpy.typing as npt

from evaluation.task import Interval
from taxonomy.errors import InputError

Judgements = Mapping[str, Mapping[str, int]]
"""Seeker to ad to grade, 0-3."""

Run = Mapping[str, Sequence[str]]
"""Seeker to ads, best first, none twice."""

Values = npt.NDArray[np.float64]
Statistic = Callable[[npt.NDArray[np.int64]], float]
"""A figure of the items whose row numbers are given; rows may come more than once."""

SEED = 20_261
RESAMPLES = 2_000
_Z95 = 1.959964

GAINS: Mapping[int, int] = {grade: 2**grade - 1 for grade in range(4)}
"""Gain of each grade in nDCG: 2^grade - 1 (Burges et al. 2005, ICML)."""

NDCG = "nDCG@10"
CONDENSED = "nDCG@10 of judged ads"
PRECISION = "P@5, grade >= 2"
AVERAGE_PRECISION = "AP@100, grade >= 2"
JUDGED = "share judged of top 10"

_MEASURES: Mapping[str, ir_measures.Measure] = {
    NDCG: ir_measures.nDCG(gains=dict(GAINS)) @ 10,
    CONDENSED: ir_measures.nDCG(gains=dict(GAINS), judged_only=True) @ 10,
    PRECISION: ir_measures.P(rel=2) @ 5,
    AVERAGE_PRECISION: ir_measures.AP(rel=2) @ 100,
    JUDGED: ir_measures.Judged @ 10,
}


def measure_ranking(judgements: Judgements, run: Run) -> dict[str, Values]:
    """Measure a run.

    nDCG is Järvelin & Kekäläinen 2002 with gain ``2^grade - 1`` and discount ``log2(rank + 1)``; its ideal is the best
    order of all judged ads of the seeker. The condensed version (Sakai 2007, SIGIR) takes unjudged ads out of the list
    first; all others count them as grade 0.

    Args:
        judgements: What is right.
        run: What was found, for the same seekers.

    Returns:
        Measure to one value for each seeker, in the order of ``judgements``.

    Raises:
        InputError: The seekers differ, or a list holds an ad twice.
    """
    check_same_ids(judgements, run)
    # An empty list stays out: the library divides by its length. Its values are the zeros that stand there already.
    scored = {seeker: _by_rank(seeker, ads) for seeker, ads in run.items() if ads}
    grades = {seeker: dict(ads) for seeker, ads in judgements.items()}
    found = {name: dict.fromkeys(judgements, 0.0) for name in _MEASURES}
    for name, measure in _MEASURES.items():
        for metric in ir_measures.iter_calc([measure], grades, scored):  # pyright: ignore[reportUnknownMemberType] -- names pandas, which need not be installed
            found[name][metric.query_id] = float(metric.value)
    return {name: np.array(list(values.values()), dtype=np.float64) for name, values in found.items()}


def check_same_ids(judgements: Judgements, run: Mapping[str, object]) -> None:
    """Refuse a run whose seekers are not those judged: a missing one would pass as a zero or not at all.

    Raises:
        InputError: Names the seekers that differ.
    """
    missing, extra = sorted(judgements.keys() - run.keys()), sorted(run.keys() - judgements.keys())
    if missing or extra:
        found = f"missing: {', '.join(missing) or 'none'}; not judged: {', '.join(extra) or 'none'}"
        raise InputError(wanted="the same seekers in judgements and ranking", found=found, where="ranking")


def _by_rank(seeker: str, ads: Sequence[str]) -> dict[str, float]:
    """Scores that fall with rank, so that no tie is left for the library to break."""
    if len(set(ads)) != len(ads):
        raise InputError(wanted="each ad once", found="an ad twice", where=f"ranking of {seeker}")
    return {ad: float(len(ads) - rank) for rank, ad in enumerate(ads)}


def wilson(right: int, n: int) -> Interval:
    """95 % score interval of a share (Wilson 1927, JASA 22); (0, 1) when n is 0."""
    if n == 0:
        return (0.0, 1.0)
    share, z2 = right / n, _Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 * np.sqrt(share * (1 - share) / n + z2 / (4 * n**2)) / (1 + z2 / n)
    return (max(0.0, float(middle - half)), min(1.0, float(middle + half)))


def bootstrap(statistic: Statistic, n: int, *, seed: int = SEED, resamples: int = RESAMPLES) -> Interval:
    """95 % percentile interval (Efron & Tibshirani 1993, ch. 13) of a figure, resampling its n items.

    Args:
        statistic: The figure.
        n: Number of items, at least 1.
        seed: Equal seeds give equal intervals.
        resamples: Number of samples drawn.
    """
    random = np.random.default_rng(seed)
    drawn = [statistic(random.integers(0, n, n)) for _ in range(resamples)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return (float(low), float(high))


def bootstrap_mean(values: Values, *, seed: int = SEED) -> Interval:
    """95 % interval of the mean of values, one for each item; see ``bootstrap``."""
    return bootstrap(lambda rows: float(values[rows].mean()), len(values), seed=seed)


def bootstrap_clusters(statistic: Statistic, clusters: Sequence[str]) -> Interval:
    """As ``bootstrap``, resampling whole clusters: items of one employer are much alike and count as one draw.

    Davison & Hinkley 1997, Bootstrap Methods and their Application, section 3.8.

    Args:
        statistic: The figure.
        clusters: Name of the cluster of each item, at least one.
    """
    members: dict[str, list[int]] = {}
    for item, cluster in enumerate(clusters):
        members.setdefault(cluster, []).append(item)
    groups = [np.array(items, dtype=np.int64) for items in members.values()]
    return bootstrap(lambda drawn: statistic(np.concatenate([groups[int(at)] for at in drawn])), len(groups))


def paired_p(differences: Values, *, seed: int = SEED, resamples: int = 10_000) -> float:
    """One-sided p of a mean difference above 0 by the paired bootstrap: share of resamples whose mean is not above 0.

    Efron & Tibshirani 1993, ch. 15; the share counts the sample itself, so that it is never 0.

    Args:
        differences: One for each item.
        seed: Equal seeds give equal shares.
        resamples: Number of samples drawn.
    """
    random = np.random.default_rng(seed)
    means = differences[random.integers(0, len(differences), (resamples, len(differences)))].mean(axis=1)
    return float((np.count_nonzero(means <= 0) + 1) / (resamples + 1))


def first_right(ranked: Sequence[str], accepted: frozenset[str]) -> int | None:
    """Rank, from 1, of the first code that is accepted; None when none is."""
    return next((rank for rank, code in enumerate(ranked, 1) if code in accepted), None)


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of precision and recall; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def calibration_error(scores: npt.NDArray[np.floating], right: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error in [0, 1]: mean gap of score and accuracy over equal-width bins.

    Naeini, Cooper & Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI.
    """
    bin_of = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        (bin_of == b).mean() * abs(scores[bin_of == b].mean() - right[bin_of == b].mean())
        for b in range(bins)
        if (bin_of == b).any()
    ]
    return float(sum(gaps))
