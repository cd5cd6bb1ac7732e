"""Skills that a CV says with a verb and an object, which the taxonomy names with a noun: ``supervised nine staff``.

The table ``skill_phrases.tsv`` holds verbs and objects of skills in both languages; an object without verbs says the
skill alone. Verbs are compared by their stems, a light form of Porter's (1980, "An algorithm for suffix stripping") for
English and of Nazief & Adriani's (1996) for Indonesian: each word has several, for no dictionary of roots is asked
which of them is right. Words of objects lose English endings and ``-nya`` alone: ``jaring`` (a fisher's net) is no
``jaringan`` (a network).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from taxonomy.tables import read_table

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(r"[^,.;:()\n\t|]+")
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

_FORMS_EN = (("ies", 4, "y"), ("es", 4, ""), ("s", 4, ""), ("ing", 4, ""), ("ed", 4, ""))
"""Ending, letters of the least root, and what takes its place."""

Span = tuple[int, int]
"""From, and to behind the last, in code points."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """One way to say a skill; ``verbs`` is empty where the object says it alone."""

    skill_id: str
    verbs: frozenset[str]
    words: tuple[str, ...]
    object: tuple[frozenset[str], ...]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[_Phrase]]:
    """Phrases by each form of the first word of their object."""
    text = (resources.files("matcher.cv") / "tables" / "skill_phrases.tsv").read_text(encoding="utf-8")
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for _, row in read_table(text, "skill_phrases.tsv", ("skill_id", "verbs", "objects")):
        verbs = frozenset(stem for verb in row["verbs"].split("|") if verb for stem in stems_of(verb))
        for words in row["objects"].split("|"):
            spelt = tuple(_WORD.findall(words))
            said = tuple(forms_of(word) for word in spelt)
            phrase = _Phrase(skill_id=row["skill_id"], verbs=verbs, words=spelt, object=said)
            for form in said[0]:
                found[form].append(phrase)
    return found


def phrased_skills(text: str, named: Collection[Span] = ()) -> list[str]:
    """Ids of skills that a text says in phrases of the table, distinct; clauses that deny give none.

    Args:
        text: Own words.
        named: Where it names skills word for word: a phrase whose object lies within a longer name says nothing more.
    """
    found: dict[str, None] = {}
    for clause in _CLAUSE.finditer(text):
        if not _NOT.search(clause[0]):
            for skill_id, start, end in _said(clause[0]):
                inside = (clause.start() + start, clause.start() + end)
                if not any(_lies_within(inside, name) for name in named):
                    found[skill_id] = None
    return list(found)


def _lies_within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A phrase that a clause says: the words of its object, ``at`` to ``end``, and those that it spells as they are."""

    skill_id: str
    at: int
    end: int
    exact: frozenset[int]

    def lies_within(self, other: _Hit) -> bool:
        """Whether a longer object says these words too, and as exactly: ``gigi`` is no part of ``gigitan ular``."""
        return _lies_within((self.at, self.end), (other.at, other.end)) and self.exact <= other.exact


def _said(clause: str) -> Iterator[tuple[str, int, int]]:
    """Skills of one clause, each with the span of its object.

    Where the words of one object lie within another's, the longer alone says what is meant.
    """
    spans = [(word.start(), word.end()) for word in _WORD.finditer(clause)]
    words = [clause[start:end].casefold() for start, end in spans]
    hits = [hit for at in range(len(words)) for hit in _at(words, at)]
    for hit in hits:
        if not any(hit.lies_within(other) for other in hits):
            yield hit.skill_id, spans[hit.at][0], spans[hit.end - 1][1]


def _at(words: Sequence[str], at: int) -> Iterator[_Hit]:
    """Phrases whose object begins at a word."""
    phrases = _phrases()
    for phrase in {id(one): one for form in forms_of(words[at]) for one in phrases.get(form, ())}.values():
        end = at + len(phrase.object)
        said = zip(phrase.object, words[at:end], strict=False)
        if end > len(words) or not all(forms & forms_of(word) for forms, word in said):
            continue
        near = (*words[max(0, at - 1 - _BETWEEN) : at], *words[end : end + 1])
        if not phrase.verbs or any(phrase.verbs & stems_of(word) for word in near):
            exact = frozenset(here for here in range(at, end) if words[here] == phrase.words[here - at])
            yield _Hit(skill_id=phrase.skill_id, at=at, end=end, exact=exact)
