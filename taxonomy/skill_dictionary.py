"""Names of skills in free text, word for word.

An Aho-Corasick automaton (Aho & Corasick 1975, through pyahocorasick) over all labels and aliases and their simple
Indonesian forms; longest match wins, whole words only. Offsets are code points into the text as it was given: the text
is folded character by character with a map back, so entities, ligatures and zero-width characters move nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from taxonomy.skill_context import heading_spans, is_benefit, is_in_heading, needs_context, section_starts
from taxonomy.skills import Skill, Skills

_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A name found.

    Attributes:
        start: Code point offset of its first character.
        end: Offset after its last one.
        skill: What it names.
        similarity: 1 for a name of the taxonomy, 0.9 for a form derived from one.
    """

    start: int
    end: int
    skill: Skill
    similarity: float


@lru_cache(maxsize=20_000)
def _pieces(character: str) -> str:
    """What one character becomes: nothing when it is invisible, a space for spaces, controls and hyphens."""
    found = ""
    for piece in unicodedata.normalize("NFKC", character).casefold():
        category = unicodedata.category(piece)
        if category not in {"Cf", "Mn"}:
            found += " " if piece.isspace() or category == "Cc" or piece in "-‐‑–_" else piece
    return found


def folded_with_map(text: str) -> tuple[str, list[int]]:
    """The text in lower case NFKC without invisible characters, one space for any run of spaces or hyphens.

    Returns:
        The folded text, and for each of its characters the offset in ``text`` that it comes from.
    """
    kept: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text):
        for shown in _pieces(character):
            if shown == " " and (not kept or kept[-1] == " "):
                continue
            kept.append(shown)
            offsets.append(at)
    return "".join(kept), offsets


class SkillDictionary:
    """Finds names; pure, safe to share between threads."""

    def __init__(self, skills: Skills) -> None:
        """Build the automaton over every name of every skill."""
        self._automaton = ahocorasick.Automaton()
        known: dict[str, tuple[Skill, float]] = {}
        for form, skill in skills.forms().items():
            known.setdefault(_folded(form), (skill, 1.0))
        for form, skill in skills.forms().items():
            for derived in _derived(_folded(form)):
                known.setdefault(derived, (skill, 0.9))
        for form, (skill, similarity) in known.items():
            if form:
                self._automaton.add_word(form, (len(form), skill, similarity))
        self._automaton.make_automaton()
        self._is_empty = not known

    def find(self, text: str) -> list[Hit]:
        """All names, by start, none overlapping: the longest wins, then the first.

        Names in headings and among the benefits are left out. Never raises; an empty text gives none.
        """
        if self._is_empty or not text:
            return []
        folded, offsets = folded_with_map(text)
        hits: list[tuple[int, int, Skill, float]] = []
        for last, (length, skill, similarity) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if _is_whole(folded, start, end) and needs_context(folded, start, end):
                hits.append((start, end, skill, similarity))
        hits.sort(key=lambda hit: (-(hit[1] - hit[0]), hit[0]))
        taken = bytearray(len(folded))
        found: list[Hit] = []
        starts, headings = section_starts(text), heading_spans(text)
        for start, end, skill, similarity in hits:
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            hit = Hit(start=offsets[start], end=offsets[end - 1] + 1, skill=skill, similarity=similarity)
            if not is_in_heading(hit.start, headings) and not is_benefit(hit.start, starts):
                found.append(hit)
        return sorted(found, key=lambda hit: hit.start)


def _folded(form: str) -> str:
    return folded_with_map(form)[0].strip()


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whole words only: no letter or digit may touch either end, nor ``+`` or ``#`` the right one (C is not C++)."""
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    if _WORD.match(folded[start]) and _WORD.match(before):
        return False
    return not (_WORD.match(folded[end - 1]) and (_WORD.match(after) or after in "+#"))


def _derived(form: str) -> tuple[str, ...]:
    """Forms that Indonesian makes of a name: the clitic -nya, and the verb of a noun in peN-...-an (one word each).

    ``pengelasan`` is also written ``mengelas`` and ``las``; only the verb is safe to add by rule.
    """
    words = form.split(" ")
    found = [f"{form}nya"] if len(form) > 4 and form[-1].isalpha() else []
    head = words[0]
    for noun, verb in (("peng", "meng"), ("peny", "meny"), ("pem", "mem"), ("pen", "men"), ("per", "memper")):
        stem = head.removeprefix(noun)
        if head.startswith(noun) and len(stem) >= 4 and stem.endswith("an"):
            root = stem[:-2]
            rest = words[1:]
            found += [" ".join([verb + root, *rest]), " ".join([verb + root + "kan", *rest])]
            break
    # A verb alone says too little ("membuat"); with an object it names the skill.
    return tuple(form for form in found if " " in form or form.endswith("nya") or len(form) >= 8)
