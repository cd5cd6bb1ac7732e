"""Index generations: what was written is what is served, and anything else is refused."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import orjson
import pytest

from indexes import generation
from indexes.generation import Part
from taxonomy.errors import GenerationError, InputError
from tests.indexes.test_vectors import unit_rows

ROOT = Path(__file__).resolve().parents[2]
DIM = 8


def parts() -> dict[str, Part]:
    """Five postings out of order, two workers, no course."""
    keys = ["a:3", "a:1", "b:2", "a:2", "b:1"]
    texts = ["juru las kapal", "staf gudang", "perawat igd", "juru masak", "staf administrasi gudang"]
    return {
        "posting": Part(
            keys=keys, hashes=[f"hash of {key}" for key in keys], vectors=unit_rows(5, dim=DIM), texts=texts
        ),
        "worker": Part(
            keys=["w:2", "w:1"], hashes=["2", "1"], vectors=unit_rows(2, seed=1, dim=DIM), texts=["", "las"]
        ),
        "course": Part(keys=[], hashes=[], vectors=np.empty((0, 0), np.float32), texts=[]),
    }


def write(root: Path, content: dict[str, Part] | None = None) -> tuple[str, str]:
    return generation.write(root, content or parts(), fingerprint="encoder-1", dim=DIM, classification="KBJI2014")


def load(root: Path, name: str, digest: str) -> generation.Generation:
    return generation.load(root, name, digest, fingerprint="encoder-1")


def test_what_was_written_is_what_is_served(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    loaded = load(tmp_path, name, digest)
    posting, given = loaded.parts["posting"], parts()["posting"]
    assert loaded.name == name
    assert posting.vectors.keys == sorted(given.keys)
    assert posting.hashes == tuple(f"hash of {key}" for key in sorted(given.keys))
    for row, key in enumerate(posting.vectors.keys):
        at = list(given.keys).index(key)
        np.testing.assert_array_equal(posting.vectors.vector(row), given.vectors[at])
        assert posting.lexical.scores(given.texts[at]).argmax() == row
    assert len(loaded.parts["worker"].vectors) == 2
    assert len(loaded.parts["course"].vectors) == 0
    assert loaded.parts["course"].vectors.dim == DIM
    assert loaded.parts["course"].lexical.scores("las").tolist() == []


def test_the_manifest_says_what_it_was_made_with(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    manifest = generation.verify(tmp_path, name, digest)
    assert manifest["fingerprint"] == "encoder-1"
    assert manifest["dim"] == DIM
    assert manifest["normalisation"] == "unit"
    assert manifest["classification"] == "KBJI2014"
    assert manifest["counts"] == {"course": 0, "posting": 5, "worker": 2}
    assert "posting/vectors.faiss" in manifest["files"]


def test_the_same_records_in_any_order_give_the_same_files(tmp_path: Path) -> None:
    given = parts()["posting"]
    order = [4, 0, 3, 1, 2]
    shuffled = Part(
        keys=[given.keys[at] for at in order],
        hashes=[given.hashes[at] for at in order],
        vectors=given.vectors[order],
        texts=[given.texts[at] for at in order],
    )
    first = generation.verify(tmp_path, *write(tmp_path, {"posting": given}))
    second = generation.verify(tmp_path, *write(tmp_path, {"posting": shuffled}))
    # bm25s numbers words as Python hashes them, so its files may differ; its scores may not.
    assert {file: sha for file, sha in first["files"].items() if "/bm25/" not in file} == {
        file: sha for file, sha in second["files"].items() if "/bm25/" not in file
    }


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_flipped_bit_anywhere_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    drawn = random.Random(20141)
    files = files_of(tmp_path / name)
    assert len(files) > 8
    for path in files:
        whole = path.read_bytes()
        for _ in range(25):
            at, bit = drawn.randrange(len(whole)), drawn.randrange(8)
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
            with pytest.raises(GenerationError, match=path.name):
                load(tmp_path, name, digest)
        path.write_bytes(whole)
    load(tmp_path, name, digest)


def test_a_truncated_or_lengthened_file_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    for path in files_of(tmp_path / name):
        whole = path.read_bytes()
        for content in (b"", whole[:-1], whole[: len(whole) // 2], whole + b"\x00"):
            path.write_bytes(content)
            with pytest.raises(GenerationError, match=path.name):
                load(tmp_path, name, digest)
        path.write_bytes(whole)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    for path in files_of(tmp_path / name):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(GenerationError, match=path.name):
            load(tmp_path, name, digest)
        path.write_bytes(whole)


def test_a_disk_that_cannot_be_read_is_refused_so_that_the_generation_before_can_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, digest = write(tmp_path)

    def worn_out(file: object, algorithm: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(generation.hashlib, "file_digest", worn_out)
    with pytest.raises(GenerationError, match=rf"{name}: wanted readable files, found .*Input/output error"):
        load(tmp_path, name, digest)


def test_an_added_file_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    (tmp_path / name / "posting" / "extra.npy").write_bytes(b"")
    with pytest.raises(GenerationError, match=r"posting/extra\.npy is missing or was added"):
        load(tmp_path, name, digest)


def test_a_lost_folder_that_held_no_file_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    (tmp_path / name / "course" / "bm25").rmdir()
    with pytest.raises(GenerationError, match="wanted a BM25 index"):
        load(tmp_path, name, digest)


def test_a_generation_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match=r"generation none: wanted manifest\.json, found none"):
        load(tmp_path, "none", "0" * 64)


def test_another_encoder_is_refused_by_name_with_the_mend(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    with pytest.raises(GenerationError, match="wanted encoder encoder-2, found encoder-1; run 'sepadan build'"):
        generation.load(tmp_path, name, digest, fingerprint="encoder-2")


def test_another_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, digest = write(tmp_path)
    monkeypatch.setattr(generation, "FORMAT", 2)
    with pytest.raises(GenerationError, match="wanted format 2, found 1"):
        load(tmp_path, name, digest)


def test_a_write_that_fails_leaves_nothing_and_the_previous_one_serves(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    broken = parts()
    broken["worker"].vectors[1] = np.nan
    with pytest.raises(InputError, match="w:1"):
        write(tmp_path, broken)
    assert os.listdir(tmp_path) == [name]
    load(tmp_path, name, digest)


def test_vectors_of_another_length_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="vectors of 7"):
        generation.write(tmp_path, parts(), fingerprint="encoder-1", dim=7, classification="KBJI2014")
    assert os.listdir(tmp_path) == []


_HANGING = """
import sys
from pathlib import Path
from indexes import generation
from tests.indexes.test_generation import parts
def hang(folder):
    print("written but not renamed", flush=True)
    sys.stdin.readline()
