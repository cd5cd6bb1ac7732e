"""What workers want beyond a job, read in their own words: to move, to work from home."""

from __future__ import annotations

import re

from taxonomy.place_words import split_places
from taxonomy.text import fold

_ANYWHERE = ("dimana saja", "di mana saja", "dimana aja", "siap merantau", "luar kota ok")

_WANTS = re.compile(r"\b(?:(?:men)?cari|nyari|mau(?:nya)?|ingin|pengen|pengin|khusus|hanya|looking for|want)\b")
_EITHER = re.compile(r"\b(?:atau|maupun|boleh|bisa|ok|oke|hybrid|wfo|kantor|or|on-?site)\b|/")
_CLAUSE = re.compile(r"[.,;\n!?]")


def goes_anywhere(text: str) -> bool:
    """Whether somebody's words say that any place will do."""
    folded = fold(text)
    return any(words in folded for words in _ANYWHERE)


def wants_work_from_home(wish: str, summary: str) -> bool:
    """Whether somebody asks for work from home and for nothing else.

    A wish that names it asks for it; elsewhere only "cari kerja remote" does: "bisa kerja dari rumah atau kantor" says
    that either will do.

    Args:
        wish: The job wished for, own words.
        summary: Own words.
    """
    asked = [clause for clause in _CLAUSE.split(summary) if _WANTS.search(fold(clause))]
    return any(split_places(words)[1] and not _EITHER.search(fold(words)) for words in (wish, *asked))
