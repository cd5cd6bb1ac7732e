"""Postings reduced to what drift is measured by, and a profile of many: counts and shares, no text.

Titles and their words stand in a profile as 32-bit hashes: enough to say whether one was there, and no text.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from taxonomy.errors import InputError
from taxonomy.titles import core_title

FORMAT = 1
SUB_MAJOR = 2
"""Digits of the occupation groups whose mix is watched: 43 groups of KBJI 2014; unit groups would be mostly empty."""

OCCUPATION, LANGUAGE, SOURCE = "occupation", "language", "source"
CODED, UNCERTAIN, NEW_TITLES, NEW_WORDS, WITHOUT_CONCEPT = "coded", "uncertain", "new titles", "new words", "no concept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One posting.

    Attributes:
        title: Normalised (``core_title``); empty where it names no work.
        occupation: Unit group that it was coded to; empty where it was not.
        is_uncertain: Whether the coder marked it so.
        language: ``id`` or ``en``.
        source: Board or office.
        phrases: Phrases of skills that were read, where they were.
        unlinked: Those of them without a concept.
    """

    title: str
    occupation: str = ""
    is_uncertain: bool = False
    language: str = "id"
    source: str = ""
    phrases: int = 0
    unlinked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What many postings look like.

    Attributes:
        name: Where they come from.
        n: Postings.
        titles: Hashes of their titles.
        words: Hashes of the words of these.
        counts: Mix (``occupation``, ``language``, ``source``) to value to postings.
        shares: Figure to (hits, n). For ``new titles`` and ``new words`` hits are those that occur once: the share of
            what comes next that is new is about theirs (Good 1953, Biometrika 40).
    """

    name: str
    n: int
    titles: frozenset[int] = frozenset()
    words: frozenset[int] = frozenset()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]])
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "format": FORMAT,
            "name": self.name,
            "n": self.n,
            "titles": sorted(self.titles),
            "words": sorted(self.words),
            "counts": {name: dict(sorted(values.items())) for name, values in self.counts.items()},
            "shares": {name: list(pair) for name, pair in self.shares.items()},
        }


def profile_from(document: Mapping[str, Any], where: str) -> Profile:
    """A profile out of its document.

    Raises:
        InputError: It is none.
    """
    try:
        if document["format"] != FORMAT:
            raise InputError(wanted=f"a profile of format {FORMAT}", found=document["format"], where=where)
        return Profile(
            name=str(document["name"]),
            n=int(document["n"]),
            titles=frozenset(map(int, document["titles"])),
            words=frozenset(map(int, document["words"])),
            counts={name: {k: int(v) for k, v in of.items()} for name, of in document["counts"].items()},
            shares={name: (int(hits), int(n)) for name, (hits, n) in document["shares"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(wanted="a profile of postings", found=str(error), where=where) from error


def profile_of(postings: Iterable[Seen], name: str) -> Profile:
    """The profile of some postings."""
    titles, words = Counter[str](), Counter[str]()
    mixes = {mix: Counter[str]() for mix in (OCCUPATION, LANGUAGE, SOURCE)}
    n = coded = uncertain = phrases = unlinked = 0
    for one in postings:
        n += 1
        coded += bool(one.occupation)
        uncertain += one.is_uncertain
        phrases += one.phrases
        unlinked += one.unlinked
        if one.title:
            titles[one.title] += 1
            words.update(one.title.split())
        for mix, value in values_of(one).items():
            mixes[mix][value] += 1
    shares = {
        CODED: (coded, n),
        UNCERTAIN: (uncertain, n),
        NEW_TITLES: (_once(titles), titles.total()),
        NEW_WORDS: (_once(words), words.total()),
        WITHOUT_CONCEPT: (unlinked, phrases),
    }
    hashed = frozenset(map(hash_of, titles)), frozenset(map(hash_of, words))
    return Profile(name=name, n=n, titles=hashed[0], words=hashed[1], counts=mixes, shares=shares)


def values_of(one: Seen) -> dict[str, str]:
    """The value of a posting in each mix; of its occupation none where it was not coded."""
    mix = {LANGUAGE: one.language, SOURCE: one.source}
    return {OCCUPATION: one.occupation[:SUB_MAJOR], **mix} if one.occupation else mix


def title_of(title: str) -> str:
    """A title as it is compared."""
    return core_title(title)


def hash_of(text: str) -> int:
    """32 bits of a text."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _once(counts: Counter[str]) -> int:
    return sum(count == 1 for count in counts.values())
