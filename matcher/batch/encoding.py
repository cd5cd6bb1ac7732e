"""Records coded and embedded anew after a change of model: staged, coded in parts, and put into the store at the end.

What the parts hold are texts and codes of people, so that the folder is emptied once the store has them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from indexes.rows import Derived, StoredRecord
from matcher.batch.folder import PLAN, begin, check_same, has_plan, plan_in, put_plan
from matcher.batch.parts import PARTS, Done, begun, path_of
from matcher.batch.run import MANIFEST, Task, Tell, sealed_parts
from matcher.build import KINDS
from matcher.codec import from_json
from matcher.coded_writes import derived_rows
from matcher.coding import RecordCoder
from matcher.engine import Engine
from matcher.installed_coder import installed_coder
from matcher.installed_encoder import installed_encoder
from taxonomy.errors import ConfigError, InputError

RECORDS = "records.parquet"
PART_ROWS = 500
"""Records of a part: about half a minute of one core with the bundled encoder."""

_STORED = ("kind", "key", "content_hash", "raw_hash", "payload")
_DERIVED = pa.schema(
    [(name, pa.string()) for name in ("kind", "key", "content_hash", "coded")] + [("vector", pa.binary())]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """What a process needs to code a part.

    Attributes:
        folder: Of the batch.
        model: Of the encoder, as the setting has it.
        models: Folder of the installation's own trained models.
        fingerprint: That the coder must have.
        settled: Titles that stewards have settled.
    """

    folder: Path
    model: str
    models: Path
    fingerprint: str
    settled: Mapping[str, str]

    def __hash__(self) -> int:
        """By what names the coder, for the one that a process keeps."""
        return hash((self.folder, self.fingerprint))


def prepare_encoding(engine: Engine, folder: Path, model: str, part_rows: int = PART_ROWS) -> Task:
    """Stage the records that have no codes of the coder in use.

    A folder where that was done for the same coder is gone on with: what changed since is coded by the next build.

    Args:
        engine: Whose records.
        folder: Of the batch; made where it is not there.
        model: Of the encoder, as the setting has it.
        part_rows: Records of a part.

    Raises:
        InputError: Every record is coded, or the folder holds something else.
    """
    said = {"format": 1, "coder": engine.coder.fingerprint, "store": engine.store.store_id(), "part_rows": part_rows}
    if not has_plan(folder):
        begin(folder, {RECORDS})
        sizes = _staged(engine, folder / RECORDS, part_rows)
        if not sizes:
            (folder / RECORDS).unlink()
            raise InputError(wanted="records that are not coded", found="none", where="store")
        put_plan(folder, {**said, "sizes": sizes, "sha256": _digest(folder / RECORDS)})
    plan = plan_in(folder)
    check_same(folder, {name: plan.get(name) for name in said}, said)
    shared = Encoding(
        folder=folder.absolute(),
        model=model,
        models=engine.home.models,
        fingerprint=engine.coder.fingerprint,
        settled=dict(engine.coder.settled()),
    )
    named = f"{plan['sha256']}|{engine.coder.fingerprint}"
    return Task(
        name="code records", folder=folder, fingerprint=named, sizes=plan["sizes"], work=encode_part, shared=shared
    )


def encode_part(encoding: Encoding, part: int) -> Done:
    """Code one part and write it.

    Args:
        encoding: Whose.
        part: Its number.

    Raises:
        ConfigError: The coder of this process is another: not the same version on every machine.
        EncoderError: The encoder is not prepared here.
    """
    with begun(encoding.folder, part) as beside:
        coder = _coder(encoding)
        rows = pq.ParquetFile(encoding.folder / RECORDS).read_row_group(part).to_pylist()
        stored = [StoredRecord(**row) for row in rows]
        codings = coder.code([from_json(one.kind, one.payload) for one in stored])
        made = derived_rows(stored, codings, encoding.fingerprint)
        table = pa.Table.from_pylist([{name: getattr(one, name) for name in _DERIVED.names} for one in made], _DERIVED)
        return beside.keep(table, len(rows))


def put_codes(engine: Engine, task: Task, tell: Tell = lambda what, done, total: None) -> int:
    """Put the codes of a finished batch into the store, and empty its folder; gives how many were new.

    What the store holds already is passed over, and so is what was made of a record that changed meanwhile; so it may
    be cut short and done again.

    Args:
        engine: Whose store.
        task: As ``prepare_encoding`` gave it.
        tell: Told of progress.

    Raises:
        GenerationError: The batch is not finished.
        StoreError: The database refused.
    """
    parts, put = sealed_parts(task.folder, task.fingerprint), 0
    for at, (part, _) in enumerate(parts):
        rows = list(_made(path_of(task.folder, part), engine.coder.fingerprint))
        held = {kind: _held(engine, rows, kind) for kind in {row.kind for row in rows}}
        fresh = [row for row in rows if row.key not in held[row.kind]]
        engine.store.save_derived(fresh)
        put += len(fresh)
        tell("store codes", at + 1, len(parts))
    for part, _ in parts:
        path_of(task.folder, part).unlink()
        path_of(task.folder, part).with_suffix(".sha256").unlink()
    (task.folder / PARTS).rmdir()
    for name in (RECORDS, MANIFEST, PLAN):
        (task.folder / name).unlink()
    return put


def _held(engine: Engine, rows: list[Derived], kind: str) -> Mapping[str, str]:
    keys = sorted(row.key for row in rows if row.kind == kind)
    return engine.store.derived_hashes(kind, engine.coder.fingerprint, keys)


def _made(path: Path, fingerprint: str) -> Iterator[Derived]:
    for row in pq.read_table(path).to_pylist():
        yield Derived(fingerprint=fingerprint, **row)


def _staged(engine: Engine, path: Path, part_rows: int) -> list[int]:
    """Write the records that are pending, a row group for each part; gives the rows of each."""
    schema, sizes, waiting = pa.schema([(name, pa.string()) for name in _STORED]), list[int](), list[dict[str, Any]]()
    with pq.ParquetWriter(path, schema, compression="zstd") as file:

        def write(rows: list[dict[str, Any]]) -> None:
            file.write_table(pa.Table.from_pylist(rows, schema), row_group_size=len(rows))
            sizes.append(len(rows))

        for kind in KINDS:
            for batch in engine.store.pending(kind, engine.coder.fingerprint):
                waiting += [{name: getattr(one, name) for name in _STORED} for one in batch]
                while len(waiting) >= part_rows:
                    write(waiting[:part_rows])
                    waiting = waiting[part_rows:]
        if waiting:
            write(waiting)
    return sizes


@lru_cache(maxsize=1)
def _coder(encoding: Encoding) -> RecordCoder:
    settled = encoding.settled
    found = installed_coder(installed_encoder(encoding.model), encoding.models, lambda: settled)
    if found.fingerprint != encoding.fingerprint:
        raise ConfigError(f"batch: wanted the coder {encoding.fingerprint}, found {found.fingerprint} on this machine")
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
