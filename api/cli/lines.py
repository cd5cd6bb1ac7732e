"""JSONL in, JSONL out, one line for each line: a batch in memory at a time, the output whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
import typer

from api.cli.progress import progress
from api.cli.show import complain, facts_table, print_json, show
from taxonomy.errors import InputError

if TYPE_CHECKING:
    from matcher.sources.files import RawRow

STDIO = "-"
_BATCH = 64

Answer = Callable[[Sequence["RawRow"]], Iterable[Mapping[str, Any]]]
"""Lines in, the same number of lines out, in order; one with ``error`` for each faulty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesReport:
    """What a run over lines did.

    Attributes:
        read: Lines read, and written.
        faulty: Lines answered with an error.
        first_fault: Where the first of them stands, what was wanted and found; empty when there is none.
        output: File written; ``-`` is stdout.
        seconds: Wall-clock time.
    """

    read: int
    faulty: int
    first_fault: str
    output: str
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {name: value for name, value in asdict(self).items() if name != "first_fault"}


def run_lines(
    source: str, target: str, open_answer: Callable[[], AbstractContextManager[Answer]], label: str, *, as_json: bool
) -> None:
    """Answer every line of a JSONL file and tell how it went; see ``answer_lines``.

    Raises:
        InputError: ``--json`` and the lines both want stdout.
    """
    if as_json and target == STDIO:
        wanted = "--output FILE beside --json, which keeps stdout for one document"
        raise InputError(wanted=wanted, found=STDIO, where="--output")
    report = answer_lines(source, target, open_answer, label)
    if report.faulty:
        found = f"{report.faulty} of {report.read} lines are faulty; each says why in its field 'error'"
        complain("warning", f"{found}; the first: {report.first_fault}")
    if as_json:
        print_json(report.as_dict())
    elif target != STDIO:
        show(facts_table(report.as_dict()))


def answer_lines(
    source: str, target: str, open_answer: Callable[[], AbstractContextManager[Answer]], label: str
) -> LinesReport:
    """Answer every line of a JSONL file.

    Args:
        source: File to read; ``-`` is stdin.
        target: File to write; ``-`` is stdout.
        open_answer: Opens what answers; called once the input is known to be there and the output can be written.
        label: For the progress bar.

    Raises:
        InputError: The file as a whole cannot be read; nothing is written.
        OSError: The output cannot be written; what was there before stays.
    """
    started = time.monotonic()
    done = faulty = 0
    first_fault = ""
    with input_file(source) as path:
        total = count_lines(path)
        rows = checked_rows(path)
        with output_lines(target) as write, open_answer() as answer, progress() as tell:
            for batch in batched(rows, _BATCH):
                for line in answer([_renamed(row, path, source) for row in batch]):
                    write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
                    done, faulty = done + 1, faulty + ("error" in line)
                    first_fault = first_fault or _fault_of(line)
                    tell(label, done, max(total, done))
            tell(label, done, done)
    seconds = round(time.monotonic() - started, 3)
    return LinesReport(read=done, faulty=faulty, first_fault=first_fault, output=target, seconds=seconds)


def _fault_of(line: Mapping[str, Any]) -> str:
    error = line.get("error")
    return "{where}: wanted {wanted}, found {found}".format_map(error) if error else ""


def batched(rows: Iterator[RawRow], size: int) -> Iterator[list[RawRow]]:
    """Rows in lists of at most ``size``."""
    while batch := list(itertools.islice(rows, size)):
        yield batch


@contextmanager
def input_file(source: str) -> Generator[Path]:
    """The file to read; a stream (stdin, a pipe) is first copied, for a file is read twice and a stream only once.

    Raises:
        InputError: The body found the file wrong as a whole; names the source, not the copy of it.
    """
    if source != STDIO and not is_stream(Path(source)):
        yield Path(source)
        return
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as copy:
        with contextlib.nullcontext(sys.stdin.buffer) if source == STDIO else Path(source).open("rb") as stream:
            shutil.copyfileobj(stream, copy)
        copy.flush()
        path = Path(copy.name)
        try:
            yield path
        except InputError as fault:
            raise _naming(fault, path, source) from fault


def is_stream(path: Path) -> bool:
    """Whether a path leads to a pipe, a terminal or another device, which can be read or written only once."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _renamed(row: RawRow, path: Path, source: str) -> RawRow:
    return row if row.fault is None else replace(row, fault=_naming(row.fault, path, source))


def _naming(fault: InputError, path: Path, source: str) -> InputError:
    """The fault with the input's own name in place of the path that was read."""
    where = fault.where.replace(str(path), shown_name(source))
    return InputError(wanted=fault.wanted, found=fault.found, where=where)


def shown_name(source: str) -> str:
    """The input as messages name it."""
    return "<stdin>" if source == STDIO else source


def count_lines(path: Path) -> int:
    """Line breaks in a file, gzipped or not, for the time that is left; at least 1.

    Raises:
        InputError: The file cannot be opened, is empty, or its gzip stream is damaged.
    """
    from matcher.sources.files import open_bytes, whole_file

    with open_bytes(path) as stream, whole_file(str(path)):
        return max(1, sum(block.count(b"\n") for block in _blocks(stream)))


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(1 << 20):
        yield block


def checked_rows(path: Path) -> Iterator[RawRow]:
    """Rows of a JSONL file, the first one read at once, so that a wrong file is refused before long work.

    Raises:
        InputError: It cannot be read, or holds no line.
    """
    from matcher.sources.files import jsonl_rows

    rows = jsonl_rows(path)
    return itertools.chain([next(rows)], rows)


Write = Callable[[bytes], object]


@contextmanager
def output_lines(target: str) -> Generator[Write]:
    """Writes lines to a file as ``output_file`` does; ``-`` is stdout.

    Raises:
        InputError: The target is a folder, or lies in none.
        OSError: It cannot be written; names the file.
    """
    if target == STDIO:
        yield lambda line: typer.echo(line, nl=False)
        return
    with output_file(target) as file:
        yield file.write


@contextmanager
def output_file(target: str) -> Generator[BinaryIO]:
    """Opens a file beside the target, which takes its name when all went well; what goes to a stream goes at once.

    Raises:
        InputError: The target is a folder, or lies in none.
        OSError: It cannot be written; names the file.
    """
    path = Path(target)
    if is_stream(path):  # /dev/null or a pipe: a file must not take its place
        with path.open("wb") as stream:
            yield stream
        return
    path = path.resolve() if path.is_symlink() else path
    if path.is_dir() or not path.parent.is_dir():
        raise InputError(wanted="a file in a folder that exists", found=target, where="--output")
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None and error.errno not in {None, errno.EPIPE}:
            # A full disk does not say which file it was.
            raise OSError(error.errno, error.strerror, str(beside)) from error
        raise
