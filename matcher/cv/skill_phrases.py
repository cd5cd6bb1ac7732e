"""Skills that a CV says with a verb and an object, which the taxonomy names with a noun: ``supervised nine staff``.

Two tables hold verbs and objects of skills in both languages; an object without verbs says the skill alone.
``skill_phrases.tsv`` was written by hand, ``learnt_phrases.tsv`` by ``sepadan train cv-phrases`` out of
invented lines of CVs. Words are compared by the forms of ``matcher.cv.word_forms``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from matcher.cv.word_forms import forms_of, stems_of
from taxonomy.tables import read_table

TABLES = ("skill_phrases.tsv", "learnt_phrases.tsv")
COLUMNS = ("skill_id", "verbs", "objects")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(r"[^,.;:()\n\t|]+")
_NOT = re.compile(r"\b(?:tidak|belum|bukan|tanpa|not|never|without)\b", re.IGNORECASE)
_BETWEEN = 3
"""Words that may stand between a verb and its object: ``supervise nine shift operators``."""

Span = tuple[int, int]
"""From, and to behind the last, in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRow:
    """A row of a table: ways to say one skill; ``verbs`` is empty where an object says it alone."""

    skill_id: str
    verbs: tuple[str, ...]
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPhrase:
    """A skill that a text says; ``words`` are those of the object as they stand there, in lower case."""

    skill_id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    skill_id: str
    verbs: frozenset[str]
    words: tuple[str, ...]
    object: tuple[frozenset[str], ...]


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


class PhraseTable:
    """Finds the phrases of some tables in text; safe to share between threads."""

    def __init__(self, rows: Iterable[PhraseRow]) -> None:
        """Take the rows of all tables."""
        self._by_form: dict[str, list[_Phrase]] = defaultdict(list)
        for row in rows:
            verbs = frozenset(stem for verb in row.verbs for stem in stems_of(verb))
            for said in row.objects:
                spelt = tuple(WORD.findall(said))
                forms = tuple(forms_of(word) for word in spelt)
                phrase = _Phrase(skill_id=row.skill_id, verbs=verbs, words=spelt, object=forms)
                for form in forms[0]:
                    self._by_form[form].append(phrase)

    def verb_stems(self) -> frozenset[str]:
        """Stems of all verbs."""
        return frozenset(stem for phrases in self._by_form.values() for phrase in phrases for stem in phrase.verbs)

    def find(self, text: str, named: Collection[Span] = ()) -> list[SaidPhrase]:
        """Skills that a text says, distinct, in order; clauses that deny give none.

        Args:
            text: Own words.
            named: Where it names skills word for word: a phrase whose object lies within a longer name says nothing
                more.
        """
        found: dict[SaidPhrase, None] = {}
        for clause in _CLAUSE.finditer(text):
            if not _NOT.search(clause[0]):
                for skill_id, start, end in self._said(clause[0]):
                    inside = (clause.start() + start, clause.start() + end)
                    if not any(_lies_within(inside, name) for name in named):
                        found[SaidPhrase(skill_id=skill_id, words=clause[0][start:end].casefold())] = None
        return list(found)

    def _said(self, clause: str) -> Iterator[tuple[str, int, int]]:
        """Skills of one clause, each with the span of its object.

        Where the words of one object lie within another's, the longer alone says what is meant.
        """
        spans = [(word.start(), word.end()) for word in WORD.finditer(clause)]
        words = [clause[start:end].casefold() for start, end in spans]
        hits = [hit for at in range(len(words)) for hit in self._at(words, at)]
        for hit in hits:
            if not any(hit.lies_within(other) for other in hits):
                yield hit.skill_id, spans[hit.at][0], spans[hit.end - 1][1]

    def _at(self, words: Sequence[str], at: int) -> Iterator[_Hit]:
        """Phrases whose object begins at a word."""
        known = (self._by_form.get(form, ()) for form in forms_of(words[at]))
        for phrase in {id(one): one for phrases in known for one in phrases}.values():
            end = at + len(phrase.object)
            said = zip(phrase.object, words[at:end], strict=False)
            if end > len(words) or not all(forms & forms_of(word) for forms, word in said):
                continue
            near = (*words[max(0, at - 1 - _BETWEEN) : at], *words[end : end + 1])
            if not phrase.verbs or any(phrase.verbs & stems_of(word) for word in near):
                exact = frozenset(here for here in range(at, end) if words[here] == phrase.words[here - at])
                yield _Hit(skill_id=phrase.skill_id, at=at, end=end, exact=exact)


def _lies_within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer


def phrase_rows(name: str) -> Iterator[PhraseRow]:
    """Rows of one of ``TABLES``."""
    for _, row in cv_table(name, COLUMNS):
        verbs = tuple(verb for verb in row["verbs"].split("|") if verb)
        yield PhraseRow(skill_id=row["skill_id"], verbs=verbs, objects=tuple(row["objects"].split("|")))


def cv_table(name: str, columns: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Rows of a table in ``matcher/cv/tables``, each with its place."""
    yield from read_table((resources.files("matcher.cv") / "tables" / name).read_text("utf-8"), name, columns)


@lru_cache(maxsize=1)
def load_phrases() -> PhraseTable:
    """The bundled tables."""
    return PhraseTable(row for name in TABLES for row in phrase_rows(name))
