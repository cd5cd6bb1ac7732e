"""A market of any size out of real ads, with copies whose originals are known.

The real ads are taken again and again. Each time all employers get another number and half of the words another ending,
so that an employer has as many ads as in life and no ad of one round is a copy of another round's. Of every tenth ad a
copy is made as other boards would show it: the employer's name in another way, the title shouted or with its town, the
text cut or with some other words, the place left at its province, some days later.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from matcher.coded import Coded
from matcher.records import Posting, Provenance

COPIED = 10
"""One ad of so many has a copy."""

SOURCE = "salinan"
"""Source of the copies."""

_SEED = 20_261
_CUT_CHARACTERS = 150
_LATEST = 30
_SWAPPED = 0.03
_WORD = re.compile(r"[^\W\d_]{3,}")
_FORM = re.compile(r"^(?:pt|cv)\.?\s+|,?\s+(?:tbk|pt|cv)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One ad of the market.

    Attributes:
        posting: The ad.
        coded: Its codes.
        original: Key of the ad that it is a copy of; empty for an original.
    """

    posting: Posting
    coded: Coded
    original: str = ""


def market(ads: Sequence[tuple[Posting, Coded]], size: int) -> Iterator[Made]:
    """So many ads, originals and copies; the same size gives the same market.

    Args:
        ads: Real ads with their codes.
        size: Number of ads.
    """
    drawn, made, at = random.Random(_SEED), 0, 0  # noqa: S311 - a market, no secret
    while made < size:
        number, place = divmod(at, len(ads))
        original = _of_round(*ads[place], number)
        yield original
        made, at = made + 1, at + 1
        if at % COPIED == 0 and made < size:
            yield _copy(original, drawn)
            made += 1


def _of_round(posting: Posting, coded: Coded, number: int) -> Made:
    """An ad as it stands in a round; round 0 is life itself."""
    if number == 0:
        return Made(posting=posting, coded=coded)
    key = f"{posting.key}-{number}"
    provenance = _provenance(posting.provenance.source, key.partition(":")[2], posting)
    other = replace(
        posting,
        provenance=provenance,
        employer=f"{posting.employer} {number}" if posting.employer else "",
        description=_WORD.sub(lambda found: _ending(found.group(), number), posting.description),
    )
    return Made(posting=other, coded=replace(coded, key=other.key))


def _provenance(source: str, source_id: str, posting: Posting) -> Provenance:
    return Provenance(source=source, source_id=source_id, fetched_at=posting.provenance.fetched_at, raw_hash="")


def _ending(word: str, number: int) -> str:
    """Half of all words get another ending, in each round other ones."""
    return f"{word}{number}" if zlib.crc32(f"{word.casefold()} {number}".encode()) & 1 else word


def _copy(original: Made, drawn: random.Random) -> Made:
    """An ad as another board shows it."""
    posting, coded = original.posting, original.coded
    source_id = f"{posting.provenance.source}-{posting.provenance.source_id}"
    later = timedelta(days=drawn.randint(0, _LATEST))
    copy = replace(
        posting,
        provenance=_provenance(SOURCE, source_id, posting),
        title=_other_title(posting, drawn),
        employer=_other_name(posting.employer, drawn),
        description=_other_text(posting.description, drawn),
        posted_on=posting.posted_on + later if posting.posted_on else None,
    )
    regions = tuple(sorted({code[:2] for code in coded.region_codes})) if drawn.random() < 0.2 else coded.region_codes
    return Made(posting=copy, coded=replace(coded, key=copy.key, region_codes=regions), original=posting.key)


def _other_title(posting: Posting, drawn: random.Random) -> str:
    town = posting.places[0].split(",")[0] if posting.places else ""
    ways = (posting.title, posting.title.upper(), f"URGENT {posting.title}!", f"{posting.title} - {town}".strip(" -"))
    return drawn.choice(ways)


def _other_name(name: str, drawn: random.Random) -> str:
    bare = _FORM.sub("", name)
    company = f"PT. {bare}, Tbk" if name[:2].casefold() == "pt" else name
    return drawn.choice((name, name.upper(), company, f"{name}  ")) if name else ""


def _other_text(text: str, drawn: random.Random) -> str:
    if drawn.random() < 0.3 and len(text) > _CUT_CHARACTERS:
        return text[:_CUT_CHARACTERS].rsplit(" ", 1)[0] + "..."
    words = text.split(" ")
    return " ".join("tersebut" if drawn.random() < _SWAPPED else word for word in words)
