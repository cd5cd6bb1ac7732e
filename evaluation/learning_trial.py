"""One simulated world, learnt from and measured: what task ``learning`` repeats over seeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.simulated_lists import Chance, Prejudice, Shown, show, value_of_order
from evaluation.simulator import EXAMINED, SHOWN, Requests, best_value, value, world
from matcher.calibration import calibration, calibration_error
from matcher.components import Values
from matcher.learning import GAINS, Lessons, learn
from matcher.list_sums import new_places
from matcher.outcome_log import OutcomeLog
from matcher.policy_value import gate, policy_value
from matcher.position_bias import PositionBias, harvest, position_bias, regressed

OUTCOMES = (1_000, 5_000, 20_000)
"""Recorded events that are learnt from, being shown among them; about 13 are recorded of a list of ten."""

MOST = max(OUTCOMES)

WIDE = Chance(temperature=0.05)
"""Plackett-Luce: the ten best mixed so widely that every order of them can be valued with no model of examination."""

PLANTED = -0.4
"""Change of the chance of being opened for bearers of the trait: four tenths less."""

PREJUDICES: Mapping[str, Prejudice] = {
    "no correlation": Prejudice(effect=PLANTED),
    "correlates with place": Prejudice(effect=PLANTED, by_place=-0.02),
    "correlates with the old score": Prejudice(effect=PLANTED, by_score=-0.4),
    "correlates with a component": Prejudice(effect=PLANTED, by_component=-0.8),
}
"""Who bears the trait: anyone; anyone, and the old ranking put them lower; those of low scores; those low in one
component, which then stands in for the trait."""

TRUST = 0.3
"""Share of pairs without interest that are opened at the first place by those who trust it."""

RIVALS = 8
BLENDS = (0.1, 0.3, 1.0)
"""Share of the way from the serving weights to weights drawn at random, at which a gate's rivals lie."""

