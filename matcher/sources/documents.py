"""Rows of one JSON document: the answer of an API, whole in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from matcher.json_text import parse_json_text
from matcher.sources.files import MAX_DEPTH, BytesRead, RawRow, is_too_deep, jsonl_rows, open_bytes, whole_file
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object

MAX_DOCUMENT_BYTES = 256 * 1024 * 1024
"""Largest JSON document that is parsed; more belongs in pages or in JSON lines."""

_MARKUP = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<rss", b"<feed", b"<")


def json_document(path: Path) -> Any:
    """The value of a JSON file.

    Raises:
        InputError: It cannot be opened, is too large, is no JSON (says so where it is HTML), or is nested too deep.
    """
    with open_bytes(path) as stream, whole_file(str(path)):
        text = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(text) > MAX_DOCUMENT_BYTES:
        wanted = f"a JSON document of at most {MAX_DOCUMENT_BYTES >> 20} MiB"
        raise InputError(wanted=wanted, found="a larger one", where=str(path))
    text = text.removeprefix(b"\xef\xbb\xbf")
    head = text[:200].lstrip().lower()
    if head.startswith(_MARKUP):
        raise InputError(wanted="JSON", found="HTML or XML", where=str(path))
    try:
        value = parse_json_text(text)
    except ValueError as error:
        raise InputError(wanted="JSON (RFC 8259, UTF-8)", found=_why(text, error), where=str(path)) from error
    if is_too_deep(value):
        raise InputError(wanted=f"JSON of at most {MAX_DEPTH} levels", found="more", where=str(path))
    return value


def _why(text: bytes, error: ValueError) -> str:
    try:
        text.decode()
    except UnicodeDecodeError as bad:
        return f"byte 0x{text[bad.start]:02X} at position {bad.start + 1}, which is not UTF-8"
    return str(error)


def document_rows(path: Path, names: Sequence[str], tell: BytesRead | None = None) -> Iterator[RawRow]:
    """The objects of a list in a JSON document, or of JSON lines where the file's name says so.

    Args:
        path: ``.jsonl`` and ``.ndjson`` are read line by line, all else as one document.
        names: Fields that may hold the list; a document that is a list itself is taken as such.
        tell: Told of progress.

    Raises:
        InputError: The file as a whole cannot be read, or holds no such list.
    """
    if is_lines(path):
        yield from jsonl_rows(path, tell)
        return
    for number, item in enumerate(items_of(json_document(path), names, str(path)), 1):
        if is_object(item):
            yield RawRow(number=number, value=item, raw=item)
        else:
            fault = InputError(wanted="an object", found=type(item).__name__, where=f"{path} row {number}")
            yield RawRow(number=number, fault=fault, raw=item)
    if tell:
        tell(path.stat().st_size)


def is_lines(path: Path) -> bool:
    """Whether a file's name says that it holds JSON lines, which lead to no other page."""
    return bool({suffix.casefold() for suffix in path.suffixes} & {".jsonl", ".ndjson"})


def items_of(value: Any, names: Sequence[str], where: str) -> list[Any]:
    """The list in a document.

    Raises:
        InputError: There is none under any of the names.
    """
    if is_list(value):
        return value
    if is_object(value):
        for name in names:
            if is_list(value.get(name)):
                return list(value[name])
        found = f"an object with {', '.join(map(str, list(value)[:20])) or 'nothing'}"
    else:
        found = type(value).__name__
    raise InputError(wanted=f"a list, or an object with a list {' or '.join(names)}", found=found, where=where)


def text_of(raw: Mapping[str, Any], name: str) -> str:
    """A field of a raw row as text; empty where it is missing or null.

    Args:
        raw: The row.
        name: Of a field that holds text or a number.

    Raises:
        InputError: The field holds a list, an object or a truth value.
    """
    value = raw.get(name)
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise InputError(wanted="text", found=value, where=f"field {name}")
