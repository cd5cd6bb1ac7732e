"""Documents of results: what is written is read again, a line a row."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.headline.documents import (
    Circumstances,
    Document,
    Failure,
    document_of,
    read_documents,
    write_document,
)
from evaluation.task import Row

MEASURED = Circumstances(commit="a" * 40, date="2026-11-29", cores=2, load=0.1, seconds=3.0)
FAILED = Failure(commit="b" * 40, date="2026-11-30", why="exit code 1: no room")
FIGURES = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))
SAID_ROWS = st.builds(
    Row,
    name=st.text(),
    value=FIGURES,
    target=st.none() | FIGURES,
    holds=st.none() | st.booleans(),
    n=st.integers(0, 10**9),
    ci95=st.none() | st.tuples(FIGURES, FIGURES),
)


@given(st.lists(SAID_ROWS), st.sampled_from([None, MEASURED]), st.sampled_from([None, FAILED]))
@settings(max_examples=30)
def test_a_document_is_read_as_it_was_written(
    rows: list[Row], measured: Circumstances | None, failed: Failure | None
) -> None:
    document = Document(run="toy", measured=measured, rows=tuple(rows), failed=failed)
    assert document_of(document.as_json()) == document


def test_a_row_has_a_line_of_its_own() -> None:
    rows = (Row(name="a", value=0.5, n=3), Row(name="b", value=0.7, n=3))
    lines = Document(run="toy", measured=MEASURED, rows=rows).as_json().splitlines()
    assert [line for line in lines if '"name"' in line] == [
        '  {"name": "a", "value": 0.5, "target": null, "holds": null, "n": 3, "ci95": null},',
        '  {"name": "b", "value": 0.7, "target": null, "holds": null, "n": 3, "ci95": null}',
    ]


def test_documents_are_found_by_the_name_of_their_run(tmp_path: Path) -> None:
    document = Document(run="toy", measured=None, rows=(), failed=FAILED)
    write_document(document, tmp_path)
    assert read_documents(["toy", "other"], tmp_path) == {"toy": document}
    assert (tmp_path / "toy.json").stat().st_mode & 0o777 == 0o644
