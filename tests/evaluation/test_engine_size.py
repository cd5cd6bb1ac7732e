"""Part ``size`` of the task ``engines`` on a few hundred vectors: what is measured; no figure of time is believed."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from evaluation import engine_size, engines
from evaluation.benchmark import vector_scale, vector_steps
from evaluation.benchmark.vector_scale import Point, alone, keep, nation_vectors, plot_points, point_rows
from evaluation.benchmark.vector_steps import ASKED, CHOOSING, FACTS, FOUND, VECTORS, status_bytes
from evaluation.task import Options
from indexes.engines.faiss import FaissEngine
from matcher.nation.vectors import load_space
from matcher.records import Kind
from taxonomy.errors import SepadanError
from tests.fakes import FakeEncoder
from tests.indexes.test_vectors import clustered

_MIB = 2**20


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the space of the fake encoder is kept, made once."""
    return tmp_path_factory.mktemp("cache")


def test_a_size_is_built_and_served_in_processes_of_their_own_and_nothing_is_left(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_scale, "QUERIES", 30)
    monkeypatch.setattr(vector_scale.tempfile, "tempdir", str(tmp_path / "room"))
    (tmp_path / "room").mkdir()
    report = engines.run(Options(only=("size",), rows=400, cache=cache, load_encoder=FakeEncoder))
    assert not list((tmp_path / "room").iterdir())
    rows = {row.name.removeprefix("400 vectors: "): row for row in report.rows}
    assert len(rows) == len(report.rows)
    for kind in ("postings", "other workers"):
        recall = rows[f"recall@10, queries of {kind}"]
        assert (recall.value, recall.target, recall.n, recall.ci95) == (1.0, 0.95, 30, (1.0, 1.0))  # all are compared
    for step in ("build", "serve"):
        peak = rows[f"{step}, peak RSS (VmHWM), GiB"]
        assert (peak.target, peak.holds) == (12.0, True)
        assert 0 < rows[f"{step}, peak anonymous memory (RssAnon), GiB"].value <= peak.value < 1
        assert rows[f"{step}, CPU s"].value > 0
    assert rows["lists probed, of Flat"].value == 0
    assert rows["bytes a vector on disk"].value == pytest.approx(4 * FakeEncoder().dim, abs=1)
    assert rows["search k=10, p50, ms"].n == 60
    nearest, tenth = (rows[f"mean cosine of a query and its {which}"].value for which in ("nearest", "tenth"))
    assert 0 < tenth < nearest <= 1
    kept = cache / "evaluation"
    assert json.loads((kept / "vectors" / "400.json").read_bytes())["rows"] == 400
    assert "our search p50" in (kept / engine_size.PICTURE).read_text(encoding="utf-8")


def test_the_steps_index_search_and_scan_what_lies_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_steps, "FaissEngine", partial(FaissEngine, flat_below=1))
    held, asked = clustered(1_500, seed=1)[0], clustered(25, seed=2)[0]
    held.tofile(tmp_path / VECTORS)
    np.save(tmp_path / CHOOSING, clustered(20, seed=3)[0])
    np.save(tmp_path / ASKED, asked)
    told = vector_steps.build(tmp_path)
    facts = json.loads((tmp_path / FACTS).read_text())
    assert (facts["kind"], facts["rows"], facts["queries"]) == ("IVF32,SQ8", 1_500, 20)
    assert told["peak_bytes"] >= told["anonymous_bytes"] > 10 * _MIB
    assert len(vector_steps.serve(tmp_path)["milliseconds"]) == 25
    best = np.argsort(-(asked @ held.T), axis=1)[:, :10]
    found = np.load(tmp_path / FOUND)
    assert np.mean([len(set(one) & set(other)) / 10 for one, other in zip(found, best, strict=True)]) > 0.9
    assert len(vector_steps.scan(tmp_path)["milliseconds"]) == 10


def test_a_step_that_fails_is_told_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(SepadanError, match=r"wanted the step serve to end with 0, found 1: .*facts\.json"):
        alone("serve", tmp_path)


def test_vectors_of_a_nation_are_streamed_and_queries_are_of_another(tmp_path: Path, cache: Path) -> None:
    space = load_space(FakeEncoder(), cache)
    made = [np.concatenate(list(nation_vectors(tmp_path, Kind.WORKER, 300, space, seed))) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(made[0], made[1])
    np.testing.assert_allclose(np.linalg.norm(made[0], axis=1), 1, atol=1e-5)
    assert (made[2] @ made[0].T).max() < 1 - 1e-6
    assert not list(tmp_path.rglob("*.parquet"))


def test_recall_counts_rows_that_are_as_near_as_the_tenth(tmp_path: Path) -> None:
    made = clustered(50, seed=1)[0]
    (tmp_path / "v").write_bytes(made.tobytes())
    best = np.sort(made @ made[:2].T, axis=0)[::-1][:10].T
    order = np.argsort(-(made @ made[:2].T), axis=0).T
    found = np.stack([order[0][:10], np.r_[order[1][:4], order[1][30:33], [-1, -1, -1]]])
    with (tmp_path / "v").open("rb") as file:
        shares = vector_scale._shares(vector_scale.VectorFile(file, 32), {"a": made[:1], "b": made[1:2]}, found, best)
    assert shares == {"a": [1.0], "b": [0.4]}


def test_all_sizes_that_are_kept_are_drawn_and_a_peak_above_the_target_misses_it(tmp_path: Path) -> None:
    step = {"seconds": 1.0, "cpu_seconds": 2.0, "start_bytes": 1, "peak_bytes": 13 * 2**30, "anonymous_bytes": 5}
    points = [
        Point(
            rows=rows,
            dim=384,
            facts={"kind": "IVF8,SQ8", "probes": 3},
            disk_bytes=442 * rows,
            steps={
                name: {**step, "milliseconds": [1.0, 3.0], "cpu_milliseconds": [1.0, 2.0]}
                for name in ("build", "serve", "scan")
            },
            shares={"postings": [0.5, 1.0]},
            cosines=(0.9, 0.8),
        )
        for rows in (1_000, 100)
    ]
    keep(points[0], tmp_path / "kept")
    kept = keep(points[1], tmp_path / "kept")
    assert [one.rows for one in kept] == [100, 1_000]
    assert [row.as_dict() for row in point_rows(kept[1])] == [row.as_dict() for row in point_rows(points[0])]
    plot_points(kept, tmp_path / "img" / "v.svg")
    drawn = (tmp_path / "img" / "v.svg").read_text(encoding="utf-8")
    assert "target, 12 GiB" in drawn
    assert "vectors" in drawn
    missed = {row.name for row in point_rows(points[0]) if row.holds is False}
    assert missed == {
        "1,000 vectors: recall@10, queries of postings",
        "1,000 vectors: build, peak RSS (VmHWM), GiB",
        "1,000 vectors: serve, peak RSS (VmHWM), GiB",
    }


def test_memory_is_read_by_the_name_that_the_kernel_has_for_it() -> None:
    assert status_bytes("VmHWM") >= status_bytes("VmRSS") * 0.9 > _MIB
    with pytest.raises(OSError, match="wanted VmNothing"):
        status_bytes("VmNothing")
