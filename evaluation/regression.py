"""Fit one member of the title coder: multinomial logistic regression with soft targets, by Adam on small batches.

Full-batch L-BFGS on dense features took 35 minutes for five members on two cores; this takes about two for seven, and
the members code as well (docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from scipy.sparse import csr_matrix

from taxonomy.members import Member
from taxonomy.weights_file import Floats

BATCH = 256
SEED = 2026

EPOCHS = {"dense": 12, "hashed": 9}
RATE = {"dense": 2e-3, "hashed": 2e-2}
HASHED_SCALE = 8.0
"""Hashed rows have length 1 spread over many features; scaled so, weights stay near 1 and 8 bits hold them."""

LEAST_RATE = 0.02
"""Share of the learning rate that is left at the end of the linear decay."""


def fit(
    features: Floats | csr_matrix,
    targets: Floats,
    weights: Floats,
    *,
    l2: float = 0.0,
    seed: int = SEED,
    epochs: Mapping[str, int] | None = None,
) -> Member:
    """One regression.

    Args:
        features: Encoder vectors, or hashed ones as a sparse matrix; shape ``(examples, features)``.
        targets: Share of each class; rows sum to 1; shape ``(examples, classes)``.
        weights: Of each example in the loss; shape ``(examples,)``.
        l2: Ridge penalty on the weights.
        seed: Of the order of the examples.
        epochs: Rounds over all examples for ``dense`` and ``hashed`` features; ``EPOCHS`` by default.
    """
    torch.manual_seed(seed)  # pyright: ignore[reportUnknownMemberType] -- torch leaves the seed untyped
    kind = "hashed" if isinstance(features, csr_matrix) else "dense"
    width = features.shape[1]
    centre, scale = _scaling(features)
    rows = _Rows(features, centre, scale)
    weight = torch.zeros(width, targets.shape[1], requires_grad=True)
    bias = torch.zeros(targets.shape[1], requires_grad=True)
    solver = torch.optim.Adam([weight, bias], lr=RATE[kind], betas=(0.9, 0.98))
    count = len(targets)
    rounds = (epochs or EPOCHS)[kind]
    steps = rounds * -(-count // BATCH)
    decay = torch.optim.lr_scheduler.LambdaLR(solver, lambda step: max(LEAST_RATE, 1 - step / steps))
    shares, masses = torch.as_tensor(targets), torch.as_tensor((weights / weights.mean()).astype(np.float32))
    random = np.random.default_rng(seed)
    for _ in range(rounds):
        order = random.permutation(count)
        for start in range(0, count, BATCH):
            batch = order[start : start + BATCH]
            log_probabilities = torch.log_softmax(rows.logits(batch, weight) + bias, dim=1)
            loss = -(masses[batch] * (shares[batch] * log_probabilities).sum(dim=1)).mean() + l2 * (weight**2).sum()
            solver.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            solver.step()  # pyright: ignore[reportUnknownMemberType] -- torch leaves the closure untyped
            decay.step()
    return Member(weight=weight.detach().numpy(), bias=bias.detach().numpy(), centre=centre, scale=scale)


def _scaling(features: Floats | csr_matrix) -> tuple[Floats, float]:
    if isinstance(features, csr_matrix):
        return np.zeros(features.shape[1], dtype=np.float32), HASHED_SCALE
    centre: Floats = features.mean(axis=0)
    return centre, float(1.0 / (features - centre).std())


class _Rows:
    """Rows of features, multiplied with weights batch by batch."""

    def __init__(self, features: Floats | csr_matrix, centre: Floats, scale: float) -> None:
        self._sparse = features if isinstance(features, csr_matrix) else None
        self._dense = (
            None if isinstance(features, csr_matrix) else torch.as_tensor((features - centre) * np.float32(scale))
        )
        self._scale = scale

    def logits(self, batch: npt.NDArray[np.int64], weight: torch.Tensor) -> torch.Tensor:
        """Shape ``(len(batch), classes)``."""
        if self._dense is not None:
            return self._dense[batch] @ weight
        assert self._sparse is not None
        part = self._sparse[batch]
        return torch.nn.functional.embedding_bag(
            torch.as_tensor(part.indices.astype(np.int64)),
            weight,
            torch.as_tensor(part.indptr[:-1].astype(np.int64)),
            mode="sum",
            per_sample_weights=torch.as_tensor(part.data * np.float32(self._scale)),
        )
