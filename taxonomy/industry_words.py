"""Words that give an industry away, and employers that are known: tables of our own, and how they are found in texts.

``data/industries/words.tsv``: words of names ("sekuritas", "konveksi") and of texts ("jasa pengangkutan") by division,
authored from the official titles and from Indonesian usage. ``known.tsv``: employers and brands with their division
(facts of public knowledge). ``read.tsv``: employers of public ads, coded by ``docs/industry-guide.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.errors import InputError
from taxonomy.industries import DIVISION_DIGITS, load_industries
from taxonomy.industry_text import name_words, words_of
from taxonomy.tables import bundled_table

NO_INDUSTRY = "--"
"""Code of employers whose industry cannot be told from name and ad."""

LONGEST = 6
"""Words of the longest phrase that is looked up."""

_LEAST_LETTERS = 4
"""A known name of a single word must be this long to count when other words follow it."""

_SUFFIXES = ("sindo", "indo", "tama", "nesia", "nusa", "tex", "mas")
"""Endings that Indonesian firms put behind a word that says what they do: Kertasindo, Plastindo, Garmindo."""

Phrase = tuple[str, ...]
Phrases = Mapping[Phrase, tuple[str, ...]]
"""Words to the divisions that they speak for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEmployer:
    """An employer that was coded by hand.

    Attributes:
        code: Division, or ``NO_INDUSTRY``.
        alternates: Divisions that a careful coder could defend as well, or ``NO_INDUSTRY``.
    """

    code: str
    alternates: tuple[str, ...]


def phrases_in(words: Sequence[str], phrases: Phrases) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Longest phrases first from the left: place, length, divisions. A word counts in one phrase alone."""
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            divisions = phrases.get(tuple(words[at : at + length]))
            if divisions:
                yield at, length, divisions
                at += length
                break
        else:
            at += 1


def stems(word: str) -> tuple[str, ...]:
    """A word of a name without the endings that firms put behind it: ``kertas`` of ``kertasindo``."""
    return tuple(word[: -len(end)] for end in _SUFFIXES if word.endswith(end) and len(word) - len(end) > 2)


def known_matches(name: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Known employers in a name: how it stands there (``whole``, ``start`` or ``inside``), and the division.

    "Bank Mandiri KCP Kebumen" begins with a known name. A short single word that begins a name says little and is
    passed over; inside a name two words must agree.
    """
    for at, length, divisions in phrases_in(name, load_known()):
        if length == len(name):
            how = "whole"
        elif at == 0 and (length > 1 or len(name[0]) >= _LEAST_LETTERS):
            how = "start"
        elif length > 1:
            how = "inside"
        else:
            continue
        for division in divisions:
            yield how, division


@lru_cache(maxsize=2)
def load_words(place: str) -> Phrases:
    """Words of names (``name``) or of texts (``text``).

    Raises:
        InputError: A line is faulty; names it.
    """
    found: dict[Phrase, dict[str, None]] = {}
    for where, row in bundled_table("industries/words.tsv", ("code", "in", "word")):
        if row["in"] not in {"name", "text"}:
            raise InputError(wanted="name or text", found=row["in"], where=where)
        code = _division(row["code"], where)
        if row["in"] == place:
            found.setdefault(_phrase(words_of(row["word"]), row["word"], where), {})[code] = None
    return {phrase: tuple(codes) for phrase, codes in found.items()}


@lru_cache(maxsize=1)
def load_known() -> Phrases:
    """Known employers and brands.

    Raises:
        InputError: A line is faulty; names it.
    """
    found: dict[Phrase, dict[str, None]] = {}
    for where, row in bundled_table("industries/known.tsv", ("name", "code")):
        phrase = _phrase(name_words(row["name"]), row["name"], where)
        found.setdefault(phrase, {})[_division(row["code"], where)] = None
    return {phrase: tuple(codes) for phrase, codes in found.items()}


@lru_cache(maxsize=1)
def load_read() -> Mapping[Phrase, ReadEmployer]:
    """Employers of public ads that were coded by hand, by the words of their names.

    Raises:
        InputError: A line is faulty, or an employer stands twice; names it.
    """
    found: dict[Phrase, ReadEmployer] = {}
    for where, row in bundled_table("industries/read.tsv", ("name", "code", "alternates")):
        phrase = tuple(row["name"].split())
        if not phrase or phrase in found:
            raise InputError(wanted="each employer once", found=row["name"], where=where)
        code, *alternates = (_class(one, where) for one in (row["code"], *filter(None, row["alternates"].split("|"))))
        found[phrase] = ReadEmployer(code=code, alternates=tuple(alternates))
    return found


def _phrase(words: Phrase, written: str, where: str) -> Phrase:
    if not 0 < len(words) <= LONGEST:
        raise InputError(wanted=f"1 to {LONGEST} words", found=written, where=where)
    return words


def _class(code: str, where: str) -> str:
    return code if code == NO_INDUSTRY else _division(code, where)


def _division(code: str, where: str) -> str:
    if len(code) != DIVISION_DIGITS or code not in load_industries():
        raise InputError(wanted="a division of two digits", found=code, where=where)
    return code
