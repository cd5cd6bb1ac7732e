"""What every source must do, with good rows and with bad ones: run by ``sepadan sources check`` over one file of it.

A stranger's source passes these before it is let near a store. Nothing here knows any format: files and rows are
damaged in ways that real ones were, and the source must answer each with records or with ``InputError``.
"""

from __future__ import annotations

import gzip
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from matcher.identity import is_identity
from matcher.ingest import record_of
from matcher.pulls.intake import content_of
from matcher.records import Record
from matcher.sources.files import RawRow
from matcher.sources.source import Source
from matcher.sources.walk import Onward, Page
from taxonomy.errors import InputError

_SEED, _FLIPS = 2026, 40
_STRANGE: tuple[object, ...] = (
    None, "", "   ", 0, -1, 1e308, float("nan"), True, [], {}, [None, {"a": []}], "<script>alert(1)</script>",
    "'; DROP TABLE record; --", "🔥" * 50, "\u200b\u200d", "\x00", "x" * 300_000, "31/02/2026", "Rp 1.000.000.000.000.000",
)  # fmt: skip
"""Values that have stood, or may stand, in place of any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that a source must do.

    Attributes:
        name: What it is.
        passes: Whether it does.
        detail: What was seen instead, or how much was looked at.
    """

    name: str
    passes: bool
    detail: str

    def as_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return asdict(self)


class _Fault(Exception):  # noqa: N818 - it is what was found, not a failure of the kit
    """What a source does wrong."""


def check_source(source: Source, fixture: Path) -> list[Check]:
    """Put a source through the kit.

    Args:
        source: What is checked.
        fixture: A file of it with two records or more, all of them good.

    Returns:
        Every check, in order; one that fails does not keep the others from being made.
    """
    found = []
    for check in CHECKS:
        name = (check.__doc__ or "").strip().rstrip(".")
        try:
            found.append(Check(name=name, passes=True, detail=check(source, fixture)))
        except _Fault as fault:
            found.append(Check(name=name, passes=False, detail=str(fault)))
        except Exception as error:  # noqa: BLE001 - whatever a stranger's source raises is a finding
            found.append(Check(name=name, passes=False, detail=f"{type(error).__name__}: {error}"))
    return found


def _rows(source: Source, file: Path) -> list[RawRow]:
    return list(source.rows(file, None))


def _records(source: Source, file: Path) -> list[Record]:
    found = []
    for row in _rows(source, file):
        if row.value is None:
            raise _Fault(f"row {row.number} of the fixture cannot be read: {row.fault}")
        if source.withdrawn is None or source.withdrawn(row.value) is None:
            found.append(record_of(source, row.value, f"row {row.number}"))
    return found


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


def good_rows_give_records(source: Source, fixture: Path) -> str:
    """The fixture gives two records or more, with distinct keys under the source's name."""
    keys = [record.key for record in _records(source, fixture)]
    if len(keys) < 2:
        raise _Fault(f"wanted two records or more, found {len(keys)}")
    if len(set(keys)) < len(keys):
        raise _Fault("wanted distinct keys, found one twice")
    strange = next((key for key in keys if not key.startswith(f"{source.name}:")), None)
    if strange is not None:
        raise _Fault(f"wanted keys that begin with {source.name}:, found {strange}")
    return f"{len(keys)} records"


def reading_again_gives_the_same(source: Source, fixture: Path) -> str:
    """Reading again gives the same ids and the same content: a pull that finds nothing new stores nothing."""
    first, again = ([(r.key, content_of(r)) for r in _records(source, fixture)] for _ in range(2))
    if first != again:
        raise _Fault("the second reading differs from the first")
    return f"{len(first)} records twice"


def rows_are_numbered_and_kept_raw(source: Source, fixture: Path) -> str:
    """Rows are numbered from 1 on, and each is kept as it stood for the rejects file."""
    rows = _rows(source, fixture)
    numbers = [row.number for row in rows]
    if numbers != sorted(set(numbers)) or numbers[0] < 1:
        raise _Fault(f"wanted rising numbers from 1, found {numbers[:5]}")
    if any(row.raw is None for row in rows):
        raise _Fault("wanted the row as it stood in 'raw', found None")
    return f"{len(rows)} rows"


