"""MagangHub, Kemnaker's internship programme: pages of its public API, or its records as JSON lines (2025 layout).

Some fields hold JSON or Python-style lists as text. ``kode_kbji`` is empty in every record seen. The registration dates
in ``jadwal`` belong to the intake (angkatan), not to the position, which may be offered again in the next one: they are
not read as the posting's closing date (docs/decisions/0004), but told as what they are, with quota and registrations.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from matcher.records import Kind
from matcher.sources.employer import named_employer
from matcher.sources.json_pages import json_walk, rows_under
from matcher.sources.source import Source
from matcher.sources.walk import Onward, Page, numbered_pages
from taxonomy.errors import InputError
from taxonomy.json_values import is_object
from taxonomy.text import fold, plain

_MOST_REGISTERED = 10_000_000


def _onward(page: Page, document: Any) -> Onward:
    """Pages ``?page=N&limit=100``; each says which it is, which is the last, and how many positions there are."""
    meta = document.get("meta") if is_object(document) else None
    return numbered_pages(page, meta.get("pagination") if is_object(meta) else None)


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    company = _structure(raw, "perusahaan", dict)
    programmes = [
        plain(str(item["title"] if is_object(item) else item)) for item in _structure(raw, "program_studi", list)
    ]
    body = [plain(str(raw.get(name) or "")) for name in ("deskripsi_posisi", "syarat_khusus")]
    place = [company.get("nama_kabupaten"), company.get("nama_provinsi")]
    code = str(company.get("kode_kabupaten") or company.get("kode_provinsi") or "")
    return {
        "id": raw.get("id_posisi"),
        "title": plain(str(raw.get("posisi") or "")),
        "description": "\n".join(part for part in body if part),
        "employer": named_employer(str(company.get("nama_perusahaan") or "")),
        "places": [", ".join(str(name) for name in place if name)] if any(place) else [],
        "region_codes": [code] if code else [],
        "education": [str(level) for level in _structure(raw, "jenjang", list)],
        "study_programmes": _distinct(programmes),
        "employment_type": "internship",
        "openings": raw.get("jumlah_kuota"),
        **_intake(raw),
        "posted_on": str(raw.get("created_at") or "")[:10],
    }


def _intake(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """How many have registered, and the days of the intake; what cannot be read of these stops no position."""
    registered = raw.get("jumlah_terdaftar")
    try:
        days: dict[str, Any] = _structure(raw, "jadwal", dict)
    except InputError:
        days = {}
    return {
        "registered": registered if type(registered) is int and 0 <= registered <= _MOST_REGISTERED else None,
        "registers_until": _day(days.get("tanggal_pendaftaran_akhir")),
        "starts_on": _day(days.get("tanggal_mulai")),
        "ends_on": _day(days.get("tanggal_selesai")),
    }


def _day(value: Any) -> str | None:
    """The day of a date and time; None when it is none."""
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return None


def _distinct(names: list[str]) -> list[str]:
    """Names once each, in their first spelling: the programme list repeats itself in other letter cases."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name), name)
    return list(first.values())


def _structure(raw: Mapping[str, Any], name: str, wanted: type) -> Any:
    """The value of a field that holds a list or an object, as such, as JSON text or as Python-style text."""
    value = raw.get(name)
    if value is None or value == "":
        return wanted()
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except ValueError:
            try:
                value = ast.literal_eval(value)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                value = raw[name]
    if not isinstance(value, wanted):
        raise InputError(wanted=f"a {wanted.__name__}", found=value, where=f"field {name}")
    return value


MAGANGHUB = Source(
    name="maganghub",
    kind=Kind.POSTING,
    rows=rows_under("data"),
    to_fields=_fields,
    describes="MagangHub positions: API pages (JSON), JSONL or JSONL.gz (2025)",
    suffix=".json",
    walk=json_walk(_onward),
    id_of=lambda raw: raw.get("id_posisi"),
)
"""MagangHub."""
