"""The drift report: incoming postings against a profile, each figure with its interval, threshold and what to do.

A figure has drifted when its whole 95 % interval lies beyond the reference by more than the threshold, so that few
postings, or chance, raise no alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from matcher.drift.profile import (
    CODED,
    LANGUAGE,
    NEW_TITLES,
    NEW_WORDS,
    OCCUPATION,
    SOURCE,
    UNCERTAIN,
    WITHOUT_CONCEPT,
    Profile,
    Seen,
    hash_of,
    values_of,
)
from matcher.drift.shift import RESAMPLES, SEED, shift
from matcher.share_interval import wilson

LEAST = 30
"""Items below which nothing is said to have drifted."""

_RISE = {NEW_TITLES: 0.10, NEW_WORDS: 0.05, UNCERTAIN: 0.05, WITHOUT_CONCEPT: 0.10}
_FALL = {CODED: 0.05}
_PSI = {OCCUPATION: 0.10, LANGUAGE: 0.10, SOURCE: 0.25}
CALIBRATION = 0.10
"""Expected calibration error that may not be passed."""

_DO = {
    NEW_TITLES: "read the commonest new titles (/pengelola/judul), settle them, train title-coder with them",
    NEW_WORDS: "look for new words of work among the new titles; add aliases, then train title-coder",
    CODED: "look at what is not coded: another language or another form of title; settle or train title-coder",
    UNCERTAIN: "settle the commonest uncertain titles; when settling does not bring it down, train title-coder",
    WITHOUT_CONCEPT: "read the commonest phrases without a concept; add skills or names, then train skill-linker",
    OCCUPATION: "ask whether a source came or went; measure title-coder on the groups that grew before believing it",
    LANGUAGE: "look at what the texts are in; the models know Bahasa Indonesia and English alone",
    SOURCE: "look at the runs of the sources (/pengelola/sumber); then make a new reference with --save",
    "calibration": "do not read first scores as probabilities; train title-coder with the settled titles",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One watched figure.

    Attributes:
        name: What it is.
        value: Of the incoming postings.
        reference: Of the profile; None where the profile has none.
        threshold: By how much it may differ; of a mix the most PSI, of calibration the most error.
        low: Lower end of the 95 % interval.
        high: Upper end.
        n: Items that it rests on.
        drifted: Whether all of the interval is beyond reference and threshold.
        do: What to do, where it has drifted.
        note: What else there is to know.
    """

    name: str
    value: float
    reference: float | None
    threshold: float
    low: float
    high: float
    n: int
    drifted: bool
    do: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The report.

    Attributes:
        reference: Name of the profile.
        reference_n: Its postings.
        n: Incoming postings.
        figures: In the order in which they are read.
    """

    reference: str
    reference_n: int
    n: int
    figures: tuple[Figure, ...]

    @property
    def drifted(self) -> tuple[str, ...]:
        """Names of the figures that have drifted."""
        return tuple(figure.name for figure in self.figures if figure.drifted)

    def document(self) -> dict[str, Any]:
        """For JSON; figures rounded to 4 digits."""
        rows = [
            {k: round(float(v), 4) if isinstance(v, float) else v for k, v in asdict(f).items()} for f in self.figures
        ]
        return {
            "reference": self.reference,
            "reference_n": self.reference_n,
            "n": self.n,
            "drifted": list(self.drifted),
            "figures": rows,
        }


def drift_of(postings: Iterable[Seen], reference: Profile, truth: Sequence[tuple[float, bool]] = ()) -> Drift:
    """Hold incoming postings against a profile.

    Args:
        postings: What came in.
        reference: What was there when the model was made.
        truth: First score of the coder and whether its code was right, where people have told.
    """
    came = list(postings)
    figures = [
        *_shares(came, reference),
        *(_mix(name, came, reference) for name in (OCCUPATION, LANGUAGE, SOURCE) if reference.counts.get(name)),
        *_calibration(truth),
    ]
    return Drift(reference=reference.name, reference_n=reference.n, n=len(came), figures=tuple(figures))


def _shares(came: Sequence[Seen], reference: Profile) -> list[Figure]:
    titled = [one.title for one in came if one.title]
    words = [word for title in titled for word in title.split()]
    counted = {
        NEW_TITLES: (sum(hash_of(title) not in reference.titles for title in titled), len(titled)),
        NEW_WORDS: (sum(hash_of(word) not in reference.words for word in words), len(words)),
        CODED: (sum(bool(one.occupation) for one in came), len(came)),
        UNCERTAIN: (sum(one.is_uncertain for one in came), len(came)),
        WITHOUT_CONCEPT: (sum(one.unlinked for one in came), sum(one.phrases for one in came)),
    }
    found: list[Figure] = []
    for name, (hits, n) in counted.items():
        before, of = reference.shares.get(name, (0, 0))
        if n:
            found.append(_share(name, hits, n, before / of if of else None, wilson(before, of) if of else None))
    return found


def _share(name: str, hits: int, n: int, before: float | None, around: tuple[float, float] | None) -> Figure:
    low, high = wilson(hits, n)
    threshold, drifted = _RISE.get(name) or _FALL[name], False
    if around is not None and n >= LEAST:
        # The reference is a sample too: its own interval is taken at the end that excuses.
        drifted = low > around[1] + threshold if name in _RISE else high < around[0] - threshold
    do = _DO[name] if drifted else ""
    note = "" if before is not None else "the reference has no such figure"
    return Figure(
        name=name,
        value=hits / n,
        reference=before,
        threshold=threshold,
        low=low,
        high=high,
        n=n,
        drifted=drifted,
        do=do,
        note=note,
    )


def _mix(name: str, came: Sequence[Seen], reference: Profile) -> Figure:
    counts: dict[str, int] = {}
    for one in came:
        value = values_of(one).get(name)
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    n = sum(counts.values())
    found = shift(counts, reference.counts[name])
    drifted = n >= LEAST and found.low > _PSI[name]
    moved = ", ".join(f"{value or '?'} {change:+.1%}" for value, change in found.moved)
    return Figure(
        name=f"{name} mix (PSI)",
        value=found.psi,
        reference=0.0,
        threshold=_PSI[name],
        low=found.low,
        high=found.high,
        n=n,
        drifted=drifted,
        do=_DO[name] if drifted else "",
        note=f"Jensen-Shannon {found.js:.4f}; {moved}",
    )


def _calibration(truth: Sequence[tuple[float, bool]]) -> list[Figure]:
    """Gap of mean first score and share right, by ten bins (ECE; Naeini et al. 2015), where people told the truth."""
    if not truth:
        return []
    scores = np.array([score for score, _ in truth])
    right = np.array([is_right for _, is_right in truth], dtype=np.float64)
    random = np.random.default_rng(SEED)
    value = _error(scores, right)
    drawn = [
        _error(scores[at], right[at]) for at in (random.integers(0, len(truth), len(truth)) for _ in range(RESAMPLES))
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    # Basic interval: resampling adds to an error that is a sum of absolute gaps.
    ends = (max(0.0, 2 * value - float(high)), max(0.0, 2 * value - float(low)))
    drifted = len(truth) >= LEAST and ends[0] > CALIBRATION
    note = f"mean first score {scores.mean():.3f}, right {right.mean():.3f}"
    return [
        Figure(
            name="calibration",
            value=value,
            reference=None,
            threshold=CALIBRATION,
            low=ends[0],
            high=ends[1],
            n=len(truth),
            drifted=drifted,
            do=_DO["calibration"] if drifted else "",
            note=f"{note}; settled titles are the doubtful ones, so this is the worst part",
        )
    ]


def _error(scores: np.ndarray, right: np.ndarray) -> float:
    bins = np.minimum((scores * 10).astype(int), 9)
    gaps = [(bins == b).mean() * abs(scores[bins == b].mean() - right[bins == b].mean()) for b in np.unique(bins)]
    return float(sum(gaps))
