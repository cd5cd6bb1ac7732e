"""Files in answers: whole or a range (RFC 9110, 14), compressed where that is cheap, with validators (8.8, 13)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from api.access.errors import AccessError

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RangeError(AccessError):
    """A range that holds no byte of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToSend:
    """A file as it is sent.

    Attributes:
        blocks: Bytes from one to another, some at a time.
        size: Bytes.
        tag: Equal for equal bytes.
        media_type: Of them.
        name: Under which it is saved.
        compresses: Whether it is worth compressing.
    """

    blocks: Callable[[int, int], Iterator[bytes]]
    size: int
    tag: str
    media_type: str
    name: str
    compresses: bool


def file_answer(request: Request, file: FileToSend) -> Response:
    """A file, or what was asked for of it.

    A range is one of the bytes as they are, so it is never compressed; several ranges in one request are answered with
    the whole (RFC 9110, 14.2 leaves that to us).

    Raises:
        RangeError: It holds no byte of the file.
    """
    given = request.headers
    span = _span(given.get("range", ""), file.size) if _still(given.get("if-range"), file) else None
    coding = "" if span is not None or not file.compresses else _coding(given.get("accept-encoding", ""))
    tag = f'"{file.tag}-{coding}"' if coding else f'"{file.tag}"'
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'attachment; filename="{file.name}"',
    }
    if file.compresses:
        headers["Vary"] = "Accept-Encoding"
    if {tag, "*"}.intersection(one.strip().removeprefix("W/") for one in given.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    if coding:
        packed = _CODINGS[coding](file.blocks(0, file.size))
        return StreamingResponse(packed, headers={**headers, "Content-Encoding": coding}, media_type=file.media_type)
    start, stop = span or (0, file.size)
    headers["Content-Length"] = str(stop - start)
    if span is not None:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    status = 200 if span is None else 206
    return StreamingResponse(file.blocks(start, stop), status, headers=headers, media_type=file.media_type)


def _still(if_range: str | None, file: FileToSend) -> bool:
    """Whether a range is meant of the file as it is (RFC 9110, 13.1.5); a date never matches: there is none."""
    return if_range is None or if_range.strip() == f'"{file.tag}"'


def _span(text: str, size: int) -> tuple[int, int] | None:
    """First byte and the byte after the last; None where the whole is wanted, or nothing that can be read."""
    found = _RANGE.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= stop:
        raise RangeError(f"header Range: wanted bytes of {size}, found none", {"Content-Range": f"bytes */{size}"})
    return start, stop


def _coding(accepted: str) -> str:
    """The cheapest coding that is accepted; empty for none (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.strip().partition(";")
        weight = rest.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(weight) if weight else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return next((coding for coding in _CODINGS if weights.get(coding, 0.0) > 0), "")


def _zstd(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """A frame for each block: frames one after the other are a whole stream (RFC 8878, 3.1)."""
    codec = pa.Codec("zstd", compression_level=1)
    for block in blocks:
        yield codec.compress(block, asbytes=True)


def _gzip(blocks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    for block in blocks:
        yield packer.compress(block)
    yield packer.flush()


_CODINGS: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {"zstd": _zstd, "gzip": _gzip}
