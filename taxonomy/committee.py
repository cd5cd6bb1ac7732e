"""The trained members of the title coder and their weights file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from taxonomy.members import Member, members_in, scales_of, tensors_of
from taxonomy.weights_file import stored_weights, write_weights


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
    metadata = {
        **provenance,
        "codes": ",".join(committee.codes),
        "scales": scales_of(committee.members),
        "temperatures": json.dumps({name: list(values) for name, values in committee.temperatures.items()}),
        "encoders": json.dumps(dict(committee.encoders)),
    }
    write_weights(path, tensors_of(committee.members), metadata)


@lru_cache(maxsize=2)
def load_committee(path: Path | None = None) -> Committee:
    """Read weights written by ``save_committee``.

    Args:
        path: The file; the bundled one by default.

    Raises:
        InputError: The file is missing or not such a file.
    """
    file = path or Path(str(resources.files("taxonomy") / "data" / "title_coder.safetensors"))
    with stored_weights(file, "title coder") as stored:
        return Committee(
            members=members_in(stored),
            codes=tuple(stored.metadata["codes"].split(",")),
            temperatures={name: tuple(values) for name, values in json.loads(stored.metadata["temperatures"]).items()},
            encoders=json.loads(stored.metadata["encoders"]),
            fingerprint=f"titles-{stored.digest}",
        )
