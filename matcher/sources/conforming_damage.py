"""The conformance kit's second part: what a source must do with rows and files that are damaged."""

from __future__ import annotations

import gzip
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from matcher.ingest import record_of
from matcher.sources.conforming_rows import Nonconformity, records_of, rows_of
from matcher.sources.source import Source
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_mapping

_SEED, _FLIPS = 2026, 16
_STRANGE: tuple[object, ...] = (
    None, "", "   ", 0, -1, 1e308, float("nan"), True, [], {}, [None, {"a": list[object]()}],
    "<script>alert(1)</script>", "🔥" * 50, "\u200b\u200d", "\x00", "x" * 60_000, "31/02/2026",
    "'; DROP TABLE record; --", "Rp 1.000.000.000.000",
)  # fmt: skip
"""Values that have stood, or may stand, in place of any other."""


def _answers(source: Source, file: Path) -> tuple[int, int]:
    """Records and refusals of a damaged file; anything but ``InputError`` is a fault."""
    good = bad = 0
    try:
        for row in source.rows(file, None):
            try:
                if row.value is None:
                    bad += 1
                elif source.withdrawn is None or source.withdrawn(row.value) is None:
                    record_of(source, row.value, f"row {row.number}")
                    good += 1
            except InputError:
                bad += 1
    except InputError:
        bad += 1
    return good, bad


def _with_one(place: Any, value: object) -> Iterator[Any]:
    """A row with a value in one place after the other, inside its objects and lists as well."""
    if is_mapping(place):
        for name, item in place.items():
            yield {**place, name: value}
            yield from ({**place, name: inside} for inside in _with_one(item, value))
    elif is_list(place):
        for at, item in enumerate(place):
            yield [*place[:at], value, *place[at + 1 :]]
            yield from ([*place[:at], inside, *place[at + 1 :]] for inside in _with_one(item, value))


def strange_values_are_refused_or_read(source: Source, fixture: Path) -> str:
    """Any value in place of any other gives a record or an InputError, never another error."""
    tried = refused = 0
    for row in rows_of(source, fixture)[:1]:
        assert row.value is not None
        for changed in (each for value in _STRANGE for each in _with_one(row.value, value)):
            tried += 1
            try:
                if source.withdrawn is None or source.withdrawn(changed) is None:
                    record_of(source, changed, f"row {row.number}")
            except InputError:
                refused += 1
    return f"{tried} changed rows, {refused} refused"


def missing_fields_are_refused_or_read(source: Source, fixture: Path) -> str:
    """A row without any one of its fields gives a record or an InputError."""
    tried = 0
    for row in rows_of(source, fixture)[:2]:
        assert row.value is not None
        for name in row.value:
            rest = {other: value for other, value in row.value.items() if other != name}
            tried += 1
            try:
                if source.withdrawn is None or source.withdrawn(rest) is None:
                    record_of(source, rest, f"row {row.number}")
            except InputError:
                continue
    return f"{tried} rows with a field less"


def _damaged(fixture: Path, change: Callable[[bytes], bytes], folder: Path) -> Path:
    packed = fixture.suffix == ".gz"
    whole = fixture.read_bytes()
    made = change(gzip.decompress(whole) if packed else whole)
    target = folder / fixture.name
    target.write_bytes(gzip.compress(made) if packed else made)
    return target


def empty_files_are_refused(source: Source, fixture: Path) -> str:
    """A file that is empty, or is not there, is refused."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (_damaged(fixture, lambda _: b"", Path(folder)), Path(folder) / f"none{fixture.suffix}"):
            good, bad = _answers(source, file)
            if good or not bad:
                raise Nonconformity(f"{file.name}: wanted a refusal, found {good} records")
    return "both were refused"


def other_files_are_refused(source: Source, fixture: Path) -> str:
    """An HTML page of an error, and a picture, are refused."""
    page = b"<!DOCTYPE html><html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"
    with tempfile.TemporaryDirectory() as folder:
        for other in (page, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8):
            good, bad = _answers(source, _damaged(fixture, lambda _, made=other: made, Path(folder)))  # type: ignore[misc]
            if good or not bad:
                raise Nonconformity(f"wanted a refusal, found {good} records")
    return "both were refused"


def cut_files_lose_nothing_silently(source: Source, fixture: Path) -> str:
    """A file that is cut off gives fewer records than the whole one, or a refusal."""
    whole = len(records_of(source, fixture))
    with tempfile.TemporaryDirectory() as folder:
        for share in (0.2, 0.5, 0.8):
            cut = _damaged(fixture, lambda text, share=share: text[: int(len(text) * share)], Path(folder))  # type: ignore[misc]
            good, bad = _answers(source, cut)
            if good > whole or (good == whole and not bad):
                raise Nonconformity(f"cut to {share:.0%}: wanted a refusal or fewer than {whole} records, found {good}")
    return "cut at three places"


def flipped_bits_never_break_it(source: Source, fixture: Path) -> str:
    """Flipped bits give records or InputErrors, never another error."""
    rng = random.Random(_SEED)  # noqa: S311 - no secret hangs on it
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(_FLIPS):
            places = [rng.random() for _ in range(8)]

            def flip(text: bytes, places: list[float] = places) -> bytes:
                damaged = bytearray(text)
                for place in places:
                    at = int(place * len(damaged))
                    damaged[at] ^= 1 << int(place * 1e6) % 8
                return bytes(damaged)

            _answers(source, _damaged(fixture, flip, Path(folder)))
    return f"{_FLIPS} damaged files"
