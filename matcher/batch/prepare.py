"""What a batch is made of: the newest generation, its open postings staged, the people who may be matched planned."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexes.generation import manifest_of
from indexes.vector_search import VectorPlace
from matcher.batch.folder import begin, check_same, has_plan
from matcher.batch.match_part import Batch, match_part
from matcher.batch.plan import ORDER, POSTINGS, Plan, Rules, order_of, read_plan, write_plan
from matcher.batch.run import Task
from matcher.batch.staged import stage
from matcher.engine import Engine
from matcher.records import Kind
from matcher.rights.purposes import Purpose
from matcher.segment import Segment
from taxonomy.errors import GenerationError, InputError
from taxonomy.occupations import load_occupations

CHANGED, OBJECTED = "changed since the generation", "wants no automatic recommendations"


def prepare(engine: Engine, folder: Path, rules: Rules) -> Plan:
    """Plan a batch and stage its postings; a folder where the same was planned before is gone on with.

    Args:
        engine: Whose newest generation is matched.
        folder: Of the batch; made where it is not there.
        rules: What is asked for.

    Raises:
        InputError: There is nobody to match or nothing open, or the folder holds another batch.
        GenerationError: No generation serves, or it was made before what workers say was kept.
    """
    pipeline = engine.settle()
    workers, postings = (pipeline.catalogues[kind].segments[0] for kind in (Kind.WORKER, Kind.POSTING))
    if workers.rooms.said is None:
        raise GenerationError("index: wanted a generation that keeps what workers say; run 'sepadan build'")
    rows, left_out = _matched(engine, workers)
    digest = next(digest for name, digest, _ in engine.store.generations() if name == pipeline.generation)
    part = manifest_of(engine.home.generations, pipeline.generation, digest)["parts"][str(Kind.WORKER)]
    plan = Plan(
        generation=pipeline.generation,
        digest=digest,
        weights=pipeline.weights,
        workers=str((engine.home.generations / pipeline.generation / Kind.WORKER).absolute()),
        facts=dict(part),
        rules=rules,
        rows=len(rows),
        postings=int(np.count_nonzero(postings.alive & postings.rooms.open_on(rules.day))),
        left_out=left_out,
    )
    if not plan.rows or not plan.postings:
        found = f"{plan.rows} workers, {plan.postings} open postings"
        raise InputError(wanted="people to match and postings that are open", found=found, where="index")
    if has_plan(folder):
        before = read_plan(folder)
        check_same(folder, {**asdict(before), "workers": ""}, {**asdict(plan), "workers": ""})
        return before
    begin(folder, {POSTINGS, ORDER})
    stage(folder / POSTINGS, postings, rules.day, engine.scorer, load_occupations(), engine.copies)
    write_plan(folder, plan, order_of(workers.columns, rows))
    return plan


def matching_of(folder: Path, vectors: VectorPlace) -> Task:
    """The matching that was planned in a folder, ready to run.

    Args:
        folder: As it was given to ``prepare``.
        vectors: Where those of the generation are kept.

    Raises:
        InputError: It is not the folder of a batch.
    """
    plan = read_plan(folder)
    return Task(
        name="match workers",
        folder=folder,
        fingerprint=plan.fingerprint,
        sizes=plan.sizes,
        work=match_part,
        shared=Batch(folder=folder.absolute(), fingerprint=plan.fingerprint, vectors=vectors),
    )


def _matched(engine: Engine, workers: Segment) -> tuple[npt.NDArray[np.int64], dict[str, int]]:
    """Rows of who is matched, and how many are not, by reason (UU 27/2022 Art. 10)."""
    objected = workers.without(sorted(engine.limits.excluded(Purpose.RECOMMENDATIONS)))
    rows = np.flatnonzero(objected.alive)
    changed = len(workers.alive) - len(workers)
    return rows, {CHANGED: changed, OBJECTED: len(workers) - len(rows)}
