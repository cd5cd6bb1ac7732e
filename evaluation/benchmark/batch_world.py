"""A batch over crowds: real ads and judged seekers again and again, in folders as ``matcher.batch.prepare`` makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.benchmark.crowd import crowd
from indexes.vector_search import VectorPlace
from matcher.answers import Subject
from matcher.batch.folder import begin, plan_in, put_plan
from matcher.batch.plan import ORDER, POSTINGS, Plan, Rules, order_of, write_plan
from matcher.batch.prepare import matching_of
from matcher.batch.run import Task
from matcher.batch.staged import stage
from matcher.catalogue import Catalogue
from matcher.duplicates.showing import Copies
from matcher.engine import Engine
from matcher.rooms_file import read_rooms, write_rooms
from matcher.segment import Fresh, Segment, all_alive
from taxonomy.occupations import load_occupations

SEED = 2026
PLACE = VectorPlace()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWorld:
    """Crowds to match.

    Attributes:
        folder: Where they lie.
        engine: Whose vocabulary, weights and encoder.
        workers: As written.
        postings: The same, all open.
        asking: Workers as one search takes them, in the order of their keys.
        facts: What ``read_rooms`` needs for the workers.
        day: On which postings must be open.
    """

    folder: Path
    engine: Engine
    workers: Segment
    postings: Segment
    asking: Sequence[Subject]
    facts: dict[str, object]
    day: date

    @property
    def catalogue(self) -> Catalogue:
        """The postings, for one search at a time."""
        return Catalogue([self.postings])


def make_world(
    folder: Path, engine: Engine, ads: Sequence[Fresh], seekers: Sequence[Subject], counts: tuple[int, int], day: date
) -> BatchWorld:
    """Write crowds as generations have them.

    Args:
        folder: Empty.
        engine: See ``BatchWorld``.
        ads: Real ones.
        seekers: Judged ones.
        counts: Workers and postings.
        day: Before every closing day.
    """
    regions = [code for code in engine.vocabulary.regions if len(code) == 4]
    people = [Fresh(coded=one.coded, vector=one.vector, text=one.text) for one in seekers]
    made = list(crowd(people, counts[0], regions, day, SEED))
    places = {"worker": made, "posting": crowd(ads, counts[1], regions, day, SEED)}
    facts, segments = dict[str, dict[str, object]](), dict[str, Segment]()
    for kind, rows in places.items():
        (folder / kind).mkdir(parents=True)
        facts[kind] = write_rooms(folder / kind, iter(rows), engine.vocabulary, engine.coder.dim, asks=kind == "worker")
        segments[kind] = all_alive(read_rooms(folder / kind, facts[kind]))
    asking = [Subject(coded=one.coded, vector=one.vector, text=one.text) for one in made]
    return BatchWorld(
        folder=folder,
        engine=engine,
        workers=segments["worker"],
        postings=segments["posting"],
        asking=asking,
        facts=facts["worker"],
        day=day,
    )


def planned(world: BatchWorld, name: str, rules: Rules, rows: Sequence[int] | None = None) -> Task:
    """A batch over the world, staged and ready to run.

    Args:
        world: The crowds.
        name: Of its folder; staged postings are shared with the batch before by a link.
        rules: What is asked for.
        rows: These workers; all when None.
    """
    folder, staged = world.folder / name, world.folder / POSTINGS
    begin(folder, {POSTINGS, ORDER})
    engine = world.engine
    if not staged.exists():
        stage(staged, world.postings, rules.day, engine.scorer, load_occupations(), Copies())
    (folder / POSTINGS).symlink_to(staged.absolute(), target_is_directory=True)
    chosen = np.arange(len(world.asking)) if rows is None else np.asarray(rows, dtype=np.int64)
    plan = Plan(
        generation="crowd",
        digest="",
        weights=engine.weights,
        workers=str((world.folder / "worker").absolute()),
        facts=dict(world.facts),
        rules=rules,
        rows=len(chosen),
        postings=len(world.postings),
        left_out={},
    )
    write_plan(folder, plan, order_of(world.workers.columns, chosen))
    return matching_of(folder, PLACE)


def as_new(task: Task, folder: Path) -> Task:
    """The same batch to be run once more in another folder; gives bytes that can be compared."""
    folder.mkdir()
    for name in (POSTINGS, ORDER):
        (folder / name).symlink_to((task.folder / name).absolute())
    put_plan(folder, plan_in(task.folder))
    return replace(task, folder=folder, shared=replace(task.shared, folder=folder.absolute()))
