"""Generations in an object store: what is pulled is what was published, or nothing is."""

from __future__ import annotations

import resource
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec
import orjson
import pytest

from indexes import generation
from indexes.durable import files_of
from indexes.published import AwayError, Published
from taxonomy.errors import ConfigError, GenerationError
from tests.indexes.test_generation import write

STORE = "store-1"


class Place:
    """An object store, a builder's disk and a replica's."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.built, self.cache = url, folder / "built", folder / "cache"
        self.files, self.root = fsspec.core.url_to_fs(url)
        self.builder = Published(url, STORE, self.built)

    def replica(self, most_bytes: int = 0) -> Published:
        return Published(self.url, STORE, self.cache, most_bytes)

    def publish(self) -> tuple[str, str]:
        name, digest = write(self.built)
        self.builder.publish(name)
        return name, digest

    def path(self, name: str, file: str) -> str:
        return f"{self.root}/{STORE}/{name}/{file}"

    def change(self, name: str, file: str, change: Any) -> None:
        content = self.files.cat_file(self.path(name, file))
        self.files.pipe_file(self.path(name, file), change(content))

    def here(self) -> list[str]:
        return sorted(path.name for path in self.cache.iterdir()) if self.cache.is_dir() else []


@pytest.fixture(params=["file", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    found = Place(f"file://{tmp_path}/bucket" if request.param == "file" else f"memory://{tmp_path}", tmp_path)
    yield found
    if request.param == "memory" and found.files.exists(found.root):
        found.files.rm(found.root, recursive=True)


def same(first: Path, second: Path) -> bool:
    def content(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in files_of(folder)}

    return content(first) == content(second) != {}


def test_what_is_pulled_is_what_was_published_byte_for_byte_and_once(place: Place) -> None:
    name, digest = place.publish()
    assert place.replica().pull(name, digest)
    assert same(place.built / name, place.cache / name)
    generation.verify(place.cache, name, digest)
    assert not place.replica().pull(name, digest)
    assert place.here() == [name]
    assert place.builder.has(name, digest)
    assert not place.builder.has(name, "0" * 64)
    assert place.builder.names() == [name]


def test_whatever_byte_is_turned_over_the_generation_is_not_taken(place: Place) -> None:
    name, digest = place.publish()
    files = [str(path.relative_to(place.built / name)) for path in files_of(place.built / name)]
    assert "manifest.json" in files
    assert len(files) > 4
    for file in files:

        def flipped(content: bytes) -> bytes:
            at = len(content) // 2
            return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]

        before = place.files.cat_file(place.path(name, file))
        place.change(name, file, flipped)
        with pytest.raises(GenerationError, match=file.rpartition("/")[2].replace(".", r"\.")):
            place.replica().pull(name, digest)
        assert place.here() == []
        place.change(name, file, lambda _, before=before: before)
    assert place.replica().pull(name, digest)


def test_a_truncated_file_or_a_missing_one_is_not_taken(place: Place) -> None:
    name, digest = place.publish()
    place.change(name, "posting/vectors.faiss", lambda content: content[:-1])
    with pytest.raises(GenerationError, match=r"vectors\.faiss: wanted SHA-256"):
        place.replica().pull(name, digest)
    place.files.rm_file(place.path(name, "posting/vectors.faiss"))
    with pytest.raises(AwayError, match="FileNotFoundError"):
        place.replica().pull(name, digest)
    assert place.here() == []
    place.builder.publish(name)
    assert place.replica().pull(name, digest)


def test_an_upload_that_arrives_shorter_is_told_to_the_builder(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = write(place.built)
    put = type(place.files).put_file

    def cut(self: Any, source: str, target: str, **rest: Any) -> None:
        put(self, source, target, **rest)
        if target.endswith("vectors.faiss"):
            self.pipe_file(target, self.cat_file(target)[:7])

    monkeypatch.setattr(type(place.files), "put_file", cut)
    with pytest.raises(AwayError, match=r"vectors\.faiss: wanted it whole at .*, found 7 of 200 bytes"):
        place.builder.publish(name)
    assert not place.files.exists(place.path(name, "manifest.json"))


def test_a_builder_that_is_killed_at_any_file_leaves_nothing_that_anybody_takes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, digest = write(place.built)
    put, count = type(place.files).put_file, len(files_of(place.built / name))
    for last in range(count):
        left = last

        def dying(self: Any, source: str, target: str, **rest: Any) -> None:
            nonlocal left
            if not left:
                raise KeyboardInterrupt
            left -= 1
            put(self, source, target, **rest)

        with monkeypatch.context() as patched:
            patched.setattr(type(place.files), "put_file", dying)
            with pytest.raises(KeyboardInterrupt):
                place.builder.publish(name)
        assert not place.builder.has(name, digest)
        with pytest.raises(AwayError):
            place.replica().pull(name, digest)
        assert place.here() == []
    place.builder.publish(name)
    assert place.replica().pull(name, digest)


def test_an_object_store_that_is_away_is_told_by_name(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    name, digest = place.publish()

    def away(*_: Any, **__: Any) -> Any:
        raise ConnectionError("no route to host")

    for method in ("open", "info", "exists", "put_file"):
        monkeypatch.setattr(type(place.files), method, away)
    wanted = f"wanted {place.url} to answer, found ConnectionError: no route to host"
    for ask in (lambda: place.replica().pull(name, digest), place.builder.names, lambda: place.builder.publish(name)):
        with pytest.raises(AwayError, match=wanted):
            ask()
    assert place.here() == []


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The kernel refuses to write more, as on a full disk."""
    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def test_a_cache_whose_disk_is_full_keeps_nothing_half_and_takes_it_later(place: Place) -> None:
    name, digest = place.publish()
    with files_of_at_most(150), pytest.raises(AwayError, match=r"wanted room in .*cache"):
        place.replica().pull(name, digest)
    assert place.here() == []
    assert place.replica().pull(name, digest)


