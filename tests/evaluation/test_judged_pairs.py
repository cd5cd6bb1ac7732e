"""Weights learnt from judged pairs: what separates the grades weighs, nothing counts against anybody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation import retrieval, train_weights, training_set
from evaluation.judged_pairs import FIXED, LEAST, JudgedPairs, learn_weights
from evaluation.task import Options
from matcher.part_list import NAMES
from matcher.weights import weights_of


def drawn(seed: int, by: str, sign: float = 1.0, size: int = 40) -> JudgedPairs:
    """Ads whose grade follows one component."""
    rng = np.random.default_rng(seed)
    values = rng.random((size, len(NAMES)))
    order = np.argsort(np.argsort(sign * values[:, NAMES.index(by)]))
    return JudgedPairs(values=values, grades=order * 4 // size)


def test_the_component_that_grades_follow_weighs_most() -> None:
    for name in ("occupation", "words", "seniority"):
        weights = learn_weights([drawn(seed, name) for seed in range(6)]).as_dict()
        assert max(weights, key=weights.__getitem__) == name
        assert weights[name] > 0.6
        assert sum(weights.values()) == pytest.approx(1.0)


def test_a_component_that_low_grades_follow_gets_its_least_share_and_never_a_negative_one() -> None:
    weights = learn_weights([drawn(seed, "skills", sign=-1.0) for seed in range(6)]).as_dict()
    assert weights["skills"] == LEAST["skills"]
    assert min(weights.values()) >= 0


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_learnt_weights_are_shares_that_keep_what_is_fixed(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    judged = JudgedPairs(values=rng.random((size, len(NAMES))), grades=rng.integers(0, 4, size))
    weights = learn_weights([judged]).as_dict()
    assert {name: weights[name] for name in FIXED} == FIXED
    assert all(weights[name] >= least - 1e-9 for name, least in LEAST.items())


def test_the_trainer_writes_weights_that_the_scorer_takes(
    planted: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert planted.data is not None
    monkeypatch.setattr(training_set, "SEEKERS", planted.data / "gold" / retrieval.SEEKERS)
    monkeypatch.setattr(training_set, "JUDGEMENTS", planted.data / "gold" / retrieval.JUDGEMENTS)
    target = tmp_path / "weights.json"
    train_weights.write_weights(planted, target)
    document = orjson.loads(target.read_bytes())
    assert weights_of(document["weights"], "file").as_dict() == document["weights"]
    assert (document["seekers"], document["judgements"]) == (2, 4)


def test_the_trainer_is_a_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = list[tuple[Options, Path]]()
    monkeypatch.setattr(train_weights, "write_weights", lambda *given: asked.append(given))
    train_weights.main(["--data", str(tmp_path), "--target", str(tmp_path / "w.json")])
    ((given, target),) = asked
    assert (given.data, target) == (tmp_path, tmp_path / "w.json")


def test_the_training_set_is_of_invented_seekers_and_none_of_the_gold_ones() -> None:
    seekers, judgements = training_set.training_set()
    assert (len(seekers), sum(map(len, judgements.values()))) == (160, 3885)
    assert all(name.startswith("t") for name in seekers)
    assert {seeker.place for seeker in seekers.values()} == {""}
