"""The task ``api``, the short way: a real server, a few operations, walked along their links."""

from __future__ import annotations

import pytest

from evaluation.api_contract import Extent, rows_of, tried

SHORT = Extent(
    examples=3,
    phases=("examples", "fuzzing", "stateful"),
    cases=20,
    operations=("put_course", "get_course", "delete_course", "list_courses", "list_course_changes"),
)


def test_a_real_server_does_what_its_document_says() -> None:
    report = tried(SHORT)
    assert {row.name: row.value for row in report.rows if row.holds is False} == {}
    assert report.rows[0].value >= 20


@pytest.mark.parametrize(("failed", "is_whole"), [(1, True), (0, False)])
def test_a_failure_and_a_run_that_was_cut_off_do_not_hold(failed: int, is_whole: bool) -> None:
    failures = [{"title": "Server error", "count": 1, "operations": ["GET /x"]}] * failed
    found = {
        "test_cases": {"generated": 60, "with_failures": failed},
        "operations": {"selected": 1, "tested": 1},
        "failures": failures,
        "errors": [],
        "complete": is_whole,
    }
    rows = rows_of(found, SHORT)
    assert any(row.holds is False for row in rows)
