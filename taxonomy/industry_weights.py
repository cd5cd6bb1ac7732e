"""Weights of the industry coder on disk: ``data/industries/coder.safetensors``, 8 bits a weight."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np

from taxonomy.committee import Member
from taxonomy.errors import InputError
from taxonomy.weights_file import Array, quantised, restored, write_weights

SAID, UNSAID = "said", "unsaid"
"""Whether a text says what the employer does; the members are weighed apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryWeights:
    """The trained members and how their words are weighed.

    Attributes:
        members: View to regression.
        codes: Class order: divisions, and ``NO_INDUSTRY``.
        powers: ``said`` and ``unsaid`` to a power for each view, in the order of ``members``: what its log-probability
            is multiplied with before they are added up.
        read_share: Probability that the code of an employer that was read by hand is right.
        encoder: Fingerprint of the encoder that the dense members were trained with.
        fingerprint: Short hash of the file.
    """

    members: Mapping[str, Member]
    codes: tuple[str, ...]
    powers: Mapping[str, Sequence[float]]
    read_share: float
    encoder: str
    fingerprint: str

    @property
    def needs_encoder(self) -> bool:
        """Whether a member reads vectors."""
        return any(view.startswith("e5_") for view in self.members)


def save_industry_weights(path: Path, weights: IndustryWeights, provenance: Mapping[str, str]) -> None:
    """Write weights as safetensors.

    Args:
        path: File to write.
        weights: What to write; its fingerprint is worked out again on reading.
        provenance: Sources and the command, kept in the file's metadata.
    """
    tensors: dict[str, Array] = {}
    for view, member in weights.members.items():
        tensors |= quantised(f"{view}.weight", member.weight)
        tensors[f"{view}.bias"] = member.bias.astype(np.float32)
        if member.centre.any():
            tensors[f"{view}.centre"] = member.centre.astype(np.float32)
    metadata = {
        **provenance,
        "codes": ",".join(weights.codes),
        "scales": json.dumps({view: member.scale for view, member in weights.members.items()}),
        "powers": json.dumps({name: list(values) for name, values in weights.powers.items()}),
        "read_share": repr(weights.read_share),
        "encoder": weights.encoder,
    }
    write_weights(path, tensors, metadata)


@lru_cache(maxsize=2)
def load_industry_weights(path: Path | None = None) -> IndustryWeights:
    """Read weights written by ``save_industry_weights``.

    Args:
        path: The file; the bundled one by default.

    Raises:
        InputError: The file is missing or not such a file.
    """
    from safetensors import SafetensorError, safe_open

    file = path or Path(str(resources.files("taxonomy") / "data" / "industries" / "coder.safetensors"))
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        with safe_open(str(file), framework="numpy") as stored:
            metadata = stored.metadata()
            arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        return IndustryWeights(
            members={view: _member(view, arrays, float(s)) for view, s in json.loads(metadata["scales"]).items()},
            codes=tuple(metadata["codes"].split(",")),
            powers={name: tuple(values) for name, values in json.loads(metadata["powers"]).items()},
            read_share=float(metadata["read_share"]),
            encoder=metadata["encoder"],
            fingerprint=f"industries-{digest}",
        )
    except (OSError, KeyError, ValueError, TypeError, AttributeError, SafetensorError) as error:
        raise InputError(wanted="weights of the industry coder", found=str(error), where=str(file)) from error


def _member(view: str, arrays: Mapping[str, Array], scale: float) -> Member:
    weight = restored(f"{view}.weight", arrays)
    centre = arrays.get(f"{view}.centre")
    return Member(
        weight=weight,
        bias=arrays[f"{view}.bias"],
        centre=np.zeros(len(weight), dtype=np.float32) if centre is None else centre,
        scale=scale,
    )
