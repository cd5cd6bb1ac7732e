"""Task ``inspection``: unlawful demands and signs of fraud in ads, by kind and by source, beside plain keywords.

Measured on real ads (``gold/inspection_dev.jsonl``, or another file by ``--gold``) and on invented hard cases
(``evaluation/data/inspection_cases.jsonl``, by style of source). A flag is right when a mark of its kind overlaps it
in the same part of the ad; a mark is found when a flag of its kind overlaps it. ``religion_exempt`` is no unlawful
kind and is left out of all but its own rows. Intervals resample ads. The rules were written with the development ads
in sight, so that these figures are an upper bound; the guide is ``docs/inspection-guide.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from evaluation.inspection_gold import CASES, GOLD_FILE, Mark, MarkedAd, read_inspection_gold
from evaluation.measures import Values
from evaluation.rows import row, share_row
from evaluation.spans import PRECISION, RECALL, overlap_intervals, overlap_ratios
from evaluation.task import Options, Row, reported
from matcher.ad_inspection.flags import Ad, find_flags
from matcher.ad_inspection.rules import EXEMPT, KINDS

SHARE = 0.90
"""Target for precision and recall over the unlawful kinds."""

Finder = Callable[[Ad], Sequence[Mark]]


@reported("inspection")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: A gold file or the data folder is missing, or the gold is faulty.
    """
    ads, cases = read_inspection_gold(options.gold_file(GOLD_FILE)), read_inspection_gold(CASES)
    rows = list[Row]()
    for name, find in {"Sepadan": ours, "keywords": keywords}.items():
        target = None if rows else SHARE
        rows += _all_rows(f"{name}, real ads", ads, find, target)
        rows += _all_rows(f"{name}, invented cases", cases, find, None)
    return rows


def ours(ad: Ad) -> list[Mark]:
    """What the product finds."""
    return [(flag.kind, flag.where, flag.start, flag.end) for flag in find_flags(ad)]


_KEYWORDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(words, re.IGNORECASE)
    for kind, words in {
        "age": r"\b(?:ber)?(?:usia|umur)\b|\bage\b|years old",
        "sex": r"\b(?:pria|wanita|laki-laki|perempuan|male|female)\b",
        "appearance": r"menarik|good looking|tinggi badan|berat badan|tato",
        "marital": r"menikah|berkeluarga|\bsingle\b",
        "religion": r"muslim|islam|kristen|hijab|beragama|ibadah",
        "ethnicity": r"\bsuku\b|chinese|tionghoa|keturunan",
        "health": r"buta warna|minus|silinder|cacat|penyakit",
        "domicile": r"domisili|tinggal di|based in",
        "document": r"ijazah",
        "fee": r"\bbiaya\b|deposit",
        "lure": r"tanpa batas|unlimited|investasi|\bmlm\b",
        "contact": r"\b08\d{8,11}|gmail",
        "pay": r"\bumr\b|\bgaji\b",
    }.items()
}


def keywords(ad: Ad) -> list[Mark]:
    """The baseline: a word of the kind stands there."""
    return [
        (kind, where, *match.span())
        for where, text in (("title", ad.title), ("text", ad.text))
        for kind, words in _KEYWORDS.items()
        for match in words.finditer(text)
    ]


def _all_rows(name: str, ads: Sequence[MarkedAd], find: Finder, target: float | None) -> Iterator[Row]:
    """All unlawful kinds, each kind, each source, and ads without a mark that are left in peace."""
    found = {one.id: find(one.ad) for one in ads}
    unlawful = [kind for kind in KINDS if kind != EXEMPT]
    yield from _ratio_rows(name, [counted(one.marks, found[one.id], unlawful) for one in ads], target)
    for kind in KINDS:
        yield from _ratio_rows(f"{name}, {kind}", [counted(one.marks, found[one.id], [kind]) for one in ads], None)
    for source in sorted({one.source for one in ads}):
        there = [counted(one.marks, found[one.id], unlawful) for one in ads if one.source == source]
        yield from _ratio_rows(f"{name}, {source}", there, None)
    clean = [not any(kind in unlawful for kind, *_ in found[one.id]) for one in ads if not one.marks]
    if clean:
        yield share_row(f"{name}: ads without a mark that are not flagged", clean)


def counted(marks: Sequence[Mark], found: Sequence[Mark], kinds: Sequence[str]) -> tuple[int, int, int, int]:
    """Flags right, flags, marks found and marks of one ad, of these kinds."""
    wanted = [mark for mark in marks if mark[0] in kinds]
    flags = [flag for flag in found if flag[0] in kinds]
    right = sum(any(_is_same(flag, mark) for mark in wanted) for flag in flags)
    covered = sum(any(_is_same(flag, mark) for flag in flags) for mark in wanted)
    return right, len(flags), covered, len(wanted)


def _is_same(one: Mark, other: Mark) -> bool:
    return one[:2] == other[:2] and one[2] < other[3] and other[2] < one[3]


def _ratio_rows(name: str, counts: Sequence[tuple[int, int, int, int]], target: float | None) -> Iterator[Row]:
    """Precision over the flags and recall over the marks; a row is left out where it would rest on none."""
    held: Values = np.asarray(counts, dtype=np.float64)
    totals = held.sum(axis=0)
    measured, intervals = overlap_ratios(totals), overlap_intervals(held) if totals[[1, 3]].any() else {}
    for measure, n in ((PRECISION, totals[1]), (RECALL, totals[3])):
        if n:
            yield row(f"{name}: {measure}", measured[measure], n=int(n), ci95=intervals[measure], at_least=target)
