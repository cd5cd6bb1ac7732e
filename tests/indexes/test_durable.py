"""Folders that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from indexes import durable
from indexes.durable import MANIFEST, seal, unseal, write_folder
from taxonomy.errors import GenerationError


def fill(folder: Path) -> str:
    (folder / "deep").mkdir()
    (folder / "deep" / "rows").write_bytes(b"seribu baris")
    (folder / "empty").write_bytes(b"")
    seal(folder, {"made_at": "2026-11-02", "counts": {"posting": 3}})
    return "whole"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in durable.files_of(folder)}


def test_a_folder_lies_where_it_was_wanted_under_the_name_that_its_writer_chose(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "not" / "there", fill)
    assert folder == tmp_path / "not" / "there" / "whole"
    assert list(folder.parent.iterdir()) == [folder]
    manifest = unseal(folder, "folder whole")
    assert manifest["counts"] == {"posting": 3}
    assert list(manifest["files"]) == ["deep/rows", "empty"]


def test_every_file_and_folder_is_synced_before_the_rename_and_the_folders_above_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, os.replace

    def note_sync(handle: int) -> None:
        done.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        sync(handle)

    def note_rename(source: Path, target: Path) -> None:
        done.append("RENAMED")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_rename)
    write_folder(tmp_path / "new", fill)
    before, after = done[: done.index("RENAMED")], done[done.index("RENAMED") + 1 :]
    assert {"rows", "empty", MANIFEST, "deep"} <= set(before)
    assert any(name.startswith(durable.WRITING) for name in before)
    assert after == ["new", tmp_path.name]


def _full(folder: Path) -> str:
    raise OSError(errno.ENOSPC, "No space left on device")


def _wrong(folder: Path) -> str:
    (folder / "half").write_bytes(b"1")
    raise KeyError("a fault of the writer")


@pytest.mark.parametrize(("writer", "error"), [(_full, GenerationError), (_wrong, KeyError)])
def test_a_writer_that_fails_leaves_nothing(
    tmp_path: Path, writer: Callable[[Path], str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        write_folder(tmp_path, writer)
    assert list(tmp_path.iterdir()) == []


def test_a_root_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GenerationError, match=r"file: wanted a folder that can be written"):
        write_folder(tmp_path / "file", fill)


def test_any_bit_that_is_turned_over_is_found(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, fill)
    dice = random.Random(5)
    for path in durable.files_of(folder):
        whole = path.read_bytes()
        for _ in range(40 if whole else 0):
            bit = dice.randrange(len(whole) * 8)
            damaged = bytearray(whole)
            damaged[bit // 8] ^= 1 << bit % 8
            path.write_bytes(damaged)
            with pytest.raises(GenerationError, match=r"^folder whole: "):
                unseal(folder, "folder whole")
        path.write_bytes(whole)
    assert unseal(folder, "folder whole")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda folder: (folder / "empty").unlink(), "empty is missing or was added"),
        (lambda folder: (folder / "stray").touch(), "stray is missing or was added"),
        (lambda folder: (folder / "deep" / "rows").write_bytes(b"seribu"), "deep/rows: wanted SHA-256"),
        (lambda folder: (folder / MANIFEST).unlink(), "wanted manifest.json, found none"),
        (lambda folder: (folder / MANIFEST).write_bytes(b"[]"), "found none"),
        (lambda folder: (folder / MANIFEST).write_bytes(b"{}"), "found none"),
        (lambda folder: (folder / MANIFEST).write_bytes(b'{"files": 7}'), "found none"),
        (lambda folder: (folder / MANIFEST).write_bytes(b"\xff"), "found none"),
        (lambda folder: (folder / MANIFEST).write_bytes(b'{"files": {}}'), "wanted seal [0-9a-f]{64}, found None"),
    ],
)
def test_what_is_missing_added_or_cut_is_named(tmp_path: Path, harm: Callable[[Path], object], told: str) -> None:
    folder = write_folder(tmp_path, fill)
    harm(folder)
    with pytest.raises(GenerationError, match=told):
        unseal(folder, "folder whole")


def test_a_manifest_with_another_seal_is_found_and_the_same_facts_written_otherwise_too(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, fill)
    path = folder / MANIFEST
    manifest = orjson.loads(path.read_bytes())
    for forged in (orjson.dumps(manifest), orjson.dumps({**manifest, "made_at": "2027"}, option=orjson.OPT_INDENT_2)):
        path.write_bytes(forged)
        with pytest.raises(GenerationError, match="wanted seal"):
            unseal(folder, "folder whole")


def test_a_manifest_whose_checksum_is_known_must_be_that_one(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, fill)
    digest = durable.sha256_of(folder / MANIFEST)
    assert unseal(folder, "folder whole", digest)["made_at"] == "2026-11-02"
    with pytest.raises(GenerationError, match=f"wanted SHA-256 {'0' * 64}, found {digest}"):
        unseal(folder, "folder whole", "0" * 64)


def test_a_disk_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path, fill)

    def broken(path: Path) -> str:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(durable, "sha256_of", broken)
    with pytest.raises(GenerationError, match=r"wanted readable files, found .*Input/output error"):
        unseal(folder, "folder whole")


def test_a_second_folder_of_the_same_name_is_told_and_the_first_stays(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, fill)
    before = contents(folder)
    with pytest.raises(GenerationError, match="wanted a folder that can be written"):
        write_folder(tmp_path, fill)
    assert contents(folder) == before
    assert list(tmp_path.iterdir()) == [folder]
