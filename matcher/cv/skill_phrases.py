"""Skills that a CV says with a verb and an object, which the taxonomy names with a noun: ``supervised nine staff``.

The table ``skill_phrases.tsv`` holds verbs and objects of common skills in both languages. Words are compared by their
stems, a light form of Porter's (1980, "An algorithm for suffix stripping") for English and of Nazief & Adriani's (1996)
for Indonesian: each word has several, for no dictionary of roots is asked which of them is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.tables import read_table

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(r"[,.;:()\n\t|]+")
_NOT = re.compile(r"\b(?:tidak|belum|bukan|tanpa|not|never|without)\b", re.IGNORECASE)
_LEAST = 3
"""Letters of a stem."""

_BETWEEN = 3
"""Words that may stand between a verb and its object: ``supervise nine shift operators``."""

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
    return frozenset(stem for stem in found if len(stem) >= _LEAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """One way to say a skill; ``verbs`` is empty where the object says it alone."""

    skill_id: str
    verbs: frozenset[str]
    object: tuple[frozenset[str], ...]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[_Phrase]]:
    """Phrases by each stem of the first word of their object."""
    text = (resources.files("matcher.cv") / "tables" / "skill_phrases.tsv").read_text(encoding="utf-8")
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for _, row in read_table(text, "skill_phrases.tsv", ("skill_id", "verbs", "objects")):
        verbs = frozenset(stem for verb in row["verbs"].split("|") if verb for stem in stems_of(verb))
        for words in row["objects"].split("|"):
            said = tuple(stems_of(word) for word in _WORD.findall(words))
            phrase = _Phrase(skill_id=row["skill_id"], verbs=verbs, object=said)
            for stem in said[0]:
                found[stem].append(phrase)
    return found


def phrased_skills(text: str) -> list[str]:
    """Ids of skills that a text says in phrases of the table, distinct; clauses that deny give none."""
    found: dict[str, None] = {}
    for clause in _CLAUSE.split(text):
        if not _NOT.search(clause):
            found |= dict.fromkeys(_said([stems_of(word) for word in _WORD.findall(clause)]))
    return list(found)


def _said(words: list[frozenset[str]]) -> Iterator[str]:
    phrases = _phrases()
    for at, stems in enumerate(words):
        for phrase in {id(one): one for stem in stems for one in phrases.get(stem, ())}.values():
            end = at + len(phrase.object)
            if end > len(words) or not all(
                one & other for one, other in zip(phrase.object, words[at:end], strict=True)
            ):
                continue
            near = [*words[max(0, at - 1 - _BETWEEN) : at], *words[end : end + 1]]
            if not phrase.verbs or any(phrase.verbs & one for one in near):
                yield phrase.skill_id
