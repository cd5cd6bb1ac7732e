"""A finished batch, read back: checked against its manifest, and asked for one worker or for all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from indexes.text_table import TextTable
from matcher.batch.parts import path_of
from matcher.batch.plan import POSTINGS, Plan, read_plan
from matcher.batch.run import digest_over, sealed_parts
from matcher.score import DIGITS
from taxonomy.errors import GenerationError, UnknownIdError


class Results:
    """What a batch found.

    Attributes:
        plan: What was asked for.
    """

    def __init__(self, folder: Path, plan: Plan, parts: Sequence[tuple[int, str]], postings: TextTable) -> None:
        """Use ``read``."""
        self.plan = plan
        self._folder = folder
        self._parts = parts
        self._postings = postings

    @classmethod
    def read(cls, folder: Path) -> Results:
        """Open a finished batch.

        Raises:
            InputError: The folder is not one of a batch.
            GenerationError: It is not finished, or its manifest is of another plan.
        """
        plan = read_plan(folder)
        return cls(folder, plan, sealed_parts(folder, plan.fingerprint), TextTable.read(folder / POSTINGS / "keys"))

    def verify(self) -> str:
        """Check every part; gives the SHA-256 over all.

        Raises:
            GenerationError: A part is missing or changed; names it.
        """
        for part, wanted in self._parts:
            path = path_of(self._folder, part)
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "none"
            if digest != wanted:
                raise GenerationError(f"{path}: wanted SHA-256 {wanted}, found {digest}")
        return digest_over([digest for _, digest in self._parts])

    def tables(self) -> Iterator[pa.Table]:
        """Each part, in the order of the parts; see ``matcher.batch.part.SCHEMA``."""
        for part, _ in self._parts:
            yield pq.read_table(path_of(self._folder, part))

    def key(self, posting: int) -> str:
        """The key of a posting by its row."""
        return self._postings[posting]

    def of(self, worker: str) -> list[tuple[str, float]]:
        """A worker's best postings with their scores in [0, 1], best first.

        Raises:
            UnknownIdError: The worker is not in the batch.
        """
        for table in self.tables():
            found = table.filter(pc.equal(table["worker"], worker)).to_pylist()
            if found:
                pairs = zip(found[0]["postings"], found[0]["scores"], strict=True)
                return [(self.key(row), score / 10**DIGITS) for row, score in pairs]
        raise UnknownIdError(wanted="a worker of this batch", found=worker, where=str(self._folder))
