"""Task ``experience``: months of experience, welcome to beginners, age and sex in real ads, beside plain keywords.

``evaluation/data/experience_gold.tsv`` holds the values of each ad, coded as ``docs/coding-guide.md`` says; an empty
cell is a value that the ad does not name, and the right answer to it is none. ``experience_phrases.tsv`` holds authored
phrases with traps (a contract, an employer's own years, the age of those who are cared for); a phrase is right when all
its values are. Age and sex are facts for the check on discrimination and no part of a match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.ad_facts import Judged, fact_rows, read_ads, source_rows
from evaluation.ad_texts import gold_rows
from evaluation.coded_titles import DATA
from evaluation.rows import share_row
from evaluation.task import Options, Row, reported
from taxonomy.demands import read_demands
from taxonomy.errors import InputError
from taxonomy.experience import read_experience

GOLD = DATA / "experience_gold.tsv"
PHRASES = DATA / "experience_phrases.tsv"

MONTHS = 0.97
"""Target: share of ads whose least months are read right."""

NUMBERS = ("months_min", "months_max", "age_min", "age_max")
VALUES = ("months_min", "months_max", "fresh_graduate_welcome", "age_min", "age_max", "sex")
_SEXES = ("", "L", "P", "LP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an ad asks for, as coded or as read; None and empty are what it does not name.

    Attributes:
        months_min: Least experience.
        months_max: Most experience.
        fresh_graduate_welcome: Beginners are admitted.
        age_min: Years.
        age_max: Years.
        sex: ``L``, ``P``, ``LP`` or empty.
    """

    months_min: int | None = None
    months_max: int | None = None
    fresh_graduate_welcome: bool = False
    age_min: int | None = None
    age_max: int | None = None
    sex: str = ""


Reader = Callable[[str], Asked]


@reported("experience")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The gold file, the data folder or an ad is missing, or the gold is faulty.
    """
    gold = read_gold(options.gold or GOLD, "id")
    phrases = read_gold(PHRASES, "text")
    ads = read_ads(options, gold.keys())
    rows: list[Row] = []
    for name, reader in {"Sepadan": ours, "keywords": keywords}.items():
        rows += _rows(name, gold, {ad: reader(ads[ad]) for ad in gold}, target=None if rows else MONTHS)
        right = [reader(text) == asked for text, asked in phrases.items()]
        rows.append(share_row(f"{name}: authored phrases, all values", right))
    return rows


def read_gold(path: Path, key: str) -> dict[str, Asked]:
    """The first column, ``key``, to the values.

    Raises:
        InputError: Not such a file, or a value that cannot be; names file, line and column.
    """
    found: dict[str, Asked] = {}
    for where, cells in gold_rows(path, (key, *VALUES, "note")):
        for column, wanted, is_right in (
            *((name, "digits or nothing", cells[name].isdecimal() or not cells[name]) for name in NUMBERS),
            ("fresh_graduate_welcome", "0 or 1", cells["fresh_graduate_welcome"] in {"0", "1"}),
            ("sex", "L, P, LP or nothing", cells["sex"] in _SEXES),
        ):
            if not is_right:
                raise InputError(wanted=wanted, found=cells[column], where=f"{where}, column {column}")
        found[cells[key]] = Asked(
            **{name: int(cells[name]) if cells[name] else None for name in NUMBERS},
            fresh_graduate_welcome=cells["fresh_graduate_welcome"] == "1",
            sex=cells["sex"],
        )
    return found


def ours(text: str) -> Asked:
    """What the product reads."""
    work, demands = read_experience(text), read_demands(text)
    return Asked(
        months_min=work.months_min if work else None,
        months_max=work.months_max if work else None,
        fresh_graduate_welcome=bool(work and work.fresh_graduate_welcome),
        age_min=demands.age_min,
        age_max=demands.age_max,
        sex="".join(sorted(demands.sexes)),
    )


_SPAN = re.compile(
    r"(?:pengalaman|experience)\D{0,40}(\d+)(?:\s*-\s*(\d+))?\+?\s*(tahun|th|year|bulan|month)", re.IGNORECASE
)
_AGE = re.compile(r"(?:usia|umur|age)\D{0,20}(\d\d)(?:\s*-\s*(\d\d))?", re.IGNORECASE)
_MEN = re.compile(r"\b(?:pria|laki-laki|male)\b", re.IGNORECASE)
_WOMEN = re.compile(r"\b(?:wanita|perempuan|female)\b", re.IGNORECASE)


def keywords(text: str) -> Asked:
    """The baseline: the first length behind "pengalaman", the first age behind "usia", words of sex anywhere.

    One age alone is taken for the highest.
    """
    span, age = _SPAN.search(text), _AGE.search(text)
    months = 1 if span and span[3].casefold() in {"bulan", "month"} else 12
    return Asked(
        months_min=int(span[1]) * months if span else None,
        months_max=int(span[2]) * months if span and span[2] else None,
        fresh_graduate_welcome="fresh graduate" in text.casefold(),
        age_min=int(age[1]) if age and age[2] else None,
        age_max=int(age[2] or age[1]) if age else None,
        sex=("L" if _MEN.search(text) else "") + ("P" if _WOMEN.search(text) else ""),
    )


def _rows(name: str, gold: Mapping[str, Asked], found: Mapping[str, Asked], *, target: float | None) -> list[Row]:
    rows: list[Row] = []
    for value in VALUES:
        judged: list[Judged] = []
        for ad, asked in gold.items():
            wanted, read = getattr(asked, value), getattr(found[ad], value)
            is_named = wanted not in (None, "", False)
            judged.append(Judged(source=ad.split(":")[0], is_right=wanted == read, is_named=is_named))
        is_first = value == VALUES[0]
        rows += fact_rows(name, value, judged, at_least=target if is_first else None)
        rows += source_rows(name, value, judged) if is_first else []
    return rows