def test_the_cache_stays_within_its_bytes_by_dropping_the_oldest_that_does_not_serve(place: Place) -> None:
    made = [place.publish() for _ in range(4)]
    size = sum(path.stat().st_size for path in files_of(place.built / made[0][0]))
    replica = place.replica(size * 5 // 2)
    assert all(replica.pull(name, digest, {made[0][0]}) for name, digest in made[:3])
    assert place.here() == [made[0][0], made[2][0]]
    small = place.replica(size * 5 // 4)
    with pytest.raises(AwayError, match=r"wanted at most .* bytes in the cache"):
        small.pull(*made[3], {made[0][0]})
    assert made[0][0] in place.here()
    assert replica.drop_from_cache({made[0][0]}) in ([], [made[2][0]])
    assert place.here() == [made[0][0]]


def test_two_builders_at_once_publish_two_whole_generations(place: Place) -> None:
    made: list[tuple[str, str]] = []
    threads = [threading.Thread(target=lambda: made.append(place.publish())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({name for name, _ in made}) == 2
    assert all(place.replica().pull(name, digest) for name, digest in made)


def test_processes_of_one_machine_that_pull_together_fetch_it_once(place: Place) -> None:
    name, digest = place.publish()
    fetched: list[bool] = []
    threads = [threading.Thread(target=lambda: fetched.append(place.replica().pull(name, digest))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fetched) == [False, False, True]


def test_what_is_removed_is_gone_and_another_stores_stays(place: Place) -> None:
    (old, _), (new, digest) = place.publish(), place.publish()
    other = Published(place.url, "store-2", place.built)
    other.publish(old)
    assert place.builder.remove({new}) == [old]
    assert place.builder.names() == [new]
    assert other.names() == [old]
    assert place.replica().pull(new, digest)


def test_a_manifest_that_names_files_outside_is_refused(place: Place) -> None:
    name, _ = place.publish()
    folder = place.built / name
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    manifest["files"]["../../outside"] = "0" * 64
    import hashlib

    raw = orjson.dumps(manifest)
    place.files.pipe_file(place.path(name, "manifest.json"), raw)
    with pytest.raises(GenerationError, match="wanted files inside it"):
        place.replica().pull(name, hashlib.sha256(raw).hexdigest())


def test_an_address_that_nothing_reads_is_told_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="wanted an address like s3://bucket/folder"):
        Published("ftpx://nowhere", STORE, tmp_path)


def test_what_a_killed_pull_left_is_gone_after_the_next(place: Place) -> None:
    name, digest = place.publish()
    left = place.cache / ".writing-pull-killed"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    assert place.replica().pull(name, digest)
    assert place.here() == [name]
    shutil.rmtree(place.cache)
