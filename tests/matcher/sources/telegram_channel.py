"""Telegram channels of job ads: the export of Telegram Desktop (result.json, 2026).

Written by docs/connector-guide.md alone, to see whether it is enough; no part of the product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matcher.records import Kind
from matcher.sources.documents import document_rows
from matcher.sources.employer import named_employer
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.source import Source
from taxonomy.errors import InputError
from taxonomy.text import plain

_LABEL = re.compile(r"^\W*(perusahaan|company|lokasi|penempatan|posisi|pendidikan|gaji)\s*:\s*(.+)$", re.IGNORECASE)


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    for row in document_rows(path, ("messages",), tell):
        if row.value is None or row.value.get("type") == "message":
            yield row


def _text(raw: Mapping[str, Any]) -> str:
    """A message is text, or a list of text and of pieces with a style."""
    value = raw["text"]
    parts = value if isinstance(value, list) else [value]
    return plain("".join(str(part["text"]) if isinstance(part, dict) else str(part) for part in parts))


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    text = _text(raw)
    lines = [line for line in text.split("\n") if any(c.isalpha() for c in line)]
    if not lines:
        raise InputError(wanted="a message with words", found="none", where="field text")
    said = {match[1].casefold(): match[2].strip() for line in lines if (match := _LABEL.match(line))}
    place = said.get("lokasi") or said.get("penempatan")
    return {
        "id": raw["id"],
        "title": (said.get("posisi") or lines[0].strip("*#_ !🔥📢"))[:200],
        "description": text,
        "employer": named_employer(said.get("perusahaan") or said.get("company") or ""),
        "places": [place] if place else [],
        "education": [said["pendidikan"]] if "pendidikan" in said else [],
        "posted_on": raw["date"],
    }


TELEGRAM = Source(
    name="telegram",
    kind=Kind.POSTING,
    rows=_rows,
    to_fields=_fields,
    describes="Export of a Telegram channel of job ads, JSON (2026)",
    is_listing=False,
)
