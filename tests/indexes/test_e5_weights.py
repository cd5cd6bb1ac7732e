"""The folder written from packed weights, checked with a tiny model against BERT written out in numpy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import erf

from indexes import e5_weights, encoder
from indexes.e5_packed import PackedModel, read_packed
from indexes.e5_weights import write_model
from taxonomy.errors import EncoderError
from tests.indexes import tiny_packed

ROOT = Path(__file__).resolve().parents[2]
Array = npt.NDArray[np.float64]


def normal(x: Array, model: PackedModel, name: str) -> Array:
    centred = x - x.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + model.layer_norm_eps)
    found: Array = scaled * model.tensors[f"{name}.w"] + model.tensors[f"{name}.b"]
    return found


def dense(x: Array, model: PackedModel, name: str) -> Array:
    bias = model.tensors[f"{name}.b"]
    found: Array = x @ model.tensors[f"{name}.w"].reshape(len(bias), -1).T.astype(float) + bias
    return found


def oracle(model: PackedModel, ids: list[int]) -> Array:
    """Devlin et al. 2019, "BERT" (arXiv:1810.04805), then mean pooling and length 1."""
    at = {
        name: model.tensors[name].reshape(-1, model.hidden).astype(float)
        for name in ("emb.word", "emb.pos", "emb.type")
    }
    x = normal(at["emb.word"][ids] + at["emb.pos"][: len(ids)] + at["emb.type"][0], model, "emb.ln")
    for layer in range(model.layers):
        q, k, v = (dense(x, model, f"l{layer}.{name}").reshape(len(ids), model.heads, -1) for name in "qkv")
        weights = np.exp(np.einsum("ihd,jhd->hij", q, k) / np.sqrt(q.shape[2]))
        weights /= weights.sum(axis=-1, keepdims=True)
        seen = np.einsum("hij,jhd->ihd", weights, v).reshape(len(ids), -1)
        x = normal(x + dense(seen, model, f"l{layer}.ao"), model, f"l{layer}.aln")
        wide = dense(x, model, f"l{layer}.fi")
        x = normal(x + dense(0.5 * wide * (1 + erf(wide / np.sqrt(2))), model, f"l{layer}.fo"), model, f"l{layer}.oln")
    found: Array = x.mean(axis=0) / np.linalg.norm(x.mean(axis=0))
    return found


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[PackedModel, Path]:
    """The packed model and the folder that was written from it."""
    folder = tmp_path_factory.mktemp("tiny")
    packed = tiny_packed.write_packed(folder)
    write_model(packed, folder / "model")
    return read_packed(packed), folder / "model"


@pytest.mark.parametrize("text", ["juru las", "las", "", "  las   las ", "xyz", "a b c d e f g i j k l m n o r s t u"])
def test_vectors_are_those_of_bert_written_out(tiny: tuple[PackedModel, Path], text: str) -> None:
    model, folder = tiny
    loaded = encoder.load(folder.parent, max_tokens=tiny_packed.POSITIONS, model=str(folder))
    ids = loaded._model.tokenizer(text, truncation=True, max_length=tiny_packed.POSITIONS)["input_ids"]
    assert ids[0] == model.specials["bos"]
    assert ids[-1] == model.specials["eos"]
    np.testing.assert_allclose(loaded.encode_query([text])[0], oracle(model, ids), atol=1e-5)


def test_texts_are_cut_into_the_best_pieces(tiny: tuple[PackedModel, Path]) -> None:
    loaded = encoder.load(tiny[1].parent, max_tokens=16, model=str(tiny[1]))
    said = loaded._model.tokenizer.tokenize
    assert said("juru las") == ["▁juru", "▁las"]
    assert said("juru \u3000 las") == ["▁juru", "▁las"]  # NFKC turns the wide space into a plain one
    assert said("sala") == ["▁", "s", "a", "l", "a"]


def test_the_folder_is_sealed_with_the_sizes_of_its_files_and_the_checksum_of_its_source(
    tiny: tuple[PackedModel, Path],
) -> None:
    folder = tiny[1]
    seal = json.loads((folder / "sepadan.json").read_text(encoding="utf-8"))
    present = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    present.pop("sepadan.json")
    assert seal["files"] == present
    assert len(seal["packed_sha256"]) == 64
    assert sorted(os.listdir(folder.parent)) == ["e5-tiny-q4.bin", "model"]


def test_whoever_serves_can_read_what_another_user_unpacked(tiny: tuple[PackedModel, Path], tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    plain = (tmp_path / "plain").stat().st_mode
    files = [path for path in tiny[1].rglob("*") if path.is_file()]
    assert {path.name: path.stat().st_mode for path in files} == {path.name: plain for path in files}


def test_the_same_source_gives_the_same_weights_every_time(tiny: tuple[PackedModel, Path], tmp_path: Path) -> None:
    write_model(tiny_packed.write_packed(tmp_path), tmp_path / "model")
    for name in ("model.safetensors", "tokenizer.json", "sentence_bert_config.json", "modules.json"):
        assert (tmp_path / "model" / name).read_bytes() == (tiny[1] / name).read_bytes()


def test_progress_is_told_step_by_step(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write_model(tiny_packed.write_packed(tmp_path), tmp_path / "model", lambda *step: told.append(step))
    assert [(step, steps) for _, step, steps in told] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert told[-1][0] == "done"


def lacking(name: str) -> dict[str, npt.NDArray[np.float32]]:
    return {key: array for key, array in tiny_packed.tensors().items() if key != name}


def of_wrong_shape(name: str) -> dict[str, npt.NDArray[np.float32]]:
    return {**tiny_packed.tensors(), name: np.ones(64, np.float32)}


@pytest.mark.parametrize(
    "content", [lacking("emb.type"), lacking("l0.q.w"), of_wrong_shape("emb.ln.w"), of_wrong_shape("l0.fo.b")]
)
def test_tensors_that_are_not_those_of_a_bert_are_refused(
    content: dict[str, npt.NDArray[np.float32]], tmp_path: Path
) -> None:
    packed = tiny_packed.write_packed(tmp_path, content)
    with pytest.raises(EncoderError, match=r"e5-tiny-q4\.bin: wanted the tensors and pieces of a BERT model"):
        write_model(packed, tmp_path / "model")
    assert os.listdir(tmp_path) == [packed.name]


def test_a_disk_without_room_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    with pytest.raises(EncoderError, match=r"wanted 1,200,000,000 bytes free in .*, found 1"):
        write_model(tmp_path / "none.bin", tmp_path / "model")
    assert os.listdir(tmp_path) == []


def test_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EncoderError, match="model cannot be written: Not a directory"):
        write_model(tmp_path / "none.bin", tmp_path / "file" / "below" / "model")


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(e5_weights, "_seal", full)
    packed = tiny_packed.write_packed(tmp_path)
    with pytest.raises(EncoderError, match="cannot be written: No space left on device"):
        write_model(packed, tmp_path / "model")
    assert os.listdir(tmp_path) == [packed.name]


_SILENT = """
import socket, sys
from pathlib import Path
def refuse(*arguments, **named):
    print("asked the network:", arguments, file=sys.stderr)
    raise OSError("no network here")
socket.socket.connect = socket.getaddrinfo = refuse
from transformers.utils import logging
from indexes import encoder
from tests.indexes import tiny_packed
before = logging.get_verbosity(), logging._tqdm_hook
cache = Path(sys.argv[1])
encoder.packed_file = lambda: tiny_packed.write_packed(cache)
encoder.prepare(cache)
loaded = encoder.load(cache, max_tokens=16)
loaded.encode_query(["juru las"])
assert before == (logging.get_verbosity(), logging._tqdm_hook)
print(loaded.fingerprint)
"""


def test_making_and_loading_say_nothing_ask_no_network_and_leave_the_library_as_it_was(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", _SILENT, str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stderr == ""
    assert said.stdout.startswith("multilingual-e5-small-")
    assert said.returncode == 0
