"""Every source as a target: a file of any bytes gives records, rejects, or one ``InputError`` for the file."""

from __future__ import annotations

import io
import sys
import tempfile
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

import orjson

from evaluation.fuzz.target import Target, Try, hold
from matcher.codec import to_stored
from matcher.ingest import read_file
from matcher.rejects import Rejects
from matcher.sources import source_named, source_names, workbook
from matcher.sources.source import Source
from taxonomy.errors import InputError

_SUFFIXES = {
    **dict.fromkeys(("lokerid", "jobstreet", "dinas", "blk-programmes", "lsp-schemes"), ".csv"),
    **dict.fromkeys(("p3mi", "postings", "workers", "courses"), ".jsonl"),
    "jsonld": ".html",
}
"""Ending of the file that bytes are written to where a source says none; by it readers tell CSV from JSON."""

_MAX_BYTES = 8_192


def reader_targets() -> tuple[Target, ...]:
    """A target for each source that is installed, and one for the parser of workbooks."""
    sources = tuple(
        Target(name=f"read-{name}", load=partial(_named_reader, name), max_bytes=_MAX_BYTES) for name in source_names()
    )
    return (*sources, Target(name="read-workbook", load=_workbook, max_bytes=16_384))


def _named_reader(name: str) -> Try:
    return _reader(source_named(name))


def _reader(source: Source) -> Try:
    folder = _scratch()
    file = folder / f"fuzzed{source.suffix or _SUFFIXES.get(source.name, '.json')}"

    def read(data: bytes) -> None:
        file.write_bytes(data)
        rejects = Rejects(folder, source.name)
        read = refused = 0
        try:
            for found in read_file(source, file, rejects):
                read, refused = read + 1, refused + (found is None)
                if found is not None:
                    record, _ = found
                    stored = to_stored(record)
                    hold(bool(orjson.loads(stored.payload)), "a stored record is JSON")
                    hold(record.key.partition(":")[2] != "", "a record has an id")
        except InputError as error:
            hold(bool(error.wanted and error.where), "a fault says what was wanted and where")
        hold(refused == rejects.count, f"{refused} refused, {rejects.count} in the rejects")
        if rejects.path:
            _check_rejects(Path(rejects.path))

    return read


def _check_rejects(path: Path) -> None:
    for line in path.read_bytes().splitlines():
        hold(bool(orjson.loads(line)["wanted"]), "a reject says what was wanted")
    path.unlink()


def _workbook() -> Try:
    """The child's part of reading a workbook, in this process; the parser must end with 0 or 1."""
    file = _scratch() / "fuzzed.xlsx"

    def parse(data: bytes) -> None:
        file.write_bytes(data)
        try:
            workbook._check_size(file)  # pyright: ignore[reportPrivateUsage] -- the part of the child that is fuzzed
        except InputError:
            return
        out = io.TextIOWrapper(io.BytesIO())
        before, sys.stderr = sys.stderr, io.StringIO()
        try:
            with redirect_stdout(out):
                hold(workbook.print_rows(str(file), limit=0) in (0, 1), "the parser ends with 0 or 1")
        finally:
            sys.stderr = before

    return parse


def _scratch() -> Path:
    """A folder among temporary files; it goes with those of whoever started this process."""
    return Path(tempfile.mkdtemp(prefix="sepadan-fuzz-"))
