"""Tables of training programmes and certification schemes: headings as centres and LSP write them, and their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from matcher.filling import raw_hash
from matcher.records import Kind
from matcher.sources.files import BytesRead, RawRow
from matcher.sources.headings import SKIPPED, guess_among, spellings_of
from matcher.sources.office_table import cell_count, cell_list, cell_text, office_headings, office_rows
from matcher.sources.source import Columns, Source
from matcher.sources.words import day_in_words
from taxonomy.errors import InputError
from taxonomy.places import load_gazetteer
from taxonomy.text import fold, plain

_KNOWN: Mapping[str, str] = {
    "id": "id|kode program|kode pelatihan|kode skema|no registrasi program|nomor registrasi",
    "title": (
        "program|program pelatihan|nama program|nama program pelatihan|judul pelatihan|judul program|pelatihan|"
        "nama pelatihan|jenis pelatihan|paket pelatihan|nama paket|skema|nama skema|skema sertifikasi|judul skema|"
        "jenis skema|course|programme|title|judul"
    ),
    "vocational_field": (
        "bidang|kejuruan|sub kejuruan|bidang kejuruan|nama kejuruan|kategori|bidang pelatihan|bidang keahlian|"
        "kelompok|sektor|kategori skema|field"
    ),
    "jp": (
        "jp|jam pelatihan|jumlah jp|jumlah jam pelatihan|durasi jp|durasi|durasi pelatihan|lama pelatihan|lama jp|"
        "jam pelajaran|lama pelatihan jp|total jp"
    ),
    "starts_on": (
        "tanggal mulai|mulai|tgl mulai|tanggal pelaksanaan|mulai pelatihan|tanggal mulai pelatihan|pelaksanaan|"
        "jadwal mulai|tanggal pembukaan|waktu pelaksanaan|jadwal"
    ),
    "ends_on": (
        "tanggal selesai|selesai|tgl selesai|selesai pelatihan|tanggal berakhir|jadwal selesai|tanggal penutupan|"
        "tanggal selesai pelatihan"
    ),
    "register_until": (
        "batas pendaftaran|akhir pendaftaran|pendaftaran sampai|batas akhir pendaftaran|tutup pendaftaran|"
        "pendaftaran ditutup|tanggal tutup pendaftaran|penutupan pendaftaran"
    ),
    "seats": "kuota|jumlah peserta|peserta|kapasitas|kuota peserta|daya tampung|target peserta|jml peserta",
    "cost_idr": "biaya|biaya pelatihan|biaya peserta|tarif|biaya uji|biaya sertifikasi|harga",
    "education_min": (
        "pendidikan|pendidikan minimal|syarat pendidikan|pendidikan min|min pendidikan|minimal pendidikan|"
        "pendidikan terakhir|jenjang pendidikan"
    ),
    "provider": (
        "lembaga|nama lembaga|penyelenggara|balai|nama balai|blk|nama blk|lembaga pelatihan|satpel|uptp|uptd|"
        "tempat pelatihan|lsp|nama lsp|provider|nama lpk|lpk"
    ),
    "place": "lokasi|tempat|kota|kabupaten|kabupaten kota|kab kota|lokasi pelatihan|wilayah|tuk|daerah|location",
    "summary": "keterangan|deskripsi|tujuan|uraian|tujuan pelatihan|ringkasan|deskripsi program|kompetensi lulusan",
    "skills": "kompetensi|keterampilan|materi|materi pelatihan|unit kompetensi|judul unit|skills|keahlian",
    "units": "kode unit|kode unit kompetensi|kode skkni|skkni|unit skkni",
    "kkni_level": "level kkni|kkni|jenjang kkni|level|jenjang kualifikasi|kualifikasi kkni",
    "certification": "sertifikasi|sertifikat|nama sertifikasi|sertifikasi kompetensi",
    "certifier": "lembaga sertifikasi|lsp penguji|lembaga sertifikasi profesi|penguji",
    "mode": "metode|metode pelatihan|moda|mode|cara pelatihan",
    "batch": "angkatan|gelombang|batch|tahap|angkatan ke|gel",
    "told_by": "sumber|source|asal data",
}
"""Field to headings as centres write them, folded, without punctuation."""

FIELDS = frozenset(_KNOWN)
"""Fields that a heading may mean; ``batch`` tells classes of one programme apart, ``told_by`` may name the centre."""

_CENTRE = re.compile(
    r"\b(?:(?:LSP(?: P[1-3])?|UPTD|UPTP|BBPVP|BPVP|BBPLK|BLKK?|Satpel|LPK|LKP|PJK3)[ ]+)+"
    r"(?P<place>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3})"
)
_RANGE = re.compile(r"\s*(?:s\s*/\s*d|s\.\s*d\.?|sd|sampai(?: dengan)?|hingga|–|—|\s-\s)\s*", re.IGNORECASE)
_DAY_ALONE = re.compile(r"[0-9]{1,2}(?: +[A-Za-z]+)?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_FREE = frozenset(
    ("gratis", "tanpa biaya", "bebas biaya", "free", "tidak dipungut biaya", "apbn", "apbd", "ditanggung")
)


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    return spellings_of(_KNOWN)


def guess(headings: Sequence[str]) -> Mapping[str, str]:
    """Heading to field of a table of programmes or schemes."""
    return guess_among(headings, _spellings())


def course_source(
    name: str, describes: str, *, such_as: str, what: str, read: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> Source:
    """A source of such tables.

    Args:
        name: Its name.
        describes: For people.
        such_as: Headings that a table may have, for messages.
        what: What its rows are, for messages.
        read: Field to cell of one row, as fields of the template.
    """

    def rows(path: Path, tell: BytesRead | None) -> Iterator[RawRow]:
        return office_rows(path, guess, such_as, tell)

    def fields(columns: Mapping[str, str], raw: Mapping[str, Any]) -> Mapping[str, Any]:
        return read(told_of(columns, raw, what))

    def guessed(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        return fields(guess(tuple(raw)), raw)

    def apply(columns: Mapping[str, str]) -> Source:
        return replace(source, to_fields=partial(fields, dict(columns)))

    headings = partial(office_headings, guess=guess, such_as=such_as)
    source = Source(
        name=name,
        kind=Kind.COURSE,
        rows=rows,
        to_fields=guessed,
        describes=describes,
        is_listing=False,
        columns=Columns(guess=guess, apply=apply, headings=headings, fields=FIELDS),
    )
    return source


def told_of(columns: Mapping[str, str], raw: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Field to cell of one row.

    Args:
        columns: Heading to field.
        raw: Heading to cell.
        what: What the titles are of, for the message.

    Raises:
        InputError: A heading of ``columns`` is not there, or none is of titles.
    """
    missing = [heading for heading, field in columns.items() if field != SKIPPED and heading not in raw]
    seen = ", ".join(map(str, raw)) or "nothing"
    if missing:
        raise InputError(wanted=f"the columns {', '.join(missing)}", found=seen, where="header")
    told = {field: raw[heading] for heading, field in columns.items() if field != SKIPPED}
    if "title" not in told:
        raise InputError(wanted=f"a column of {what}", found=seen, where="header")
    return told


