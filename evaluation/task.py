"""What a measured task is: options in, rows out. Every claim of the README is such a row.

A task is one module with a function ``run(options) -> Report``; it is imported when it is run, so that
``sepadan --help`` stays quick.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from indexes.encoder import Encoder
from matcher.home import cache_folder
from matcher.installed_encoder import installed_encoder
from taxonomy.errors import InputError

Interval = tuple[float, float]
Tell = Callable[[str, int, int], None]
"""Called with (what is done, steps done, steps in all)."""

_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured figure.

    Attributes:
        name: What was measured, on which system.
        value: The figure.
        target: What it is held against; None when no target is set.
        holds: Whether the target is met; None when no target is set.
        n: Number of items (titles, seekers, spans) that it rests on.
        ci95: 95 % interval (low, high); None where none is worked out.
    """

    name: str
    value: float
    target: float | None = None
    holds: bool | None = None
    n: int
    ci95: Interval | None = None

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``; figures rounded to 4 digits."""
        return {
            "name": self.name,
            "value": round(self.value, _DIGITS),
            "target": None if self.target is None else round(self.target, _DIGITS),
            "holds": self.holds,
            "n": self.n,
            "ci95": None if self.ci95 is None else [round(end, _DIGITS) for end in self.ci95],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one run of a task measured.

    Attributes:
        task: Name of the task.
        rows: Figures, the product's own first.
        seconds: Wall-clock time.
        figures: Headline figures that stand in the JSON beside ``rows`` in place of ``task`` and ``seconds``.
        text: What is printed for people below the figures; Markdown.
    """

    task: str
    rows: tuple[Row, ...]
    seconds: float
    figures: Mapping[str, Any] = field(default_factory=dict[str, Any])
    text: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        head = dict(self.figures) or {"task": self.task, "seconds": round(self.seconds, 3)}
        return {**head, "rows": [row.as_dict() for row in self.rows]}


def _quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a task may be told.

    Attributes:
        gold: Gold file; the task's own file in the data folder when None.
        data: Data folder; see ``data_folder``.
        other: Ads of other sources, JSON lines of id, title, hint, text, for tasks that measure on them too.
        home: An installation that is built already, for tasks that need one.
        rows: Vectors or postings that tasks of speed are measured with.
        vectors: Vectors that engines are measured with, each in a server of its own.
        minutes: How long tasks go on that find more the longer they take.
        only: Parts of the task that are measured, by name, for tasks that have such; all when empty.
        is_quick: Whether tasks that have a small form take that: figures that only show that they work.
        cache: Where a task may keep what takes long to make.
        load_encoder: Makes the encoder; called once, when it is needed.
        tell: Told of progress.
    """

    gold: Path | None = None
    data: Path | None = None
    other: Path | None = None
    home: Path | None = None
    rows: int = 1_000_000
    vectors: int = 20_000
    minutes: float = 60.0
    only: tuple[str, ...] = ()
    is_quick: bool = False
    cache: Path = field(default_factory=cache_folder)
    load_encoder: Callable[[], Encoder] = installed_encoder
    tell: Tell = _quiet

    def gold_file(self, name: str) -> Path:
        """The gold file: the one chosen, else ``gold/NAME`` of the data folder.

        Raises:
            InputError: There is no data folder.
        """
        return self.gold or data_folder(self.data) / "gold" / name

    def parts_of(self, parts: Collection[str]) -> tuple[str, ...]:
        """Those of a task's parts that are wanted, in the order of ``--only``; all when it names none.

        Raises:
            InputError: There is no part of a name.
        """
        unknown = [name for name in self.only if name not in parts]
        if unknown:
            raise InputError(wanted=f"parts of {', '.join(parts)}", found=unknown[0], where="--only")
        return self.only or tuple(parts)


def reported(task: str) -> Callable[[Callable[[Options], Iterable[Row]]], Callable[[Options], Report]]:
    """Makes a task's ``run`` of what gives its figures; its seconds are those from start to end.

    Args:
        task: Name of the task.
    """

    def made(measure: Callable[[Options], Iterable[Row]]) -> Callable[[Options], Report]:
        @wraps(measure)
        def run(options: Options) -> Report:
            started = time.monotonic()
            rows = tuple(measure(options))
            return Report(task=task, rows=rows, seconds=time.monotonic() - started)

        return run

    return made


def data_folder(chosen: Path | None = None) -> Path:
    """The folder of real data: the one chosen, else ``SEPADAN_DATA``, else ``../shared/data`` beside the repository.

    Raises:
        InputError: It is not there.
    """
    named = os.environ.get("SEPADAN_DATA")
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = chosen or (Path(named) if named else beside)
    if not folder.is_dir():
        wanted = "the data folder (gold/, postings/), given by --data or SEPADAN_DATA"
        raise InputError(wanted=wanted, found="no such folder", where=str(folder))
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One measured task.

    Attributes:
        name: As given to ``sepadan evaluate``.
        module: Module whose ``run`` does it.
        describes: One line for people.
    """

    name: str
    module: str
    describes: str

    def run(self, options: Options) -> Report:
        """Measure.

        Raises:
            InputError: Gold or data is missing or faulty.
        """
        return cast(Report, import_module(self.module).run(options))
