"""What employers paste: out of Word and other portals, with marks of both, and often without a job title."""

from __future__ import annotations

import re

from matcher.ad_inspection.flags import Ad
from matcher.ad_inspection.rewrite import rewrite
from taxonomy.text import plain

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|table|tbody|tr|td|th|ul|ol|li|h[1-6]|b|strong|i|em|u|font|script|style)\b", re.I
)
_CELL = re.compile(r"</t[dh]>\s{0,20}<t[dh]\b[^<>]{0,200}>", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]{0,200}>\s{0,20}", re.IGNORECASE)
_ROUNDS = 3
"""Markup that was escaped, and escaped again."""

_BULLET = re.compile(r"(?m)^[^\S\n]*(?:[\uf0b7\uf0a7\uf0d8\uf0fc\uf076]|[o§·](?=\t))[^\S\n]*")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*){2,}")

_LEAD = re.compile(
    r"^(?:lowongan(?: kerja| pekerjaan)?|loker|info|urgent(?:ly)?|we(?: a|')re|hiring|vacancy|now|job|di ?cari|mencari|"
    r"cari|di ?butuhkan|membutuhkan|butuh|need(?:ed)?|wanted|kami|segera|cepat|posisi|position|jabatan|sebagai|"
    r"\d{1,3}(?: orang| org)?|\d{1,2}[.)])\b[\W_]*",
    re.IGNORECASE,
)
_FIRM = re.compile(r"^(?:pt|cv|ud|pabrik|perusahaan|toko)\b\.?\s", re.IGNORECASE)
_END = re.compile(
    r"[.,;:!?()|\[\]–—•]|\s-\s|\b(?:min(?:imal|imum)?|max|maks(?:imal)?|usia|umur|gaji|upah|hub(?:ungi)?|wa|syarat|"
    r"pengalaman|pendidikan|lulusan|untuk|utk|di|yang|yg|bisa|penempatan|wilayah|lokasi|area)\b",
    re.IGNORECASE,
)
_SHORT = {"krywn": "karyawan", "krywan": "karyawan", "karywn": "karyawan", "kryawan": "karyawan", "opr": "operator"}
_READ, _MOST_WORDS = 6, 7
"""Lines in which a title is looked for, and words that it has."""


def cleaned(text: str) -> str:
    """A pasted body as it is meant to be read: no tags, plain bullets; what is clean stays as it is, to the letter."""
    for _ in range(_ROUNDS):
        if not _MARKUP.search(text):
            break
        text = plain(_ITEM.sub("\n- ", _CELL.sub(": ", text)))
    text = _BULLET.sub("- ", text)
    return _BLANK_LINES.sub("\n\n", text)


def title_in(text: str) -> str:
    """The job title that a body begins with, without what must not be asked; empty where none can be made out."""
    lines = [line for line in text[:2_000].split("\n") if re.search(r"[^\W\d_]{3}", line)]
    for line in lines[:_READ]:
        found = re.sub(r"^[\W_]+", "", line)
        while lead := _LEAD.match(found):
            found = found[lead.end() :]
        if _FIRM.match(found):
            continue
        named = " ".join(_END.split(found, maxsplit=1)[0].split()[:_MOST_WORDS])
        neutral = rewrite(Ad(title=named, text="")).title
        words = [_SHORT.get(word.lower(), word) for word in neutral.split()]
        if re.search(r"[^\W\d_]{3}", " ".join(words)):
            return " ".join(words)
    return ""