def course_fields(told: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the template that programmes and schemes share; the id is made of what tells rows apart.

    Args:
        told: Field to cell.
    """
    provider = plain(cell_text(told.get("provider"))) or _named_centre(cell_text(told.get("told_by")))
    title = plain(cell_text(told["title"]))
    parts = [title, provider, plain(cell_text(told.get("vocational_field")))]
    parts += [plain(cell_text(told.get(name))) for name in ("jp", "starts_on", "batch")]
    return {
        "id": cell_text(told.get("id")) or raw_hash([fold(part) for part in parts])[:24],
        "title": title,
        "provider": provider,
        "vocational_field": parts[2],
        "summary": plain(cell_text(told.get("summary"))),
        "skills": cell_list(told.get("skills"), r"[;|\n,]"),
        "units": cell_list(told.get("units"), r"[;|\n,]"),
        "place": plain(cell_text(told.get("place"))) or _place_of(provider),
        "cost_idr": _cost(cell_text(told.get("cost_idr"))),
        "education_min": plain(cell_text(told.get("education_min"))),
        "kkni_level": _level(cell_text(told.get("kkni_level"))),
        "certifier": plain(cell_text(told.get("certifier"))),
    }


def days(told: Mapping[str, Any]) -> dict[str, object]:
    """First and last day, and the last of registration; one cell may hold both days (``4 s.d. 29 Januari 2027``)."""
    first, last = (cell_text(told.get(name)) for name in ("starts_on", "ends_on"))
    parts = _RANGE.split(first)
    if len(parts) == 2 and not last:
        first, last = parts
    named = {"starts_on": first, "ends_on": last, "register_until": cell_text(told.get("register_until"))}
    read = {name: day_in_words(text) for name, text in named.items()}
    if _DAY_ALONE.fullmatch(first):
        read["starts_on"] = _with_year(first, str(read["ends_on"]))
    return read


def _with_year(first: str, last: str) -> str:
    """A first day that leaves out its year, or month and year, for they stand in the last day; else as it is."""
    try:
        end = date.fromisoformat(last)
        day, *month = first.split()
        start = date(end.year, end.month, int(day))
    except ValueError:
        return first
    if month:
        for year in (end.year, end.year - 1):  # from December to January
            named = str(day_in_words(f"{first} {year}"))
            if named <= last:
                return named
        return first
    return start.isoformat()


def seats(told: Mapping[str, Any]) -> object:
    """``16``, ``16 orang``, ``8 L / 8 P``."""
    return cell_count(told.get("seats"))


def _named_centre(text: str) -> str:
    """The centre or LSP that a note on the source begins with (``BPVP Contoh, daftar program``)."""
    found = _CENTRE.match(text)
    return found[0] if found else ""


def _place_of(provider: str) -> str:
    """The place in a centre's name (``BPVP Kupang``), where there is one of that name."""
    found = _CENTRE.match(provider)
    if found is None:
        return ""
    return found["place"] if load_gazetteer().read(found["place"]).regions else ""


def _cost(text: str) -> object:
    words = fold(text)
    return 0 if words in _FREE else text or None


def _level(text: str) -> object:
    """``2``, ``Level II``, ``KKNI Level 3``; other words (``Cluster``, ``Okupasi``) say no level."""
    for word in re.findall(r"[a-z]+|[0-9]+", fold(text)):
        if word in _ROMAN or (word.isdigit() and 1 <= int(word) <= 9):
            return _ROMAN.get(word) or int(word)
    return None
