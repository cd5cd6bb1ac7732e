"""The encoder behind its interface: a fake library for the rules, the real model for what it means."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from indexes import encoder
from indexes.encoder import BUNDLED, MAX_TOKENS, SentenceEncoder
from taxonomy.committee import load_committee
from taxonomy.errors import EncoderError
from tests.indexes import tiny_packed


class FakeSentenceTransformer:
    """Gives each text a unit vector of its own and remembers what it was asked."""

    def __init__(self) -> None:
        self.max_seq_length = 512
        self.batches: list[list[str]] = []

    def get_embedding_dimension(self) -> int:
        return 4

    def encode(self, texts: Sequence[str], *, batch_size: int, show_progress_bar: bool) -> npt.NDArray[np.float32]:
        assert not show_progress_bar
        assert len(texts) <= batch_size
        self.batches.append(list(texts))
        rows = np.array([[len(text), sum(map(ord, text)), 1.0, 0.0] for text in texts], dtype=np.float32)
        unit: npt.NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def wrapped(
    name: str = BUNDLED, max_tokens: int = 128, weights_id: str = "w1"
) -> tuple[SentenceEncoder, FakeSentenceTransformer]:
    fake = FakeSentenceTransformer()
    return SentenceEncoder(fake, name=name, max_tokens=max_tokens, weights_id=weights_id), fake  # type: ignore[arg-type]


def test_rows_come_in_the_order_of_the_texts() -> None:
    made, _ = wrapped()
    texts = ["c" * 9, "a", "bb", "a", "c" * 9]
    found = made.encode_query(texts)
    assert found.dtype == np.float32
    assert found.shape == (5, 4)
    expected = FakeSentenceTransformer().encode(
        [f"query: {text}" for text in texts], batch_size=9, show_progress_bar=False
    )
    np.testing.assert_array_equal(found, expected)


def test_equal_texts_are_encoded_once_and_batches_go_from_short_to_long() -> None:
    made, fake = wrapped()
    made.encode_passage(["bb", "a", "bb", "a", "ccc"])
    assert fake.batches == [["query: a", "query: bb", "query: ccc"]]


def test_no_text_gives_no_row_and_asks_the_model_nothing() -> None:
    made, fake = wrapped()
    found = made.encode_query([])
    assert found.shape == (0, 4)
    assert found.dtype == np.float32
    assert fake.batches == []


def test_progress_counts_distinct_texts_batch_by_batch() -> None:
    made, fake = wrapped()
    told: list[tuple[int, int]] = []
    texts = [f"text {number}" for number in range(75)]
    made.encode_query(texts + texts, lambda done, total: told.append((done, total)))
    assert told == [(32, 75), (64, 75), (75, 75)]
    assert [len(batch) for batch in fake.batches] == [32, 32, 11]


def test_only_models_trained_with_a_prefix_get_it() -> None:
    made, fake = wrapped(name="other-model")
    made.encode_query(["a"])
    assert fake.batches == [["a"]]


def test_the_length_limit_is_set_on_the_model() -> None:
    _, fake = wrapped(max_tokens=77)
    assert fake.max_seq_length == 77


def test_whatever_changes_a_vector_changes_the_fingerprint() -> None:
    known = [wrapped(), wrapped(name="e5-large"), wrapped(max_tokens=64), wrapped(weights_id="w2")]
    prints = [made.fingerprint for made, _ in known]
    assert len(set(prints)) == 4
    assert prints[0] == wrapped()[0].fingerprint
    assert prints[0].startswith("multilingual-e5-small-")


# --- the cache


@pytest.fixture(scope="module")
def tiny_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with a tiny model in the place of the bundled one."""
    folder = tmp_path_factory.mktemp("cache")
    packed = tiny_packed.write_packed(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder, "packed_file", lambda: packed)
        encoder.prepare(folder)
    return folder


