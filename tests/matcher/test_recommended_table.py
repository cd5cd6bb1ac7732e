"""A batch as a table, by Parquet and by JSON lines alike."""

from __future__ import annotations

import io
import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from matcher.recommended_table import METADATA, SCHEMA, write_lines, write_parquet
from matcher.spreading import Recommended, recommend
from tests.matcher.made_shortlists import crowd, shortlists_of


def slow_rows(found: Recommended) -> list[dict[str, object]]:
    """Cell by cell."""
    rows = list[dict[str, object]]()
    for worker, row in enumerate(found.lists.columns.tolist()):
        for place, column in enumerate(row):
            if column >= 0:
                values = (
                    found.among.workers[worker],
                    found.among.postings[column],
                    place + 1,
                    round(float(found.lists.utilities[worker, place]), 4),
                    int(found.own_ranks[worker, place]),
                    round(float(found.prices[column]), 4),
                )
                rows.append(dict(zip(SCHEMA.names, values, strict=True)))
    return rows


@pytest.mark.parametrize("block", [1, 7, 1_000])
def test_both_forms_hold_a_row_for_each_worker_and_posting_of_a_list(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.recommended_table.BLOCK", block)
    found, lines, file = recommend(crowd(), 5, 0.8), io.BytesIO(), io.BytesIO()
    assert write_lines(lines.write, found) == write_parquet(file, found, {"day": "2026-11-26"}) == 59 * 5
    table = pq.read_table(io.BytesIO(file.getvalue()))
    assert table.to_pylist() == slow_rows(found)
    assert [json.loads(line) for line in lines.getvalue().splitlines()] == slow_rows(found)
    assert table.schema.remove_metadata() == SCHEMA
    assert json.loads(table.schema.metadata[METADATA.encode()]) == {"day": "2026-11-26"}


def test_scores_are_shown_with_the_four_digits_that_they_have() -> None:
    lines = io.BytesIO()
    write_lines(lines.write, recommend(shortlists_of(np.array([[0.7123, 0.1]])), 1, 0.0))
    assert json.loads(lines.getvalue())["score"] == 0.7123


def test_a_batch_in_which_nobody_has_a_candidate_is_an_empty_table() -> None:
    file = io.BytesIO()
    assert write_parquet(file, recommend(shortlists_of(np.zeros((2, 2))), 2, 0.8), {}) == 0
    assert pq.read_table(io.BytesIO(file.getvalue())).num_rows == 0
