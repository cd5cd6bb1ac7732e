"""Weights of the industry coder on disk: ``data/industries/coder.safetensors``, 8 bits a weight."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from taxonomy.members import Member, members_in, scales_of, tensors_of
from taxonomy.weights_file import stored_weights, write_weights

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
    metadata = {
        **provenance,
        "codes": ",".join(weights.codes),
        "scales": scales_of(weights.members),
        "powers": json.dumps({name: list(values) for name, values in weights.powers.items()}),
        "read_share": repr(weights.read_share),
        "encoder": weights.encoder,
    }
    write_weights(path, tensors_of(weights.members), metadata)


@lru_cache(maxsize=2)
def load_industry_weights(path: Path | None = None) -> IndustryWeights:
    """Read weights written by ``save_industry_weights``.

    Args:
        path: The file; the bundled one by default.

    Raises:
        InputError: The file is missing or not such a file.
    """
    file = path or Path(str(resources.files("taxonomy") / "data" / "industries" / "coder.safetensors"))
    with stored_weights(file, "industry coder") as stored:
        return IndustryWeights(
            members=members_in(stored),
            codes=tuple(stored.metadata["codes"].split(",")),
            powers={name: tuple(values) for name, values in json.loads(stored.metadata["powers"]).items()},
            read_share=float(stored.metadata["read_share"]),
            encoder=stored.metadata["encoder"],
            fingerprint=f"industries-{stored.digest}",
        )
