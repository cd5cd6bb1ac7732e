"""``sepadan weights``."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from indexes.store import Store
from matcher.home import Home
from matcher.part_list import NAMES
from matcher.weights import bundled_version
from tests.api.cli.conftest import Cli
from tests.matcher.outcome_rows import of_log, worker_rows
from tests.matcher.small_logs import drawn_log

OWN = bundled_version()
LISTS = 400


@pytest.fixture
def taught(cli: Cli) -> Cli:
    """A home whose workers want pay."""
    shares, truth = np.array(list(OWN.weights.as_dict().values())), np.eye(len(NAMES))[NAMES.index("pay")]
    log = drawn_log(3, 1 / np.arange(1.0, 6.0), truth, shares, lists=LISTS).log
    store = Store(Home(root=cli.home).make().database_url)
    store.upsert(worker_rows(LISTS))
    store.put_outcomes(of_log(log))
    store.close()
    return cli


def put(cli: Cli, name: str, *, passes: bool = True) -> None:
    """Weights of a gate's word."""
    shares = OWN.weights.as_dict()
    reasons = [] if passes else ["too few"]
    store = Store(Home(root=cli.home).make().database_url)
    facts = {"gate": {"passes": passes, "reasons": reasons}, "before": OWN.name, "lists": 7}
    store.put_weights(name, json.dumps(shares), json.dumps(facts))
    store.close()


def states(cli: Cli) -> dict[str, str]:
    rows: list[dict[str, Any]] = cli("weights", "--json").document["weights"]
    return {row["name"]: row["state"] for row in rows}


def test_weights_are_learnt_proposed_served_and_gone_back_from(taught: Cli) -> None:
    found = taught("weights", "learn", "--json").document
    assert found["facts"]["gate"]["passes"]
    assert found["weights"]["pay"] > OWN.weights.pay
    name = found["name"]
    assert states(taught) == {name: "proposed", OWN.name: "serving"}
    assert taught("weights", "serve", name, "--json").document == {"weights": name, "state": "serving"}
    assert states(taught) == {name: "serving", OWN.name: "bundled"}
    assert taught("status", "--json").document["weights"] == name
    assert name in taught("status").out
    assert taught("weights", "back", "--json").document == {"weights": OWN.name, "state": "serving"}
    assert states(taught) == {name: "retired", OWN.name: "serving"}
    assert taught("weights", "back").code == 2


def test_what_was_learnt_is_told_to_people_with_its_intervals(taught: Cli) -> None:
    told = taught("weights", "learn").out
    for words in ("400 utuh, 0 tidak utuh", "gerbang", "lolos", "selisih per daftar", "dibandingkan dengan", OWN.name):
        assert words in told
    assert "terlalu jarang diketahui" not in told


def test_lists_of_a_kind_that_taught_nothing_are_told(taught: Cli) -> None:
    answered = taught("weights", "learn", "--shown-to", "posting")
    assert answered.code == 2
    assert "a complete list in each half of the askers" in answered.err
    assert taught("weights", "learn", "--shown-to", "course").code == 2


def test_weights_that_the_gate_refused_serve_only_although(filled: Cli) -> None:
    put(filled, "learnt-1", passes=False)
    answered = filled("weights", "serve", "learnt-1")
    assert answered.code == 2
    assert "--although, found too few" in answered.err
    assert states(filled)["learnt-1"] == "proposed"
    assert "melayani" in filled("weights", "serve", "learnt-1", "--although").out
    assert filled("match", "--id", "workers:pekerja-1", "--json").code == 0
    assert states(filled)["learnt-1"] == "serving"


def test_weights_score_beside(filled: Cli) -> None:
    put(filled, "learnt-1")
    assert "bayangan" in filled("weights", "shadow", "learnt-1").out
    assert states(filled) == {"learnt-1": "shadow", OWN.name: "serving"}
    assert filled("weights", "shadow", "learnt-2").code == 2


def test_the_list_shows_each_with_its_state_and_the_gates_word(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    put(filled, "learnt-1")
    put(filled, "learnt-2", passes=False)
    filled("weights", "serve", "learnt-1")
    told = filled("weights", "list").out
    lines = {
        name: next(line for line in told.splitlines() if name in line) for name in ("learnt-1", "learnt-2", OWN.name)
    }
    assert "melayani" in lines["learnt-1"]
    assert "│ lolos" in lines["learnt-1"]
    assert "diusulkan" in lines["learnt-2"]
    assert "tidak lolos" in lines["learnt-2"]
    assert "bawaan" in lines[OWN.name]
    assert f"occupation {OWN.weights.occupation:.3f}" in told


def test_a_home_that_is_not_there_is_told_and_not_made(cli: Cli) -> None:
    for words in (("weights",), ("weights", "learn"), ("weights", "back"), ("weights", "serve", "x")):
        assert cli(*words).code == 1
    assert not cli.home.exists()


def test_weights_of_other_components_are_told_in_the_status(filled: Cli) -> None:
    store = Store(Home(root=filled.home).database_url)
    store.put_weights("old", '{"pay": 1.0}', "{}")
    store.serve_weights("old")
    store.close()
    document = filled("status", "--json").document
    assert document["weights"] == OWN.name
    assert "wanted shares of" in document["refused"]["weights old"]
