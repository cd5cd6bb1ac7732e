"""Headings of a CV's sections, Indonesian and English; the table ``headings.tsv`` holds their words."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from taxonomy.tables import read_table
from taxonomy.text import fold

_LONGEST = 60
_NUMBERING = re.compile(r"^(?:[ivx]{1,4}|[a-h]|\d{1,2})\s?[.)]\s*", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[^\w&/()+ -]+")
_SPREAD = re.compile(r"^(?:\w ){3,}\w$")
_AND = re.compile(r"\s*(?:/|&|\bdan\b|\band\b|,)\s*")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    text = (resources.files("matcher.cv") / "tables" / "headings.tsv").read_text(encoding="utf-8")
    rows = read_table(text, "headings.tsv", ("section", "words"))
    return {_plain(words): row["section"] for _, row in rows for words in row["words"].split("|")}


def _plain(text: str) -> str:
    folded = " ".join(_NOT_WORDS.sub(" ", fold(text)).split()).strip("-–—_ ")
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
    return ""


def _plain_spaced(text: str) -> str:
    return " ".join(fold(text).split())
