"""Train the industry coder, the step behind ``sepadan train industry-coder``.

Learns from employers that were read with their ads, and from authored words and official titles
(``evaluation/employers.py``); ``gold/employers_dev.tsv`` is for measuring alone. The powers with which the members
are joined are learnt from what the members say of employers that they did not see: five folds, an employer in one
fold with all its ads. Seeded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evaluation.employers import IndustryExample, authored_examples, read_examples
from evaluation.kept_vectors import KeptVectors
from evaluation.regression import fit
from evaluation.training.job import Job
from indexes import encoder
from taxonomy.industries import load_industries
from taxonomy.industry_coder import Embed, joined
from taxonomy.industry_features import dense_texts, sparse_features
from taxonomy.industry_weights import SAID, UNSAID, IndustryWeights, save_industry_weights
from taxonomy.industry_words import NO_INDUSTRY
from taxonomy.members import Member
from taxonomy.weights_file import Floats

FOLDS = 5
SEED = 2026

L2: Mapping[str, float] = {
    "characters_name": 3e-6,
    "words_name": 3e-6,
    "words_activity": 3e-6,
    "words_text": 1e-5,
    "words_title": 1e-5,
    "votes": 1e-5,
    "e5_name": 3e-5,
    "e5_text": 3e-5,
}
"""Ridge penalty of each member, chosen by the folds."""

READ_SHARE = 0.85
"""Probability that the first code of a careful coder would be accepted by another; two codings of titles agree on
92-95 % (data README), industries are harder: 39 of 280 dev codes have low confidence."""

_POWER_PENALTY = 1e-3

Features = Mapping[str, Floats | csr_matrix]


def classes() -> tuple[str, ...]:
    """Divisions in order, then ``NO_INDUSTRY``."""
    return (*load_industries().divisions, NO_INDUSTRY)


def features_of(
    examples: Sequence[IndustryExample], embed: Embed, views: Sequence[str]
) -> dict[str, Floats | csr_matrix]:
    """What each member learns from; view to features, shape ``(len(examples), features)``.

    The encoder reads those texts alone that its members learn from.
    """
    items = [example.item for example in examples]
    found: dict[str, Floats | csr_matrix] = {}
    for view in views:
        if view.startswith("e5_"):
            rows = rows_of(view, examples)
            vectors = embed(dense_texts(view, [items[int(row)] for row in rows]))
            found[view] = np.zeros((len(items), vectors.shape[1]), dtype=np.float32)
            found[view][rows] = vectors
        else:
            found[view] = sparse_features(view, items)
    return found


def targets_of(examples: Sequence[IndustryExample]) -> Floats:
    """Share of each class; float32, shape ``(len(examples), 89)``."""
    column = {code: at for at, code in enumerate(classes())}
    found = np.zeros((len(examples), len(column)), dtype=np.float32)
    for row, example in enumerate(examples):
        for code, share in example.targets.items():
            found[row, column[code]] = share
    return found


def rows_of(view: str, examples: Sequence[IndustryExample]) -> npt.NDArray[np.int64]:
    """Rows that a member learns from: those that hold what it reads.

    Votes are learnt from real ads alone: an authored word would only learn that it is right. So are passages, for
    authored phrases are no passages.
    """
    kept: list[int] = []
    for row, example in enumerate(examples):
        item = example.item
        if view in {"votes", "e5_text"}:
            keep = bool(example.group)
        elif view.endswith("_name"):
            keep = bool(item.name)
        else:
            keep = bool({"words_activity": item.activity, "words_title": item.job}.get(view, item.body))
        if keep:
            kept.append(row)
    return np.array(kept, dtype=np.int64)


def train(
    features: Features, examples: Sequence[IndustryExample], rows: npt.NDArray[np.int64], seed: int = SEED
) -> dict[str, Member]:
    """Fit every member on some of the examples."""
    targets, weights = targets_of(examples), np.array([example.weight for example in examples], dtype=np.float32)
    members: dict[str, Member] = {}
    for view in features:
        own = np.intersect1d(rows, rows_of(view, examples))
        members[view] = fit(features[view][own], targets[own], weights[own], l2=L2[view], seed=seed)
    return members


def folds_of(examples: Sequence[IndustryExample], seed: int = SEED) -> npt.NDArray[np.int64]:
    """Fold of each example, -1 for authored ones; all ads of an employer in one fold."""
    groups = sorted({example.group for example in examples if example.group})
    shuffled = np.random.default_rng(seed).permutation(len(groups))
    fold = {group: int(shuffled[at]) % FOLDS for at, group in enumerate(groups)}
    return np.array([fold.get(example.group, -1) for example in examples], dtype=np.int64)


def held_out(
    features: Features, examples: Sequence[IndustryExample], seed: int = SEED
) -> tuple[npt.NDArray[np.int64], dict[str, Floats]]:
    """Rows of the real ads, and what members that did not see their employers say of them, view by view."""
    fold_of = folds_of(examples, seed)
    rows = np.flatnonzero(fold_of >= 0)
    said = {view: np.zeros((len(rows), len(classes())), dtype=np.float32) for view in features}
    for fold in range(FOLDS):
        members = train(features, examples, np.flatnonzero(fold_of != fold), seed)
        own = np.flatnonzero(fold_of[rows] == fold)
        for view, member in members.items():
            said[view][own] = member.log_probabilities(features[view][rows[own]])
    return rows, said


def best_powers(said: Mapping[str, Floats], targets: Floats, weights: Floats) -> tuple[float, ...]:
    """Powers of the members that say best what is right (least cross-entropy); none below 0."""
    stacked = np.stack(list(said.values()))  # (views, rows, classes)

    def loss(powers: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        total = np.tensordot(powers, stacked, axes=1)
        total -= total.max(axis=1, keepdims=True)
        logs = total - np.log(np.exp(total).sum(axis=1, keepdims=True))
        wrong: npt.NDArray[np.float64] = (np.exp(logs) - targets) * weights[:, None]
        value = -(weights[:, None] * targets * logs).sum() / weights.sum() + _POWER_PENALTY * (powers**2).sum()
        slope = np.tensordot(stacked, wrong, axes=((1, 2), (0, 1))) / weights.sum() + 2 * _POWER_PENALTY * powers
        return float(value), slope

    found = minimize(loss, np.full(len(said), 0.3), jac=True, method="L-BFGS-B", bounds=[(0.0, 2.0)] * len(said))
    return tuple(round(float(power), 4) for power in found.x)


def powers_of(
    rows: npt.NDArray[np.int64], said: Mapping[str, Floats], examples: Sequence[IndustryExample]
) -> dict[str, tuple[float, ...]]:
    """Powers for ads that say what the employer does, and for those that do not."""
    targets = targets_of(examples)[rows]
    weights = np.array([examples[int(row)].weight for row in rows], dtype=np.float32)
    is_said = np.array([bool(examples[int(row)].item.activity) for row in rows])
    return {
        kind: best_powers({view: logs[own] for view, logs in said.items()}, targets[own], weights[own])
        for kind, own in ((SAID, np.flatnonzero(is_said)), (UNSAID, np.flatnonzero(~is_said)))
    }


def make(job: Job) -> str:
    """Find the powers by five folds, train again on all, write the weights.

    Args:
        job: Data ``ads``; parameters ``views`` and ``seed``.

    Returns:
        What it learnt from, and how the folds did.

    Raises:
        InputError: Data is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    model = encoder.load(encoder.prepare(job.cache).parent, max_tokens=encoder.MAX_TOKENS)
    real, authored = read_examples(job.data["ads"].parent), authored_examples()
    examples, seed = [*real, *authored], job.parameters["seed"]
    with closing(KeptVectors(model, job.cache / "evaluation")) as kept:
        features = features_of(examples, kept.encode_query, job.parameters["views"])
    rows, said = held_out(features, examples, seed)
    weights = IndustryWeights(
        members=train(features, examples, np.arange(len(examples)), seed),
        codes=classes(),
        powers=powers_of(rows, said, examples),
        read_share=READ_SHARE,
        encoder=model.fingerprint,
        fingerprint="new",
    )
    sources = (
        f"{len({e.group for e in real})} employers read with {len(real)} ads, {len(authored)} authored and official"
    )
    save_industry_weights(
        job.folder / "coder.safetensors", weights, {"sources": sources, "command": "sepadan train industry-coder"}
    )
    told = joined(weights, [examples[int(row)].item for row in rows], said)
    right = [
        examples[int(row)].targets.get(classes()[int(at)], 0) > 0 for row, at in zip(rows, told.argmax(1), strict=True)
    ]
    return f"{sources}; right in five folds: {np.mean(right):.4f} of {len(rows)} ads"
