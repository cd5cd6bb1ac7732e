"""Members of a coder, one regression a view, and how they lie in a file of weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from taxonomy.weights_file import Array, Floats, StoredWeights, quantised, restored


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One multinomial logistic regression over one view.

    Attributes:
        weight: float32, shape ``(features, classes)``.
        bias: float32, shape ``(classes,)``.
        centre: Taken off each feature before use, float32, shape ``(features,)``; zero for hashed views.
        scale: Then multiplied with every feature.
    """

    weight: Floats
    bias: Floats
    centre: Floats
    scale: float

    def log_probabilities(self, features: Floats | csr_matrix) -> Floats:
        """float32, shape ``(rows, classes)``; rows sum to 1 after ``exp``."""
        # (x - c) s W + b = s (x W) + (b - s (c W)): sparse features stay sparse.
        shift: npt.NDArray[Any] = self.bias - self.scale * (self.centre @ self.weight)
        logits: Floats = np.asarray(features @ self.weight, dtype=np.float32) * np.float32(self.scale) + shift
        logits -= logits.max(axis=1, keepdims=True)
        found: Floats = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return found


def tensors_of(members: Mapping[str, Member]) -> dict[str, Array]:
    """Tensors of members, 8 bits a weight; their scales go into the metadata, see ``scales_of``."""
    tensors: dict[str, Array] = {}
    for view, member in members.items():
        tensors |= quantised(f"{view}.weight", member.weight)
        tensors[f"{view}.bias"] = member.bias.astype(np.float32)
        if member.centre.any():
            tensors[f"{view}.centre"] = member.centre.astype(np.float32)
    return tensors


def scales_of(members: Mapping[str, Member]) -> str:
    """Scale by view, JSON: the metadatum ``scales``, which names the members and their order."""
    return json.dumps({view: member.scale for view, member in members.items()})


def members_in(stored: StoredWeights) -> dict[str, Member]:
    """Members of a file that was written with ``tensors_of`` and ``scales_of``.

    Raises:
        KeyError: Something of them is missing.
        ValueError: Scales are no JSON.
    """
    return {view: _member(view, stored.arrays, float(s)) for view, s in json.loads(stored.metadata["scales"]).items()}


def _member(view: str, arrays: Mapping[str, Array], scale: float) -> Member:
    weight = restored(f"{view}.weight", arrays)
    centre = arrays.get(f"{view}.centre")
    return Member(
        weight=weight,
        bias=arrays[f"{view}.bias"],
        centre=np.zeros(len(weight), dtype=np.float32) if centre is None else centre,
        scale=scale,
    )
