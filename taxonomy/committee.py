"""The trained members of the title coder and their weights file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from taxonomy.errors import InputError
from taxonomy.title_item import Floats
from taxonomy.weights_file import Array, quantised, restored, write_weights


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
        shift = self.bias - self.scale * (self.centre @ self.weight)
        logits: Floats = np.asarray(features @ self.weight, dtype=np.float32) * np.float32(self.scale) + shift
        logits -= logits.max(axis=1, keepdims=True)
        found: Floats = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The trained members and what is needed to use them.

    Attributes:
        members: View to regression.
        codes: Class order.
        temperatures: ``title`` and ``text`` to one value for each stage of the coder: divides the mean log-probability
            before it is normalised again.
        encoders: Source of a dense view (``use``, ``e5``) to the fingerprint of the encoder that it was trained with.
        fingerprint: Short hash of the weights file.
    """

    members: Mapping[str, Member]
    codes: tuple[str, ...]
    temperatures: Mapping[str, Sequence[float]]
    encoders: Mapping[str, str]
    fingerprint: str

    @property
    def encoder(self) -> str:
        """Fingerprint of the main encoder (``e5``), which the search uses too."""
        return self.encoders["e5"]


def save_committee(path: Path, committee: Committee, provenance: Mapping[str, str]) -> None:
    """Write weights as safetensors, 8 bits a weight with one scale for each class.

    Args:
        path: File to write.
        committee: What to write; its fingerprint is worked out again on reading.
        provenance: Sources and the command, kept in the file's metadata.
    """
    tensors: dict[str, Array] = {}
    for view, member in committee.members.items():
        tensors |= quantised(f"{view}.weight", member.weight)
        tensors[f"{view}.bias"] = member.bias.astype(np.float32)
        if member.centre.any():
            tensors[f"{view}.centre"] = member.centre.astype(np.float32)
    metadata = {
        **provenance,
        "codes": ",".join(committee.codes),
        "scales": json.dumps({view: member.scale for view, member in committee.members.items()}),
        "temperatures": json.dumps({name: list(values) for name, values in committee.temperatures.items()}),
        "encoders": json.dumps(dict(committee.encoders)),
    }
    write_weights(path, tensors, metadata)


@lru_cache(maxsize=2)
def load_committee(path: Path | None = None) -> Committee:
    """Read weights written by ``save_committee``.

    Args:
        path: The file; the bundled one by default.

    Raises:
        InputError: The file is missing or not such a file.
    """
    from safetensors import SafetensorError, safe_open

    file = path or Path(str(resources.files("taxonomy") / "data" / "title_coder.safetensors"))
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        with safe_open(str(file), framework="numpy") as stored:
            metadata = stored.metadata()
            arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        return Committee(
            members={view: _member(view, arrays, float(s)) for view, s in json.loads(metadata["scales"]).items()},
            codes=tuple(metadata["codes"].split(",")),
            temperatures={name: tuple(values) for name, values in json.loads(metadata["temperatures"]).items()},
            encoders=json.loads(metadata["encoders"]),
            fingerprint=f"titles-{digest}",
        )
    except (OSError, KeyError, ValueError, TypeError, AttributeError, SafetensorError) as error:
        raise InputError(wanted="weights of the title coder", found=str(error), where=str(file)) from error


def _member(view: str, arrays: Mapping[str, Array], scale: float) -> Member:
    weight = restored(f"{view}.weight", arrays)
    centre = arrays.get(f"{view}.centre")
    return Member(
        weight=weight,
        bias=arrays[f"{view}.bias"],
        centre=np.zeros(len(weight), dtype=np.float32) if centre is None else centre,
        scale=scale,
    )
