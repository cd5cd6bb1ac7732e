"""The task ``nation`` on a small nation, and its figures against a slow count."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation import nation
from evaluation.benchmark.nation_margins import counted, variation, worst
from evaluation.benchmark.nation_vectors import directions, likeness
from evaluation.task import Options
from matcher.nation.schema import batches
from matcher.nation.shards import path_of, write_nation
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from tests.fakes import FakeEncoder


def test_every_margin_has_a_row_with_the_target_and_a_small_nation_is_near_it(tmp_path: Path) -> None:
    report = nation.run(Options(rows=40_000, cache=tmp_path, load_encoder=FakeEncoder))
    margins = [row for row in report.rows if "total variation from Karirhub" in row.name]
    assert len(margins) == 9
    assert all(row.target == 0.02 and row.value < 0.04 for row in margins)
    assert len({row.name for row in report.rows}) == len(report.rows)
    pairs = [row for row in report.rows if row.name.endswith("difference from the fitted table")]
    assert len(pairs) == 8
    assert all(row.value < 0.05 for row in pairs)


def test_what_is_counted_is_what_a_loop_over_rows_counts(tmp_path: Path) -> None:
    write_nation(tmp_path / "n", {Kind.POSTING: 700}, seed=2)
    found = counted(tmp_path / "n", Kind.POSTING)
    rows = next(batches(path_of(tmp_path / "n", Kind.POSTING, 0), load_vocabulary())).to_pylist()
    codes = list(load_vocabulary().units)
    slow = np.zeros_like(found.cells)
    for row in rows:
        slow[row["province"], row["school"], int(codes[row["unit"]][0]) - 1, row["years"]] += 1
    assert np.array_equal(found.cells, slow)
    assert found.paid == sum(row["pay_low"] == row["pay_low"] for row in rows)
    assert found.placed == sum(bool(row["regions"]) for row in rows)
    assert found.copies == sum(row["copy_of"] >= 0 for row in rows)
    assert found.employers.sum() == found.sections.sum() == 700
    assert len(found.employers) == len({row["employer"] for row in rows})


def test_variation_worst_likeness_and_directions_of_what_is_known() -> None:
    assert variation(np.array([1.0, 1.0]), np.array([3.0, 1.0])) == pytest.approx(0.25)
    assert worst(np.array([60.0, 40.0]), np.array([50.0, 50.0])) == pytest.approx(0.2)
    vectors = np.eye(3, dtype=np.float32)[[0, 0, 1, 2]]
    found = likeness(vectors, np.array([10, 10, 10, 400], dtype=np.uint16))
    assert found["two of one unit group"] == pytest.approx(1 / 3)
    assert found["the nearest other"] == pytest.approx(0.5)
    assert directions(np.random.default_rng(0).standard_normal((20_000, 8)).astype(np.float32)) == pytest.approx(
        8, 0.02
    )
