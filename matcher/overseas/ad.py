"""An ad for work abroad as the checks read it: its words with invisible characters and dressed-up letters undone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from matcher.records import Posting

Part = Literal["title", "company", "place", "text"]

MAX_TEXT = 20_000
"""Characters of a text that are read."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2063\ufeff\u00ad\u202a-\u202e\ufffc]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One ad.

    Attributes:
        title: As advertised.
        company: Who advertises, or empty.
        places: Place names as advertised.
        text: Body of the ad.
    """

    title: str
    company: str = ""
    places: tuple[str, ...] = ()
    text: str = ""

    @staticmethod
    def of(posting: Posting) -> Ad:
        """The ad of a stored posting."""
        return Ad(title=posting.title, company=posting.employer, places=posting.places, text=posting.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of an ad that show something.

    Attributes:
        part: Where they stand.
        start: Code point offset of the first character in that part; 0 for a place.
        end: Offset after the last one.
        surface: The words, unchanged.
    """

    part: Part
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """One part of an ad, plain to patterns, that still knows where each character stood.

    Attributes:
        part: Its name.
        original: As advertised.
        plain: Without invisible characters; compatibility forms (𝗕𝗼𝗹𝗱, ＷＩＤＥ) are ordinary letters.
        offsets: Of each plain character in the original.
    """

    part: Part
    original: str
    plain: str
    offsets: Sequence[int] = field(repr=False)

    def words(self, start: int, end: int) -> Words:
        """What stands at an interval of the plain text, in the original; ``end`` is after ``start``."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        return Words(part=self.part, start=first, end=last, surface=self.original[first:last])


def readable(part: Part, text: str) -> Readable:
    """A part of an ad, cut to ``MAX_TEXT`` characters before and after its letters are made plain (one can be 18)."""
    letters: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text[:MAX_TEXT]):
        if _INVISIBLE.match(character):
            continue
        shown = unicodedata.normalize("NFKC", character)
        letters.append(shown)
        offsets += [at] * len(shown)
    return Readable(part=part, original=text, plain="".join(letters)[:MAX_TEXT], offsets=offsets[:MAX_TEXT])


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAd:
    """The parts of an ad that the checks look at.

    Attributes:
        ad: As it came.
        title: Its title.
        company: Who advertises.
        text: Its body.
    """

    ad: Ad
    title: Readable
    company: Readable
    text: Readable

    @staticmethod
    def of(ad: Ad) -> ReadAd:
        """An ad, ready for patterns."""
        return ReadAd(
            ad=ad,
            title=readable("title", ad.title),
            company=readable("company", ad.company),
            text=readable("text", ad.text),
        )

    @property
    def said(self) -> tuple[Readable, Readable]:
        """Title and text: what the ad says."""
        return self.title, self.text


def find_all(parts: Sequence[Readable], pattern: re.Pattern[str]) -> Iterator[tuple[Readable, re.Match[str]]]:
    """Matches that are not empty, part by part."""
    for part in parts:
        for match in pattern.finditer(part.plain):
            if match.end() > match.start():
                yield part, match


def find(parts: Sequence[Readable], pattern: re.Pattern[str]) -> Words | None:
    """The first words that match; None when none do."""
    return next((part.words(*match.span()) for part, match in find_all(parts, pattern)), None)


def before(part: Readable, match: re.Match[str], reach: int = 40) -> str:
    """The plain text right before a match."""
    return part.plain[max(0, match.start() - reach) : match.start()]