generation._sync = hang
generation.write(Path(sys.argv[1]), parts(), fingerprint="encoder-1", dim=8, classification="KBJI2014")
"""


def test_a_killed_writer_leaves_nothing_that_loads_and_prune_clears_it(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    writer = subprocess.Popen(
        [sys.executable, "-c", _HANGING, str(tmp_path)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written but not renamed\n"
    writer.kill()
    writer.communicate()
    [left] = [folder for folder in os.listdir(tmp_path) if folder != name]
    assert left.startswith(".writing-")
    load(tmp_path, name, digest)
    assert generation.prune(tmp_path, [name]) == [left]
    assert os.listdir(tmp_path) == [name]


def test_prune_keeps_what_it_is_told_and_touches_no_plain_file(tmp_path: Path) -> None:
    names = [write(tmp_path)[0] for _ in range(3)]
    (tmp_path / "notes.txt").write_text("kept")
    assert generation.prune(tmp_path, names[1:]) == names[:1]
    assert sorted(os.listdir(tmp_path)) == sorted([*names[1:], "notes.txt"])
    assert generation.prune(tmp_path / "none", []) == []


def test_a_manifest_with_another_checksum_than_the_store_holds_is_refused(tmp_path: Path) -> None:
    name, _ = write(tmp_path)
    other, digest = write(tmp_path, {"worker": parts()["worker"]})
    shutil.copy(tmp_path / name / "manifest.json", tmp_path / other / "manifest.json")
    with pytest.raises(GenerationError, match=r"manifest\.json: wanted SHA-256"):
        load(tmp_path, other, digest)


def test_keys_come_back_with_the_hashes_of_their_records(tmp_path: Path) -> None:
    name, _ = write(tmp_path)
    rows = orjson.loads((tmp_path / name / "worker" / "keys.json").read_bytes())
    assert rows == [{"key": "w:1", "hash": "1"}, {"key": "w:2", "hash": "2"}]
