"""A row group of a shard is one ``Columns``, field by field."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from matcher.columns import Columns
from matcher.nation.schema import SCHEMAS, VERSION, batches, stamped
from matcher.records import Kind
from matcher.vocabulary import load_vocabulary
from taxonomy.errors import InputError

PERSONAL = {"age", "sex", "gender", "birth", "name", "religion", "nik", "phone"}


@pytest.mark.parametrize("kind", [Kind.WORKER, Kind.POSTING])
def test_every_column_of_the_engine_but_the_source_has_its_name_in_the_schema_and_no_trait_does(kind: Kind) -> None:
    names = set(SCHEMAS[kind].names)
    assert {field.name for field in fields(Columns)} - names == {"sources", "source_names"}
    assert not names & PERSONAL


def test_a_shard_of_another_vocabulary_is_refused_and_so_is_what_is_no_shard(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    schema = stamped(Kind.WORKER, "another")
    pq.write_table(pa.Table.from_batches([], schema), path)
    with pytest.raises(InputError, match="another"):
        list(batches(path, load_vocabulary()))
    path.write_bytes(b"no shard")
    with pytest.raises(InputError, match="Parquet shard"):
        list(batches(path, load_vocabulary()))
    pq.write_table(pa.Table.from_batches([], stamped(Kind.WORKER, load_vocabulary().fingerprint)), path)
    assert list(batches(path, load_vocabulary())) == []
    assert VERSION in pq.read_schema(path).metadata[b"sepadan.nation"].decode()
