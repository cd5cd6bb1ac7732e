"""Columns in a folder: one ``.npy`` file for each, mapped when read, and the names of the sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from matcher.columns import BY_ROW, Columns
from matcher.ragged import Ragged
from taxonomy.errors import GenerationError

_NAMES = "source_names.json"
_RAGGED = frozenset({"skills", "regions"})
_PLAIN = tuple(name for name in (*BY_ROW, "skills_preferred") if name not in _RAGGED)


def write_columns(folder: Path, columns: Columns) -> None:
    """Write columns into a folder of their own."""
    folder.mkdir()
    for name in _PLAIN:
        np.save(folder / f"{name}.npy", getattr(columns, name))
    for name in sorted(_RAGGED):
        stretches: Ragged = getattr(columns, name)
        np.save(folder / f"{name}.starts.npy", stretches.starts)
        np.save(folder / f"{name}.values.npy", stretches.values)
    (folder / _NAMES).write_bytes(orjson.dumps(columns.source_names))


def read_columns(folder: Path) -> Columns:
    """Map what ``write_columns`` wrote.

    Raises:
        GenerationError: A file is missing or is none of ours.
    """
    try:
        plain: dict[str, Any] = {name: _mapped(folder / f"{name}.npy") for name in _PLAIN}
        ragged: dict[str, Any] = {
            name: Ragged(starts=_mapped(folder / f"{name}.starts.npy"), values=_mapped(folder / f"{name}.values.npy"))
            for name in _RAGGED
        }
        names = tuple(orjson.loads((folder / _NAMES).read_bytes()))
    except (OSError, ValueError, EOFError) as error:
        raise GenerationError(f"{folder}: wanted columns, found something else ({error})") from error
    return Columns(**plain, **ragged, source_names=names)


def _mapped(path: Path) -> npt.NDArray[Any]:
    # As a plain array: every view of a memmap is made anew in Python, which a thousand small lookups would feel.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
