"""The fairness audit: what groups of people got from rankings that were made without knowing the groups.

It takes rankings and traits by worker key, and nothing else: no record, text, vector or score component. The form is
that of a bias audit under New York City's Local Law 144 of 2021 (6 RCNY 5-301 to 5-303): selection rate and scoring
rate, the share above the sample's median score, with impact ratios for each group and for groups of two traits, and
the number of people whose group is not known. It adds exposure, intervals, and the withholding of small groups. It is
no independent audit in the sense of that law, which Indonesia does not have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from matcher.audit_groups import UNKNOWN, Dimension, cells_of, dimensions_of
from matcher.audit_rates import Figure, Flags, Values, mean_figures, share_figures
from matcher.audit_suppression import Cell, withheld
from taxonomy.errors import InputError

FEWEST = 10
"""People that a group needs to be told, unless another number is given."""

LEAST_SHARE = 0.02
"""Share of all people that a group needs to be the one that others are held against; 6 RCNY 5-301(d) lets an auditor
leave smaller groups out of the impact ratios altogether."""

FIGURES = ("selection", "reach", "scoring", "exposure")
"""The figures of a group, in order."""

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rankings:
    """What an audit looks at of a matcher.

    Attributes:
        lists: Posting to the workers proposed for it, best first, at most ``k``.
        best_scores: Worker to the score with the best posting for them, in [0, 1]; 0 where conditions leave none. Only
            these workers are audited.
        provinces: Worker to the code of their province, empty where it is not known.
        k: Length that the lists were asked for.
        day: Day on which postings were open, and on which ages are counted.
        generation: Name of the generation that ranked.
        weights: Name of the weights that ranked.
    """

    lists: Mapping[str, Sequence[str]]
    best_scores: Mapping[str, float]
    provinces: Mapping[str, str]
    k: int
    day: date
    generation: str
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one group got.

    Attributes:
        trait: A trait, ``province``, ``island``, or sex and one of them.
        group: Name of the group; empty for those whose trait is not known.
        people: How many; None when withheld, as then is all that follows.
        selection: Share of all pairs of a worker and a list in which the worker is in the list, people being what is
            drawn by chance, not pairs; None also for those who are not known.
        reach: Share who are in one list or more, which comes near 1 where there are many lists for few people.
        scoring: Share whose score lies above the median of all workers.
        exposure: Mean over people of what the places in lists are worth, a first place 1; see ``place_worth``.
        score_quantiles: Of the scores, at ``QUANTILES``.
    """

    trait: str
    group: str
    people: int | None
    selection: Figure | None = None
    reach: Figure | None = None
    scoring: Figure | None = None
    exposure: Figure | None = None
    score_quantiles: tuple[float, ...] | None = None

    @property
    def adverse(self) -> tuple[str, ...]:
        """Names of the figures that are adverse (``Figure.is_adverse``)."""
        figures = ((name, getattr(self, name)) for name in FIGURES)
        return tuple(name for name, figure in figures if figure is not None and figure.is_adverse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The audit.

    Attributes:
        workers: Workers audited.
        postings: Postings whose lists were looked at.
        selection_rate: Share of all pairs of a worker and a list in which the worker is in the list.
        median_score: Of all workers' scores.
        fewest: People that a group needs to be told.
        groups: By dimension and name, those not known last.
        not_known: Traits that are known of nobody.
    """

    workers: int
    postings: int
    selection_rate: float
    median_score: float
    fewest: int
    groups: tuple[Group, ...]
    not_known: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``; ``adverse`` names the figures of a group that are below four fifths and significant."""
        groups = [{**asdict(group), "adverse": list(group.adverse)} for group in self.groups]
        return {**asdict(self), "groups": groups}


def audit(
    rankings: Rankings, traits: Mapping[str, Mapping[str, str]], names: Sequence[str], *, fewest: int = FEWEST
) -> Audit:
    """Audit rankings.

    Args:
        rankings: What was ranked.
        traits: Worker to trait to group; workers that are not audited are passed over.
        names: The traits to look at.
        fewest: People that a group needs to be told, at least 1.

    Raises:
        InputError: ``fewest`` is below 1, or fewer workers than that were ranked.
    """
    keys = sorted(rankings.best_scores)
    if fewest < 1:
        raise InputError(wanted="a number from 1", found=fewest, where="fewest")
    if len(keys) < fewest:
        raise InputError(wanted=f"at least {fewest} workers that can be matched", found=len(keys), where="audit")
    provinces = [rankings.provinces.get(key, UNKNOWN) for key in keys]
    dimensions = dimensions_of([traits.get(key, {}) for key in keys], names, provinces, fewest)
    cells = cells_of(dimensions)
    hidden = withheld(cells.counts, cells.sums, fewest, cells.hidden)
    people = _people(rankings, keys)
    return Audit(
        workers=len(keys),
        postings=len(rankings.lists),
        selection_rate=float(people.selection.mean()),
        median_score=float(np.median(people.scores)),
        fewest=fewest,
        groups=tuple(group for one in dimensions for group in _groups(one, people, hidden)),
        not_known=tuple(name for name in names if name not in {one.name for one in dimensions}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """What each worker got; all of shape ``(workers,)``, by key."""

    selection: Values
    is_reached: Flags
    is_high: Flags
    exposure: Values
    scores: Values


def place_worth(place: int) -> float:
    """What standing at a place, from 1, is worth: ``1 / log2(1 + place)``.

    Exposure after Singh & Joachims 2018 (KDD, "Fairness of Exposure in Rankings"), with the discount of Järvelin &
    Kekäläinen 2002.
    """
    return float(1.0 / np.log2(1.0 + place))


def _people(rankings: Rankings, keys: Sequence[str]) -> _People:
    at = {key: row for row, key in enumerate(keys)}
    listed, exposure = np.zeros(len(keys)), np.zeros(len(keys))
    for _, workers in sorted(rankings.lists.items()):
        for place, key in enumerate(workers, 1):
            if key in at:
                listed[at[key]] += 1
                exposure[at[key]] += place_worth(place)
    scores = np.array([rankings.best_scores[key] for key in keys], dtype=np.float64)
    return _People(
        selection=listed / max(1, len(rankings.lists)),
        is_reached=listed > 0,
        is_high=scores > np.median(scores),
        exposure=exposure,
        scores=scores,
    )


def _groups(dimension: Dimension, people: _People, hidden: frozenset[Cell]) -> list[Group]:
    """The groups of one dimension; figures are worked out from the groups that are told alone."""
    counts = dimension.counts()
    named = [group for group in counts if group != UNKNOWN]
    told = [group for group in named if (dimension.name, group) not in hidden]
    rows = [dimension.groups == group for group in told]
    may_lead = [counts[group] >= LEAST_SHARE * len(people.scores) for group in told]
    figures = {
        "selection": mean_figures([people.selection[row] for row in rows], may_lead),
        "reach": share_figures([people.is_reached[row] for row in rows], may_lead),
        "scoring": share_figures([people.is_high[row] for row in rows], may_lead),
        "exposure": mean_figures([people.exposure[row] for row in rows], may_lead),
    }
    found = {
        group: Group(
            trait=dimension.name,
            group=group,
            people=counts[group],
            score_quantiles=tuple(np.quantile(people.scores[row], QUANTILES).tolist()),
            **{name: each[at] for name, each in figures.items()},
        )
        for at, (group, row) in enumerate(zip(told, rows, strict=True))
    }
    unknown = None if (dimension.name, UNKNOWN) in hidden else counts[UNKNOWN]
    found[UNKNOWN] = Group(trait=dimension.name, group=UNKNOWN, people=unknown)
    return [found.get(group) or Group(trait=dimension.name, group=group, people=None) for group in (*named, UNKNOWN)]
