"""What other weights would have brought, from lists that the serving weights showed; and whether they may serve.

Two models of a list (Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay & Wen 2018, "Offline Evaluation of Ranking
Policies with Click Models", KDD). *Item-position*: what a pair brings hangs on the pair and its place; a pair counts
where the other ranking would have put it just there, by 1/chance of that place. It assumes least, and needs lists whose
order was left to chance widely. *Position-based*: what a pair brings is its worth times the examination of its place,
so that what was seen at one place speaks for all; it needs examination (``matcher.position_bias``) and little chance,
or none.

Only the order of what was shown is valued: what was never shown has left no outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.components import Values
from matcher.list_sums import ListSums, Times, list_sums
from matcher.outcome_log import OutcomeLog
from matcher.position_bias import PositionBias
from taxonomy.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How rankings are valued.

    Attributes:
        most_times: Weights of impressions are cut to this (Ionides 2008, J. Comp. Graph. Stat. 17): a little bias,
            which makes the IPS of a ranking far from the shown ones too low and never too high, against unbounded
            variance.
        resamples: Of the bootstrap over lists.
        seed: Of the bootstrap.

    Raises:
        InputError: A number is out of range.
    """

    most_times: float = 50.0
    resamples: int = 1_000
    seed: int = 20_261

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.most_times < 1 or self.resamples < 1:
            raise InputError(wanted="times and resamples from 1", found=self, where="judging")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyValue:
    """What a ranking would have brought, a list.

    Attributes:
        ips: Inverse propensity score: sum of weighted rewards over the lists.
        snips: Self-normalised (Swaminathan & Joachims 2015, "The Self-Normalized Estimator for Counterfactual
            Learning", NIPS): the weights that came are scaled to those expected.
        low: Lower end of the 95 % interval of ``snips`` over lists.
        high: Upper end.
        effective: Effective number of impressions: (sum of weights)^2 / sum of squares (Kish 1965).
        rewarded: Impressions with a weight and a reward.
        support: Share of the ranking's places that the shown lists could have shown the pair at; below 1 the value
            leaves out what could not come.
        lists: Number of lists.
    """

    ips: float
    snips: float
    low: float
    high: float
    effective: float
    rewarded: int
    support: float
    lists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When new weights may serve.

    Attributes:
        tolerance: What the lower end of the difference may lie below 0, in rewards a list.
        least_effective: Effective impressions that the new ranking's value must rest on.
        least_rewarded: Impressions with a weight and a reward: a bootstrap over fewer knows too little of the rare
            large rewards.
        least_support: Share of the new ranking's places that could have come.

    Raises:
        InputError: The tolerance is below 0.
    """

    tolerance: float = 0.0
    least_effective: float = 500.0
    least_rewarded: int = 100
    least_support: float = 0.95

    def __post_init__(self) -> None:
        """Refuse a gate that asks for more than better weights."""
        if self.tolerance < 0:
            raise InputError(wanted="a tolerance from 0", found=self.tolerance, where="tolerance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether new weights may serve.

    Attributes:
        passes: They may.
        reasons: Why not, one sentence each; empty when they may.
        difference: SNIPS of the new ranking less that of the serving one, in rewards a list.
        low: Lower end of its 95 % interval over lists.
        high: Upper end.
        new: Value of the new ranking.
        serving: Value of the serving one.
    """

    passes: bool
    reasons: tuple[str, ...]
    difference: float
    low: float
    high: float
    new: PolicyValue
    serving: PolicyValue


def policy_value(
    log: OutcomeLog,
    weights: Values,
    rewards: Values,
    *,
    bias: PositionBias | None = None,
    judging: Judging | None = None,
) -> PolicyValue:
    """Value of the order that weights give to what was shown.

    Args:
        log: Lists that weights did not learn from; otherwise they look better than they are.
        weights: Of the components; shape ``(n,)``.
        rewards: Of each impression, from 0; shape ``(m,)``.
        bias: Examination, for the position-based model; None for the item-position model.
        judging: How; ``Judging()`` by default.

    Raises:
        InputError: The log is empty, rewards do not belong to it, or it tells no chances and there is no examination.
    """
    told = judging or Judging()
    sums = list_sums(log, weights, rewards, bias, told.most_times)
    return _valued(log, sums, rewards, sums.snips(_samples(log.list_count, told)))


def gate(
    log: OutcomeLog,
    new: Values,
    serving: Values,
    rewards: Values,
    *,
    bias: PositionBias | None = None,
    judging: Judging | None = None,
    terms: Terms | None = None,
) -> Verdict:
    """Whether new weights may serve: only if they are not worse, as far as outcomes can tell.

    Arguments are those of ``policy_value``; the same samples of lists serve both rankings, so that what is common to
    both drops out of the interval of their difference.

    Raises:
        InputError: As ``policy_value``.
    """
    told, asked = judging or Judging(), terms or Terms()
    samples = _samples(log.list_count, told)
    sums = [list_sums(log, weights, rewards, bias, told.most_times) for weights in (new, serving)]
    drawn = [one.snips(samples) for one in sums]
    values = [_valued(log, one, rewards, found) for one, found in zip(sums, drawn, strict=True)]
    low, high = np.percentile(drawn[0] - drawn[1], [2.5, 97.5]).tolist()
    reasons = (*_too_little(values[0], asked), *([] if low >= -asked.tolerance else [_maybe_worse(low, asked)]))
    return Verdict(
        passes=not reasons,
        reasons=reasons,
        difference=values[0].snips - values[1].snips,
        low=low,
        high=high,
        new=values[0],
        serving=values[1],
    )


def _too_little(new: PolicyValue, asked: Terms) -> list[str]:
    """Why the outcomes cannot tell."""
    measured = (
        ("effective impressions", new.effective, asked.least_effective),
        ("impressions with a reward that count", new.rewarded, asked.least_rewarded),
        ("of the new ranking's places that could have been shown, as a share", new.support, asked.least_support),
    )
    return [f"{what}: wanted at least {least:g}, found {found:.4g}" for what, found, least in measured if found < least]


def _maybe_worse(low: float, asked: Terms) -> str:
    wanted = f"wanted at least {-asked.tolerance:g}" if asked.tolerance else "wanted at least 0"
    return f"lower end of the gain over the serving weights, in rewards a list: {wanted}, found {low:.4g}"


def _samples(lists: int, told: Judging) -> Times:
    """How often each list is in each sample; shape ``(resamples, lists)``."""
    random = np.random.default_rng(told.seed)
    drawn = random.integers(0, lists, (told.resamples, lists)) + lists * np.arange(told.resamples)[:, None]
    return np.bincount(drawn.ravel(), minlength=drawn.size).reshape(drawn.shape).astype(np.float64)


def _valued(log: OutcomeLog, sums: ListSums, rewards: Values, drawn: Values) -> PolicyValue:
    low, high = np.percentile(drawn, [2.5, 97.5]).tolist()
    squares = float(sums.weights @ sums.weights)
    return PolicyValue(
        ips=sums.ips(),
        snips=float(sums.snips(np.ones((1, log.list_count)))[0]),
        low=low,
        high=high,
        effective=float(sums.weights.sum()) ** 2 / squares if squares else 0.0,
        rewarded=int(((sums.weights > 0) & (rewards > 0)).sum()),
        support=float(sums.supported.mean()),
        lists=log.list_count,
    )
