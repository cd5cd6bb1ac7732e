"""Names of places, occupations and months in the language of the page."""

from __future__ import annotations

from datetime import date

from api.web import words
from api.web.tongue import Tongue
from taxonomy.labour import NATION
from taxonomy.places import load_gazetteer
from taxonomy.rupiah import SIGN


def occupation_name(code: str, tongue: Tongue) -> str:
    """Official title of a KBJI code; its ISCO title in English, where the same code has one."""
    if not code:
        return tongue.gettext("Semua jabatan")
    return words.title(tongue, code)


def place_name(code: str) -> str:
    """Name of a province or regency; ``Indonesia`` for the nation."""
    return "Indonesia" if code == NATION else load_gazetteer().get(code).name


def month_name(month: str, tongue: Tongue) -> str:
    """``2026-08`` as ``Agustus 2026``."""
    return tongue.month(date(int(month[:4]), int(month[5:7]), 1))


def short_rupiah(value: float, tongue: Tongue) -> str:
    """``2947200000`` as ``Rp 2,95 miliar``, ``7680000`` as ``Rp 7,68 juta``; smaller sums whole."""
    space = "\N{NO-BREAK SPACE}"
    for unit, word in (
        (1e12, tongue.gettext("triliun")),
        (1e9, tongue.gettext("miliar")),
        (1e6, tongue.gettext("juta")),
    ):
        if value >= unit:
            size = value / unit
            return f"{SIGN}{tongue.number(size, 0 if size >= 100 else 1 if size >= 10 else 2)}{space}{word}"
    return tongue.rupiah(value)


def official_source(tongue: Tongue) -> str:
    """Where official figures come from."""
    return tongue.gettext("Angka resmi Kemnaker, Karirhub 2022–2024")
