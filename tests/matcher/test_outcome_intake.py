"""Outcomes are scored when they are first told, on both stores; what serves follows the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from indexes.outcome_rows import StoredOutcome
from indexes.rows import UpsertCounts
from matcher.engine import Engine
from matcher.outcome import Outcome, OutcomeEvent
from matcher.outcome_intake import Taken, take_in
from matcher.part_list import NAMES
from matcher.records import Kind
from matcher.shadow import Agreement
from matcher.training.admission import TrainingWish
from matcher.weights import bundled_version
from taxonomy.errors import UnknownIdError
from tests.builders import provenance, weighing
from tests.matcher.test_engine import ANY, CASHIER, SEEKER, WELDER, built, database_url, opened, rank

__all__ = ["database_url", "opened"]

Opened = Callable[..., Engine]


def outcome(posting: str = WELDER.key, event: str = "shown", worker: str = SEEKER.key, **more: Any) -> Outcome:
    return Outcome(
        provenance=provenance(f"{worker}-{posting}-{event}"),
        worker_key=worker,
        posting_key=posting,
        event=OutcomeEvent(event),
        at=datetime(2026, 11, 2, 8, tzinfo=UTC),
        **{"position": 1, "list_id": "l1", **more},
    )


def kept(engine: Engine) -> list[StoredOutcome]:
    return list(engine.store.outcomes())


def put_weights(engine: Engine, name: str, **parts: float) -> None:
    facts = {"gate": {"passes": True, "reasons": []}, "before": bundled_version().name}
    engine.store.put_weights(name, json.dumps(weighing(**parts).as_dict()), json.dumps(facts))


def test_the_components_of_an_outcome_are_those_of_the_match_that_showed_it(opened: Opened) -> None:
    engine = built(opened())
    ranking = rank(engine)
    told = [outcome(match.key, position=place) for place, match in enumerate(ranking.matches, 1)]
    assert take_in(engine, told).scored == len(told) == 2
    by_posting = {row.posting_key: json.loads(row.components) for row in kept(engine)}
    for match in ranking.matches:
        parts = by_posting[match.key]
        assert list(parts) == list(NAMES)
        for name, detail in match.details.items():
            assert parts[name] == [pytest.approx(detail["value"], abs=1e-4), detail["known"]]
    assert {row.weights for row in kept(engine)} == {ranking.weights} == {bundled_version().name}


def test_a_list_that_an_employer_looked_at_is_scored_from_the_posting(opened: Opened) -> None:
    engine = built(opened())
    [match] = engine.match(engine.subject(WELDER), 5, ANY).matches
    taken = take_in(engine, [outcome(shown_to=Kind.POSTING, chances=(1.0,), weights="other-1")])
    assert taken.scored == 1
    [row] = kept(engine)
    assert json.loads(row.components)["words"][0] == pytest.approx(match.details["words"]["value"], abs=1e-4)
    assert (row.weights, row.chances, row.shown_to) == ("other-1", "[1.0]", "posting")


def test_a_push_that_is_sent_again_is_not_counted_twice(opened: Opened) -> None:
    engine = built(opened())
    told = [outcome(), outcome(CASHIER.key, position=2), outcome(event="applied", position=None)]
    assert take_in(engine, told).counts.accepted == 3
    assert take_in(engine, told).counts.unchanged == 3
    assert len(kept(engine)) == 3


def test_a_pair_that_cannot_be_scored_is_kept_without_components(opened: Opened) -> None:
    engine = built(opened())
    taken = take_in(engine, [outcome("uji:gone"), outcome(), outcome("uji:gone", shown_to=Kind.POSTING, list_id="l2")])
    assert (taken.counts.accepted, taken.scored) == (3, 1)
    assert [bool(row.components) for row in kept(engine)] == [False, False, True]


def test_without_an_index_outcomes_are_kept_and_not_scored(opened: Opened) -> None:
    engine = opened()
    engine.upsert([SEEKER, WELDER])
    assert take_in(engine, [outcome()]).scored == 0
    engine.build()
    assert take_in(engine, [outcome()]) == Taken(counts=UpsertCounts(updated=1), scored=1)
    assert kept(engine)[0].components


def test_a_worker_that_is_erased_takes_outcomes_along_and_does_not_come_back_by_them(opened: Opened) -> None:
    engine = built(opened())
    take_in(engine, [outcome()])
    engine.delete(Kind.WORKER, [SEEKER.key])
    assert kept(engine) == []
    with pytest.raises(UnknownIdError, match="the key of a stored worker"):
        take_in(engine, [outcome()])


def test_weights_that_serve_rank_in_every_engine_at_its_next_look_and_are_named(opened: Opened) -> None:
    one, other = built(opened()), opened()
    before = rank(other)
    put_weights(one, "learnt-1", place=1.0)
    one.store.serve_weights("learnt-1")
    after = rank(other)
    assert (before.weights, after.weights, other.weights) == (bundled_version().name, "learnt-1", "learnt-1")
    for match in after.matches:
        assert match.score == pytest.approx(match.components["place"])
        assert match.details["place"]["weight"] == 1
    assert other.recommend_courses(other.subject(SEEKER), 3, TrainingWish()).considered.weights == "learnt-1"
    assert other.status().weights == "learnt-1"
    one.store.serve_weights_before()
    again = rank(other)
    assert (again.weights, again.matches) == (before.weights, before.matches)


def test_weights_of_other_components_are_told_in_the_status_and_do_not_serve(opened: Opened) -> None:
    engine = built(opened())
    engine.store.put_weights("old", '{"pay": 1.0}', "{}")
    engine.store.serve_weights("old")
    status = engine.status()
    assert status.weights == bundled_version().name
    assert "wanted shares of" in status.refused["weights old"]


def test_weights_beside_change_no_answer_and_are_compared(opened: Opened) -> None:
    engine = built(opened())
    before = rank(engine)
    assert engine.agreement is None
    put_weights(engine, "learnt-1", text=0.9, words=0.1)
    engine.store.shadow_weights("learnt-1")
    assert rank(engine) == before
    assert engine.agreement == Agreement(weights="learnt-1", rankings=1, correlation=1.0)
    engine.match(engine.subject(WELDER), 1, ANY)  # one match has no order
    assert engine.agreement == Agreement(weights="learnt-1", rankings=1, correlation=1.0)
    assert engine.match(engine.subject(SEEKER), 5, replace(ANY, sources=("nobody",))).matches == ()


def test_an_engine_that_was_given_weights_names_them_so(opened: Opened) -> None:
    engine = built(opened(weights=weighing(place=1.0)))
    assert (rank(engine).weights, engine.weights) == ("given", "given")
    assert engine.pipeline_over(engine.refresh().catalogues, weights=weighing(pay=1.0)).weights == ""