@pytest.fixture
def cache(tiny_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that a test may damage; it is made anew from the same tiny weights."""
    monkeypatch.setattr(encoder, "packed_file", lambda: tiny_cache / "e5-tiny-q4.bin")
    return Path(shutil.copytree(tiny_cache, tmp_path / "cache"))


def test_weights_that_cannot_be_read_are_told_with_the_folder(tiny_cache: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_cache / BUNDLED, tmp_path / "model"))
    (folder / "model.safetensors").unlink()
    with pytest.raises(EncoderError, match=f"wanted a model that can be read in {folder}"):
        encoder.load(tmp_path, max_tokens=16, model=str(folder))


def test_a_whole_cache_is_used_as_it_is(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(encoder, "write_model", never)
    assert encoder.prepare(cache) == cache / BUNDLED
    assert encoder.load(cache, max_tokens=16).dim == tiny_packed.HIDDEN


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
@pytest.mark.parametrize("harm", [cut, Path.unlink])
def test_a_damaged_cache_is_refused_by_name_with_the_mend(cache: Path, file: str, harm: Callable[[Path], None]) -> None:
    harm(cache / BUNDLED / file)
    with pytest.raises(
        EncoderError, match=r"wanted a whole model in .*multilingual-e5-small, found none; run 'make setup'"
    ):
        encoder.load(cache, max_tokens=16)


@pytest.mark.parametrize("seal", ["", "{", "{}", "[]", "3", '{"files": 3}', '{"files": [1]}', '{"files": {"none": 1}}'])
def test_a_cache_with_a_broken_seal_is_not_whole(cache: Path, seal: str) -> None:
    (cache / BUNDLED / "sepadan.json").write_text(seal, encoding="utf-8")
    with pytest.raises(EncoderError, match="wanted a whole model"):
        encoder.load(cache, max_tokens=16)


def test_a_damaged_cache_is_made_anew_and_leftovers_of_a_killed_process_go(cache: Path) -> None:
    loaded = encoder.load(cache, max_tokens=16)
    before = loaded.encode_query(["juru las"])
    cut(cache / BUNDLED / "model.safetensors")
    (cache / f"{BUNDLED}.killed").mkdir()
    (cache / f"{BUNDLED}.killed" / "half").write_bytes(b"half")
    encoder.prepare(cache)
    after = encoder.load(cache, max_tokens=16)
    assert after.fingerprint == loaded.fingerprint
    np.testing.assert_array_equal(after.encode_query(["juru las"]), before)
    assert not (cache / f"{BUNDLED}.killed").exists()


def test_processes_that_prepare_at_once_make_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def write(source: Path, target: Path, progress: object) -> None:
        made.append(target)
        target.mkdir()
        (target / "sepadan.json").write_text(json.dumps({"files": {}}), encoding="utf-8")

    monkeypatch.setattr(encoder, "write_model", write)
    threads = [threading.Thread(target=encoder.prepare, args=(tmp_path / "cache",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [tmp_path / "cache" / BUNDLED]


def test_what_another_process_made_meanwhile_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([False, True])
    monkeypatch.setattr(encoder, "_is_whole", lambda folder: next(looks))
    monkeypatch.setattr(encoder, "packed_file", lambda: tmp_path / "never read")
    assert encoder.prepare(tmp_path) == tmp_path / BUNDLED
    assert next(looks, None) is None


def test_a_cache_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EncoderError, match=r"cache .*file/cache cannot be written: Not a directory"):
        encoder.prepare(tmp_path / "file" / "cache")


def test_an_empty_cache_is_told_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="run 'make setup'"):
        encoder.load(tmp_path, max_tokens=16)


def test_a_folder_of_another_model_is_loaded_by_path_and_named_after_it(cache: Path) -> None:
    folder = cache / "my-model"
    shutil.copytree(cache / BUNDLED, folder)
    (folder / "sepadan.json").unlink()
    loaded = encoder.load(cache, max_tokens=16, model=str(folder))
    assert loaded.fingerprint.startswith("my-model-")
    assert loaded.encode_query(["juru las"]).shape == (1, tiny_packed.HIDDEN)
    weights = folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    assert encoder.load(cache, max_tokens=16, model=str(folder)).fingerprint != loaded.fingerprint


def test_weights_of_either_format_are_told_apart(tmp_path: Path) -> None:
    ids = set()
    for file, weights in (("model.safetensors", b"1"), ("pytorch_model.bin", b"2"), ("pytorch_model.bin", b"3")):
        (tmp_path / file).write_bytes(weights)
        ids.add(encoder._weights_id(tmp_path))
    assert len(ids) == 3


def test_a_path_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="wanted a sentence-transformers folder, found none at"):
        encoder.load(tmp_path, max_tokens=16, model=str(tmp_path / "none"))


# --- the real model

TEXTS = [
    "Tukang las kapal, bisa las SMAW dan GTAW",
    "Perawat IGD dengan STR aktif",
    "Staf gudang yang teliti, mampu mengoperasikan forklift",
    "perawat " * 300,
    "x",
    "",
    "🔥 \u200b <b>DICARI!!!</b>",
]


@pytest.mark.model
def test_the_real_model_gives_unit_rows_of_384(real_encoder: SentenceEncoder) -> None:
    found = real_encoder.encode_passage(TEXTS)
    assert real_encoder.dim == 384
    assert found.shape == (len(TEXTS), 384)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)


@pytest.mark.model
def test_the_real_model_is_the_one_that_the_title_coder_was_trained_with(real_encoder: SentenceEncoder) -> None:
    assert real_encoder.fingerprint == load_committee().encoder


@pytest.mark.model
def test_a_text_has_the_same_vector_whatever_lies_beside_it(real_encoder: SentenceEncoder) -> None:
    texts = ["las", *TEXTS[:2]]
    together = real_encoder.encode_query(texts)
    alone = np.concatenate([real_encoder.encode_query([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=2e-6)
    np.testing.assert_array_equal(real_encoder.encode_query(texts), together)


@pytest.mark.model
def test_text_past_the_limit_changes_nothing(real_encoder: SentenceEncoder) -> None:
    short, long = "perawat " * (MAX_TOKENS + 10), "perawat " * (MAX_TOKENS + 10) + "tukang las"
    found = real_encoder.encode_query([short, long])
    np.testing.assert_allclose(found[0], found[1], atol=2e-6)


@pytest.mark.model
@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("tukang las", "welder", "nurse"),
        ("perawat", "perawat rumah sakit, shift malam", "staf gudang, shift malam"),
        ("staf gudang", "karyawan bagian gudang", "guru matematika SMA"),
        ("pengembang perangkat lunak", "software engineer", "juru masak"),
    ],
)
def test_a_job_is_nearer_to_its_name_in_other_words_than_to_another_job(
    real_encoder: SentenceEncoder, query: str, near: str, far: str
) -> None:
    asked, close, distant = real_encoder.encode_query([query, near, far])
    assert asked @ close > asked @ distant


@pytest.mark.model
def test_the_prepared_cache_is_whole(real_encoder: SentenceEncoder) -> None:
    from matcher.home import cache_folder

    assert encoder.prepare(cache_folder()) == cache_folder() / BUNDLED
    assert "model.safetensors" in os.listdir(cache_folder() / BUNDLED)
