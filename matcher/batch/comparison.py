"""Postings compared with each other in parts: the pairs of ``matcher.duplicates.find`` spread over processes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.batch.folder import begin, check_same, has_plan, plan_in, put_plan
from matcher.batch.parts import Done, begun, path_of
from matcher.batch.run import PartEngine, Report, Task, run, sealed_parts
from matcher.duplicates.blocking import Pairs, candidate_pairs
from matcher.duplicates.compare import Compared, Tell, judge
from matcher.duplicates.scorecard import Scorecard
from matcher.duplicates.traits import Traits

PART_PAIRS = 1 << 16
"""Pairs of a part: some seconds of one core."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """What a process needs to compare a part.

    Attributes:
        folder: Of the batch.
        traits: The postings.
        pairs: All candidates.
        scorecard: Weighs the evidence.
        least: Chance below which a pair is not kept.
        part_pairs: Pairs of a part.
    """

    folder: Path
    traits: Traits
    pairs: Pairs
    scorecard: Scorecard
    least: float
    part_pairs: int


class BatchComparison:
    """Compares all candidates by an engine; in place of ``compared_pairs``.

    Attributes:
        report: Of the last run; None before.
    """

    def __init__(self, folder: Path, engine: PartEngine, part_pairs: int = PART_PAIRS) -> None:
        """Compare in a folder, which is gone on with where the same comparison was begun.

        Args:
            folder: Of the batch; made where it is not there.
            engine: Where parts are compared.
            part_pairs: Pairs of a part.
        """
        self.report: Report | None = None
        self._folder, self._engine, self._part_pairs = folder, engine, part_pairs

    def __call__(self, traits: Traits, scorecard: Scorecard, tell: Tell, band: tuple[float, float]) -> Compared:
        """As ``compared_pairs``.

        Raises:
            InputError: The folder holds something else.
        """
        tell("find candidates", 0, 1)
        pairs = candidate_pairs(traits)
        tell("find candidates", 1, 1)
        task = self._planned(traits, pairs, scorecard, min(band[0], scorecard.threshold))
        self.report = run(task, self._engine, tell)
        tables = [pq.read_table(path_of(task.folder, part)) for part, _ in sealed_parts(task.folder, task.fingerprint)]
        kept = pa.concat_tables([_SCHEMA.empty_table(), *tables])
        found = np.stack([kept["first"].to_numpy(), kept["second"].to_numpy()], axis=1).reshape(-1, 2)
        chances = kept["chance"].to_numpy()
        within = (chances >= band[0]) & (chances < band[1])
        return Compared(
            confirmed=found[chances >= scorecard.threshold],
            near=found[within],
            chances=chances[within],
            count=len(pairs),
        )

    def _planned(self, traits: Traits, pairs: Pairs, scorecard: Scorecard, least: float) -> Task:
        said = {"format": 1, "candidates": _digest(traits, pairs, scorecard), "part_pairs": self._part_pairs}
        if not has_plan(self._folder):
            begin(self._folder, ())
            put_plan(self._folder, said)
        check_same(self._folder, plan_in(self._folder), said)
        size = self._part_pairs
        shared = Comparison(
            folder=self._folder.absolute(),
            traits=traits,
            pairs=pairs,
            scorecard=scorecard,
            least=least,
            part_pairs=size,
        )
        return Task(
            name="compare pairs",
            folder=self._folder,
            fingerprint=f"{said['candidates']}|{size}",
            sizes=[min(size, len(pairs) - start) for start in range(0, len(pairs), size)],
            work=compare_part,
            shared=shared,
        )


_SCHEMA = pa.schema([("first", pa.int64()), ("second", pa.int64()), ("chance", pa.float64())])


def compare_part(comparison: Comparison, part: int) -> Done:
    """Compare one part and write the pairs that are near.

    Args:
        comparison: Whose.
        part: Its number.
    """
    with begun(comparison.folder, part) as beside:
        size = comparison.part_pairs
        pairs = comparison.pairs[part * size : (part + 1) * size]
        chances = judge(comparison.traits, pairs, comparison.scorecard)
        near = chances >= comparison.least
        columns = {"first": pairs[near, 0], "second": pairs[near, 1], "chance": chances[near]}
        return beside.keep(pa.table(columns, schema=_SCHEMA), len(pairs))


def _digest(traits: Traits, pairs: Pairs, scorecard: Scorecard) -> str:
    """Of what is compared, and by what; equal for the same postings on any machine."""
    found = hashlib.sha256(np.ascontiguousarray(pairs, dtype="<i8").tobytes())
    for key in traits.keys:
        found.update(f"{key}\n".encode())
    weights = sorted(scorecard.weights.items())
    found.update(repr((scorecard.intercept, weights, scorecard.threshold)).encode())
    for values in (traits.days, traits.pay, traits.units):
        found.update(np.ascontiguousarray(values).tobytes())
    return found.hexdigest()
