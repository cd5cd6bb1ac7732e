"""Task ``places``: place strings of real ads to region codes, beside exact look-up of official names in the same run.

``evaluation/data/places_gold.tsv`` holds codes and where the string stands: the ad's field of places as a whole
(``location``), or code points of its description (``sentence``). ``-`` is no place, ``ID`` the whole country,
``remote`` work from home, two letters another country. ``alternates`` are whole other readings, and a note
``either=3275/3216`` says that of a name any reading, or all of them, is right: nobody can tell the city from the
regency of that name.

An answer is right when its codes, as a set, are those of an accepted reading: one code too many or too few is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from evaluation.ad_texts import AdText, ad_texts, gold_rows
from evaluation.coded_titles import DATA
from evaluation.rows import share_row
from evaluation.task import Options, Row, reported
from taxonomy.errors import InputError
from taxonomy.places import Gazetteer, load_gazetteer
from taxonomy.text import fold, plain

GOLD = DATA / "places_gold.tsv"

RIGHT = 0.98
"""Target: share of strings read right."""

FIELDS = ("location", "sentence")

Codes = frozenset[str]
Reader = Callable[[str], Codes]

_COLUMNS = ("id", "field", "start", "end", "codes", "alternates", "note")
_EITHER = re.compile(r"\beither=(\S+)")
_NO_PLACE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPlace:
    """A coded place string.

    Attributes:
        id: Of the ad.
        field: One of ``FIELDS``.
        text: The string, as a person reads it.
        accepted: Readings that are right, the annotator's first choice first; an empty one is no place.
    """

    id: str
    field: str
    text: str
    accepted: tuple[Codes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A string that was read otherwise than the annotator read it."""

    gold: GoldPlace
    found: Codes


@reported("places")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The gold file, the data folder or an ad is missing, or the gold is faulty.
    """
    gold = read_gold(options)
    rows = list[Row]()
    for name, reader in systems(load_gazetteer()).items():
        target = RIGHT if not rows else None
        right = [reader(place.text) in place.accepted for place in gold]
        rows.append(share_row(f"{name}: strings right", right, at_least=target))
        for field in FIELDS:
            of_field = [is_right for place, is_right in zip(gold, right, strict=True) if place.field == field]
            rows.append(share_row(f"{name}, {field}: strings right", of_field))
    return rows


def read_gold(options: Options) -> list[GoldPlace]:
    """The gold with its strings, which are looked up in the ads.

    Raises:
        InputError: As ``run``; names the row.
    """
    path: Path = options.gold or GOLD
    rows = gold_rows(path, _COLUMNS)
    ads = ad_texts(options, {row["id"] for _, row in rows})
    found: list[GoldPlace] = []
    for where, row in rows:
        if row["field"] not in FIELDS:
            raise InputError(wanted=f"one of {', '.join(FIELDS)}", found=row["field"], where=f"{where}, column field")
        text = _text(ads[row["id"]], row["field"], row["start"], row["end"], where)
        readings = tuple(dict.fromkeys(accepted(row["codes"], row["alternates"], row["note"])))
        found.append(GoldPlace(id=row["id"], field=row["field"], text=text, accepted=readings))
    return found


def _text(ad: AdText, field: str, start: str, end: str, where: str) -> str:
    if field == "location":
        return plain(ad.location)
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(ad.body)):
        wanted = f"offsets within {len(ad.body)} code points"
        raise InputError(wanted=wanted, found=f"{start} to {end}", where=f"{where}, columns start and end")
    return plain(ad.body[int(start) : int(end)])


def accepted(codes: str, alternates: str, note: str) -> Iterator[Codes]:
    """Every reading that is right, by the rules at the head of this module; some may come twice."""
    first = _codes(codes)
    yield first
    yield from (_codes(other) for other in alternates.split(";") if other)
    either = _EITHER.search(note)
    names = [[_codes(option, "+") for option in name.split("/")] for name in either[1].split(",")] if either else []
    rest = first.difference(*(options[0] for options in names))
    for chosen in product(*([*options, frozenset[str]().union(*options)] for options in names)):
        yield rest.union(*chosen)


def _codes(text: str, between: str = "|") -> Codes:
    return frozenset(text.split(between)) - {_NO_PLACE}


def systems(gazetteer: Gazetteer) -> dict[str, Reader]:
    """Ours, and the baseline: official names, whole between separators, with or without Kota and Kabupaten."""
    names: dict[str, set[str]] = {}
    for region in (*gazetteer.provinces(), *gazetteer.regencies()):
        for name in {fold(region.name), region.bare_name}:
            names.setdefault(name, set()).add(region.code)

    def exact(text: str) -> Codes:
        parts = (fold(part) for part in re.split(r"[,;/&()\n]+", text))
        return frozenset(code for part in parts for code in names.get(part, ()))

    return {"Sepadan": lambda text: our_codes(gazetteer, text), "official names word for word": exact}


def our_codes(gazetteer: Gazetteer, text: str) -> Codes:
    """What our reader says, in the codes of the gold."""
    reading = gazetteer.read(text)
    found = {region.code for region in reading.regions} | set(reading.abroad)
    if reading.is_remote:
        found.add("remote")
    return frozenset(found or ({"ID"} if reading.country == "ID" else ()))


def failures(gold: Sequence[GoldPlace], reader: Reader) -> list[Failure]:
    """The strings that a reader gets wrong, for people who mend it."""
    found = [Failure(gold=place, found=reader(place.text)) for place in gold]
    return [failure for failure in found if failure.found not in failure.gold.accepted]
