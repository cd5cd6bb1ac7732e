"""Vacancies abroad as P3MI list them with KP2MI (before: BP2MI): JSON pages, JSONL, CSV or XLSX (our own layout).

A P3MI is a company with a licence (SIP3MI) to place migrant workers (UU 18/2017 article 1). The country is the place of
work; who recruits, under which licence, and what is asked to be paid stand in the description in fixed words, so that
checks and people find them. Nobody may ask a migrant worker for costs of placement (UU 18/2017 article 30): a fee that
a list names is kept as it says, not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matcher.fields import as_number
from matcher.records import Kind
from matcher.sources.documents import document_rows
from matcher.sources.employer import named_employer
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.json_pages import json_walk, whole_or_numbered
from matcher.sources.source import Source
from matcher.sources.table import csv_rows
from matcher.sources.walk import Onward, Page, single_page
from matcher.sources.workbook import xlsx_rows
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object
from taxonomy.rupiah import rupiah
from taxonomy.text import fold, plain

_COLUMNS = ("id", "jabatan", "negara", "nama_p3mi")
_LISTS = ("data", "lowongan")
_PERIODS = {"": "month", "bulan": "month", "month": "month", "jam": "hour", "hari": "day", "tahun": "year"}


def _rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
    suffixes = {suffix.casefold() for suffix in path.suffixes}
    if ".xlsx" in suffixes:
        return xlsx_rows(path, _COLUMNS, tell)
    if suffixes & {".csv", ".tsv"}:
        return csv_rows(path, _COLUMNS, tell)
    return document_rows(path, _LISTS, tell)


def _walk(page: Page) -> Onward:
    return json_walk(whole_or_numbered)(page) if page.path.suffix == ".json" else single_page(page)


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    country = plain(_text(raw, "negara"))
    if not country:
        raise InputError(wanted="the country of work", found="nothing", where="field negara")
    agency = named_employer(_text(raw, "nama_p3mi"))
    period = fold(_text(raw, "periode_gaji"))
    if period not in _PERIODS:
        raise InputError(wanted="bulan, jam, hari or tahun", found=period, where="field periode_gaji")
    return {
        "id": raw.get("id"),
        "title": plain(_text(raw, "jabatan")),
        "description": "\n".join(_lines(raw, country, agency)),
        "hint": plain(_text(raw, "sektor")),
        "employer": named_employer(_text(raw, "nama_pengguna")) or agency,
        "places": [", ".join(part for part in (plain(_text(raw, "kota")), country) if part)],
        "education": [text] if (text := plain(_text(raw, "pendidikan"))) else [],
        "pay_low": raw.get("gaji_minimum"),
        "pay_high": raw.get("gaji_maksimum"),
        "pay_currency": _text(raw, "mata_uang").strip().upper() or "IDR",
        "pay_period": _PERIODS[period],
        "employment_type": "contract",
        "openings": raw.get("jumlah"),
        "posted_on": raw.get("tanggal_tayang"),
        "closes_on": raw.get("batas_akhir"),
        "is_closed": fold(_text(raw, "status")) in {"ditutup", "tutup", "penuh"},
        "url": _text(raw, "tautan"),
    }


def _lines(raw: Mapping[str, Any], country: str, agency: str) -> Iterator[str]:
    """The description: the list's own words, then what else it says in fixed words."""
    for name in ("deskripsi", "persyaratan"):
        if text := plain(_text(raw, name)):
            yield text
    yield f"Negara penempatan: {country}."
    if agency:
        licence = plain(_text(raw, "nomor_sip3mi"))
        yield f"P3MI: {agency}" + (f" (SIP3MI {licence})." if licence else ".")
    if (fee := _rupiah(raw, "biaya_penempatan")) is not None:
        yield f"Biaya yang dicantumkan: {rupiah(fee)}." if fee else "Tanpa biaya penempatan."
    if months := plain(_text(raw, "kontrak_bulan")):
        yield f"Kontrak {months} bulan."
    if language := plain(_text(raw, "bahasa")):
        yield f"Bahasa: {language}."


def _rupiah(raw: Mapping[str, Any], name: str) -> float | None:
    value = as_number(raw.get(name))
    if value is None:
        return None
    return float(str(value))


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if is_object(value) or is_list(value) or isinstance(value, bool):
        raise InputError(wanted="text", found=value, where=f"field {name}")
    if isinstance(value, float) and value.is_integer():  # workbooks hold whole numbers so
        value = int(value)
    return "" if value is None else str(value)


P3MI = Source(
    name="p3mi",
    kind=Kind.POSTING,
    rows=_rows,
    to_fields=_fields,
    describes="Vacancies abroad as P3MI list them: JSON pages, JSONL, CSV or XLSX",
    walk=_walk,
    id_of=lambda raw: raw.get("id"),
)
"""Vacancies abroad."""
