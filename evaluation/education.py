"""Task ``education``: least level, levels and fields of study of real ads, beside plain keywords on the same ads.

``evaluation/data/education_gold.tsv`` holds, for each ad, the lowest level accepted, all levels named and the fields of
study as the ad writes them; how they were coded is in ``docs/coding-guide.md``. An ad that asks for no schooling has
empty cells, and the right answer to it is none. Fields are compared letter case aside, word for word: a field that is
cut short or holds a word too many is wrong. Intervals of F1 resample ads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.ad_facts import Judged, fact_rows, read_ads, source_rows
from evaluation.ad_texts import gold_rows
from evaluation.coded_titles import DATA
from evaluation.rows import row
from evaluation.spans import F1, PRECISION, ratio_intervals, ratios
from evaluation.task import Options, Row, reported
from taxonomy.education import LEVELS, read_education
from taxonomy.errors import InputError
from taxonomy.text import fold

GOLD = DATA / "education_gold.tsv"

LEAST = 0.97
"""Target: share of ads whose least level is read right."""

_COLUMNS = ("id", "least", "levels", "majors", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schooling:
    """What an ad asks for, as coded or as read.

    Attributes:
        least: The lowest level that is enough; empty when none is named. The lowest named, unless two are asked for at
            once ("profesi dan S2").
        levels: Levels named, ascending.
        majors: Fields of study, folded.
    """

    least: str
    levels: tuple[str, ...]
    majors: frozenset[str]


Reader = Callable[[str], Schooling]


@reported("education")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The gold file, the data folder or an ad is missing, or the gold is faulty.
    """
    gold = read_gold(options.gold or GOLD)
    ads = read_ads(options, gold.keys())
    rows: list[Row] = []
    for name, reader in {"Sepadan": ours, "keywords": keywords}.items():
        found = {ad: reader(ads[ad]) for ad in gold}
        rows += _rows(name, gold, found, target=None if rows else LEAST)
    return rows


def read_gold(path: Path) -> dict[str, Schooling]:
    """Id to what its ad asks for.

    Raises:
        InputError: Not such a file, or an unknown level; names file, line and column.
    """
    found: dict[str, Schooling] = {}
    for where, cells in gold_rows(path, _COLUMNS):
        least, levels = cells["least"], tuple(filter(None, cells["levels"].split("|")))
        is_ordered = levels == tuple(level for level in LEVELS if level in levels)
        if not is_ordered or least not in (levels or ("",)):
            wanted = f"levels of {', '.join(LEVELS)}, ascending, the least one of them"
            raise InputError(wanted=wanted, found=f"{least}; {cells['levels']}", where=f"{where}, column levels")
        majors = frozenset(fold(major) for major in cells["majors"].split("|") if major)
        found[cells["id"]] = Schooling(least=least, levels=levels, majors=majors)
    return found


def ours(text: str) -> Schooling:
    """What the product reads."""
    reading = read_education(text)
    return Schooling(least=reading.least, levels=reading.levels, majors=frozenset(map(fold, reading.majors)))


_KEYWORDS = {"SMK": "SMA", "SLTA": "SMA", "DIPLOMA": "D3", "SARJANA": "S1", "BACHELOR": "S1", "MASTER": "S2"}
_KEYWORD = re.compile(rf"\b(?:{'|'.join((*LEVELS, *_KEYWORDS))})\b", re.IGNORECASE)
_MAJOR = re.compile(r"\b(?:jurusan|degree in)\s+([\w /,]+)", re.IGNORECASE)


def keywords(text: str) -> Schooling:
    """The baseline: words of levels anywhere, and what stands behind ``jurusan`` or ``degree in``."""
    words = {word.upper() for word in _KEYWORD.findall(text)}
    named = {_KEYWORDS.get(word, word) for word in words}
    majors = {fold(part) for phrase in _MAJOR.findall(text) for part in re.split(r"[/,\n]", phrase)}
    levels = tuple(level for level in LEVELS if level in named)
    return Schooling(least="".join(levels[:1]), levels=levels, majors=frozenset(majors - {""}))


def _rows(name: str, gold: dict[str, Schooling], found: dict[str, Schooling], *, target: float | None) -> list[Row]:
    least = [
        Judged(source=ad.split(":")[0], is_right=found[ad].least == asked.least, is_named=bool(asked.least))
        for ad, asked in gold.items()
    ]
    levels = [
        Judged(source=ad.split(":")[0], is_right=found[ad].levels == asked.levels, is_named=bool(asked.levels))
        for ad, asked in gold.items()
    ]
    return [
        *fact_rows(name, "least level", least, at_least=target),
        *source_rows(name, "least level", least),
        *fact_rows(name, "set of levels", levels),
        *_major_rows(name, list(gold.values()), list(found.values())),
    ]


def _major_rows(name: str, gold: Sequence[Schooling], found: Sequence[Schooling]) -> list[Row]:
    pairs = zip(gold, found, strict=True)
    counts = np.array(
        [(len(asked.majors & read.majors), len(read.majors), len(asked.majors)) for asked, read in pairs],
        dtype=np.float64,
    )
    total = counts.sum(axis=0)
    values, intervals = ratios(total), ratio_intervals(counts)
    return [
        row(
            f"{name}: fields of study, {measure}",
            values[measure],
            n=int(total[1 if measure == PRECISION else 2]),
            ci95=intervals[measure],
        )
        for measure in sorted(values, key=lambda measure: measure != F1)
    ]
