"""Bursa Kerja Provinsi: pages of a provincial job exchange's API (JSON, 2026).

A page says which it is (``halaman``) and which is the last (``jumlah_halaman``). Amounts are text with Indonesian
thousands dots, days are written ``27/11/2026`` or ``15 Desember 2026``, and a vacancy that is over bears
``"status": "ditutup"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.records import Kind
from matcher.sources.documents import text_of
from matcher.sources.employer import named_employer
from matcher.sources.json_pages import json_walk, rows_under
from matcher.sources.source import Source
from matcher.sources.walk import Onward, Page, numbered_pages
from matcher.sources.words import day_in_words, employment_type
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object
from taxonomy.text import fold, plain

_PERIODS = {"": "month", "bulan": "month", "minggu": "week", "hari": "day", "jam": "hour", "tahun": "year"}


def _onward(page: Page, document: Any) -> Onward:
    return numbered_pages(page, document, ("halaman", "jumlah_halaman", "total"), asked_by="halaman")


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    place, pay = _object(raw, "lokasi"), _object(raw, "upah")
    regency, code = plain(text_of(place, "kabupaten")), text_of(place, "kode_bps")
    return {
        "id": raw.get("no_lowongan"),
        "title": plain(text_of(raw, "jabatan")),
        "description": "\n".join(text for text in (plain(text_of(raw, "uraian")), *_texts(raw, "syarat")) if text),
        "employer": _employer(_object(raw, "perusahaan")),
        "places": [regency] if regency else [],
        "region_codes": [code] if code else [],
        "education": [text] if (text := plain(text_of(raw, "pendidikan"))) else [],
        "pay_low": pay.get("min"),
        "pay_high": pay.get("maks"),
        "pay_period": _period(pay),
        "employment_type": employment_type(text_of(raw, "jenis")),
        "openings": raw.get("kebutuhan"),
        "posted_on": day_in_words(raw.get("tanggal_tayang")),
        "closes_on": day_in_words(raw.get("tanggal_tutup")),
        "is_closed": fold(text_of(raw, "status")) == "ditutup",
    }


def _object(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    if value is None:
        return {}
    if is_object(value):
        return value
    raise InputError(wanted="an object", found=value, where=f"field {name}")


def _texts(raw: Mapping[str, Any], name: str) -> list[str]:
    """A list of texts; one text alone counts as one entry."""
    value = raw.get(name)
    items = value if is_list(value) else [value]
    return [plain(text_of({name: item}, name)) for item in items]


def _employer(company: Mapping[str, Any]) -> str:
    """The name with its legal form (``bentuk``) before it, where it does not hold it already."""
    name, form = named_employer(text_of(company, "nama")), plain(text_of(company, "bentuk"))
    if not name or not form or fold(form) in fold(name).replace(".", "").replace(",", "").split():
        return name
    return f"{form} {name}"


def _period(pay: Mapping[str, Any]) -> str:
    unit = fold(text_of(pay, "satuan"))
    if unit not in _PERIODS:
        wanted = f"one of {', '.join(name for name in _PERIODS if name)}"
        raise InputError(wanted=wanted, found=unit, where="field upah.satuan")
    return _PERIODS[unit]


BURSAKERJA = Source(
    name="bursakerja",
    kind=Kind.POSTING,
    rows=rows_under("data"),
    to_fields=_fields,
    describes="Bursa Kerja Provinsi: pages of a provincial job exchange's API (JSON)",
    suffix=".json",
    walk=json_walk(_onward),
    id_of=lambda raw: raw.get("no_lowongan"),
)
"""A provincial job exchange."""
