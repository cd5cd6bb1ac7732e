"""Inputs that are kept: one file of JSON lines for each target, in ``evaluation/data/fuzz``.

The shortest inputs that together reach everything that was ever reached (libFuzzer's merge), and every input that once
crashed something. Tests replay them all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

import orjson

FOLDER = Path(__file__).parents[1] / "data" / "fuzz"

MAX_INPUTS = 400
MAX_BYTES = 40_000
"""Inputs kept for one target, and bytes of them all: the shortest first."""


def kept(name: str, folder: Path = FOLDER) -> list[bytes]:
    """The inputs of a target; none where nothing is kept yet.

    Args:
        name: Of the target.
        folder: Where corpora lie.
    """
    file = folder / f"{name}.jsonl"
    if not file.exists():
        return []
    return [base64.b64decode(orjson.loads(line)["bytes"]) for line in file.read_bytes().splitlines()]


def keep(name: str, inputs: Iterable[bytes], folder: Path = FOLDER) -> int:
    """Write the inputs of a target in place of those before; gives how many are kept.

    Args:
        name: Of the target.
        inputs: In any order, some of them twice.
        folder: Where corpora lie.
    """
    shortest = sorted(set(inputs), key=lambda data: (len(data), data))[:MAX_INPUTS]
    sizes = accumulate(map(len, shortest))
    chosen = [data for data, size in zip(shortest, sizes, strict=True) if size <= MAX_BYTES]
    folder.mkdir(parents=True, exist_ok=True)
    lines = (orjson.dumps({"bytes": base64.b64encode(data).decode()}) for data in chosen)
    (folder / f"{name}.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    return len(chosen)


def unpack(inputs: Iterable[bytes], folder: Path) -> None:
    """Write inputs as files, as libFuzzer wants them; each is named by its SHA-1.

    Args:
        inputs: What is written.
        folder: Made when it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for data in inputs:
        (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
