"""Single flipped bits and cut files, over every file of a home and of a backup: told of, or without any effect.

What is told of is what ``sepadan verify`` looks at. What is not told of must leave every row of the database as it was
(SQLite leaves bytes of its pages unused). And whatever is told or not, what is served must not differ.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.benchmark import faults_soundness as soundness
from evaluation.benchmark.faults_soundness import Findings
from evaluation.benchmark.faults_tally import Tally
from evaluation.benchmark.faults_template import Template
from evaluation.benchmark.faults_world import FINGERPRINT, key_of, served_state
from indexes import generation as generations
from indexes.backup import check_backup
from indexes.durable import files_of
from indexes.store import Store
from matcher.coded import coded_to_json
from matcher.home import Home
from matcher.verify import compare
from taxonomy.errors import SepadanError

_SEED = 11
_CUTS = 0.25
"""Share of the damages that cut a file; the others flip one bit."""
_LOOKED_AT = 5

Served = tuple[str, ...]
"""All that a home answers to a few questions, and all that it could be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One damage.

    Attributes:
        path: File, below the template's root.
        at: Byte that is turned over, or from which on the file is gone.
        bit: Bit of it; None when the file is cut.
    """

    path: Path
    at: int
    bit: int | None

    def __str__(self) -> str:
        """For notes."""
        how = "cut" if self.bit is None else f"bit {self.bit}"
        return f"{self.path} at {self.at} ({how})"

    def done_to(self, content: bytes) -> bytes:
        """The file's content with the damage."""
        if self.bit is None:
            return content[: self.at]
        return content[: self.at] + bytes([content[self.at] ^ 1 << self.bit]) + content[self.at + 1 :]


def damages(root: Path, count: int, seed: int = _SEED) -> Iterator[Damage]:
    """Random damages: in one half each file is as likely as any other, in one half each byte.

    Args:
        root: Folder with files.
        count: How many.
        seed: Same seed, same damages.
    """
    rng = np.random.default_rng(seed)
    files = [(path.relative_to(root), path.stat().st_size) for path in files_of(root)]
    files = [(path, size) for path, size in files if size]
    sizes = np.array([size for _, size in files], dtype=float)
    for turn in range(count):
        weights = sizes / sizes.sum() if turn % 2 else np.full(len(files), 1 / len(files))
        path, size = files[int(rng.choice(len(files), p=weights))]
        bit = None if rng.random() < _CUTS else int(rng.integers(8))
        yield Damage(path=path, at=int(rng.integers(size)), bit=bit)


def turn_over(template: Template, folder: Path, count: int, tell: Callable[[int], None]) -> Tally:
    """Do random damages, one at a time.

    Args:
        template: Copied; stays as it is.
        folder: For the copy.
        count: How many damages.
        tell: Told of the damages done.
    """
    tally = Tally(kind="flipped bits and cut files")
    with template.copied(folder / "damaged") as copy:
        right, rows = look(copy), dump(copy)
        for turn, damage in enumerate(damages(copy.root, count)):
            path = copy.root / damage.path
            content = path.read_bytes()
            path.write_bytes(damage.done_to(content))
            tally.add(_judge(copy, right, rows, tally), str(damage))
            path.write_bytes(content)
            _forget_log(copy)
            tell(turn + 1)
    return tally


def _forget_log(copy: Template) -> None:
    """What a look at a damaged database may have left beside it."""
    for beside in copy.home.glob("sepadan.db-*"):
        beside.unlink()


def _judge(copy: Template, right: Served, rows: Sequence[str], tally: Tally) -> Findings:
    """What is wrong with how a damage was taken."""
    wrong, unsound = list[str](), list[str]()
    try:
        if look(copy) != right:
            wrong.append("served as if nothing was wrong, and differently")
            tally.count("served wrong")
    except SepadanError:
        tally.count("refused to serve")
    except Exception as error:  # noqa: BLE001  (whatever else comes out is what is sought here)
        unsound.append(f"served: {type(error).__name__}, not an error of ours: {error}")
    try:
        faults = verified(copy)
    except Exception as error:  # noqa: BLE001  (as above)
        faults = [str(error)]
        unsound.append(f"verify: {type(error).__name__}, not an error of ours: {error}")
    if faults:
        tally.count("told by verify")
    elif dump(copy) == rows:
        tally.count("without effect")
    else:
        tally.count("not noticed")
        wrong.append("not noticed by verify, though rows differ")
    return Findings(wrong=tuple(wrong), unsound=tuple(unsound))


def verified(copy: Template) -> list[str]:
    """All faults that can be told of a home and of its backup: the parts of ``sepadan verify``."""
    faults = _told(lambda: [str(check_backup(folder)) and "" for folder in sorted(copy.backups.iterdir())])
    return [fault for fault in (*faults, *_told(lambda: _home_faults(copy))) if fault]


def _told(check: Callable[[], list[str]]) -> list[str]:
    try:
        return check()
    except SepadanError as error:
        return [str(error)]


def _home_faults(copy: Template) -> list[str]:
    home = Home(root=copy.home)
    store = Store(home.database_url)
    try:
        faults = store.check()
        for name, digest, _ in store.generations():
            generations.verify(home.generations, name, digest)
        for kind, catalogue in served_state(home, store).open().items():
            faults += [fault.fault for fault in compare(kind, catalogue, store.derived_hashes(kind, FINGERPRINT))]
        return faults
    finally:
        store.close()


def look(copy: Template) -> Served:
    """Open a home as a new process would, and ask.

    Raises:
        SepadanError: It refuses.
    """
    home = Home(root=copy.home)
    store = Store(home.database_url)
    try:
        catalogues = served_state(home, store).open()
        answers = [" | ".join(answer) for answer in soundness.answers(catalogues)]
        everything = sorted(coded_to_json(item) for catalogue in catalogues.values() for item in catalogue)
        asked = sorted(copy.state)[:: max(1, len(copy.state) // _LOOKED_AT)]
        records = [str(store.get(kind, key_of(number))) for kind, number in asked]
        return (*answers, *everything, *records)
    finally:
        store.close()


def dump(copy: Template) -> list[str]:
    """Every row of every table of a home's database, read with plain SQL; a fault of the database as one line."""
    connection = sqlite3.connect(copy.home / "sepadan.db")
    try:
        tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [repr(row) for table in sorted(tables) for row in connection.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
    except (sqlite3.Error, ValueError) as error:
        return [f"cannot be read: {error}"]
    finally:
        connection.close()
