"""Write a ``PackedModel`` as a sentence-transformers folder: BERT, tokenizer, mean pooling, unit length.

The folder is built beside its place and renamed, and sealed with the sizes of its files, so that a cache is whole or is
made anew. BERT's pooler is left out: sentence vectors come from mean pooling and the packed file has none.

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

from indexes.e5_packed import PackedModel, read_packed
from indexes.silence import silent_transformers
from taxonomy.errors import EncoderError

if TYPE_CHECKING:
    import torch

Progress = Callable[[str, int, int], None]

ROOM_BYTES = 1_200_000_000
"""Free space wanted to unpack: the weights lie there twice for a moment."""

_SEAL = "sepadan.json"

_NO_POOLER = {"add_pooling_layer": False}

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
    return {name: torch.as_tensor(array) for name, array in arrays.items()}


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
    bert.save_pretrained(folder)  # pyright: ignore[reportUnknownMemberType] -- transformers leaves parts of it untyped


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
    fast: Any = PreTrainedTokenizerFast  # its constructor has no annotations
    fast(
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
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from torch.nn import Module

    word = Transformer(str(transformer_folder), model_kwargs={**_NO_POOLER, "local_files_only": True})
    modules: list[Module] = [word, Pooling(word.get_embedding_dimension(), pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
    # The library does not save these arguments; without them each load would invent a random pooler.
    path = folder / "sentence_bert_config.json"
    config = {**json.loads(path.read_text(encoding="utf-8")), "model_kwargs": _NO_POOLER}
    path.write_text(json.dumps(config, indent=4), encoding="utf-8")


def write_model(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Write the sentence-transformers folder, whole or not at all.

    Args:
        source: The packed file.
        target: Folder to make; must not exist. Built beside and renamed, so a kill leaves nothing half written.
        progress: Called with (what is done next, step, steps).

    Raises:
        EncoderError: The packed file is not readable as one, or there is no room to write.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
        if free < ROOM_BYTES:
            raise EncoderError(f"encoder: wanted {ROOM_BYTES:,} bytes free in {target.parent}, found {free:,}")
        beside = Path(tempfile.mkdtemp(prefix=target.name + ".", dir=target.parent))
        try:
            with silent_transformers():
                _build(source, beside, progress or (lambda what, step, steps: None))
            os.replace(beside / "model", target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise EncoderError(f"encoder: {target} cannot be written: {error.strerror or error}") from error


def _build(source: Path, beside: Path, tell: Progress) -> None:
    tell("dequantise weights", 0, 4)
    model = read_packed(source)
    try:
        tell("write transformer", 1, 4)
        _write_transformer(model, beside / "bert")
        tell("write tokenizer", 2, 4)
        _write_tokenizer(model, beside / "bert")
    except (KeyError, IndexError, ValueError, RuntimeError) as error:
        raise EncoderError(f"{source.name}: wanted the tensors and pieces of a BERT model, found {error!r}") from error
    tell("assemble", 3, 4)
    _write_sentence_transformer(beside / "model", beside / "bert")
    _seal(beside / "model", source)
    tell("done", 4, 4)


def _seal(folder: Path, source: Path) -> None:
    """Write the seal last: sizes of every file, so that a damaged cache is noticed and made anew."""
    files = {str(p.relative_to(folder)): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}
    with source.open("rb") as packed:
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
    seal: dict[str, Any] = {"packed_sha256": digest, "files": files}
    (folder / _SEAL).write_text(json.dumps(seal, indent=1), encoding="utf-8")
    # safetensors writes its file for the owner alone (0600). Who unpacks is often another user than who serves: in the
    # image root and 10001. So every file is as readable as any that the process makes.
    for name in files:
        shutil.copymode(folder / _SEAL, folder / name)
