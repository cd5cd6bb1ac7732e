"""What of a job is about people who were erased: which ids, which lines, which matches inside a line.

A source's own id ("1") is one person's in one source and another's in the next: it counts only where the job reads
workers of the erased person's source. Elsewhere the full key does, ``source:id``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import orjson

from matcher.fields import as_text
from matcher.forms import source_and_id
from matcher.jobs.job import REJECTS, Asked, JobKind
from matcher.records import Kind
from taxonomy.json_values import is_list, is_object


class Forgotten:
    """People who are to leave one job. Made for one pass over its files, the rejects first."""

    def __init__(self, asked: Asked, keys: Iterable[str]) -> None:
        """Nothing is read yet.

        Args:
            asked: What the job was asked for.
            keys: ``source:id`` of the workers.
        """
        self._keys = frozenset(keys)
        self._source = asked.given.get("source", "").strip()
        self._layout = asked.layout
        self._reads_workers = asked.of is Kind.WORKER
        self._finds_workers = asked.kind is JobKind.MATCH and asked.of is not Kind.WORKER
        self._rows = set[object]()

    @cached_property
    def _named(self) -> _Words:
        return _Words(self._keys)

    @cached_property
    def _meant(self) -> _Words:
        """Ids of the job's own source as well."""
        own = f"{self._source or self._layout}:"
        ids = (key.removeprefix(own) for key in self._keys if self._reads_workers and key.startswith(own))
        return _Words((*self._keys, *ids))

    def names(self, given: object, source: object = "") -> bool:
        """Whether an id, as a row or a caller gave it, is one of theirs.

        Args:
            given: The id.
            source: Source that the row names beside it; blank for none.
        """
        text = str(as_text(given)).strip()
        if not self._reads_workers or not text:
            return False
        return text in self._keys or self._key_of(text, source) in self._keys

    def stand_in_row(self, row: object) -> bool:
        """Whether a row of an upload is theirs, or may be; a short id is found in many rows that are others'."""
        is_named = is_object(row) and self.names(row.get("id"), row.get("source"))
        return is_named or self._meant.stand_in(row)

    def _key_of(self, text: str, source: object) -> str:
        return ":".join(source_and_id(text, str(as_text(source)).strip() or self._source, self._layout))

    def kept(self, name: str, line: bytes) -> bytes:
        """A line of a file without them: as it is, with fewer matches, or nothing where it is about one of them.

        Args:
            name: Of the file, ``REJECTS`` or ``RESULT``.
            line: JSON, one object, with its line break.
        """
        value: dict[str, Any] = orjson.loads(line)
        if name == REJECTS:
            if not self._is_refused_row(value["raw"], value):
                return line
            self._rows.add(value["row"])
            return b""
        if self.names(value.get("id"), value.get("source")) or self._is_faulty_line(value):
            return b""
        if not self._finds_workers or all(one["id"] not in self._keys for one in value["matches"]):
            return line
        value["matches"] = [one for one in value["matches"] if one["id"] not in self._keys]
        return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)

    def _is_refused_row(self, raw: object, line: dict[str, Any]) -> bool:
        """Whether a refused row is theirs; one that is no object, or was cut, is where it names one of them."""
        if is_object(raw):
            return self.names(raw.get("id"), raw.get("source")) or self._named.stand_in(line)
        return self._meant.stand_in(raw) or self._named.stand_in(line)

    def _is_faulty_line(self, value: dict[str, Any]) -> bool:
        """Whether the line of a row that was refused, or of a faulty subject, tells something of them."""
        error = value.get("error")
        if not is_object(error):
            return False
        if value["id"] is not None:
            return self._named.stand_in([value["id"], error])
        is_theirs = "row" in value and value["row"] in self._rows
        return is_theirs or self._meant.stand_in(error["found"]) or self._named.stand_in(error)


class _Words:
    """Finds words in text that may be torn JSON or Python, where letters stand escaped; not inside longer words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._forms = {form for word in words for form in _written(word)}

    def stand_in(self, value: object) -> bool:
        """Whether one of them stands in a value, however deep."""
        if is_object(value):
            return any(self.stand_in(one) for item in value.items() for one in item)
        if is_list(value):
            return any(self.stand_in(one) for one in value)
        text = str(value)
        return any(
            form in text and re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text) is not None
            for form in self._forms
        )


def _written(word: str) -> tuple[str, ...]:
    """A word as it stands in plain text, in JSON (as UTF-8, as ASCII) and in Python."""
    return word, orjson.dumps(word).decode()[1:-1], json.dumps(word)[1:-1], ascii(word)[1:-1]
