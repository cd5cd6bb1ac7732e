"""Index generations: what was written is what is served, and anything else is refused."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexes import durable, generation
from indexes.generation import Origin, WritePart
from taxonomy.errors import GenerationError

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = Origin(
    fingerprint="encoder-1", dim=8, classification="KBJI2014", vocabulary="tables-1", store_id="store-1", revision=41
)
IN_USE = {"fingerprint": "encoder-1", "vocabulary": "tables-1", "store_id": "store-1"}


def part(rows: int, files: Mapping[str, bytes]) -> WritePart:
    """Writes some files, those in a folder with it, and says how many rows there are."""

    def write_files(folder: Path) -> Mapping[str, Any]:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return {"rows": rows, "vectors": {"probes": rows + 1}}

    return write_files


def parts() -> dict[str, WritePart]:
    """Five postings in a few files, two workers, no course."""
    return {
        "posting": part(
            5, {"vectors.faiss": bytes(range(200)), "keys/starts.npy": b"\x00" * 40, "keys/texts.bin": b"a:1a:2b:1"}
        ),
        "worker": part(2, {"bm25/vocabulary.json": b'{"las":0}'}),
        "course": part(0, {}),
    }


def write(root: Path, content: Mapping[str, WritePart] | None = None) -> tuple[str, str]:
    return generation.write(root, parts() if content is None else content, ORIGIN)


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_written_is_what_is_served(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    generation.verify(tmp_path, name, digest)
    assert (tmp_path / name / "posting" / "vectors.faiss").read_bytes() == bytes(range(200))
    assert (tmp_path / name / "worker" / "bm25" / "vocabulary.json").read_bytes() == b'{"las":0}'
    assert list((tmp_path / name / "course").iterdir()) == []
    assert digest == hashlib.sha256((tmp_path / name / "manifest.json").read_bytes()).hexdigest()


def test_the_manifest_says_what_it_was_made_of_and_what_its_readers_need(tmp_path: Path) -> None:
    manifest = generation.verify(tmp_path, *write(tmp_path))
    told = {name: manifest[name] for name in ("fingerprint", "dim", "classification", "vocabulary", "store_id")}
    assert Origin(**told, revision=manifest["revision"]) == ORIGIN
    assert manifest["format"] == generation.FORMAT
    assert manifest["normalisation"] == "unit"
    assert manifest["counts"] == {"course": 0, "posting": 5, "worker": 2}
    assert manifest["parts"]["worker"] == {"rows": 2, "vectors": {"probes": 3}}
    assert sorted(manifest["files"]) == [
        "posting/keys/starts.npy",
        "posting/keys/texts.bin",
        "posting/vectors.faiss",
        "worker/bm25/vocabulary.json",
    ]


def test_a_flipped_bit_anywhere_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    drawn = random.Random(20141)
    files = files_of(tmp_path / name)
    assert len(files) == 5
    for path in files:
        whole = path.read_bytes()
        for _ in range(60):
            at, bit = drawn.randrange(len(whole)), drawn.randrange(8)
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
            with pytest.raises(GenerationError, match=path.name):
                generation.verify(tmp_path, name, digest)
        path.write_bytes(whole)
    generation.verify(tmp_path, name, digest)


def test_a_truncated_or_lengthened_file_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    for path in files_of(tmp_path / name):
        whole = path.read_bytes()
        for content in (b"", whole[:-1], whole[: len(whole) // 2], whole + b"\x00"):
            path.write_bytes(content)
            with pytest.raises(GenerationError, match=path.name):
                generation.verify(tmp_path, name, digest)
        path.write_bytes(whole)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    for path in files_of(tmp_path / name):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(GenerationError, match=path.name):
            generation.verify(tmp_path, name, digest)
        path.write_bytes(whole)


def test_an_added_file_is_refused(tmp_path: Path) -> None:
    name, digest = write(tmp_path)
    (tmp_path / name / "posting" / "extra.npy").write_bytes(b"")
    with pytest.raises(GenerationError, match=r"posting/extra\.npy is missing or was added"):
        generation.verify(tmp_path, name, digest)


def test_a_disk_that_cannot_be_read_is_refused_so_that_the_generation_before_can_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, digest = write(tmp_path)

    def worn_out(file: object, algorithm: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable.hashlib, "file_digest", worn_out)
    with pytest.raises(GenerationError, match=rf"{name}: wanted readable files, found .*Input/output error"):
        generation.verify(tmp_path, name, digest)


def test_a_fault_of_the_disk_while_files_are_mapped_is_refused_likewise() -> None:
    def read_badly() -> None:
        raise OSError(5, "Input/output error")

    with (
        pytest.raises(GenerationError, match=r"generation 7: wanted readable files, found .*Input/output error"),
        generation.readable("7"),
    ):
        read_badly()


def test_a_generation_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match=r"generation none: wanted manifest\.json, found none"):
        generation.verify(tmp_path, "none", "0" * 64)


@pytest.mark.parametrize(
    ("field", "called"), [("fingerprint", "encoder"), ("vocabulary", "tables"), ("store_id", "store")]
)
def test_what_was_made_of_something_else_is_refused_by_name_with_the_mend(
    tmp_path: Path, field: str, called: str
) -> None:
    name, digest = write(tmp_path)
    manifest = generation.verify(tmp_path, name, digest)
    generation.check_origin(name, manifest, **IN_USE)
    found = IN_USE[field]
    with pytest.raises(
        GenerationError, match=rf"generation {name}: wanted {called} other, found {found}; run 'sepadan build'"
    ):
        generation.check_origin(name, manifest, **{**IN_USE, field: "other"})


def test_another_format_is_refused_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, digest = write(tmp_path)
    written, later = generation.FORMAT, generation.FORMAT + 1
    monkeypatch.setattr(generation, "FORMAT", later)
    with pytest.raises(GenerationError, match=f"wanted format {later}, found {written}; run 'sepadan build'"):
        generation.verify(tmp_path, name, digest)


def test_a_write_that_fails_leaves_nothing_and_the_previous_one_serves(tmp_path: Path) -> None:
    name, digest = write(tmp_path)

    def broken(folder: Path) -> Mapping[str, Any]:
        (folder / "half").write_bytes(b"half")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write(tmp_path, {**parts(), "worker": broken})
    assert os.listdir(tmp_path) == [name]
    generation.verify(tmp_path, name, digest)


def test_a_disk_that_refuses_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    def full(folder: Path) -> Mapping[str, Any]:
        raise OSError(28, "No space left on device")

    with pytest.raises(GenerationError, match=r"wanted a folder that can be written, found .*No space left"):
        write(tmp_path, {"worker": full})
    assert os.listdir(tmp_path) == []


def test_a_root_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "generations").write_bytes(b"")
    with pytest.raises(GenerationError, match="wanted a folder that can be written"):
        write(tmp_path / "generations")


_HANGING = """
import sys
from pathlib import Path
from indexes import durable, generation
from tests.indexes.test_generation import write
def hang(folder):
    print("written but not renamed", flush=True)
    sys.stdin.readline()
durable._sync = hang
write(Path(sys.argv[1]))
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
    generation.verify(tmp_path, name, digest)
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
    other, digest = generation.write(tmp_path, parts(), replace(ORIGIN, revision=42))
    shutil.copy(tmp_path / name / "manifest.json", tmp_path / other / "manifest.json")
    with pytest.raises(GenerationError, match=r"manifest\.json: wanted SHA-256"):
        generation.verify(tmp_path, other, digest)
