"""Forms of words in CVs: stems of verbs, and what nouns may be written as, in both languages.

Verbs are compared by their stems, a light form of Porter's (1980, "An algorithm for suffix stripping") for English and
of Nazief & Adriani's (1996) for Indonesian: each word has several, for no dictionary of roots is asked which of them is
right. Nouns lose English endings and ``-nya`` alone: ``jaring`` (a fisher's net) is no ``jaringan`` (a network).
"""

from __future__ import annotations

from functools import lru_cache

_LEAST = 3
"""Letters of a stem."""

_SUFFIXES_ID = ("nya", "kan", "an", "i")
_PREFIXES = (
    ("meny", "s"),
    ("peny", "s"),
    ("meng", "k"),
    ("peng", "k"),
    ("mem", "p"),
    ("pem", "p"),
    ("men", "t"),
    ("pen", "t"),
    ("me", ""),
    ("pe", ""),
    ("ber", ""),
    ("di", ""),
)
"""Prefix, and the letter that it took from a root that begins with a vowel without it."""

_SUFFIXES_EN = (
    *(("ings", 3), ("ing", 3), ("ations", 4), ("ation", 4), ("ions", 4), ("ion", 4), ("ies", 4), ("ed", 4)),
    *(("es", 4), ("s", 3), ("d", 4), ("e", 4), ("y", 4)),
)
"""Ending, and letters of the least root before it: ``care`` is no ``car``."""

_FORMS_EN = (("ies", 4, "y"), ("es", 4, ""), ("s", 4, ""), ("ing", 4, ""), ("ed", 4, ""))
"""Ending, letters of the least root, and what takes its place."""


@lru_cache(maxsize=50_000)
def stems_of(word: str) -> frozenset[str]:
    """Stems that a word may have, itself among them, in lower case."""
    folded = word.casefold().replace("’", "'")
    bare = {
        folded,
        *(folded[: -len(end)] for end in _SUFFIXES_ID if folded.endswith(end) and len(folded) > len(end) + 3),
    }
    found = set(bare)
    for one in bare:
        for prefix, lost in _PREFIXES:
            root = one.removeprefix(prefix)
            if root != one and len(root) >= _LEAST:
                found |= {root, lost + root} if root[0] in "aeiou" else {root}
    for end, least in _SUFFIXES_EN:
        if folded.endswith(end) and len(folded) - len(end) >= least:
            root = folded[: -len(end)]
            found |= {root, root[:-1]} if root[-1] == root[-2] else {root}
    return frozenset(stem for stem in found if len(stem) >= _LEAST or stem == folded)


@lru_cache(maxsize=50_000)
def forms_of(word: str) -> frozenset[str]:
    """Forms that a word of an object may have, itself among them, in lower case: singular, and without ``-nya``."""
    folded = word.casefold().replace("’", "'")
    found = {folded}
    if folded.endswith("nya") and len(folded) > len("nya") + _LEAST:
        found.add(folded.removesuffix("nya"))
    for end, least, instead in _FORMS_EN:
        for form in tuple(found):
            if form.endswith(end) and len(form) - len(end) >= least:
                found.add(form.removesuffix(end) + instead)
    return frozenset(found)
