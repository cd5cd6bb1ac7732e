"""Task ``capacity``: what ``sepadan capacity`` says of a size that it has not seen.

The sample world again and again (``evaluation/benchmark/crowd.py``) at three sizes, ``--rows`` the largest: bytes of
the index, CPU seconds to write it, CPU milliseconds of an answer and of a match in a batch. Each size is foretold by
the curve through the other two; the points that ship with the product are held to the same.
"""

from __future__ import annotations

import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluation.benchmark.crowd import crowd
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from matcher.answers import Subject
from matcher.capacity.points import Point, Quantity, left_out_errors, shipped_points
from matcher.catalogue import Catalogue
from matcher.engine import Engine
from matcher.filling import fill, raw_hash
from matcher.filters import Conditions
from matcher.home import Home
from matcher.records import Kind, Record
from matcher.rooms_file import read_rooms, write_rooms
from matcher.segment import Fresh, all_alive
from matcher.sources.source import FORMS
from matcher.world.generate import sample_postings, sample_workers

LARGEST = 100_000
"""Postings of the largest size, unless fewer are asked for; the others have a tenth and a third of it."""

MOST_ERROR = 0.2
_SEED = 2026
_ORIGINS = 300
_ASKING = 24
_DEPTH = 20
_DAY = date(2026, 11, 26)
_BYTES_OF = {Kind.POSTING: sample_postings, Kind.WORKER: sample_workers}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured.

    Attributes:
        points: Of every size.
        worker_share: Bytes of a worker in the index over those of a posting, at the smallest size.
        store_bytes: Of a record in the store, codes and vector too.
    """

    points: list[Point]
    worker_share: float
    store_bytes: float


@reported("capacity")
def run(options: Options) -> list[Row]:
    """Measure, and hold each size against the other two.

    Raises:
        EncoderError: The encoder is not prepared.
    """
    found = measured(options, min(options.rows, LARGEST))
    rows = [*_error_rows("measured now", found.points), *_error_rows("shipped", shipped_points())]
    rows += [
        row("bytes of a worker in the index, over those of a posting", found.worker_share, n=_ORIGINS),
        row("bytes of a record in the store", found.store_bytes, n=2 * _ORIGINS),
    ]
    return rows


def _error_rows(of: str, points: Sequence[Point]) -> Iterator[Row]:
    for quantity in Quantity:
        chosen = [point for point in points if point.quantity is quantity]
        for point in chosen:
            yield row(f"{of}: {quantity} at {point.n:,}", point.value, n=point.n)
        if len(chosen) > 2:
            worst = max(abs(error) for *_, error in left_out_errors(chosen))
            name = f"{of}: {quantity}, worst error of a size that was left out"
            yield row(name, worst, n=len(chosen), at_most=MOST_ERROR)


def measured(options: Options, largest: int) -> Measured:
    """Points at three sizes.

    Args:
        options: The encoder, and who is told.
        largest: Postings of the largest size, at least 30.
    """
    with _sample(options) as (engine, records):
        coded = {kind: _fresh(engine, kind, records[kind]) for kind in records}
        subjects = engine.subjects(records[Kind.WORKER][:_ASKING])
        points = list[Point]()
        sizes = (largest // 10, largest // 3, largest)
        for done, size in enumerate(sizes):
            options.tell("sizes", done, len(sizes))
            points += _points_at(engine, coded[Kind.POSTING], subjects, size)
        options.tell("sizes", len(sizes), len(sizes))
        smallest = sizes[0]
        with _written(engine, coded[Kind.WORKER], smallest) as (folder, _, _):
            share = _size(folder) / next(p.value for p in points if p.quantity is Quantity.INDEX_BYTES)
        stored = _size(engine.home.root, "sepadan.db*") / sum(engine.store.counts().values())
    return Measured(points=points, worker_share=share, store_bytes=stored)


@contextmanager
def _sample(options: Options) -> Generator[tuple[Engine, dict[Kind, list[Record]]]]:
    """The sample world in an engine of its own."""
    records = {kind: [_record(kind, told) for told in made()[:_ORIGINS]] for kind, made in _BYTES_OF.items()}
    with (
        tempfile.TemporaryDirectory(prefix="sepadan-capacity-") as folder,
        closing(Engine(Home(root=Path(folder)), options.load_encoder())) as engine,
    ):
        for each in records.values():
            engine.upsert(each)
        engine.build()
        yield engine, records


def _record(kind: Kind, told: dict[str, object]) -> Record:
    made: Record = fill(FORMS[kind], told, "sample").to_record("contoh", raw_hash(told))
    return made


def _fresh(engine: Engine, kind: Kind, records: Sequence[Record]) -> list[Fresh]:
    subjects = engine.subjects(records)
    return [Fresh(coded=one.coded, vector=one.vector, text=one.text) for one in subjects]


@contextmanager
def _written(engine: Engine, origins: Sequence[Fresh], size: int) -> Generator[tuple[Path, dict[str, object], float]]:
    """Rows of a crowd as an index has them: the folder, its facts, and the CPU seconds that it took."""
    regions = [code for code in engine.vocabulary.regions if len(code) == 4]
    folder = Path(tempfile.mkdtemp(prefix="sepadan-crowd-"))
    try:
        rows = list(crowd(origins, size, regions, _DAY, _SEED))
        started = _cpu_s()
        facts = write_rooms(folder, iter(rows), engine.vocabulary, engine.coder.dim, None)
        yield folder, facts, _cpu_s() - started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _points_at(engine: Engine, origins: Sequence[Fresh], subjects: Sequence[Subject], size: int) -> list[Point]:
    with _written(engine, origins, size) as (folder, facts, build_s):
        empty = {kind: Catalogue([]) for kind in engine.refresh().catalogues}
        postings = Catalogue([all_alive(read_rooms(folder, facts))])
        pipeline = engine.pipeline_over({**empty, str(Kind.POSTING): postings})

        def answer(subject: Subject) -> object:
            return pipeline.rank_postings(subject, _DEPTH, Conditions(today=_DAY))

        answer_ms = _cpu_ms(answer, subjects)
        found = {
            Quantity.INDEX_BYTES: float(_size(folder)),
            Quantity.BUILD_S: build_s,
            Quantity.ANSWER_MS: answer_ms,
            Quantity.REPLICA_BYTES: float(_resident_bytes()),
        }
    return [Point(quantity=quantity, n=size, value=value) for quantity, value in found.items()]


def _cpu_ms(work: Callable[[Subject], object], subjects: Sequence[Subject], rounds: int = 3) -> float:
    """CPU milliseconds of one, over some rounds after one that warms the caches; other processes do not count."""
    for subject in subjects:
        work(subject)
    started = _cpu_s()
    for _ in range(rounds):
        for subject in subjects:
            work(subject)
    return (_cpu_s() - started) * 1000 / (rounds * len(subjects))


def _cpu_s() -> float:
    return time.process_time()


def _resident_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _size(folder: Path, pattern: str = "*") -> int:
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())
