"""Karirhub (SIAPKerja): vacancies as the platform would push them, or hand them out in pages (our own layout, 2026).

Karirhub publishes no schema. This one is ours, in the words and units of that platform and of WLKP: codes of KBJI and
KBLI beside their names, Kemendagri codes of places, pay in rupiah a month, dates as the platform shows them
(docs/karirhub-push.md). Fields that are not read here are passed over, so that the platform may add some; age and sex,
which Karirhub's form asks employers for, are never read (UU 13/2003 article 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.records import Kind
from matcher.sources.documents import text_of
from matcher.sources.employer import named_employer
from matcher.sources.json_pages import json_walk, rows_under, whole_or_numbered
from matcher.sources.source import Source
from matcher.sources.words import employment_type
from taxonomy.errors import InputError
from taxonomy.json_values import is_list
from taxonomy.text import fold, plain

_OPEN = frozenset({"", "tayang", "aktif", "dibuka", "terverifikasi"})
_CLOSED = frozenset({"ditutup", "tutup", "kedaluwarsa", "kadaluarsa", "terisi", "dibatalkan", "nonaktif"})


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    body = [plain(text_of(raw, name)) for name in ("deskripsi_pekerjaan", "persyaratan")]
    place = [text_of(raw, name) for name in ("nama_kabupaten", "nama_provinsi")]
    code = text_of(raw, "kode_kabupaten") or text_of(raw, "kode_provinsi")
    occupation = [plain(text_of(raw, "nama_jabatan")), text_of(raw, "kode_kbji")]
    return {
        "id": raw.get("id_lowongan"),
        "title": plain(text_of(raw, "judul_lowongan")),
        "description": "\n".join(part for part in body if part),
        "hint": " ".join(part for part in occupation if part),
        "employer": named_employer(text_of(raw, "nama_perusahaan")),
        "places": [", ".join(part for part in place if part)] if any(place) else [],
        "region_codes": [code] if code else [],
        "skills": _list(raw, "keterampilan"),
        "education": _list(raw, "pendidikan_minimal"),
        "study_programmes": _list(raw, "jurusan"),
        "experience_months_min": _months(raw),
        "pay_low": raw.get("gaji_minimum"),
        "pay_high": raw.get("gaji_maksimum"),
        "employment_type": employment_type(text_of(raw, "tipe_pekerjaan")),
        "level": plain(text_of(raw, "level_jabatan")),
        "openings": raw.get("jumlah_lowongan"),
        "posted_on": raw.get("tanggal_tayang"),
        "closes_on": raw.get("tanggal_berakhir"),
        "is_closed": _is_closed(raw),
        "url": text_of(raw, "tautan"),
    }


def _list(raw: Mapping[str, Any], name: str) -> list[str]:
    """A list of texts; one text alone counts as one entry, and ``|`` parts several."""
    value = raw.get(name)
    items = value if is_list(value) else [] if value is None else str(value).split("|")
    return [text for item in items if item is not None and (text := plain(str(item)))]


def _months(raw: Mapping[str, Any]) -> int | None:
    """Experience is asked for in years (``1.5``)."""
    years = text_of(raw, "pengalaman_minimal_tahun").replace(",", ".").strip()
    return round(float(years) * 12) if years else None


def _is_closed(raw: Mapping[str, Any]) -> bool:
    status = fold(text_of(raw, "status"))
    if status in _OPEN:
        return False
    if status in _CLOSED:
        return True
    wanted = f"one of {', '.join(sorted((_OPEN | _CLOSED) - {''}))}"
    raise InputError(wanted=wanted, found=status, where="field status")


KARIRHUB = Source(
    name="karirhub",
    kind=Kind.POSTING,
    rows=rows_under("lowongan", "data", "records"),
    to_fields=_fields,
    describes="Karirhub vacancies: push, pages (JSON) or JSONL, in the layout of docs/karirhub-push.md",
    suffix=".json",
    walk=json_walk(whole_or_numbered),
    id_of=lambda raw: raw.get("id_lowongan"),
)
"""Karirhub."""
