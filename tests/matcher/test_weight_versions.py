"""Which weights score, and which may serve."""

from __future__ import annotations

import json
from typing import Any

import pytest

from indexes.store import Store
from indexes.weight_rows import WeightState
from matcher.calibration import Calibration
from matcher.home import Home
from matcher.part_list import NAMES
from matcher.records import Kind
from matcher.weight_versions import GIVEN, ServedWeights, serve, serving_version
from matcher.weights import bundled_version
from taxonomy.errors import InputError, UnknownIdError
from tests.builders import scorer, weighing

OWN = bundled_version().name
NO = ["impressions with a reward that count: wanted at least 100, found 3"]


@pytest.fixture
def store(home: Home) -> Any:
    opened = Store(home.make().database_url)
    yield opened
    opened.close()


CHANCE = {
    "method": "platt",
    "scores": (0.0, 1.0),
    "chances": (0.2, 0.6),
    "error": 0.01,
    "pairs": 300,
    "shortlisted": 90,
}


def put(store: Store, name: str, *, reasons: list[str] | None = None, before: str = OWN, **told: Any) -> None:
    parts = told.pop("parts", None)
    gate = {"passes": not reasons, "reasons": reasons or []}
    shares = weighing(pay=1.0).as_dict() if parts is None else parts
    store.put_weights(name, json.dumps(shares), json.dumps({"gate": gate, "before": before, **told}))


def serving(store: Store) -> str:
    return serving_version(store.weights()).name


def test_weights_that_the_gate_let_through_serve(store: Store) -> None:
    put(store, "learnt-1")
    assert serving(store) == OWN
    serve(store, "learnt-1")
    assert serving(store) == "learnt-1"
    assert serving_version(store.weights()).weights == weighing(pay=1.0)


def test_weights_that_the_gate_refused_serve_only_although_it_did(store: Store) -> None:
    put(store, "learnt-1", reasons=NO)
    with pytest.raises(InputError, match="or --although, found impressions with a reward that count") as caught:
        serve(store, "learnt-1")
    assert caught.value.where == "weights learnt-1"
    assert serving(store) == OWN
    serve(store, "learnt-1", although=True)
    assert serving(store) == "learnt-1"


def test_weights_judged_beside_others_than_those_that_serve_are_refused(store: Store) -> None:
    put(store, "learnt-1")
    put(store, "learnt-2")
    serve(store, "learnt-1")
    with pytest.raises(InputError, match=f"found judged beside {OWN}, and learnt-1 serve now"):
        serve(store, "learnt-2")
    serve(store, "learnt-1")
    put(store, "learnt-3", before="learnt-1")
    serve(store, "learnt-3")
    assert serving(store) == "learnt-3"


def test_weights_of_other_components_never_serve(store: Store) -> None:
    put(store, "old", parts={"pay": 1.0})
    with pytest.raises(InputError, match="weights old: wanted shares of occupation"):
        serve(store, "old", although=True)
    with pytest.raises(UnknownIdError, match=r"kept weights \(old\), found new"):
        serve(store, "new")


def test_the_chance_of_being_shortlisted_comes_with_the_weights_that_taught_it(store: Store) -> None:
    served = ServedWeights(store, scorer)
    put(store, "learnt-1", chance=CHANCE, shown_to="worker")
    put(store, "learnt-2", before="learnt-1", chance=None, shown_to="worker")
    put(store, "learnt-3", before="learnt-2", chance=CHANCE, shown_to="posting")
    served.look()
    assert served.chances == {}
    for name, searched in (("learnt-1", [Kind.POSTING]), ("learnt-2", []), ("learnt-3", [Kind.WORKER])):
        serve(store, name)
        served.look()
        assert list(served.chances) == searched
        assert all(found == Calibration(**CHANCE) for found in served.chances.values())


def test_what_scores_follows_the_store(store: Store) -> None:
    served = ServedWeights(store, scorer)
    served.look()
    assert (served.name, served.shadow) == (OWN, None)
    own = served.scorer
    put(store, "learnt-1")
    put(store, "learnt-2")
    store.shadow_weights("learnt-2")
    served.look()
    beside = served.shadow
    assert beside is not None
    assert (served.name, beside.name) == (OWN, "learnt-2")
    assert served.scorer is own
    served.look()
    assert served.shadow is beside  # its figures go on
    store.shadow_weights("learnt-1")
    store.serve_weights("learnt-2")
    served.look()
    assert served.shadow is not None
    assert (served.name, served.shadow.name, served.scorer.weights) == ("learnt-2", "learnt-1", weighing(pay=1.0))
    store.serve_weights("learnt-1")
    served.look()
    assert (served.name, served.shadow) == ("learnt-1", None)


@pytest.mark.parametrize("parts", [{"pay": 1.0}, dict.fromkeys(NAMES, 0.5)])
def test_weights_that_cannot_be_used_are_told_and_those_of_the_product_serve(store: Store, parts: Any) -> None:
    put(store, "old", parts=parts)
    put(store, "older", parts=parts)
    store.serve_weights("old")
    store.shadow_weights("older")
    served = ServedWeights(store, scorer)
    served.look()
    assert (served.name, served.shadow) == (OWN, None)
    assert list(served.refused) == ["weights old", "weights older"]
    store.serve_weights_before()
    served.look()
    assert list(served.refused) == ["weights older"]


def test_weights_that_an_engine_was_given_serve_whatever_the_store_says(store: Store) -> None:
    put(store, "learnt-1")
    store.serve_weights("learnt-1")
    served = ServedWeights(store, scorer, weighing(place=1.0))
    served.look()
    assert (served.name, served.scorer.weights) == (GIVEN, weighing(place=1.0))
    assert [row.state for row in store.weights()] == [WeightState.SERVING]