def mapping_leaves_rows_alone(source: Source, fixture: Path) -> str:
    """Mapping a row to fields leaves the row as it was."""
    for row in _rows(source, fixture):
        assert row.value is not None
        before = orjson.dumps(row.value, default=str)
        if source.withdrawn is None or source.withdrawn(row.value) is None:
            source.to_fields(row.value)
        if orjson.dumps(row.value, default=str) != before:
            raise _Fault(f"row {row.number} was changed")
    return "no row was changed"


def texts_are_plain(source: Source, fixture: Path) -> str:
    """No text of a record holds markup, entities or control characters."""
    for record in _records(source, fixture):
        for name, text in _texts(record):
            for mark in ("<p", "<br", "<div", "<script", "&amp;", "&nbsp;", "\u200b", "\x00"):
                if mark in text.casefold():
                    raise _Fault(f"{record.key}, field {name}: holds {mark!r}; see taxonomy.text.plain")
    return "all texts are plain"


def nobody_is_named(source: Source, fixture: Path) -> str:
    """No field of a record bears the name of personal data."""
    record = _records(source, fixture)[0]
    named = [each.name for each in fields(record) if is_identity(each.name)]
    if named:
        raise _Fault(f"fields {', '.join(named)}")
    return "none does"


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for name, value in asdict(record).items():
        for text in value if isinstance(value, tuple | list) else (value,):
            if isinstance(text, str):
                yield name, text


def strange_values_are_refused_or_read(source: Source, fixture: Path) -> str:
    """Any value in place of any other gives a record or an InputError, never another error."""
    tried = refused = 0
    for row in _rows(source, fixture)[:5]:
        assert row.value is not None
        for name in row.value:
            for value in _STRANGE:
                changed: Mapping[str, Any] = {**row.value, name: value}
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
    for row in _rows(source, fixture)[:5]:
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
                raise _Fault(f"{file.name}: wanted a refusal, found {good} records")
    return "both were refused"


def other_files_are_refused(source: Source, fixture: Path) -> str:
    """An HTML page of an error, and a picture, are refused."""
    page = b"<!DOCTYPE html><html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"
    with tempfile.TemporaryDirectory() as folder:
        for other in (page, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8):
            good, bad = _answers(source, _damaged(fixture, lambda _, made=other: made, Path(folder)))  # type: ignore[misc]
            if good or not bad:
                raise _Fault(f"wanted a refusal, found {good} records")
    return "both were refused"


def cut_files_lose_nothing_silently(source: Source, fixture: Path) -> str:
    """A file that is cut off gives no more records than the whole one, and a refusal where one was cut."""
    whole = len(_records(source, fixture))
    with tempfile.TemporaryDirectory() as folder:
        for share in (0.2, 0.5, 0.8, 0.97):
            cut = _damaged(fixture, lambda text, share=share: text[: int(len(text) * share)], Path(folder))  # type: ignore[misc]
            good, bad = _answers(source, cut)
            if good > whole or (good == whole and not bad):
                raise _Fault(f"cut to {share:.0%}: wanted a refusal or fewer than {whole} records, found {good}")
    return "cut at four places"


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


def the_walk_ends(source: Source, fixture: Path) -> str:
    """The walk looks at a page without changing it, and does not lead from a page to itself."""
    before = fixture.read_bytes()
    url = f"https://contoh.invalid/{fixture.name}"
    onward = source.walk(Page(url=url, path=fixture, at=datetime(2026, 11, 2, tzinfo=UTC)))
    if not isinstance(onward, Onward):
        raise _Fault(f"wanted an Onward, found {type(onward).__name__}")
    if fixture.read_bytes() != before:
        raise _Fault("the page was changed")
    if url in (onward.following, *onward.items):
        raise _Fault("the page leads to itself")
    return f"next: {onward.following or 'none'}; {len(onward.items)} items"


CHECKS: tuple[Callable[[Source, Path], str], ...] = (
    good_rows_give_records,
    reading_again_gives_the_same,
    rows_are_numbered_and_kept_raw,
    mapping_leaves_rows_alone,
    texts_are_plain,
    nobody_is_named,
    strange_values_are_refused_or_read,
    missing_fields_are_refused_or_read,
    empty_files_are_refused,
    other_files_are_refused,
    cut_files_lose_nothing_silently,
    flipped_bits_never_break_it,
    the_walk_ends,
)
"""Every check; its first line says what a source must do."""
