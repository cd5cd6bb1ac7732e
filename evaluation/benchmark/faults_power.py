"""A power cut: whatever was not synced by then is lost. Each moment of the writing of a sealed folder is tried.

Which names and which contents are on the disk for certain is known from the calls of ``fsync``: a file's content as it
was when the file was synced, a folder's names as they were when the folder was synced. A disk may have written more
than it had to, in any order, so each moment is tried three times: nothing that was not synced is there; the names are
there and the contents are not; half of the contents are there, cut in the middle.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from evaluation.benchmark.faults_soundness import Findings
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_template import Template
from evaluation.benchmark.faults_world import builder
from indexes import durable
from indexes.backup import back_up, check_backup
from indexes.store import Store
from matcher.home import Home
from taxonomy.errors import GenerationError
from taxonomy.whole_file import WRITING

Survives = Literal["nothing", "names", "halves"]
"""What a disk kept of that which was not synced."""

SURVIVING: tuple[Survives, ...] = ("nothing", "names", "halves")

_LAST = 6
"""Moments around the renaming, where it matters most."""

_Tree = dict[str, bytes | None]
"""Path below the watched folder to content; None for a folder."""


@dataclass(slots=True, kw_only=True)
class Disk:
    """What a disk holds of a folder, call by call.

    Attributes:
        root: The folder that is watched.
        old: Names in it that were there before and are passed over.
        synced: Number of a file or folder (inode) to what was synced of it: content, or names with their numbers.
        names: What stands in each folder now: its number to names with their numbers.
        contents: Content of each file now.
        moments: For each moment the tree of each way in which a disk may have kept what was not synced.
    """

    root: Path
    old: frozenset[str]
    synced: dict[int, Any] = field(default_factory=dict)
    names: dict[int, dict[str, int]] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    moments: list[dict[Survives, _Tree]] = field(default_factory=list)

    def sync(self, handle: int) -> None:
        """A file or folder has been synced."""
        found = os.fstat(handle)
        self.look()
        is_folder = stat.S_ISDIR(found.st_mode)
        known = self.names if is_folder else self.contents
        if found.st_ino in known:
            self.synced[found.st_ino] = dict(self.names[found.st_ino]) if is_folder else self.contents[found.st_ino]
        self.moment()

    def moment(self) -> None:
        """The power may fail now."""
        self.look()
        top = self.root.stat().st_ino
        self.moments.append({way: dict(self._tree(top, "", way)) for way in SURVIVING})

    def look(self) -> None:
        """Take down what stands there now."""
        for folder, folders, files in os.walk(self.root):
            if folder == str(self.root):
                folders[:] = [name for name in folders if name not in self.old]
            numbers = {name: os.stat(Path(folder, name)).st_ino for name in (*folders, *files)}
            self.names[os.stat(folder).st_ino] = numbers
            for name in files:
                self.contents[numbers[name]] = Path(folder, name).read_bytes()

    def _tree(self, folder: int, path: str, way: Survives) -> Iterator[tuple[str, bytes | None]]:
        names = self.synced.get(folder, {}) if way == "nothing" else self.names.get(folder, {})
        for name, number in sorted(names.items()):
            below = f"{path}{name}"
            if number in self.names:
                yield below, None
                yield from self._tree(number, f"{below}/", way)
            else:
                whole = self.contents[number]
                kept = {"nothing": b"", "names": b"", "halves": whole[: len(whole) // 2]}[way]
                yield below, self.synced.get(number, kept)


@contextmanager
def watched(root: Path) -> Generator[Disk]:
    """Watch what this process syncs and renames below a folder; what stands there already is on the disk."""
    disk = Disk(root=root, old=frozenset(path.name for path in root.iterdir()))
    disk.look()
    disk.synced = {**disk.contents, **{number: dict(names) for number, names in disk.names.items()}}
    sync, rename = os.fsync, os.replace

    def fsync(handle: Any) -> None:
        sync(handle)
        disk.sync(handle)

    def replace(source: Any, target: Any) -> None:
        disk.moment()
        rename(source, target)
        disk.moment()

    with mock.patch.object(os, "fsync", fsync), mock.patch.object(os, "replace", replace):
        yield disk


def put_down(tree: _Tree, folder: Path) -> None:
    """Write what a disk kept into an empty folder."""
    folder.mkdir()
    for path, content in tree.items():
        if content is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(content)


def cut_power(template: Template, folder: Path, every: int = 1) -> Tally:
    """Cut the power at each moment of writing a generation and a backup.

    Args:
        template: Copied.
        folder: For the copies.
        every: 1 tries every moment, 10 every tenth; the last ones are always tried.
    """
    tally = Tally(kind="power cut")
    with template.copied(folder / "power") as copy:
        home = Home(root=copy.home)
        store = Store(home.database_url)
        _try(tally, home.generations, lambda: _build(home, store), _check_generation, folder / "cut", every)
        _try(tally, copy.backups, lambda: back_up(store, copy.backups).folder.name, check_backup, folder / "cut", every)
        store.close()
    return tally


def _build(home: Home, store: Store) -> str:
    return builder(home, store).build().generation


def _check_generation(folder: Path) -> object:
    return durable.unseal(folder, folder.name)


def _try(
    tally: Tally, root: Path, write: Callable[[], str], check: Callable[[Path], object], cut: Path, every: int
) -> None:
    with watched(root) as disk:
        name = write()
    true = {str(path.relative_to(root / name)): path.read_bytes() for path in durable.files_of(root / name)}
    for at, moment in enumerate(disk.moments):
        if at % every and at < len(disk.moments) - _LAST:
            continue
        for way in SURVIVING:
            put_down(moment[way], cut)
            is_promised = at == len(disk.moments) - 1
            found = _judge(cut, true, name if is_promised else "", check)
            tally.add(found, f"{root.name}, moment {at + 1} of {len(disk.moments)}, {way} kept")
            shutil.rmtree(cut)


def _judge(root: Path, true: dict[str, bytes], promised: str, check: Callable[[Path], object]) -> Findings:
    """Each folder with a name of its own is whole or refused; what was promised is there."""
    wrong, whole = list[str](), set[str]()
    for folder in sorted(root.iterdir()):
        if folder.name.startswith(WRITING):
            continue
        try:
            check(folder)
        except GenerationError:
            continue
        whole.add(folder.name)
        if {str(path.relative_to(folder)): path.read_bytes() for path in durable.files_of(folder)} != true:
            wrong.append(f"{folder.name} passes for whole and is not")
    lost = [f"{promised} was written and is gone"] if promised and promised not in whole else []
    return Findings(lost=tuple(lost), wrong=tuple(wrong))
