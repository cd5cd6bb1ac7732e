"""Headings of a CV's sections, Indonesian and English; the table ``headings.tsv`` holds their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from taxonomy.tables import read_table
from taxonomy.text import fold

_LONGEST = 60
_NUMBERING = re.compile(r"^(?:[ivx]{1,4}|[a-h]|\d{1,2})\s?[.)]\s*", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[^\w&/()+ -]+")
_SPREAD = re.compile(r"^(?:\w ){3,}\w$")
_AND = re.compile(r"\s*(?:/|&|\bdan\b|\band\b|,)\s*")


_MOST_WORDS = 6
_KEYS = {
    word: section
    for section, words in (
        ("jobs", "pengalaman pekerjaan karir experience experiences employment career jobs"),
        (
            "education",
            "pendidikan education educational academic sekolah studi qualifications qualification schooling studies",
        ),
        (
            "skills",
            " ".join(
                (
                    "keahlian keterampilan skill skills kompetensi competencies competence expertise abilities ability",
                    "kemampuan kecakapan proficiencies",
                )
            ),
        ),
        ("languages", "bahasa languages language"),
        (
            "licences",
            "sertifikat sertifikasi lisensi certificates certificate certifications certification licences licenses",
        ),
        ("courses", "pelatihan kursus seminar training trainings courses workshops workshop diklat development"),
        ("internships", "magang pkl internship internships prakerin"),
        (
            "organisations",
            " ".join(
                (
                    "organisasi organization organisation organizations organisations organizational organisational",
                    "kepanitiaan volunteer volunteering relawan activities aktivitas leadership involvement",
                )
            ),
        ),
        ("references", "referensi referees references"),
        ("family", "keluarga family"),
        ("wish", "preferensi preferences preference tujuan objective objectives diinginkan dilamar desired"),
        ("projects", "proyek projects portofolio portfolio"),
        ("achievements", "prestasi penghargaan achievements awards honors honours"),
        ("hobbies", "hobi hobby hobbies interests"),
        ("summary", "ringkasan summary profil profile"),
        ("contact", "kontak contact"),
        ("personal", "biodata identitas personal pribadi perorangan diri"),
    )
    for word in words.split()
}
"""Words that say which section a heading is of, where no other word of it says anything."""

_WEAK = {
    word: section
    for section, words in (
        ("jobs", "kerja bekerja profesional profesi work working worked job professional"),
        ("organisations", "kegiatan"),
    )
    for word in words.split()
}
"""Words that say it where no other word does: ``Professional Background``, ``Riwayat Kerja``."""

_FILL = frozenset(
    "yang saya dan and & my of the a in at previous past professional spoken history background details formal "
    "terakhir dimiliki "
    "dikuasai pernah diikuti lain lainnya other relevant key core main utama singkat umum list daftar riwayat "
    "data latar belakang "
    "additional tambahan general kerja profesional profesi work working job teknis technical latest recent "
    "current overseas luar "
    "negeri dalam sebelumnya tempat attended held taken information informasi keterangan kegiatan special "
    "khusus / berbahasa soft hard jejak rekam perjalanan non dijalani dilalui dialami dijabat diduduki saja selama ini "
    "catatan tahapan langkah record records where i have been had worked so far until now places".split()
)
_OVERRULED = (
    ("skills", "languages"),
    ("jobs", "organisations"),
    ("jobs", "internships"),
    ("jobs", "summary"),
    ("personal", "summary"),
    ("personal", "skills"),
    ("personal", "contact"),
    ("personal", "references"),
    ("jobs", "skills"),
    ("jobs", "courses"),
    ("jobs", "wish"),
    ("hobbies", "wish"),
    ("skills", "organisations"),
)
"""Of two sections that one heading names, the one that goes."""


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    text = (resources.files("matcher.cv") / "tables" / "headings.tsv").read_text(encoding="utf-8")
    rows = read_table(text, "headings.tsv", ("section", "words"))
    return {_plain(words): row["section"] for _, row in rows for words in row["words"].split("|")}


def _plain(text: str) -> str:
    folded = " ".join(_NOT_WORDS.sub(" ", fold(text)).split()).strip("-–—_ ").replace("karier", "karir")
    return folded.replace(" ", "") if _SPREAD.match(folded) else folded


@lru_cache(maxsize=20_000)
def heading_of(text: str) -> str:
    """The section that a line is the heading of; empty where it is none.

    A heading is a known one and nothing else, whatever numbering, letter case and signs it is written with; two known
    headings of one line ("Pelatihan & Sertifikasi") are the first of them. ``P E N D I D I K A N`` is one too.
    """
    if not text or len(text) > _LONGEST:
        return ""
    known = _known()
    words = _plain(_NUMBERING.sub("", text.strip()))
    if words in known:
        return known[words]
    squeezed = words.replace(" ", "")
    if _SPREAD.match(_plain_spaced(text)):
        return next((section for name, section in known.items() if name.replace(" ", "") == squeezed), "")
    parts = [part for part in _AND.split(words) if part]
    if 1 < len(parts) <= 3 and all(part in known for part in parts):
        return known[parts[0]]
    return _by_words(words.split())


def _by_words(words: list[str]) -> str:
    """The section of a heading that is made of a word of a section and of words that say nothing by themselves."""
    if not 1 < len(words) <= _MOST_WORDS or not all(word in _KEYS or word in _FILL for word in words):
        return ""
    return _named_by(words)


def _named_by(words: Sequence[str]) -> str:
    """The section that words name, the stronger of two; empty when none."""
    found = list(dict.fromkeys(_KEYS[word] for word in words if word in _KEYS))
    for weak, strong in _OVERRULED:
        if weak in found and strong in found:
            found.remove(weak)
    return found[0] if found else next((_WEAK[word] for word in words if word in _WEAK), "")


def section_named(text: str) -> str:
    """The section that a line names which is known to be a heading, by its look: other words in it do not matter."""
    return heading_of(text) or _named_by(re.findall(r"\w+", _plain(_NUMBERING.sub("", text.strip()))))


def _plain_spaced(text: str) -> str:
    return " ".join(fold(text).split())
