"""Vectors of a nation on disk: one ``.npy`` file of float16 beside each shard, written row group by row group."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from indexes.encoder import Vectors
from matcher.nation.shards import Told, read_manifest
from matcher.nation.vectors import Space, shard_vectors
from matcher.vocabulary import load_vocabulary
from taxonomy.errors import InputError


def vectors_path(shard: Path) -> Path:
    """Where the vectors of a shard lie: ``workers/00017.npy``."""
    return shard.with_suffix(".npy")


def _untold(what: str, done: int, total: int) -> None:
    """Of nobody who wants to know."""


def write_vectors(folder: Path, space: Space, tell: Told = _untold) -> None:
    """Write the vectors of every shard of a nation; those that are there are left, so that a cut run goes on.

    Args:
        folder: Of a nation that is whole.
        space: Of the encoder; vectors of another one are other vectors.
        tell: Told of progress.

    Raises:
        InputError: The folder holds no whole nation.
    """
    manifest = read_manifest(folder)
    for done, shard in enumerate(manifest["shards"], 1):
        path = vectors_path(folder / shard["file"])
        if not path.is_file():
            _write(path, folder / shard["file"], shard["rows"], space, manifest["seed"])
        tell("make vectors", done, len(manifest["shards"]))


def read_vectors(shard: Path, rows: int) -> Vectors:
    """The vectors of a shard, float32, of length 1 within float16's thousandth; shape ``(rows, dim)``.

    Raises:
        InputError: There are none, or not so many.
    """
    path = vectors_path(shard)
    try:
        held = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise InputError(
            wanted="vectors (sepadan simulate nation --vectors)", found=str(error), where=str(path)
        ) from error
    if len(held) != rows:
        raise InputError(wanted=f"{rows} vectors", found=str(len(held)), where=str(path))
    found: Vectors = held.astype(np.float32)
    return found


def _write(path: Path, shard: Path, rows: int, space: Space, seed: int) -> None:
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    held = open_memmap(half, mode="w+", dtype=np.float16, shape=(rows, len(space.mean)))
    at = 0
    for vectors in shard_vectors(shard, load_vocabulary(), space, seed):
        held[at : at + len(vectors)] = vectors
        at += len(vectors)
    held.flush()
    del held
    half.replace(path)
