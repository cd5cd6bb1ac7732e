"""A segment's rooms in a folder: what was written is what is mapped, and another number of rows is refused."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexes.encoder import Vectors
from indexes.engines.faiss import FaissEngine
from indexes.vector_rows import VectorFile, VectorRows
from matcher import rooms_file
from matcher.coded import Coded
from matcher.rooms_file import read_rooms, write_rooms
from matcher.segment import Rooms
from taxonomy.errors import GenerationError, InputError
from tests.builders import CLERK, KOTA_BEKASI, coded_posting, fresh_of, rooms, vocabulary
from tests.fakes import DIM, FakeEncoder
from tests.matcher.test_columns import same

CODED = tuple(
    coded_posting(
        f"{source}:{name}",
        title=f"juru las {name}",
        required=["spreadsheet"][: at % 2],
        occupations=((CLERK, 0.6), ("7212", 0.2))[: at % 3],
        region_codes=(KOTA_BEKASI,)[: at % 2],
    )
    for at, (source, name) in enumerate([("a", "1"), ("a", "é"), ("b", "Z"), ("b", "a"), ("b", "z_1")])
)


def agree(read: Rooms, held: Rooms) -> None:
    assert [read.keys[row] for row in range(len(read.keys))] == [held.keys[row] for row in range(len(held.keys))]
    assert [read.records[row] for row in range(len(read.keys))] == [held.records[row] for row in range(len(held.keys))]
    same(read.columns, held.columns)
    assert read.columns.source_names == held.columns.source_names
    every = np.arange(len(held.keys))
    query = FakeEncoder().encode_query(["juru las"])[0]
    assert np.array_equal(read.vectors.cosines(query, every), held.vectors.cosines(query, every))
    assert np.array_equal(read.lexical.query("las z").at(every), held.lexical.query("las z").at(every))
    for one, other in zip(read.licensed, held.licensed, strict=True):
        assert one.tolist() == other.tolist()


def write(folder: Path, coded: Sequence[Coded]) -> dict[str, object]:
    folder.mkdir()
    return write_rooms(folder, fresh_of(coded), vocabulary(), DIM)


@pytest.mark.parametrize("size", [0, 1, 2, 5])
@pytest.mark.parametrize("chunk", [1, 2, 10_000])
def test_what_was_written_is_what_is_read_however_it_was_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, chunk: int
) -> None:
    monkeypatch.setattr(rooms_file, "_CHUNK", chunk)
    facts = write(tmp_path / "posting", CODED[:size])
    assert facts["rows"] == size
    read = read_rooms(tmp_path / "posting", facts)
    assert read.vectors.dim == DIM
    agree(read, rooms(fresh_of(CODED[:size])))


def test_records_may_come_as_a_stream(tmp_path: Path) -> None:
    facts = write_rooms(tmp_path, iter(fresh_of(CODED)), vocabulary(), DIM)
    agree(read_rooms(tmp_path, facts), rooms(fresh_of(CODED)))


def test_the_facts_say_how_the_vectors_are_searched(tmp_path: Path) -> None:
    facts = write(tmp_path / "posting", CODED)
    assert facts["vectors"] == {"kind": "Flat", "probes": 0, "gain": 0.0, "recall": 1.0, "queries": 0}


def test_another_number_of_rows_is_refused_by_the_name_of_what_has_them(tmp_path: Path) -> None:
    facts = write(tmp_path / "posting", CODED)
    with pytest.raises(GenerationError, match=r"keys: wanted 4 rows, found 5"):
        read_rooms(tmp_path / "posting", {**facts, "rows": 4})


@pytest.mark.parametrize("lost", ["keys", "records", "columns", "bm25"])
def test_a_lost_folder_is_refused_by_its_name(tmp_path: Path, lost: str) -> None:
    facts = write(tmp_path / "posting", CODED)
    shutil.rmtree(tmp_path / "posting" / lost)
    with pytest.raises(GenerationError, match=rf"posting/{lost}: wanted"):
        read_rooms(tmp_path / "posting", facts)


def test_vectors_come_to_the_engine_in_a_file_that_leaves_no_name_behind(tmp_path: Path) -> None:
    seen = []

    class Watching(FaissEngine):
        def write(self, folder: Path, collection: str, vectors: VectorRows, queries: Vectors | None) -> dict[str, Any]:
            seen.append((type(vectors), vectors[:]))
            assert not {path.name for path in folder.iterdir()} - {"records", "keys", "columns", "bm25"}
            return super().write(folder, collection, vectors, queries)

    fresh = list(fresh_of(CODED))
    write_rooms(tmp_path, fresh, vocabulary(), DIM, engine=Watching())
    assert [kind for kind, _ in seen] == [VectorFile]
    np.testing.assert_array_equal(seen[0][1], np.stack([item.vector for item in fresh]))
    assert {path.name for path in tmp_path.iterdir()} == {"records", "keys", "columns", "bm25", "vectors.faiss"}


def test_a_vector_of_another_length_is_refused_by_its_row(tmp_path: Path) -> None:
    fresh = fresh_of(CODED, vectors={CODED[3].key: np.ones(DIM + 1, dtype=np.float32)})
    with pytest.raises(InputError, match=f"vector of row 3: wanted a vector of {DIM}"):
        write_rooms(tmp_path, fresh, vocabulary(), DIM)


def test_a_vector_that_is_none_is_refused_before_anything_serves(tmp_path: Path) -> None:
    fresh = fresh_of(CODED, vectors={CODED[2].key: np.zeros(DIM, dtype=np.float32)})
    with pytest.raises(InputError, match="row 2"):
        write_rooms(tmp_path, fresh, vocabulary(), DIM)
