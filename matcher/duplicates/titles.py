"""A title as it is compared with others: the words of the work, the towns that it names, how high the job stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.provinces import other_names
from taxonomy.regions import bundled_regions
from taxonomy.seniority import read_seniority
from taxonomy.tables import bundled_table
from taxonomy.text import fold, plain
from taxonomy.titles import MAX_TITLE, core_title

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_PLACED = re.compile(r"\b(?:penempatan|domisili|placement|area|wilayah|lokasi|cabang|branch)\b[\s:]*([^;/|()\n]*)")
_PLAIN = frozenset(
    (
        *("staff", "staf", "officer", "executive", "specialist", "karyawan", "team", "tim", "member", "anggota"),
        *("indonesia", "1", "dan", "and", "of", "for", "the", "di", "untuk", "area", "wilayah", "cabang", "branch"),
        *("penempatan", "domisili", "placement", "lokasi", "kota", "kabupaten", "kab", "sekitarnya", "full", "remote"),
        *("wfh", "urgent", "needed", "urgently"),
    )
)
"""Words by which two titles of one job often differ."""

_NO_TOWNS = frozenset(("java",))
"""Names of places that a title means otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title as it is compared.

    Attributes:
        words: Words that name the work, sorted, between single spaces; without towns.
        every: All words, those of towns too, without such as say nothing of the work (``staff``).
        spots: Those of the words that are names of towns, provinces or districts.
        towns: Codes of the regencies and provinces that the title names.
        seniority: Place in ``taxonomy.seniority.LEVELS``.
    """

    words: str
    every: frozenset[str]
    spots: frozenset[str]
    towns: frozenset[str]
    seniority: int


@lru_cache(maxsize=1 << 17)
def title_of(text: str) -> Title:
    """A title as it is compared.

    Args:
        text: As advertised.
    """
    core = _WORD.findall(core_title(text) or fold(text))
    placed = [word for found in _PLACED.findall(fold(plain(text[:MAX_TITLE]))) for word in _WORD.findall(found)]
    towns, rest = _towns(core)
    named, _ = _towns(placed)
    every = frozenset((*core, *placed)) - _PLAIN
    return Title(
        words=" ".join(sorted(rest or core)),
        every=every,
        spots=every & (_spot_words() | frozenset(placed) | (frozenset(core) - frozenset(rest))),
        towns=_least(towns | named),
        seniority=read_seniority(text),
    )


def _least(codes: frozenset[str]) -> frozenset[str]:
    """Codes without the provinces of others: "Bojonegoro, Jawa Timur" is Bojonegoro."""
    return frozenset(code for code in codes if not any(o != code and o.startswith(code) for o in codes))


def _towns(words: list[str]) -> tuple[frozenset[str], list[str]]:
    """Codes of the places that words name, and the other words; the longest name of up to three words counts."""
    found, rest, at = set[str](), list[str](), 0
    while at < len(words):
        for count in (3, 2, 1):
            codes = _place_codes().get(" ".join(words[at : at + count]))
            if codes and at + count <= len(words):
                found.update(codes)
                at += count
                break
        else:
            rest.append(words[at])
            at += 1
    return frozenset(found), rest


@lru_cache(maxsize=1)
def _spot_words() -> frozenset[str]:
    """Names of one word of towns, provinces and districts."""
    districts = (row["name"] for _, row in bundled_table("districts.tsv", ("name", "codes")))
    return frozenset(name for name in (*_place_codes(), *districts) if " " not in name) - _NO_TOWNS


@lru_cache(maxsize=1)
def _place_codes() -> Mapping[str, frozenset[str]]:
    """Names of provinces, regencies, cities and their usual other names, to codes; several where a name is shared."""
    found = dict[str, frozenset[str]]()
    for region in bundled_regions():
        found[region.bare_name] = found.get(region.bare_name, frozenset()) | {region.code}
    for _, name, codes in other_names():
        found.setdefault(name, frozenset(codes.split("|")))
    return {name: codes for name, codes in found.items() if name not in _NO_TOWNS}
