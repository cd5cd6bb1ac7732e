"""Rows of erased people among the refused ones: overwritten where they stand, so that no older copy of a file is left.

A row is a person's when it holds the key, an id equal to the key's, or one of the words that say who the person is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from taxonomy.errors import StoreError
from taxonomy.json_values import is_list, is_object

_LEAST = 6
"""Characters from which a word is looked for anywhere in a row: shorter ones stand in many."""

_ERASED = b'{"erased":true'


def blank_rejects(folder: Path, keys: Sequence[str], words: Sequence[str]) -> int:
    """Overwrite the rejected rows of erased people; gives how many.

    Args:
        folder: Of the rejects files.
        keys: Of the erased records, ``source:id``.
        words: What says who they are: names, numbers, addresses.

    Raises:
        StoreError: A file cannot be read or written.
    """
    ids = {key.partition(":")[2] for key in keys} | set(keys)
    anywhere = [word.casefold() for word in {*keys, *ids, *words} if len(word) >= _LEAST]
    blanked = 0
    for path in sorted(folder.glob("*.rejects.jsonl")):
        try:
            blanked += _blank(path, ids, anywhere)
        except OSError as error:
            raise StoreError(f"{path}: wanted a rejects file that can be written, found: {error.strerror}") from error
    return blanked


def _blank(path: Path, ids: set[str], anywhere: Sequence[str]) -> int:
    """Lines keep their place and length: who appends at the same time is not in the way."""
    blanked = 0
    with path.open("r+b") as file:
        at = 0
        for line in file.readlines():
            if line.endswith(b"\n") and not line.startswith(_ERASED) and _is_of(line, ids, anywhere):
                file.seek(at)
                body = line[:-1]
                file.write(
                    _ERASED + b" " * (len(body) - len(_ERASED) - 1) + b"}" if len(body) > 15 else b" " * len(body)
                )
                blanked += 1
            at += len(line)
        file.flush()
        os.fsync(file.fileno())
    return blanked


def _is_of(line: bytes, ids: set[str], anywhere: Sequence[str]) -> bool:
    try:
        row = orjson.loads(line)
    except ValueError:
        return any(word.encode() in line.lower() for word in anywhere)
    texts = [text.casefold() for text in _texts(row)]
    # A row that was cut to fit is Python text, in which letters beyond ASCII are escaped.
    escaped = [ascii(word)[1:-1] for word in anywhere]
    return any(text in ids for text in _texts(row)) or any(
        word in text or shown in text for text in texts for word, shown in zip(anywhere, escaped, strict=True)
    )


def _texts(value: Any) -> Iterator[str]:
    if is_object(value):
        for name, item in value.items():
            yield name
            yield from _texts(item)
    elif is_list(value):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str | int):
        yield str(value)
