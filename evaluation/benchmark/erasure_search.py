"""Looks for marks in every byte of files, in each way of writing that a store, an index, a log or a page may use.

A file is searched as it lies, and again as what it holds when it is Parquet, gzip, zstd or JSON. Letters are compared
without case, as an index of words folds them. All ways of writing are looked for at once (Aho & Corasick 1975).
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import ahocorasick
import pyarrow as pa
import pyarrow.parquet as pq

from taxonomy.json_values import is_list, is_object

_GZIP, _ZSTD, _PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_BLOCK, _OVERLAP = 1 << 24, 1 << 10


@dataclass(slots=True)
class Found:
    """What was found.

    Attributes:
        bytes: Bytes of all places where a mark stands.
        places: File to the number of marks found there, as (place, way of writing).
        marks: Marks found anywhere.
        searched: Bytes looked at.
    """

    bytes: int = 0
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)
    searched: int = 0

    def __iadd__(self, other: Found) -> Found:
        """Both together."""
        self.bytes += other.bytes
        self.marks |= other.marks
        self.searched += other.searched
        for place, ways in other.places.items():
            kept = self.places.setdefault(place, {})
            for way, count in ways.items():
                kept[way] = kept.get(way, 0) + count
        return self


def writings(mark: str) -> Iterator[tuple[str, bytes]]:
    """Way of writing and bytes of a mark; ASCII letters in lower case, as they are compared.

    Args:
        mark: Any text.
    """
    for text in {mark, mark.casefold(), mark.upper()}:
        raw = text.encode()
        yield "utf-8", raw
        yield "utf-16", text.encode("utf-16-le")
        yield "utf-16", text.encode("utf-16-be")
        yield "json", text.encode("ascii", "backslashreplace")
        yield "url", quote(text).encode()
        yield "hex", raw.hex().encode()
        # Base64 writes three bytes as four letters: a text begins in one of three places, and its ends hang on others.
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + raw)
            whole = coded[(0, 2, 3)[shift] : len(coded) // 4 * 4 - 4]
            if len(whole) >= 8:
                yield "base64", whole
                yield "base64", whole.translate(bytes.maketrans(b"+/", b"-_"))


class Search:
    """Looks for the marks of some people."""

    def __init__(self, marks: Iterable[str]) -> None:
        """Prepare to look for marks of 4 letters or more."""
        self._automaton = ahocorasick.Automaton()
        for mark in set(marks):
            for way, raw in writings(mark):
                pattern = raw.lower().decode("latin-1")
                if pattern not in self._automaton:  # plain letters are the same in several ways: the first names them
                    self._automaton.add_word(pattern, (mark, way, len(raw)))
        self._automaton.make_automaton()

    def in_bytes(self, raw: bytes, place: str) -> Found:
        """Marks in bytes.

        Args:
            raw: Any.
            place: What they are, for the report.
        """
        found, ways, ends = Found(searched=len(raw)), dict[str, int](), -1
        mark: str
        way: str
        length: int
        for end, (mark, way, length) in self._automaton.iter(raw.lower().decode("latin-1")):
            found.bytes += min(length, end - ends)  # bytes where two ways of writing overlap count once
            ends = max(end, ends)
            found.marks.add(mark)
            ways[way] = ways.get(way, 0) + 1
        if ways:
            found.places[place] = ways
        return found

    def in_file(self, path: Path) -> Found:
        """Marks in a file, as it lies and as what it holds.

        Args:
            path: One that may vanish meanwhile.
        """
        found, size = Found(), 0
        try:
            with path.open("rb") as file:
                before = b""
                while block := file.read(_BLOCK):
                    size += len(block)
                    found += self.in_bytes(before + block, str(path))
                    before = block[-_OVERLAP:]
                file.seek(0)
                head = file.read(4)
        except OSError:
            return found
        found.searched = size
        for inside in _unpacked(path, head):
            found += self.in_bytes(inside, f"{path} (unpacked)")
        return found

    def in_folder(self, folder: Path) -> Found:
        """Marks in every file below a folder, and in the names of files.

        Args:
            folder: Any; nothing is found where none is.
        """
        found = Found()
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            found += self.in_bytes(path.name.encode("utf-8", "surrogateescape"), f"name of {path}")
            if path.is_file():
                found += self.in_file(path)
        return found

    def in_memory(self, process_id: int) -> Found:
        """Marks in the memory of a process of one's own that can be written; an empty report where it may not be read.

        Args:
            process_id: Of a running process.
        """
        found = Found()
        try:
            maps = Path(f"/proc/{process_id}/maps").read_text().splitlines()
            with Path(f"/proc/{process_id}/mem").open("rb", buffering=0) as memory:
                for start, end in _writable(maps):
                    for at in range(start, end, _BLOCK):
                        try:
                            memory.seek(at)
                            found += self.in_bytes(memory.read(min(_BLOCK, end - at)), "memory")
                        except OSError:
                            continue
        except OSError:
            return found
        return found


def _writable(maps: Sequence[str]) -> Iterator[tuple[int, int]]:
    for line in maps:
        where, rights, *_ = line.split()
        if rights.startswith("rw") and "[v" not in line:
            start, end = (int(part, 16) for part in where.split("-"))
            yield start, end


def _unpacked(path: Path, head: bytes) -> Iterator[bytes]:
    """What a packed file holds."""
    try:
        if head.startswith(_GZIP):
            yield gzip.decompress(path.read_bytes())
        elif head.startswith(_ZSTD):
            yield pa.input_stream(path, compression="zstd").read()
        elif head == _PARQUET:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches():
                    for row in batch.to_pylist():
                        yield b"\n".join(_parts(row))
    except (OSError, EOFError, zlib.error, pa.ArrowException):
        return


def _parts(value: object) -> Iterator[bytes]:
    if is_object(value):
        for item in value.values():
            yield from _parts(item)
    elif is_list(value):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, bytes):
        yield value
    elif value is not None:
        yield str(value).encode()
