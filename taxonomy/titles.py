"""What a job title says, without what ads put around it.

``Lowongan Kerja Bekasi!!! URGENT 5jt - Admin & Driver (Penempatan Cikarang)`` holds two jobs, and a call, a pay and two
places that say nothing about the work.
"""

from __future__ import annotations

import re

from taxonomy.text import fold, plain

MAX_TITLE = 300
"""Characters read of a title; no real title is longer, and a 50,000-character one must not slow the rest."""

_SHOUT = re.compile(
    r"\b(?:lowongan(?: kerja(?:an)?)?|loker|info loker|walk[ -]?in[ -]?interview|"
    r"urgent(?:ly)?(?: (?:hiring|needed|required))?|segera|secepatnya|asap|dibutuhkan(?: segera| cepat)?|di ?cari|"
    r"butuh(?: cepat)?|open recruitment|oprec|we(?:'re| are) hiring|(?:now |immediately )?hiring|vacanc(?:y|ies)|"
    r"job fair|terbaru|terbuka|join us|apply now|fresh graduates?(?: (?:are )?welcome)?|freshgraduate)\b",
    re.IGNORECASE,
)
_A_MONTH = r"(?:\s*(?:/|per)\s*(?:bulan|bln|minggu|hari|jam)\b)?"
_AMOUNT = rf"\d[\d.,]*(?:\s*(?:jt|juta|rb|ribu|k|mio)\b)?{_A_MONTH}"
_UNTIL = rf"(?:\s*(?:-|s/?d|–|sampai|hingga)\s*(?:rp\.?\s*)?{_AMOUNT})?"
_PAY = re.compile(
    # "Salary Administrator" and "Fee Collector" are jobs: a word of pay goes only with its amount.
    rf"\b(?:(?:gaji|salary|upah|fee)[\s:.]*)?(?:rp\.?|idr)[\s:.]*{_AMOUNT}{_UNTIL}|"
    rf"\b(?:gaji|salary|upah|fee)[\s:.]*{_AMOUNT}{_UNTIL}|"
    r"\b(?:gaji|salary)\s+(?:umr|umk|ump|nego\w*|menarik|kompetitif|competitive)\b|"
    rf"\b\d+(?:[.,]\d+)?\s*(?:-|s/?d|–)?\s*\d*(?:[.,]\d+)?\s*(?:jt|juta|rb|ribu)\b{_A_MONTH}",
    re.IGNORECASE,
)
_LEADERS = (
    "kepala",
    "pimpinan",
    "manager",
    "manajer",
    "koordinator",
    "head",
    "supervisor",
    "spv",
    "staff",
    "staf",
    "ka",
)
_PLACEMENT = re.compile(
    r"\b(?:(?:penempatan|domisili|placement|based in|base in)\b|"
    # "Sales area Bekasi" names a place; "Area Manager", "Kepala Cabang" and "Staff Area Gudang" name the work.
    + "".join(rf"(?<!\b{leader} )" for leader in _LEADERS)
    + r"(?!^)(?:area|wilayah|lokasi|cabang)\b"
    r"(?!\s*(?:sales|manager|manajer|supervisor|head|coordinator|koordinator|gudang|produksi|parkir|kerja|dapur|$)))"
    r"[\s:]*[^,;/|()\-–]*",
    re.IGNORECASE,
)
_EMPLOYMENT = re.compile(
    r"\b(?:full[ -]?time|part[ -]?time|freelance|kontrak|contract(?! (?:manager|admin|officer|engineer|specialist))|"
    r"harian|remote(?! (?:pilot|sensing))|wfh|wfo|hybrid|on[ -]?site|tetap|magang|internship|intern|outsourc(?:e|ing)|"
    r"batch \d+|\d{4}|m/?f|pria|wanita|laki-laki|perempuan|p/w|l/p)\b",
    re.IGNORECASE,
)
_EDGE = re.compile(r"^(?:(?!\.net\b)[\W_])+|[^\w)+#]+$", re.IGNORECASE)
_ORNAMENT = re.compile(r"[!*\"“”•★☆✨🔥]+|\(\s*\)|\[\s*\]")
_WORD = re.compile(r"[^\W\d_]{2}")
_JOIN = re.compile(r"\s*(?:/|&|,|;|\||\bdan\b|\batau\b|\band\b|\bor\b)\s+|\s+(?:/|&|\+)\s*", re.IGNORECASE)


def core_title(title: str) -> str:
    """The words of a title that name the work, folded; empty when nothing is left (emoji, pay and calls only)."""
    text = fold(plain(title)[:MAX_TITLE])
    # What one pass takes away may bring two words of another call together.
    while (less := _without_noise(text)) != text:
        text = less
    return text if _WORD.search(text) else ""


def _without_noise(text: str) -> str:
    for noise in (_SHOUT, _PAY, _PLACEMENT):
        text = noise.sub(" ", text)
    stripped = _EMPLOYMENT.sub(" ", text)
    text = stripped if _WORD.search(stripped) else text
    return fold(_EDGE.sub("", _ORNAMENT.sub(" ", text).strip()))


def jobs_in_title(title: str) -> tuple[str, ...]:
    """The parts of a title that may each be a job, at most five; one part when nothing joins them.

    ``Admin & Driver`` gives ``admin`` and ``driver``; ``C/C++`` stays whole, for a joint needs a space beside it.
    """
    core = core_title(title)
    parts = [part for part in (_EDGE.sub("", piece) for piece in _JOIN.split(core)) if _WORD.search(part)]
    return tuple(dict.fromkeys(parts))[:5]