_LISTS = MOST // 11
_FRESH = 2_000
_GAINS = np.array(GAINS)
_POINT = Lessons(resamples=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """What a gate said of other weights.

    Attributes:
        worse: They bring less than the serving ones, on fresh requests.
        passed: The gate let them through.
    """

    worse: bool
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What one world gave.

    Attributes:
        figures: Name to value.
        shifts: Whom the trait correlates with to how far each weight moved by it; shape ``(n,)``.
        rivals: Kind of log to what its gate said of each rival.
    """

    figures: Mapping[str, float]
    shifts: Mapping[str, Values]
    rivals: Mapping[str, Sequence[Rival]]


def events(log: OutcomeLog) -> int:
    """Events recorded: each impression was shown, and a grade has that many more behind it."""
    return len(log) + int(log.grades.sum())


def first_outcomes(log: OutcomeLog, count: int) -> OutcomeLog:
    """The first lists, up to the one with which at least so many events are recorded (or all)."""
    each = np.bincount(log.lists, 1 + log.grades, log.list_count)
    return log.part(np.cumsum(each) - each < count)


class Lab:
    """A world with the weights that serve in it, and fresh requests to measure on.

    Attributes:
        world: Hidden from what learns.
        serving: Weights that rank.
        fresh: Requests that nothing is learnt from.
        random: Chance.
    """

    def __init__(self, seed: int, serving: Values) -> None:
        """Make the world of a seed."""
        self.random = np.random.default_rng(seed)
        self.world = world(len(serving), self.random)
        self.serving = serving
        self.fresh = self.world.ask(_FRESH, self.random)

    def value(self, weights: Values) -> float:
        """Gain a list on fresh requests."""
        return value(self.fresh, weights, _GAINS)

    def logged(self, chance: Chance | None = None, trust: float = 0.0) -> tuple[Requests, Shown]:
        """New requests, served and recorded."""
        asked = self.world.ask(_LISTS, self.random)
        shown = show(asked, self.serving, self.random, chance=chance, trust=trust)
        return asked, replace(shown, log=first_outcomes(shown.log, MOST))

    def learnt(self, log: OutcomeLog, examination: Values | None = None) -> Values:
        """Weights learnt as the product does, or under other examination by place."""
        theta = position_bias(log).examination if examination is None else examination
        return learn(log, self.serving, theta[log.positions - 1], _POINT).weights


def trial(seed: int, serving: Values) -> Trial:
    """Measure one world.

    Args:
        seed: Of the world and all chance in it.
        serving: Weights that rank before anything is learnt; shape ``(n,)``.
    """
    lab = Lab(seed, serving)
    log = lab.logged()[1].log
    learnt = lab.learnt(log)
    figures = {
        **dict(_regrets(lab, log)),
        **_examination(log),
        **_offline(lab, learnt),
        **_calibrated(lab, learnt, log),
    }
    moved, figures["correlation with place"] = _shifts(lab, seed)
    shifts = {**moved, "another log": lab.learnt(lab.logged()[1].log) - learnt}
    return Trial(figures=figures, shifts=shifts, rivals=_rivals(lab))


def _regrets(lab: Lab, log: OutcomeLog) -> Iterator[tuple[str, float]]:
    """What is lost a list, in gain: against the true common weights, and against who knows every pair."""
    least, most = lab.value(lab.serving), lab.value(lab.world.truth)
    yield "un-learnt", most - least
    for count in OUTCOMES:
        part = first_outcomes(log, count)
        yield f"{count:,} outcomes", most - lab.value(lab.learnt(part))
        yield f"{count:,} outcomes, no correction", most - lab.value(lab.learnt(part, np.ones(SHOWN)))
        yield f"{count:,} outcomes, true examination", most - lab.value(lab.learnt(part, EXAMINED))
    ordered, trusting = lab.logged(Chance(swaps=0))[1].log, lab.logged(trust=TRUST)[1].log
    yield "nothing left to chance", most - lab.value(lab.learnt(ordered))
    yield "the top is trusted", most - lab.value(lab.learnt(trusting))
    every = best_value(lab.fresh, _GAINS)
    yield "un-learnt, every pair", every - least
    yield "every pair", every - lab.value(lab.learnt(log))
    yield "events", float(events(log))


def _examination(log: OutcomeLog) -> dict[str, float]:
    """Mean relative error over places after the first."""
    harvested = harvest(log, least_opened=0)
    found = {"regression": regressed(log)}
    if harvested is not None:
        found["harvesting"] = harvested.examination
    return {f"examination, {name}": _relative(theta[1:], EXAMINED[1:]) for name, theta in found.items()}


def _relative(found: Values, true: Values) -> float:
    return float(np.abs(found / true - 1).mean())


def _offline(lab: Lab, learnt: Values) -> dict[str, float]:
    """How far the offline value of the learnt order lies from the true one, on logs that it was not learnt from."""
    figures: dict[str, float] = {}
    for name, chance in (("item-position", WIDE), ("position-based", None)):
        asked, shown = lab.logged(chance)
        log, bias = shown.log, None if chance else position_bias(shown.log)
        found = policy_value(log, learnt, _GAINS[log.grades], bias=bias)
        true = value_of_order(asked, shown, new_places(log, learnt), _GAINS)
        figures[f"SNIPS, {name}"] = abs(found.snips / true - 1)
        figures[f"IPS, {name}"] = abs(found.ips / true - 1)
        figures[f"interval, {name}"] = float(found.low <= true <= found.high)
        figures[f"learnt passes, {name}"] = float(gate(log, learnt, lab.serving, _GAINS[log.grades], bias=bias).passes)
    return figures


def _calibrated(lab: Lab, learnt: Values, log: OutcomeLog) -> dict[str, float]:
    """Calibration error of the chance of being shortlisted, of the bare score, and of the true chance.

    That of the true chance is not 0: over so many pairs luck alone makes it.
    """
    asked, shown = lab.logged()
    other = shown.log
    test, known = other.applied, other.shortlisted[other.applied]
    figures: dict[str, float] = {}
    for count in OUTCOMES[1:]:
        part = first_outcomes(log, count)
        rows = part.applied
        found = calibration(part.values[rows] @ learnt, part.shortlisted[rows], part.lists[rows])
        if found is not None:
            figures[f"cross-fitted, {count:,} outcomes"] = found.error
            figures[f"another log, {count:,} outcomes"] = calibration_error(
                found.chance(other.values[test] @ learnt), known
            )
    figures["bare score"] = calibration_error(other.values[test] @ learnt, known)
    figures["true chance"] = calibration_error(asked.shortlisted[other.lists, other.pairs][test], known)
    return figures


def _shifts(lab: Lab, seed: int) -> tuple[dict[str, Values], float]:
    """How far weights move when the trait matters, beside the same lists and the same luck where it does not.

    Returns:
        Whom the trait correlates with to the move; and its correlation with the place where it is told to have one.
    """
    moved, correlation = dict[str, Values](), 0.0
    asked = lab.world.ask(_LISTS, lab.random)
    for name, trait in PREJUDICES.items():
        with_it, without = (
            show(asked, lab.serving, np.random.default_rng(seed), prejudice=one)
            for one in (trait, replace(trait, effect=0.0))
        )
        moved[name] = lab.learnt(with_it.log) - lab.learnt(without.log)
        if trait.by_place:
            correlation = float(np.corrcoef(with_it.bears.ravel(), with_it.log.positions)[0, 1])
    return moved, correlation


def _rivals(lab: Lab) -> dict[str, list[Rival]]:
    """What gates say of weights drawn about the serving ones, of which about half are worse."""
    said: dict[str, list[Rival]] = {}
    least = lab.value(lab.serving)
    for name, chance, count in (
        *((f"position-based, {count:,} outcomes", None, count) for count in OUTCOMES),
        (f"item-position, {MOST:,} outcomes", WIDE, MOST),
    ):
        log = first_outcomes(lab.logged(chance)[1].log, count)
        bias: PositionBias | None = None if chance else position_bias(log)
        said[name] = [_rival(lab, log, bias, least) for _ in range(RIVALS)]
    return said


def _rival(lab: Lab, log: OutcomeLog, bias: PositionBias | None, least: float) -> Rival:
    share = lab.random.choice(BLENDS)
    weights = (1 - share) * lab.serving + share * lab.random.dirichlet(np.ones(len(lab.serving)))
    verdict = gate(log, weights, lab.serving, _GAINS[log.grades], bias=bias)
    return Rival(worse=lab.value(weights) < least, passed=verdict.passes)
