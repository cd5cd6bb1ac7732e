"""The body of an answer into a file: unpacked, counted, and cut off where it passes a limit."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path

from taxonomy.errors import UpstreamError

_PIECE = 1 << 16
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_TEXT = ("json", "html", "csv", "text/plain")


def save_body(chunks: Iterator[bytes], encoding: str, target: Path, limit: int, where: str) -> int:
    """Write a body to a file.

    Args:
        chunks: As it comes over the wire.
        encoding: ``Content-Encoding``: ``gzip``, ``deflate`` or none.
        target: The file; replaced.
        limit: Most bytes, packed and unpacked.
        where: For messages.

    Returns:
        Bytes over the wire.

    Raises:
        UpstreamError: Too large, packed in another way, or damaged.
    """
    came = kept = 0

    def counted() -> Iterator[bytes]:
        nonlocal came
        for chunk in chunks:
            came += len(chunk)
            if came > limit:
                raise _too_large(limit, "more", where)
            yield chunk

    with target.open("wb") as out:
        for piece in _unpacked(counted(), encoding.strip().lower(), where):
            kept += len(piece)
            if kept > limit:
                raise _too_large(limit, f"more, unpacked from {came} bytes", where)
            out.write(piece)
    return came


def _too_large(limit: int, found: str, where: str) -> UpstreamError:
    return UpstreamError(wanted=f"an answer of at most {limit} bytes", found=found, where=where)


def _unpacked(chunks: Iterator[bytes], encoding: str, where: str) -> Iterator[bytes]:
    """Pieces of at most 64 KiB, so that a small packed answer never becomes a large one in memory."""
    if encoding in {"", "identity"}:
        yield from chunks
        return
    if encoding not in _WINDOWS:
        raise UpstreamError(wanted="an answer as it is, or packed by gzip or deflate", found=encoding, where=where)
    unpack = zlib.decompressobj(_WINDOWS[encoding])
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unpack.eof:
                    # gzip: a further member (RFC 1952 section 2.2), behind zeros perhaps; deflate has one stream alone.
                    rest = rest.lstrip(b"\0")
                    if encoding == "deflate" or not rest:
                        break
                    unpack = zlib.decompressobj(_WINDOWS[encoding])
                yield unpack.decompress(rest, _PIECE)
                rest = unpack.unconsumed_tail or unpack.unused_data
        yield unpack.flush()
    except zlib.error as error:
        raise UpstreamError(wanted=f"a whole body in {encoding}", found=str(error), where=where) from error
    if not unpack.eof:
        found = "one that is cut off"
        raise UpstreamError(wanted=f"a whole body in {encoding}", found=found, where=where, is_passing=True)


def to_utf8(path: Path, media_type: str, charset: str, where: str) -> None:
    """Bring a text that declares another charset to UTF-8; XML declares its own and is left to its parser.

    Raises:
        UpstreamError: The charset is not known, or the text is not in it.
    """
    if not charset or not any(kind in media_type for kind in _TEXT):
        return
    try:
        codec = codecs.lookup(charset)
    except LookupError as error:
        raise UpstreamError(wanted="a charset that is known", found=charset, where=where) from error
    if codec.name in {"utf-8", "utf-8-sig", "ascii"}:
        return
    try:
        text = path.read_bytes().decode(charset)
    except (UnicodeError, LookupError) as error:
        raise UpstreamError(wanted=f"text in {charset}, as declared", found=str(error), where=where) from error
    path.write_bytes(text.encode("utf-8", "replace"))
