"""Weights learnt from the outcomes of a store, and the gate's word on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from indexes.store import Store
from indexes.weight_rows import WeightState
from matcher.home import Home
from matcher.learning import GAINS, learn
from matcher.outcome_log import OutcomeLog
from matcher.part_list import NAMES
from matcher.policy_value import gate
from matcher.position_bias import position_bias
from matcher.records import Kind
from matcher.weight_proposal import half_of, propose
from matcher.weights import bundled_version
from taxonomy.errors import InputError
from tests.matcher.outcome_rows import of_log, shown, told, worker_rows
from tests.matcher.rights.made import said, say
from tests.matcher.small_logs import drawn_log

LISTS, PLACES = 400, 5
OWN = np.array(list(bundled_version().weights.as_dict().values()))
TRUTH = np.eye(len(NAMES))[NAMES.index("pay")]
"""What people want here is pay, of which the product's weights hold little."""


def world(truth: np.ndarray = TRUTH, seed: int = 3) -> OutcomeLog:
    return drawn_log(seed, 1 / np.arange(1.0, PLACES + 1), truth, OWN, lists=LISTS).log


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    """One with workers."""
    opened = Store(home.make().database_url)
    opened.upsert(worker_rows(LISTS))
    yield opened
    opened.close()


def test_what_people_do_is_learnt_and_passes_the_gate_on_others(store: Store) -> None:
    store.put_outcomes(
        [*of_log(world()), told("w:1", "p:x", "hired", list_id=""), told("w:1", "p:y", "opened", list_id="z")]
    )
    found = propose(store)
    assert found.passes
    assert found.version.weights.pay > 5 * bundled_version().weights.pay
    facts = found.facts
    assert (facts["lists"], facts["incomplete"], facts["outside"]) == (LISTS, 1, 1)
    assert (facts["before"], facts["shown_to"]) == (bundled_version().name, "worker")
    assert facts["taught"]["low"]["pay"] < found.version.weights.pay < facts["taught"]["high"]["pay"]
    assert facts["taught"]["examination"][0] == 1
    [kept] = store.weights()
    assert (kept.name, kept.state) == (found.version.name, WeightState.PROPOSED)
    assert json.loads(kept.shares) == found.version.weights.as_dict()
    assert json.loads(kept.facts) == json.loads(json.dumps(facts))


def test_one_half_of_the_askers_teaches_and_the_other_judges(store: Store) -> None:
    log = world()
    store.put_outcomes(of_log(log))
    found = propose(store)
    # Lists of the log are w:0, w:1, ...: the same halves, put together by hand. Keys order lists otherwise than
    # numbers do, and what is estimated hangs on that only by the resampling.
    halves = np.array([half_of(f"w:{number}") for number in range(LISTS)])
    teaching, judging = log.part(halves == 0), log.part(halves == 1)
    learnt = learn(teaching, OWN, position_bias(teaching).at(teaching.positions))
    verdict = gate(judging, learnt.weights, OWN, np.array(GAINS)[judging.grades], bias=position_bias(judging))
    assert list(found.version.weights.as_dict().values()) == pytest.approx(learnt.weights.tolist(), abs=1e-4)
    assert found.facts["gate"]["difference"] == pytest.approx(verdict.difference, abs=1e-3)
    assert found.facts["taught"]["lists"] == learnt.lists
    assert 0.4 < halves.mean() < 0.6


def test_the_chance_of_being_shortlisted_is_fitted_on_the_half_that_judges(store: Store) -> None:
    log, random = world(), np.random.default_rng(5)
    taken = random.random(len(log)) < log.values @ TRUTH
    grades = np.where(log.grades == 0, 0, np.where(taken, 3, 2))
    log = replace(log, grades=grades, applied=grades >= 2, shortlisted=grades >= 3)
    store.put_outcomes(of_log(log))
    found = propose(store)
    told = found.facts["chance"]
    judging = log.part(np.array([half_of(f"w:{number}") for number in range(LISTS)]) == 1)
    assert (told["pairs"], told["shortlisted"]) == (int(judging.applied.sum()), int(judging.shortlisted.sum()))
    assert told["error"] < 0.1
    assert told["chances"][0] < 0.3 < 0.7 < told["chances"][-1]
    assert found.facts["gate"]["difference"] > 0


def test_few_applications_give_no_chance(store: Store) -> None:
    store.put_outcomes(of_log(world()))
    assert propose(store).facts["chance"] is None


def test_what_few_did_is_kept_as_proposed_and_does_not_pass(store: Store) -> None:
    store.put_outcomes([one for one in of_log(world()) if int(one.worker_key[2:]) < 20])
    found = propose(store)
    assert not found.passes
    assert any("impressions" in reason for reason in found.facts["gate"]["reasons"])
    assert found.facts["taught"]["kept"] == list(NAMES)
    assert found.version.weights == bundled_version().weights


def test_learning_begins_at_the_weights_that_serve(store: Store) -> None:
    store.put_outcomes(of_log(world()))
    first = propose(store)
    store.serve_weights(first.version.name)
    second = propose(store)
    assert second.facts["before"] == first.version.name
    assert second.version.name != first.version.name


def test_lists_shown_for_postings_teach_when_asked_for(store: Store) -> None:
    asked = [shown(f"p:{number}", ["w:1", "w:2"], shown_to=Kind.POSTING) for number in range(40)]
    store.put_outcomes([one for rows in asked for one in rows])
    found = propose(store, Kind.POSTING)
    assert (found.facts["shown_to"], found.facts["lists"], found.passes) == ("posting", 40, False)


def test_without_whole_lists_nothing_is_proposed(store: Store) -> None:
    store.put_outcomes([*shown("w:1", ["p:1", "p:2"]), told("w:2", "p:1", position=1)])
    with pytest.raises(InputError, match="a complete list in each half of the askers, found 1 in both, and 1 that are"):
        propose(store)
    assert store.weights() == []


def test_outcomes_of_who_took_learning_back_teach_nothing(store: Store) -> None:
    store.put_outcomes(of_log(world()))
    withdrawn = [f"w:{number}" for number in range(0, LISTS, 2)]
    say(store, *(said(key, "learning", "withdrawn") for key in withdrawn))
    found = propose(store)
    assert found.facts["lists"] == LISTS - len(withdrawn)
    store.delete("worker", withdrawn)
    without = propose(store)
    assert without.version.weights == found.version.weights
