"""A world of a simulated nation, small enough that everybody can be matched one by one as well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from api.routes.intake import read_record
from indexes.vector_search import VectorPlace
from matcher.batch.plan import Rules
from matcher.duplicates.find import find
from matcher.engine import Engine
from matcher.home import Home
from matcher.nation.shards import path_of, write_shard
from matcher.nation.texts import texts_of
from matcher.records import Kind
from matcher.rights.requests import RequestKind
from tests.fakes import FakeEncoder
from tests.matcher.rights.made import OFFICER
from tests.matcher.rights.test_purpose_limits import desk_of

COUNTS = {Kind.WORKER: 120, Kind.POSTING: 260}
PLACE = VectorPlace()
SEED, DAY = 11, date(2026, 11, 28)
OBJECTS, CHANGES = "simulasi:w000000007", "simulasi:w000000009"
"""Who wants no automatic recommendations, and whose record changed after the build."""

EVERYTHING = Rules(k=20, day=DAY.toordinal(), by_vector=COUNTS[Kind.POSTING], part_rows=25, slack=0, with_points=True)
"""So deep that every posting is compared with every worker."""


@pytest.fixture(scope="session")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over such a world, built, with copies found; who changes it takes a world of its own."""
    with nation_at(tmp_path_factory.mktemp("batch"), PLACE) as engine:
        yield engine


@contextmanager
def nation_at(root: Path, place: VectorPlace) -> Iterator[Engine]:
    """Such an engine, its vectors kept where it is told."""
    engine = Engine(Home(root=root / "home", vectors=place), FakeEncoder())
    for kind, count in COUNTS.items():
        write_shard(root, kind, 0, count, SEED)
        engine.upsert([read_record(kind, row, "nation", row["source"]) for row in _rows(root, kind, count)])
    engine.build()
    find(engine.store, engine.coder.fingerprint, DAY, lambda what, done, total: None)
    desk_of(engine.store).file(OBJECTS, RequestKind.OBJECTION, {"posting": "p:1"}, OFFICER)
    changed = next(row for row in _rows(root, Kind.WORKER, COUNTS[Kind.WORKER]) if row["id"] == CHANGES)
    engine.upsert(
        [read_record(Kind.WORKER, {**changed, "summary": "Pindah jalur: belajar las."}, "nation", "simulasi")]
    )
    yield engine
    engine.close()


def _rows(root: Path, kind: Kind, count: int) -> Iterator[dict[str, object]]:
    yield from texts_of(path_of(root, kind, 0), kind, count, SEED)
