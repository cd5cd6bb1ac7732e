"""The task ``engines``: what is compared with what; no figure of time is believed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation import engines as engines_task
from evaluation.benchmark import engine_servers
from evaluation.benchmark.engine_checks import faults_of
from evaluation.benchmark.engine_servers import CONTESTANTS, open_faiss
from evaluation.benchmark.million import Origins
from evaluation.task import Options
from indexes.engines.faiss import FaissEngine
from indexes.server_engine import ServerEngine
from indexes.vector_search import engine_names
from indexes.vectors import Hits, VectorIndex
from taxonomy.errors import ConfigError
from tests.indexes.test_engines import unit_rows
from tests.vector_servers import MemoryServer


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few vectors and few queries, in place of those of real ads."""
    real = Origins(ads=unit_rows(400, seed=1, dim=24), seekers=unit_rows(0, dim=24), named="invented clusters")
    monkeypatch.setattr(engines_task, "origins", lambda options: real)
    monkeypatch.setattr(engines_task, "QUERIES", 6)


def test_every_engine_of_the_product_is_measured() -> None:
    assert {name.split(" ")[0] for name in CONTESTANTS} == set(engine_names())


def test_each_engine_has_its_rows_beside_exact_numpy(small: None) -> None:
    report = engines_task.run(Options(only=("beside",), vectors=500))
    rows = {row.name: row for row in report.rows}
    assert len(rows) == len(report.rows)
    assert (rows["engines green"].value, rows["engines green"].target, rows["engines green"].holds) == (3, 3, True)
    for name in CONTESTANTS:
        for what in ("no filter", "10 % allowed", "1 % allowed"):
            recall = rows[f"{name}: recall@10, {what}"]
            assert (recall.value, recall.target, recall.n) == (1.0, 0.98, 6)  # every row is compared
            assert recall.ci95 == (1.0, 1.0)
            assert 0 < rows[f"{name}: p50, {what}, ms"].value <= rows[f"{name}: p99, {what}, ms"].value
        assert rows[f"{name}: build, s"].n == 500
        assert rows[f"{name}: bytes a vector on disk"].value >= 24 * 4
    assert rows["exact NumPy: p99, 1 % allowed, ms"].n == 6


def test_the_baseline_is_a_brute_force_search() -> None:
    vectors, query = unit_rows(50), unit_rows(1, seed=3)[0]
    allowed = np.arange(50) % 3 == 0
    for mask in (None, allowed, np.arange(50) == 7):
        every = sorted((float(vectors[row] @ query) for row in range(50) if mask is None or mask[row]), reverse=True)
        np.testing.assert_allclose(engines_task.exact(vectors, query, mask), every[:10], atol=1e-6)


def test_an_engine_that_finds_others_scores_otherwise_or_mixes_generations_is_not_green(tmp_path: Path) -> None:
    class Blind(VectorIndex):
        def search(self, query: object, k: int, allowed: object = None) -> Hits:
            found = super().search(query, k, allowed)  # type: ignore[arg-type]
            return Hits(rows=found.rows, cosines=found.cosines * np.float32(0.99))

    class Wrong(FaissEngine):
        def read(self, folder: Path, facts: object, rows: int) -> VectorIndex:
            read = super().read(folder, facts, rows)  # type: ignore[arg-type]
            return Blind(read._held)

    class Mixing(MemoryServer):
        def drop(self, collection: str) -> None:
            self.held = dict.fromkeys(self.held, next(iter(self.held.values())))

    for name, engine, told in (
        ("right", FaissEngine(), ""),
        ("memory", ServerEngine(MemoryServer()), ""),
        ("cosines", Wrong(), "other cosines"),
        ("mixing", ServerEngine(Mixing()), "new, once old was dropped"),
    ):
        (tmp_path / name).mkdir()
        faults = faults_of(engine, tmp_path / name)
        assert bool(faults) == bool(told)
        assert all(told in fault for fault in faults)


def test_a_package_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pgserver", None)
    with pytest.raises(ConfigError, match=r"wanted pgserver, found none; pip install 'sepadan\[dev\]'"):
        engine_servers.open_pgvector(tmp_path).__enter__()
    with open_faiss(tmp_path) as opened:
        assert opened.size_bytes({}) == 0
