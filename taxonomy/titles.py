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
    r"\b(?:lowongan(?: kerja(?:an)?)?|loker|info loker|walk[ -]?in[ -]?interview|urgent(?:ly)?|urgently (?:hiring|needed)|"
    r"segera|secepatnya|asap|dibutuhkan(?: segera| cepat)?|di ?cari|butuh(?: cepat)?|open recruitment|oprec|"
    r"we(?:'re| are) hiring|hiring|(?:now|immediately) hiring|vacanc(?:y|ies)|job fair|terbaru|terbuka|join us|apply now|"
    r"fresh graduates?(?: (?:are )?welcome)?|freshgraduate)\b",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"\b(?:gaji|salary|upah|fee|rp\.?|idr)\b[\s:.]*[\d.,]*\s*(?:jt|juta|rb|ribu|k|mio)?|"
    r"\b\d+(?:[.,]\d+)?\s*(?:-|s/?d|–)?\s*\d*(?:[.,]\d+)?\s*(?:jt|juta|rb|ribu)\b",
    re.IGNORECASE,
)
_PLACEMENT = re.compile(
    r"\b(?:penempatan|area|wilayah|lokasi|domisili|cabang|placement|based in|base)\b[\s:]*[^,;/|()\-–]*", re.IGNORECASE
)
_EMPLOYMENT = re.compile(
    r"\b(?:full[ -]?time|part[ -]?time|freelance|kontrak|contract|harian|remote|wfh|wfo|hybrid|on[ -]?site|tetap|"
    r"magang|internship|intern|outsourc(?:e|ing)|batch \d+|\d{4}|m/?f|pria|wanita|laki-laki|perempuan|p/w|l/p)\b",
    re.IGNORECASE,
)
_EDGE = re.compile(r"^[\W_]+|[^\w)+#]+$")
_JOIN = re.compile(r"\s*(?:/|&|,|;|\||\bdan\b|\batau\b|\band\b|\bor\b)\s+|\s+(?:/|&|\+)\s*", re.IGNORECASE)


def core_title(title: str) -> str:
    """The words of a title that name the work, folded; empty when nothing is left (emoji, pay and calls only)."""
    text = plain(title)[:MAX_TITLE]
    for noise in (_SHOUT, _PAY, _PLACEMENT):
        text = noise.sub(" ", text)
    stripped = _EMPLOYMENT.sub(" ", text)
    text = stripped if re.search(r"[^\W\d_]{2}", stripped) else text
    text = _EDGE.sub("", re.sub(r"[!*\"“”•★☆✨🔥]+|\(\s*\)|\[\s*\]", " ", text).strip())
    folded = fold(text)
    return folded if re.search(r"[^\W\d_]{2}", folded) else ""


def jobs_in_title(title: str) -> tuple[str, ...]:
    """The parts of a title that may each be a job, at most five; one part when nothing joins them.

    ``Admin & Driver`` gives ``admin`` and ``driver``; ``C/C++`` stays whole, for a joint needs a space beside it.
    """
    core = core_title(title)
    parts = [part for part in (_EDGE.sub("", piece) for piece in _JOIN.split(core)) if re.search(r"[^\W\d_]{2}", part)]
    return tuple(dict.fromkeys(parts))[:5]
