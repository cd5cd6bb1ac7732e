"""Lines that name what they say: ``Jabatan : Operator``; the table ``labels.tsv`` holds the names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.tables import read_table
from taxonomy.text import fold

_LABEL = re.compile(
    r"^(?:\(?\w{1,2}[.)]\s+)?(?P<label>[^\W\d_][^:：\t=]{0,58}?)\s*(?:\t\s*)?[:：=]\s*(?P<value>.*)$", re.DOTALL
)
_LEAST_LETTERS = 8
_MOST_WORDS = 4
_TRIM = re.compile(r"[\s.·•*]+$|^[\s.·•*]+")


_KEYS = {
    word: field
    for field, words in (
        ("employer", "perusahaan instansi company employer majikan"),
        ("title", "jabatan posisi position"),
        ("institution", "sekolah school universitas university kampus institution institusi"),
        ("programme", "jurusan prodi major"),
        ("level", "jenjang tingkat level strata"),
        ("tasks", "tugas duties uraian deskripsi description responsibilities jobdesk"),
        ("year", "lulus kelulusan graduated graduation"),
        ("place", "kota city location lokasi"),
        ("ignored", "gaji upah salary wage penghasilan alasan reason industri industry ipk gpa nilai"),
    )
    for word in words.split()
}
"""Words that say which field a label is, where the others of it say nothing or less."""

_FILL = frozenset(
    "nama name of the dan and atau or terakhir last tahun tgl tanggal date year pekerjaan kerja work job tempat for "
    "keluar leaving pindah bulanan monthly pendidikan education akhir final & / current".split()
)
_OVERRULED = (("title", "level"), ("title", "ignored"), ("level", "ignored"), ("employer", "ignored"))
"""Of two fields that one label names, the first gives way: ``Tingkat Jabatan`` is a level."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line taken apart.

    Attributes:
        label: As written.
        field: Of ``labels.tsv``; empty for a label that is not in it.
        value: What stands behind the colon.
    """

    label: str
    field: str
    value: str


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    text = (resources.files("matcher.cv") / "tables" / "labels.tsv").read_text(encoding="utf-8")
    rows = read_table(text, "labels.tsv", ("field", "words"))
    return {words: row["field"] for _, row in rows for words in row["words"].split("|")}


def field_of(label: str) -> str:
    """The field that a label or the head of a column names; empty when none.

    Words that were broken in a narrow column (``Perusahaan/Insta nsi``) are known without their blanks.
    """
    plain = _TRIM.sub("", fold(label)).rstrip(" :")
    known = _known()
    return known.get(plain) or _squeezed().get(plain.replace(" ", "")) or _by_words(plain)


@lru_cache(maxsize=1)
def _squeezed() -> dict[str, str]:
    """Names of at least eight letters without their blanks."""
    return {bare: field for words, field in _known().items() if len(bare := words.replace(" ", "")) >= _LEAST_LETTERS}


def _by_words(label: str) -> str:
    words = re.findall(r"[\w&]+", label)
    if not 1 < len(words) <= _MOST_WORDS or not all(word in _KEYS or word in _FILL for word in words):
        return ""
    found = list(dict.fromkeys(_KEYS[word] for word in words if word in _KEYS))
    for weak, strong in _OVERRULED:
        if weak in found and strong in found:
            found.remove(weak)
    return found[0] if found else ""


def labelled(text: str) -> Labelled | None:
    """A line with a colon taken apart; None when it has none, or what stands before it is a sentence."""
    match = _LABEL.match(text)
    if match is None or match["value"].startswith("//"):
        return None
    label = _TRIM.sub("", match["label"])
    if len(label.split()) > 7:
        return None
    return Labelled(label, field_of(label), match["value"].strip(" \t:"))
