from __future__ import annotations

from evaluation import capacity
from evaluation.task import Options
from tests.fakes import FakeEncoder


def test_three_sizes_are_measured_and_each_is_foretold_by_the_others() -> None:
    report = capacity.run(Options(rows=600, load_encoder=FakeEncoder))
    rows = {row.name: row for row in report.rows}
    for quantity in ("index_bytes", "build_s", "answer_ms", "replica_bytes"):
        sizes = [row.value for name, row in rows.items() if name.startswith(f"measured now: {quantity} at")]
        assert len(sizes) == 3
        assert all(value > 0 for value in sizes)
        error = rows[f"measured now: {quantity}, worst error of a size that was left out"]
        assert error.target == capacity.MOST_ERROR
        assert error.holds == (error.value <= capacity.MOST_ERROR)
    assert rows["measured now: index_bytes at 600"].value > rows["measured now: index_bytes at 60"].value
    assert rows["shipped: index_bytes, worst error of a size that was left out"].holds
    assert 0.1 < rows["bytes of a worker in the index, over those of a posting"].value < 10
    assert rows["bytes of a record in the store"].value > 1_536
