"""What training advice is measured on: real ads, sample courses, the judged job seekers and sample workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.gold import read_seekers
from evaluation.retrieval import SEEKERS
from evaluation.task import Options, data_folder
from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.coded import Coded
from matcher.engine import Engine
from matcher.ingest import record_of
from matcher.pipeline import Pipeline
from matcher.records import Kind, Record
from matcher.segment import Fresh, segment_of
from matcher.sources import source_named
from matcher.world.generate import sample_courses, sample_workers
from taxonomy.errors import InputError

WORKERS = 592
"""Who asks: all of them, so that more than 200 are advised a course and the claims of 200 are tried."""

SEED = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is measured on.

    Attributes:
        pipeline: Over real ads and sample courses.
        courses: The courses by key.
        vectors: Their vectors by key.
        workers: Who asks.
    """

    pipeline: Pipeline
    courses: dict[str, Coded]
    vectors: dict[str, npt.NDArray[np.float32]]
    workers: Sequence[Subject]


def world_of(engine: Engine, options: Options) -> World:
    """Real ads, sample courses, and ``WORKERS`` seekers and sample workers.

    Raises:
        InputError: The file of seekers is missing or faulty.
    """
    courses = engine.subjects(_read("courses", sample_courses()))
    fresh = [Fresh(coded=one.coded, vector=one.vector, text=one.text) for one in courses]
    catalogues = {**engine.refresh().catalogues, str(Kind.COURSE): Catalogue([segment_of(fresh, engine.vocabulary)])}
    return World(
        pipeline=engine.pipeline_over(catalogues),
        courses={one.coded.key: one.coded for one in courses},
        vectors={one.coded.key: one.vector for one in courses},
        workers=_workers(engine, options),
    )


def _read(kind: str, rows: Sequence[Mapping[str, Any]]) -> list[Record]:
    """Rows of the sample world as records."""
    return [record_of(source_named(kind), one, f"sample {kind}") for one in rows]


def _workers(engine: Engine, options: Options) -> list[Subject]:
    seekers = list(read_seekers(data_folder(options.data) / "gold" / SEEKERS).values())
    made = _read("workers", sample_workers())
    random = Random(SEED)  # noqa: S311 (a sample, no secret)
    records = [*seekers, *random.sample(made, max(0, min(WORKERS - len(seekers), len(made))))]
    if not records:
        raise InputError(wanted="job seekers", found="none", where=SEEKERS)
    return engine.subjects(records[:WORKERS])
