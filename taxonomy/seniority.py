"""How high a job stands, read from its title: from a learner's place to a director's, as Indonesian ads write it.

A rank of titles and no measure of worth: it tells an ad for a manager from one for staff of the same occupation, which
KBJI often files under one code (an accounting supervisor under 3313, as the staff) and which skills do not show.
"""

from __future__ import annotations

import re

from taxonomy.text import fold

LEVELS = ("learner", "staff", "senior", "supervisor", "manager", "director")
"""Levels, ascending; a seniority is a place in this list."""

LEARNER, STAFF, SENIOR, SUPERVISOR, MANAGER, DIRECTOR = range(len(LEVELS))

_SERVES_ONE = re.compile(
    r"\b(?:sekretaris|secretary|ajudan|asisten pribadi|personal assistant|executive assistant|assistant to|"
    r"assistan pribadi|asisten (?:direktur|director)|driver|sopir|supir)\b"
)
"""Who serves a manager bears the word too: 'sekretaris direktur', 'sopir direksi'."""

_SELLS = re.compile(
    r"\b(?:account|relationship|community|brand|product|project|case|social media|key account|customer success|content|"
    r"hubungan|produk|proyek|komunitas) (?:manager|manajer)\b|"
    r"\b(?:manajer|manager) (?:proyek|produk|akun|merek|komunitas)\b|\bart director\b"
)
"""Managers of a thing and not of people: specialists of some experience."""

_RULES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        LEARNER,
        re.compile(r"\b(?:magang|pemagangan|intern|interns|internship|apprentice|apprenticeship|pkl|prakerin)\b"),
    ),
    (
        DIRECTOR,
        re.compile(r"\b(?:direktur|direktris|director|ceo|cto|cfo|coo|cmo|presdir|vice president|vp|komisaris)\b"),
    ),
    (
        SUPERVISOR,
        re.compile(
            r"\b(?:supervisor|spv|penyelia|koordinator|coordinator|mandor|foreman|team leader|ketua tim|chief|"
            r"pengawas|(?:ass(?:istant|t)?\.?|asisten|associate)(?: \w{2,20}){0,2} (?:manager|manajer|director)|"
            r"head (?:chef|cook|barista|bartender|waiter|nurse|teller)|"
            r"kepala (?:gudang|toko|regu|shift|produksi|tim|mekanik|outlet|dapur|koki|teknisi|tukang|ruangan))"
            r"\b"
        ),
    ),
    (
        MANAGER,
        re.compile(r"\b(?:manager|manajer|mgr|gm|superintendent|head|kepala|pimpinan|hrbp)\b"),
    ),
    (SENIOR, re.compile(r"\b(?:senior|sr|snr|lead|leader|principal|expert|madya|utama)\b")),
)


def read_seniority(title: str) -> int:
    """The seniority of a title; ``STAFF`` where it names none.

    Args:
        title: A job title or a wish in any case.

    Returns:
        A place in ``LEVELS``.
    """
    words = fold(title)
    if _RULES[0][1].search(words):
        return LEARNER
    if _SERVES_ONE.search(words):
        return STAFF
    if _SELLS.search(words):
        return SENIOR
    return next((level for level, pattern in _RULES if pattern.search(words)), STAFF)
