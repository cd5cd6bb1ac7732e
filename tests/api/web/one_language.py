"""Finds sentences of the other language on a page: function words that only one of both has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT = frozenset({"script", "style"})
_READ_OUT = ("aria-label", "alt", "placeholder", "title", "content")

WORDS = {
    "id": frozenset(
        "yang dan untuk dari tidak dengan ini itu atau belum sudah kamu akan oleh bisa lebih adalah bila jika "
        "agar karena serta hanya semua paling tanpa boleh harus setiap sekarang lalu dulu lagi juga orang "
        "lowongan pencari pelatihan keterampilan upah jabatan pengalaman pendidikan bulan tahun hari menurut "
        "tersedia wajib cocok kurang naik turun tulis pilih cari simpan hapus ubah buka tutup lihat kembali "
        "halaman syarat jam tempat daerah alasan skor dicari izin mengemudi tinggi rendah perlu ada pasang "
        "tambah".split()
    ),
    "en": frozenset(
        "the and of with to your you is are not this that from by was were be has have for what which who "
        "when more most than only no all any each other its their our we they it there here would could "
        "should must may can pay skill skills job jobs posting postings course courses worker workers "
        "employer place month months year years day days within reach open closed needed asked before after "
        "about over under between learn driving licence".split()
    ),
}
"""Words of pages that the other language does not have."""

_KEY = re.compile(r"\blaman:s_[0-9a-f]{32}\b")
"""Of somebody who kept a profile on the pages: no words."""

_QUOTED = re.compile("“[^”]*”")
_WORD = re.compile(r"[a-z]+")


class _Texts(HTMLParser):
    """The texts of a page that are said in its own language: not what is quoted, nor marked as another's."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.texts = language, list[str]()
        self._open = list[tuple[str, bool]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        is_left_out = (
            bool(self._open and self._open[-1][1])
            or tag in _SILENT
            or tag in {"q", "textarea"}
            or told.get("lang", self.language) != self.language
        )
        if not is_left_out and not (tag == "meta" and told.get("name") != "description"):
            self.texts += [told[name] for name in _READ_OUT if told.get(name)]
        if tag not in _VOID:
            self._open.append((tag, is_left_out))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.texts.append(data)


def strangers(page: str, language: str, records: Iterable[str] = ()) -> list[str]:
    """Texts of a page with words of the other language.

    Args:
        page: HTML.
        language: That it should speak.
        records: What people wrote, which is shown as it is.
    """
    reader = _Texts(language)
    reader.feed(page)
    foreign = WORDS["en" if language == "id" else "id"]
    written = sorted({_plain(one) for one in records}, key=len, reverse=True)
    found = list[str]()
    for text in dict.fromkeys(" ".join(text.split()) for text in reader.texts):
        rest = _plain(_KEY.sub(" ", _QUOTED.sub(" ", text)))
        if foreign.isdisjoint(rest.split()):
            continue
        for one in written:
            if one and one in rest:
                rest = rest.replace(one, " ")
        if rest.strip() and not foreign.isdisjoint(rest.split()) and not any(rest.strip() in one for one in written):
            found.append(text)
    return found


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
