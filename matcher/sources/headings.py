"""Which column of an office's own table is which field: guessed from its headings, then remembered with the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from matcher.identity import is_identity
from taxonomy.text import fold

SKIPPED = "-"
"""Field of a column that is not read."""

_NEAR = 87
"""Least likeness (RapidFuzz ratio, 0-100) of a heading to a known one: one letter in eight may differ."""

_KNOWN: Mapping[str, str] = {
    "id": ("id|kode lowongan|id lowongan|no lowongan|nomor lowongan|kode loker|no registrasi|nomor registrasi|job id"),
    "title": (
        "judul lowongan|judul|jabatan|nama jabatan|posisi|nama posisi|lowongan|nama lowongan|"
        "jabatan yang dibutuhkan|formasi|formasi jabatan|lowongan jabatan|job title|position|"
        "jenis pekerjaan|posisi yang dibutuhkan"
    ),
    "employer": ("nama perusahaan|perusahaan|pemberi kerja|nama pemberi kerja|instansi|nama instansi|company|employer"),
    "places": (
        "lokasi|lokasi kerja|penempatan|lokasi penempatan|tempat kerja|wilayah|kabupaten kota|kab kota|"
        "kabupaten|kota|wilayah penempatan|location|domisili perusahaan"
    ),
    "description": (
        "deskripsi|deskripsi pekerjaan|uraian|uraian tugas|uraian pekerjaan|tugas|job description|keterangan"
    ),
    "requirements": (
        "syarat|persyaratan|kualifikasi|syarat khusus|syarat lain|kriteria|requirements|persyaratan khusus"
    ),
    "education": (
        "pendidikan|pendidikan minimal|pendidikan terakhir|tingkat pendidikan|jenjang|"
        "jenjang pendidikan|kualifikasi pendidikan|education|min pendidikan|pendidikan min"
    ),
    "study_programmes": "jurusan|program studi|prodi|bidang studi|jurusan pendidikan|major",
    "experience": "pengalaman|pengalaman kerja|pengalaman minimal|lama pengalaman|min pengalaman|experience",
    "skills": "keterampilan|keahlian|kompetensi|skill|skills|ketrampilan",
    "pay": ("gaji|upah|gaji upah|upah gaji|besaran gaji|kisaran gaji|penghasilan|salary|gaji yang ditawarkan|gaji rp"),
    "pay_low": "gaji minimum|gaji minimal|gaji terendah|upah minimum|upah terendah|gaji min|gaji dari",
    "pay_high": "gaji maksimum|gaji maksimal|gaji tertinggi|upah maksimum|upah tertinggi|gaji maks|gaji sampai",
    "openings": (
        "jumlah|jumlah lowongan|kuota|jumlah kebutuhan|kebutuhan|jumlah tenaga kerja|jml|jumlah formasi|"
        "jumlah dibutuhkan|openings|total|tk dibutuhkan"
    ),
    "employment_type": (
        "jenis hubungan kerja|status kerja|tipe pekerjaan|status pekerjaan|hubungan kerja|status karyawan"
    ),
    "posted_on": (
        "tanggal tayang|tanggal posting|tanggal dibuka|tgl dibuka|tanggal mulai|tanggal terbit|"
        "tgl tayang|tanggal lapor|tanggal masuk|mulai"
    ),
    "closes_on": (
        "tanggal tutup|batas akhir|batas lamaran|tanggal berakhir|tgl tutup|deadline|berlaku sampai|"
        "batas waktu|tanggal penutupan|sampai dengan|masa berlaku|berakhir"
    ),
    "url": "tautan|link|url|link pendaftaran|alamat web|website",
}
"""Field to headings as offices write them, folded, without punctuation."""

FIELDS = frozenset(_KNOWN)
"""Fields that a heading may mean."""


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    return spellings_of(_KNOWN)


def spellings_of(known: Mapping[str, str]) -> Mapping[str, str]:
    """Heading to field, of a mapping of field to headings split by ``|``."""
    return {spelling: field for field, names in known.items() for spelling in names.split("|")}


def heading_words(heading: str) -> str:
    """A heading as it is compared: folded, without punctuation (``Kab./Kota`` is ``kab kota``)."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(heading)).split())


def guess(headings: Sequence[str]) -> Mapping[str, str]:
    """Heading to field of a table of vacancies; see ``guess_among``."""
    return guess_among(headings, _spellings())


def guess_among(headings: Sequence[str], spellings: Mapping[str, str]) -> Mapping[str, str]:
    """Heading to field, of those that are recognised; each field goes to one heading, the likest, then the first.

    Columns of personal data (age, sex, contact persons) mean nothing, whatever they are like.

    Args:
        headings: Of a table.
        spellings: Heading as ``heading_words`` writes it to field.
    """
    offers: list[tuple[float, int, str, str]] = []
    for place, heading in enumerate(headings):
        words = heading_words(heading)
        if not words or is_identity(heading):
            continue
        found = process.extractOne(words, list(spellings), scorer=fuzz.ratio, score_cutoff=_NEAR)
        if found is not None:
            offers.append((-found[1], place, heading, spellings[found[0]]))
    given: dict[str, str] = {}
    for _, _, heading, field in sorted(offers):
        if field not in given.values():
            given[heading] = field
    return {heading: given[heading] for heading in headings if heading in given}
