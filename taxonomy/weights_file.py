"""Trained weights on disk: safetensors of 8-bit matrices with one step for each column, in one order of bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from taxonomy.errors import InputError

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]


def quantised(name: str, matrix: Floats) -> dict[str, Array]:
    """A matrix as int8 ``name`` and float32 ``name.step``, one step a column; off by half a step at most.

    Args:
        name: Of the tensor.
        matrix: float32, shape ``(rows, columns)``.
    """
    step: Array = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / 127
    return {name: np.round(matrix / step).astype(np.int8), f"{name}.step": step.astype(np.float32)}


def restored(name: str, arrays: Mapping[str, Array]) -> Floats:
    """The matrix that ``quantised`` wrote.

    Raises:
        KeyError: It is not there.
    """
    found: Floats = arrays[name].astype(np.float32) * arrays[f"{name}.step"]
    return found


def write_weights(path: Path, tensors: Mapping[str, Array], metadata: Mapping[str, str]) -> None:
    """Write tensors; equal ones give equal bytes."""
    from safetensors.numpy import save

    stored = save(dict(tensors), metadata=dict(metadata))
    start = 8 + int.from_bytes(stored[:8], "little")
    header = json.dumps(json.loads(stored[8:start]), sort_keys=True, separators=(",", ":")).encode()
    # Tensors must begin on a multiple of eight bytes; the format pads its header with spaces.
    header += b" " * (-len(header) % 8)
    path.write_bytes(len(header).to_bytes(8, "little") + header + stored[start:])


@dataclass(frozen=True, slots=True)
class StoredWeights:
    """What a file of weights holds.

    Attributes:
        arrays: Tensors by name.
        metadata: Texts by name.
        path: The file.
    """

    arrays: Mapping[str, Array]
    metadata: Mapping[str, str]
    path: Path

    @property
    def digest(self) -> str:
        """Short hash of the file, which is read for it: not every reader needs one."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:12]


@contextmanager
def stored_weights(path: Path, what: str) -> Generator[StoredWeights]:
    """Open a file of weights; what is missing or faulty in it while it is read is told as a fault of the file.

    Args:
        path: The file.
        what: Whose weights, for the message.

    Raises:
        InputError: The file is missing, or not such a file.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as stored:
            arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
            metadata = stored.metadata() or {}
        yield StoredWeights(arrays, metadata, path)
    except (OSError, KeyError, ValueError, TypeError, AttributeError, SafetensorError) as error:
        raise InputError(wanted=f"weights of the {what}", found=str(error), where=str(path)) from error
