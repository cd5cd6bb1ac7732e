"""The trained members of the title coder and their weights file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from taxonomy.errors import InputError
from taxonomy.title_item import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One logistic regression.

    Attributes:
        weight: float32, shape ``(features, classes)``.
        bias: float32, shape ``(classes,)``.
        centre: Taken off each feature before use, float32, shape ``(features,)``.
        scale: Then multiplied with each feature, float32, shape ``(features,)``.
    """

    weight: Floats
    bias: Floats
    centre: Floats
    scale: Floats

    def log_probabilities(self, features: Floats) -> Floats:
        """float32, shape ``(rows, classes)``; rows sum to 1 after ``exp``."""
        logits = ((features - self.centre) * self.scale) @ self.weight + self.bias
        logits -= logits.max(axis=1, keepdims=True)
        found: Floats = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The trained members and what is needed to use them.

    Attributes:
        members: View to regression.
        codes: Class order.
        temperatures: ``title`` and ``text``: divides the mean log-probability before it is normalised again.
        encoder: Fingerprint of the encoder whose vectors were used in training.
        fingerprint: Short hash of the weights file.
    """

    members: Mapping[str, Member]
    codes: tuple[str, ...]
    temperatures: Mapping[str, float]
    encoder: str
    fingerprint: str


def save_committee(path: Path, committee: Committee, provenance: Mapping[str, str]) -> None:
    """Write weights as float16 safetensors.

    Args:
        path: File to write.
        committee: What to write; its fingerprint is worked out again on reading.
        provenance: Sources and the command, kept in the file's metadata.
    """
    from safetensors.numpy import save

    tensors: dict[str, npt.NDArray[np.float16]] = {}
    for view, member in committee.members.items():
        for name in ("weight", "bias", "centre", "scale"):
            tensors[f"{view}.{name}"] = getattr(member, name).astype(np.float16)
    metadata = {
        **provenance,
        "codes": ",".join(committee.codes),
        "temperatures": json.dumps(dict(committee.temperatures)),
        "encoder": committee.encoder,
    }
    path.write_bytes(_in_one_order(save(tensors, metadata=metadata)))


def _in_one_order(stored: bytes) -> bytes:
    """The same safetensors file with its header's keys sorted, so that equal weights give equal bytes."""
    start = 8 + int.from_bytes(stored[:8], "little")
    header = json.dumps(json.loads(stored[8:start]), sort_keys=True, separators=(",", ":")).encode()
    # Tensors must begin on a multiple of eight bytes; the format pads its header with spaces.
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header + stored[start:]


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
            arrays = {name: stored.get_tensor(name).astype(np.float32) for name in stored.keys()}  # noqa: SIM118
        views = sorted({name.partition(".")[0] for name in arrays})
        members = {
            view: Member(**{part: arrays[f"{view}.{part}"] for part in ("weight", "bias", "centre", "scale")})
            for view in views
        }
        return Committee(
            members=members,
            codes=tuple(metadata["codes"].split(",")),
            temperatures=json.loads(metadata["temperatures"]),
            encoder=metadata["encoder"],
            fingerprint=f"titles-{digest}",
        )
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise InputError(wanted="weights of the title coder", found=str(error), where=str(file)) from error
