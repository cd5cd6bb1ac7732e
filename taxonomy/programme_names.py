"""One spelling of the name of a study programme: ``S1 Tehnik  Informatika & Komputer`` as others write it.

Only spelling is made one here, so that names can be compared; which programme a name means is in the table of
``taxonomy/study_programmes.py``.
"""

from __future__ import annotations

import re

from taxonomy.text import fold, plain

_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"[`'\u2018\u2019]", ""),
        (r"[&+]", " dan "),
        (r"[\W_]+", " "),
        (r"\band\b", "dan"),
        (r"\bln(?=[df])", "in"),
        (r"\b(?:tehnik|tekhnik|tekn|tek)\b", "teknik"),
        (r"\btehnologi\b", "teknologi"),
        (r"\bsyari ?ah\b", "syariah"),
        (r"\bakuta?nsi\b|\bakuntasi\b", "akuntansi"),
        (r"\bsumberdaya\b", "sumber daya"),
        (r"\bolah raga\b", "olahraga"),
        (r"\bagribinis\b", "agribisnis"),
        (r"\benterpreneurship\b", "entrepreneurship"),
        (r"\bkewirausahaa+n\b", "kewirausahaan"),
        (r"\bdisain\b", "desain"),
        (r"\bpemelharaan\b", "pemeliharaan"),
        (r"\bpemesinan\b", "permesinan"),
        (r"\bl(?:ands|ans)[ce]kap\b|\blandskap\b", "lanskap"),
        (r"\bretail\b", "ritel"),
        (r"\bmedik\b", "medis"),
        (r"\bprancis\b", "perancis"),
    )
)
"""Ways of writing that people and portals mix, each with the one that is compared."""

_LEAD = re.compile(
    r"^(?:(?:s[123]|d[1234]|d i{3}|d iv|smk|diploma|sarjana|magister|jenjang|pjj|jurusan|prodi|fakultas|terapan|"
    r"program studi|(?:program|konsentrasi|bidang|kompetensi) keahlian)\s+)+"
)
_TAIL = re.compile(r"(?:\s+(?:k [a-z]+|s[123]|d[1234]|sederajat|setara))+$")
"""``K. Batang``: a university's campus there."""


def one_spelling(text: str) -> str:
    """A text in one spelling: lower case, words between single spaces, no marks, odd ways of writing made usual."""
    found = fold(plain(text))
    for pattern, spelling in _SPELLINGS:
        found = pattern.sub(spelling, found)
    return " ".join(found.split())


def core_programme(name: str) -> str:
    """A name of a study programme as it is compared: one spelling, without level and such words as ``prodi``.

    Empty when nothing but marks was there. The core of a core is itself.
    """
    core, before = one_spelling(name), None
    while before != core:
        before = core
        core = _TAIL.sub("", _LEAD.sub("", core))
    return core
