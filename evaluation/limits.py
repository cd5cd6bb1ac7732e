"""Task ``limits``: shift work, night work and access for people with disabilities, beside plain keywords.

``evaluation/data/limits_gold.tsv`` codes 400 real ads by id: all that hold a word of shift, night or disability, and
100 of the others. ``shift`` and ``night`` are 1 where the ad asks for it (also "if needed"), 0 where it only arranges
other people's shifts, hands over to the next one, or speaks of overtime, being on call, a meal or a closing hour; hours
past 23.00 are night. No real ad says that people with disabilities may apply, so what is found of that can be measured
on authored phrases alone (``limits_phrases.tsv``), which also hold what seekers refuse.

One reader labelled all and then wrote the rules. No rule was mended for an ad of part ``test`` (by hash of the id) or a
phrase of part ``test`` (written after the rules); their rows are named "held back". Rows are left out where no item has
the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.ad_facts import read_ads
from evaluation.ad_texts import gold_rows
from evaluation.coded_titles import DATA
from evaluation.rows import share_row
from evaluation.task import Options, Row, reported
from taxonomy.disability_access import read_access
from taxonomy.errors import InputError
from taxonomy.tables import Row as Cells
from taxonomy.work_hours import read_hours, read_refused_hours

GOLD = DATA / "limits_gold.tsv"
PHRASES = DATA / "limits_phrases.tsv"

VALUES = ("shift", "night", "access")
SHARE = 0.95
"""Target for shift and night work in ads that were held back: precision and recall."""

Said = Mapping[str, bool]
"""Each of ``VALUES``."""
Reader = Callable[[str], Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text and what it says.

    Attributes:
        text: Of an ad, or a seeker's words.
        said: What the gold says.
        is_held_back: Of part ``test``.
        is_worker: A seeker's words, in which hours are refused.
    """

    text: str
    said: Said
    is_held_back: bool
    is_worker: bool = False


@reported("limits")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: A gold file, the data folder or an ad is missing, or the gold is faulty.
    """
    ads, phrases = labelled_ads(options), labelled_phrases(PHRASES)
    rows = list[Row]()
    for name, (of_ads, of_workers) in SYSTEMS.items():
        target = SHARE if of_ads is ours else None
        held_back = [ad for ad in ads if ad.is_held_back]
        rows += _rows(f"{name}, ads", ads, of_ads)
        rows += _rows(f"{name}, ads held back", held_back, of_ads, target)
        for kind, reader in (("ads", of_ads), ("seekers", of_workers)):
            of_kind = [one for one in phrases if one.is_worker == (kind == "seekers") and one.is_held_back]
            rows += _rows(f"{name}, phrases of {kind} held back", of_kind, reader)
    return rows


def labelled_ads(options: Options) -> list[Labelled]:
    """The coded ads.

    Raises:
        InputError: As ``run``.
    """
    rows = gold_rows(options.gold or GOLD, ("id", "part", *VALUES))
    texts = read_ads(options, {row["id"] for _, row in rows})
    return [
        Labelled(text=texts[row["id"]], said=_said(row, where), is_held_back=_is_test(row, where))
        for where, row in rows
    ]


def labelled_phrases(path: Path) -> list[Labelled]:
    """The authored phrases.

    Raises:
        InputError: The file is missing or faulty.
    """
    return [
        Labelled(
            text=row["text"],
            said=_said(row, where),
            is_held_back=_is_test(row, where),
            is_worker=_one_of(row["side"], ("posting", "worker"), f"{where}, column side") == "worker",
        )
        for where, row in gold_rows(path, ("side", "part", "text", *VALUES))
    ]


def _said(row: Cells, where: str) -> Said:
    return {name: _one_of(row[name], ("0", "1"), f"{where}, column {name}") == "1" for name in VALUES}


def _is_test(row: Cells, where: str) -> bool:
    return _one_of(row["part"], ("dev", "test"), f"{where}, column part") == "test"


def _one_of(cell: str, allowed: tuple[str, ...], where: str) -> str:
    if cell not in allowed:
        raise InputError(wanted=" or ".join(allowed), found=cell, where=where)
    return cell


def _rows(name: str, items: Sequence[Labelled], reader: Reader, target: float | None = None) -> Iterator[Row]:
    """Precision, recall, and the share of silent texts in which nothing is read, of each value."""
    found = [reader(item.text) for item in items]
    for value in VALUES:
        pairs = [(item.said[value], said[value]) for item, said in zip(items, found, strict=True)]
        aim = None if value == "access" else target
        for measure, is_right, at_least in (
            ("precision", [is_said for is_said, is_read in pairs if is_read], aim),
            ("recall", [is_read for is_said, is_read in pairs if is_said], aim),
            ("silence kept", [not is_read for is_said, is_read in pairs if not is_said], None),
        ):
            if is_right:
                yield share_row(f"{name}, {value}: {measure}", is_right, at_least=at_least)


def ours(text: str) -> Said:
    """What the product reads in an ad."""
    hours = read_hours(text)
    return {"shift": bool(hours.shift), "night": bool(hours.night), "access": bool(read_access(text))}


def ours_of_workers(text: str) -> Said:
    """What the product reads in a seeker's words; of access it reads nothing there."""
    hours = read_refused_hours(text)
    return {"shift": bool(hours.shift), "night": bool(hours.night), "access": False}


_KEYWORDS = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {"shift": "shift", "night": "malam|night", "access": "disabilitas|difabel|disabilit"}.items()
}


def keywords(text: str) -> Said:
    """The baseline: the word stands there."""
    return {name: bool(pattern.search(text)) for name, pattern in _KEYWORDS.items()}


def keywords_of_workers(text: str) -> Said:
    """The baseline: the word stands there and so does a "no"."""
    is_no = bool(re.search(r"\b(?:tidak|ga|gak|tanpa|non|no)\b", text, re.IGNORECASE))
    return {name: is_no and said and name != "access" for name, said in keywords(text).items()}


SYSTEMS = {"Sepadan": (ours, ours_of_workers), "keywords": (keywords, keywords_of_workers)}
"""Ours and the baseline: the reader of ads and that of seekers' words."""


def failures(items: Sequence[Labelled], reader: Reader = ours) -> list[tuple[Labelled, Said]]:
    """The texts that a reader gets wrong, with what it read, for people who mend it."""
    return [(item, found) for item in items if (found := reader(item.text)) != item.said]
