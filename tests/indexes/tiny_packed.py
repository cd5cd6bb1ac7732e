"""A hand-made packed file of a tiny BERT, in the layout that ``indexes.e5_packed`` describes."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

HIDDEN, HEADS, WIDE, POSITIONS, TYPES = 32, 2, 64, 24, 2
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + [
    (piece, -float(rank)) for rank, piece in enumerate(["▁las", "▁juru", "▁", *"abcdefgijklmnorstuqy:"], start=1)
]
SPECIALS = {"bos": 0, "pad": 1, "eos": 2, "unk": 3}


def quantise_q4(weights: npt.NDArray[np.float32]) -> bytes:
    """Q4_0, block by block, slowly."""
    raw = b""
    for block in weights.reshape(-1, 32):
        scale = float(np.float16(max(float(np.abs(block).max()) / 7, 1e-4)))
        nibbles = [min(15, max(0, round(float(weight) / scale) + 8)) for weight in block]
        raw += struct.pack("<e", scale) + bytes(
            low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True)
        )
    return raw


def tensors() -> dict[str, npt.NDArray[np.float32]]:
    """Seeded weights under the names of the packed file."""
    draw = np.random.default_rng(7)

    def matrix(*shape: int) -> npt.NDArray[np.float32]:
        return draw.normal(scale=0.3, size=shape).astype(np.float32)

    found = {
        "emb.word": matrix(len(PIECES), HIDDEN),
        "emb.pos": matrix(POSITIONS, HIDDEN),
        "emb.type": matrix(1, HIDDEN),
        "emb.ln.w": 1 + matrix(HIDDEN),
        "emb.ln.b": matrix(HIDDEN),
    }
    shapes = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN)) | {"fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE)}
    for name, shape in shapes.items():
        found[f"l0.{name}.w"], found[f"l0.{name}.b"] = matrix(*shape), matrix(shape[0])
    for name in ("aln", "oln"):
        found[f"l0.{name}.w"], found[f"l0.{name}.b"] = 1 + matrix(HIDDEN), matrix(HIDDEN)
    return found


def is_packed(name: str) -> bool:
    """Matrices lie there in 4 bits, all else in float32."""
    return name.endswith((".word", ".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w", ".fo.w"))


def packed_bytes(content: Mapping[str, npt.NDArray[np.float32]] | None = None) -> bytes:
    """The whole file."""
    content = tensors() if content is None else content
    blobs = [piece.encode() for piece, _ in PIECES]
    offsets = np.cumsum([0, *map(len, blobs)]).astype("<u4").tobytes()
    scores = np.array([score for _, score in PIECES], dtype="<f4").tobytes()
    ids = [SPECIALS[role] for role in ("bos", "eos", "pad", "unk")]
    head = b"E5S1" + struct.pack("<i", 1)
    head += struct.pack("<iiiiiiifi", HIDDEN, 1, HEADS, WIDE, len(PIECES), POSITIONS, TYPES, 1e-12, 0)
    head += struct.pack("<iiiiiQ", len(PIECES), *ids, sum(map(len, blobs))) + offsets + scores + b"".join(blobs)
    head += struct.pack("<iI", 1, 5) + b"map!!"
    data = [quantise_q4(array) if is_packed(name) else array.astype("<f4").tobytes() for name, array in content.items()]
    at = len(head) + 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in content)
    directory = struct.pack("<i", len(content))
    for (name, array), raw in zip(content.items(), data, strict=True):
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", is_packed(name), array.size, at, len(raw))
        at += len(raw)
    return head + directory + b"".join(data)


def write_packed(folder: Path, content: Mapping[str, npt.NDArray[np.float32]] | None = None) -> Path:
    """Write the file into a folder and give its path."""
    path = folder / "e5-tiny-q4.bin"
    path.write_bytes(packed_bytes(content))
    return path
