"""The simulated world: what it is asked, what comes of it, and what it does with chance and prejudice."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.simulated_lists import Chance, Prejudice, Shown, show, value_of_order
from evaluation.simulator import (
    CORRELATED,
    EXAMINED,
    HIRED,
    KNOWN,
    MEANS,
    POOL,
    SHOWN,
    Requests,
    best_value,
    value,
    world,
)
from matcher.components import NEUTRAL
from matcher.list_sums import new_places

GAINS = np.array([0.0, 1.0, 3.0, 7.0, 15.0])
SERVING = np.array([0.3, 0.2, 0.2, 0.1, 0.1, 0.05, 0.03, 0.02])


def asked(lists: int, seed: int = 1, n: int = 8) -> Requests:
    random = np.random.default_rng(seed)
    return world(n, random).ask(lists, random)


def shown(requests: Requests, seed: int = 2, **told: object) -> Shown:
    return show(requests, SERVING, np.random.default_rng(seed), **told)  # type: ignore[arg-type]


def test_components_are_known_and_spread_and_correlate_as_those_measured() -> None:
    requests = asked(2_000)
    assert requests.values.shape == (2_000, POOL, 8)
    assert ((requests.values >= 0) & (requests.values <= 1)).all()
    np.testing.assert_allclose(requests.known.mean(axis=(0, 1)), KNOWN, atol=0.01)
    np.testing.assert_allclose(requests.values.mean(axis=(0, 1)), MEANS, atol=0.05)
    found = np.asarray(np.corrcoef(requests.values.reshape(-1, 8).T))
    for one, other, by in CORRELATED:
        assert found[one, other] == pytest.approx(by, abs=0.06)
    assert found[6, 7] == pytest.approx(0, abs=0.02)
    assert (requests.seen[~requests.known] == NEUTRAL).all()
    assert (requests.seen[requests.known] == requests.values[requests.known]).all()


@pytest.mark.parametrize("n", [2, 5, 11])
def test_a_world_has_as_many_components_as_it_is_asked_for_and_its_weights_are_shares(n: int) -> None:
    random = np.random.default_rng(3)
    made = world(n, random)
    assert made.truth.shape == (n,)
    assert made.truth.sum() == pytest.approx(1)
    assert (np.linalg.eigvalsh(made.correlation) > 0).all()
    assert made.ask(5, random).values.shape == (5, POOL, n)


def test_what_workers_want_follows_the_hidden_weights() -> None:
    random = np.random.default_rng(4)
    made = world(8, random)
    requests = made.ask(4_000, random)
    logits = np.log(requests.opened / (1 - requests.opened)).ravel()
    fitted = np.linalg.lstsq(
        np.column_stack([requests.values.reshape(-1, 8), np.ones(len(logits))]), logits, rcond=None
    )[0][:8]
    np.testing.assert_allclose(fitted / fitted.sum(), made.truth, atol=0.03)


def test_the_mean_gain_of_a_pair_is_that_of_its_outcomes() -> None:
    requests = asked(1, seed=5)
    opened, applied, shortlisted = (part[0, 0] for part in (requests.opened, requests.applied, requests.shortlisted))
    chances = [
        1 - opened,
        opened * (1 - applied),
        opened * applied * (1 - shortlisted),
        opened * applied * shortlisted * (1 - HIRED),
        opened * applied * shortlisted * HIRED,
    ]
    assert requests.gain(GAINS)[0, 0] == pytest.approx(float(np.dot(chances, GAINS)))
    assert requests.gain(GAINS + 2)[0, 0] == pytest.approx(float(np.dot(chances, GAINS)) + 2)


def test_the_value_of_a_ranking_is_what_its_lists_bring_on_average() -> None:
    requests = asked(30_000, seed=6)
    log = shown(requests, chance=Chance(swaps=0.0)).log
    brought = GAINS[log.grades].sum() / log.list_count
    assert value(requests, SERVING, GAINS) == pytest.approx(brought, rel=0.03)


def test_no_ranking_is_worth_more_than_that_of_who_knows_every_pair() -> None:
    random = np.random.default_rng(7)
    made = world(8, random)
    requests = made.ask(300, random)
    slow = np.mean([sorted(gains, reverse=True)[:SHOWN] @ EXAMINED for gains in requests.gain(GAINS)])
    assert best_value(requests, GAINS) == pytest.approx(float(slow))
    assert value(requests, SERVING, GAINS) < value(requests, made.truth, GAINS) < best_value(requests, GAINS)


def test_the_value_of_another_order_of_what_was_shown_is_that_of_its_places() -> None:
    requests = asked(50, seed=8)
    served = shown(requests, chance=Chance(swaps=0.0))
    as_it_was = value_of_order(requests, served, served.log.positions, GAINS)
    assert as_it_was == pytest.approx(value(requests, SERVING, GAINS))
    part = served.log.part(np.arange(50) < 20)
    first = Requests(**{name: getattr(requests, name)[:20] for name in requests.__slots__})
    assert value_of_order(requests, served, part.positions, GAINS) == pytest.approx(value(first, SERVING, GAINS))
    turned = value_of_order(requests, served, SHOWN + 1 - served.log.positions, GAINS)
    assert turned < as_it_was


@pytest.mark.parametrize("chance", [Chance(), Chance(swaps=0.2), Chance(temperature=0.05)])
def test_the_log_holds_the_ten_best_with_the_chances_by_which_they_were_ordered(chance: Chance) -> None:
    requests = asked(3_000, seed=9)
    served = shown(requests, chance=chance)
    log, scores = served.log, requests.seen @ SERVING
    best = np.argsort(-scores, axis=1)[:, :SHOWN]
    np.testing.assert_array_equal(np.sort(served.rows, axis=1), np.sort(best, axis=1))
    np.testing.assert_array_equal(log.pairs, served.rows.ravel())
    np.testing.assert_array_equal(log.values, requests.seen[log.lists, log.pairs])
    np.testing.assert_array_equal(log.known, requests.known[log.lists, log.pairs])
    np.testing.assert_allclose(log.chances.reshape(-1, SHOWN, SHOWN).sum(axis=1), 1.0)
    # How often the best stands first is what its chances say, on average over lists.
    is_best = log.pairs == best[log.lists, 0]
    assert (log.positions[is_best] == 1).mean() == pytest.approx(log.chances[is_best, 0].mean(), abs=0.03)
    assert (new_places(log, SERVING)[is_best] == 1).all()


def test_lower_places_are_opened_as_seldom_as_they_are_looked_at() -> None:
    requests = asked(20_000, seed=10)
    served = shown(requests, chance=Chance(temperature=50.0))  # any order, so that interest is the same at every place
    rates = np.array([served.log.looked[served.log.positions == place].mean() for place in range(1, SHOWN + 1)])
    np.testing.assert_allclose(rates / rates[0], EXAMINED, rtol=0.15)


def test_a_grade_needs_every_step_before_it() -> None:
    log = shown(asked(3_000, seed=11)).log
    np.testing.assert_array_equal(log.looked, log.grades >= 1)
    np.testing.assert_array_equal(log.applied, log.grades >= 2)
    np.testing.assert_array_equal(log.shortlisted, log.grades >= 3)
    assert (log.grades == 4).sum() / log.shortlisted.sum() == pytest.approx(HIRED, abs=0.05)


def test_prejudice_takes_openings_from_who_bears_the_trait_and_from_nobody_else() -> None:
    requests = asked(6_000, seed=12)
    fair, unfair = (shown(requests, prejudice=Prejudice(effect=effect)) for effect in (0.0, -0.4))
    np.testing.assert_array_equal(fair.rows, unfair.rows)
    np.testing.assert_array_equal(fair.bears, unfair.bears)
    bears = fair.bears.ravel()
    assert bears.mean() == pytest.approx(0.3, abs=0.01)
    np.testing.assert_array_equal(fair.log.grades[~bears], unfair.log.grades[~bears])
    assert (unfair.log.grades <= fair.log.grades).all()
    taken = unfair.log.looked[bears].sum() / fair.log.looked[bears].sum()
    assert taken == pytest.approx(0.6, abs=0.05)


def test_the_trait_correlates_with_what_it_is_told_to() -> None:
    requests = asked(3_000, seed=13)
    scores = np.take_along_axis

    def correlation(prejudice: Prejudice, with_what: str) -> float:
        served = shown(requests, prejudice=prejudice, chance=Chance(swaps=0.0))
        of = {
            "place": np.tile(np.arange(SHOWN), (len(served.rows), 1)),
            "score": scores(requests.seen @ SERVING, served.rows, axis=1),
            "component": scores(requests.values[:, :, 0], served.rows, axis=1),
        }[with_what]
        return float(np.corrcoef(served.bears.ravel(), of.ravel())[0, 1])

    for what in ("place", "score", "component"):
        assert abs(correlation(Prejudice(), what)) < 0.02
    assert correlation(Prejudice(by_place=-0.02), "place") > 0.05
    assert correlation(Prejudice(by_score=-0.4), "score") < -0.05
    assert correlation(Prejudice(by_component=-0.8), "component") < -0.1


def test_trust_opens_pairs_without_interest_at_the_top_above_all() -> None:
    requests = asked(20_000, seed=14)
    plain, trusting = (shown(requests, trust=trust).log for trust in (0.0, 0.3))
    more = [
        trusting.looked[trusting.positions == place].mean() / plain.looked[plain.positions == place].mean()
        for place in (1, 10)
    ]
    assert more[0] > 1.3
    assert more[1] == pytest.approx(1.05, abs=0.15)
