"""Texts by row in a mapped file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.text_table import TextTable
from taxonomy.errors import GenerationError

TEXTS = ["", "a", "kasir", "é", "🙂 tukang", "z" * 10_000]


def written(folder: Path, texts: list[str]) -> TextTable:
    TextTable.write(folder / "t", iter(texts))
    return TextTable.read(folder / "t")


@pytest.mark.parametrize("texts", [TEXTS, [], [""], ["", "", ""]])
def test_what_is_written_is_read_row_by_row(tmp_path: Path, texts: list[str]) -> None:
    table = written(tmp_path, texts)
    assert len(table) == len(texts)
    assert [table[row] for row in range(len(table))] == list(table) == texts


@given(st.sets(st.text(alphabet="abé🙂~", max_size=4)), st.text(alphabet="abé🙂~", max_size=4))
def test_finding_agrees_with_a_list_sorted_by_bytes(texts: set[str], wanted: str) -> None:
    ordered = sorted(texts, key=str.encode)
    table = TextTable.of(ordered)
    assert table.find(wanted) == (ordered.index(wanted) if wanted in texts else -1)
    assert [table.find(text) for text in ordered] == list(range(len(ordered)))


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="wanted a table of texts"):
        TextTable.read(tmp_path / "none")


@pytest.mark.parametrize("starts", [np.array([0, 99]), np.array([], np.int64), np.array([0.0, 3.0]), np.zeros((1, 1))])
def test_starts_that_do_not_fit_the_texts_are_refused(tmp_path: Path, starts: np.ndarray) -> None:
    written(tmp_path, ["abc"])
    np.save(tmp_path / "t" / "starts.npy", starts)
    with pytest.raises(GenerationError, match="wanted starts"):
        TextTable.read(tmp_path / "t")
