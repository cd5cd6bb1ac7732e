"""One member of the title coder: it learns what can be told apart, agrees with a slow solver, and is the same again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
import torch
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax

from evaluation import regression
from evaluation.regression import BATCH, EPOCHS, HASHED_SCALE, LEAST_RATE, fit
from taxonomy.members import Member
from taxonomy.title_item import TitleItem, hashed_features
from taxonomy.weights_file import Floats

KINDS = ("dense", "hashed")
TITLES = ("koki restoran", "sopir truk", "perawat bedah")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices this small are multiplied sooner by one thread than shared out among many."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def as_kind(features: Floats, kind: str) -> Floats | csr_matrix:
    return csr_matrix(features) if kind == "hashed" else features


def same_for(rows: int) -> Floats:
    return np.ones(rows, dtype=np.float32)


def separable(count: int = 2 * BATCH + 7, seed: int = 0) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Features of length 1 around three far corners, targets, and the classes."""
    random = np.random.default_rng(seed)
    classes = random.integers(0, 3, size=count)
    features = np.zeros((count, 12), dtype=np.float32)
    features[np.arange(count), classes * 4] = 1.0
    features += random.normal(scale=0.05, size=features.shape).astype(np.float32)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    targets = np.zeros((count, 3), dtype=np.float32)
    targets[np.arange(count), classes] = 1.0
    return features, targets, classes


@pytest.mark.parametrize("kind", KINDS)
def test_classes_that_can_be_told_apart_are_learnt(kind: str) -> None:
    features, targets, _ = separable()
    member = fit(as_kind(features, kind), targets, same_for(len(targets)))
    unseen, _, truth = separable(seed=1)
    assert np.array_equal(member.log_probabilities(as_kind(unseen, kind)).argmax(axis=1), truth)
    assert (member.weight.shape, member.bias.shape, member.centre.shape) == ((12, 3), (3,), (12,))
    assert {part.dtype for part in (member.weight, member.bias, member.centre)} == {np.dtype(np.float32)}


def test_titles_are_learnt_from_their_hashed_characters_and_typos_understood() -> None:
    features = hashed_features("characters_title", [TitleItem(title=title) for title in TITLES])
    member = fit(features, np.eye(3, dtype=np.float32), same_for(3))
    typos = [TitleItem(title=title) for title in ("kokki restoran", "supir truk", "perawat bdah")]
    assert member.log_probabilities(hashed_features("characters_title", typos)).argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_training_twice_gives_the_same_bytes_whatever_ran_before(kind: str) -> None:
    features, targets, _ = separable()
    written = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        np.random.default_rng(seed).normal(size=seed)
        member = fit(as_kind(features, kind), targets, same_for(len(targets)), l2=1e-4)
        written.append([part.tobytes() for part in (member.weight, member.bias, member.centre)] + [member.scale])
    assert written[0] == written[1]


def test_dense_features_are_centred_and_brought_to_a_spread_of_one() -> None:
    features, targets, _ = separable()
    member = fit(features, targets, same_for(len(targets)))
    assert member.centre == pytest.approx(features.mean(axis=0), abs=1e-6)
    assert ((features - member.centre) * member.scale).std() == pytest.approx(1.0, abs=1e-4)


def test_hashed_features_are_scaled_but_stay_where_they_are() -> None:
    features, targets, _ = separable()
    member = fit(csr_matrix(features), targets, same_for(len(targets)))
    assert not member.centre.any()
    assert member.scale == HASHED_SCALE


def loss_of(member: Member, features: Floats, targets: Floats, weights: Floats, l2: float) -> float:
    logs = log_softmax((features - member.centre) * member.scale @ member.weight + member.bias, axis=1)
    masses = weights / weights.mean()
    return float(-(masses * (targets * logs).sum(axis=1)).mean() + l2 * (member.weight**2).sum())


def slow_fit(scale: float, centre: Floats, features: Floats, targets: Floats, weights: Floats, l2: float) -> Member:
    """The whole loss at once, by a solver that estimates slopes itself."""
    width, classes = features.shape[1], targets.shape[1]

    def member(flat: npt.NDArray[np.float64]) -> Member:
        weight, bias = flat[: width * classes].reshape(width, classes), flat[width * classes :]
        return Member(weight=weight, bias=bias, centre=centre, scale=scale)  # type: ignore[arg-type]

    found = minimize(
        lambda flat: loss_of(member(flat), features, targets, weights, l2),
        np.zeros((width + 1) * classes),
        method="L-BFGS-B",
    )
    return member(found.x)


@pytest.mark.parametrize("kind", KINDS)
def test_after_many_steps_the_probabilities_are_those_of_a_slow_solver(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Soft targets, uneven weights and the penalty all count: without one of them the solution is another."""
    monkeypatch.setattr(regression, "EPOCHS", dict.fromkeys(EPOCHS, 1500))
    monkeypatch.setattr(regression, "RATE", dict.fromkeys(EPOCHS, 2e-2))
    random = np.random.default_rng(5)
    features = random.normal(size=(40, 4)).astype(np.float32)
    features[np.abs(features) < 0.3] = 0
    features[7] = 0
    targets = random.dirichlet(np.full(3, 0.5), size=40).astype(np.float32)
    weights = random.uniform(0.02, 0.2, size=40).astype(np.float32)
    l2 = 2e-2
    found = fit(as_kind(features, kind), targets, weights, l2=l2)
    slow = slow_fit(found.scale, found.centre, features, targets, weights, l2)
    assert loss_of(found, features, targets, weights, l2) == pytest.approx(
        loss_of(slow, features, targets, weights, l2), abs=1e-3
    )
    expected = np.exp(log_softmax((features - slow.centre) * slow.scale @ slow.weight + slow.bias, axis=1))
    assert np.exp(found.log_probabilities(as_kind(features, kind))) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_the_heavier_of_two_examples_that_contradict_each_other_wins(kind: str) -> None:
    features = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    targets = np.eye(3, dtype=np.float32)
    for heavy in (0, 1):
        weights = np.array([1, 1, 1], dtype=np.float32)
        weights[heavy] = 3
        member = fit(as_kind(features, kind), targets, weights)
        assert member.log_probabilities(as_kind(features[:1], kind)).argmax() == heavy


@pytest.mark.parametrize("kind", KINDS)
def test_a_heavier_penalty_keeps_weights_smaller(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regression, "EPOCHS", dict.fromkeys(EPOCHS, 100))
    features, targets, _ = separable(100)
    loose, tight = (fit(as_kind(features, kind), targets, same_for(100), l2=l2).weight for l2 in (0.0, 1.0))
    assert np.abs(tight).sum() < np.abs(loose).sum() / 2


def test_the_rate_falls_in_a_line_to_the_share_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    rates: list[float] = []
    step = torch.optim.Adam.step

    def noted(solver: torch.optim.Adam) -> None:
        rates.append(solver.param_groups[0]["lr"])
        step(solver)

    features, targets, _ = separable(BATCH + 1)
    monkeypatch.setattr(torch.optim.Adam, "step", noted)
    fit(features, targets, same_for(len(targets)))
    steps = 2 * EPOCHS["dense"]
    expected = [regression.RATE["dense"] * max(LEAST_RATE, 1 - at / steps) for at in range(steps)]
    assert rates == pytest.approx(expected)
