"""Documents of results: what a run measured, on which commit and in what circumstances, and the attempt that failed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation.task import Row
from taxonomy.whole_file import write_whole

RESULTS = Path(__file__).resolve().parents[1] / "results"
"""Where they lie: figures alone, no text and no name of anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Of one measurement.

    Attributes:
        commit: The last commit that changed what is measured (40 hex digits).
        date: Day, ``2026-11-29``.
        cores: Processors that the run could use.
        load: Load of the machine over the minute before it began, in processes.
        seconds: Wall-clock time of the whole process, loading included.
    """

    commit: str
    date: str
    cores: int
    load: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The last attempt, where it gave nothing.

    Attributes:
        commit: As in ``Circumstances``.
        date: Day.
        why: One line.
    """

    commit: str
    date: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is known of a run.

    Attributes:
        run: Its name.
        measured: When and where the rows were measured; None where it never was.
        rows: As the task gave them.
        failed: The attempt after that, where it failed.
    """

    run: str
    measured: Circumstances | None
    rows: tuple[Row, ...]
    failed: Failure | None = None

    def as_json(self) -> str:
        """One line a row, so that a change of one figure is a change of one line."""
        head = {
            "run": self.run,
            "measured": None if self.measured is None else asdict(self.measured),
            "failed": None if self.failed is None else asdict(self.failed),
        }
        lines = [json.dumps(row.as_dict(), ensure_ascii=False) for row in self.rows]
        rows = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else "[]"
        told = [f" {json.dumps(name)}: {json.dumps(held, ensure_ascii=False)}" for name, held in head.items()]
        return "{\n" + ",\n".join([*told, f' "rows": {rows}']) + "\n}\n"


def row_of(told: Mapping[str, Any]) -> Row:
    """A row as ``--json`` gives it, back again."""
    interval = told["ci95"]
    held: dict[str, Any] = {**told, "ci95": None if interval is None else (interval[0], interval[1])}
    return Row(**held)


def document_of(text: str) -> Document:
    """A document from its file.

    Raises:
        ValueError: It is none.
    """
    told = json.loads(text)
    return Document(
        run=told["run"],
        measured=Circumstances(**told["measured"]) if told["measured"] else None,
        rows=tuple(row_of(row) for row in told["rows"]),
        failed=Failure(**told["failed"]) if told["failed"] else None,
    )


def read_documents(names: Iterable[str], folder: Path = RESULTS) -> dict[str, Document]:
    """Name of a run to its document, where there is one.

    Raises:
        ValueError: A file is no document.
    """
    paths = {name: folder / f"{name}.json" for name in names}
    return {name: document_of(path.read_text(encoding="utf-8")) for name, path in paths.items() if path.is_file()}


def write_document(document: Document, folder: Path = RESULTS) -> None:
    """Put a document in the place of the one before.

    Raises:
        OSError: It cannot be written; what was there stays.
    """
    path = folder / f"{document.run}.json"
    write_whole(path, document.as_json().encode())
    path.chmod(0o644)  # these are no secrets, and git keeps modes
