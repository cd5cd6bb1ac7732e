"""Field of coding titles to KBJI unit groups: the gold titles, what may be learnt from, and what is right.

Nobody learns from the gold titles. All are given bare titles: with category and text ours is better (task ``titles``),
and most peers are worse.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.coded_titles import CODED, Example, authored_titles, coded_ads, coded_titles, real_ads
from evaluation.gold import read_titles
from evaluation.judged import Answer, Judged, judge
from evaluation.measures import Values
from evaluation.peers.coding_systems import SYSTEMS, CodingWork
from evaluation.peers.contest import Field, mean_of
from evaluation.task import Options, data_folder
from evaluation.titles import GOLD
from taxonomy.coder import NO_WORK
from taxonomy.occupations import UNIT_DIGITS, load_occupations

TRAIN = "titles_train.tsv"
ESCO = "esco_v1.1_occupations_en.csv.gz"

TUNING, QUICK = 300, 40
"""Coded titles that peers are tuned on; and how many of all are taken in the small form."""


def field(options: Options) -> Field:
    """The field.

    Raises:
        InputError: Gold, training titles or ads are missing or faulty.
    """
    gold = read_titles(options.gold_file(GOLD))
    work = coding_work(options)
    if options.is_quick:
        gold = gold[:QUICK]

    def judged(by: Callable[[Judged], Sequence[bool]]) -> Callable[[Sequence[Any]], Values]:
        return lambda found: np.array(by(judge(gold, [_answer(codes) for codes in found])), dtype=np.float64)

    return Field(
        name="coding titles",
        size=f"{len(gold)} bare titles of ads; {len(work.taught):,} titles to learn from, {len(work.tuning)} of them "
        f"to tune on, {len(work.official):,} official ones",
        work=work,
        asked=[title.item.title for title in gold],
        systems=SYSTEMS,
        measures={
            "ok@1": mean_of(judged(lambda found: found.ok_at_1)),
            "ok@5": mean_of(judged(lambda found: found.ok_at_5)),
        },
    )


def _answer(codes: Sequence[str]) -> Answer:
    """Codes as they are judged: who answers ``NO_WORK`` first is uncertain."""
    return Answer(codes=tuple(code for code in codes if code != NO_WORK), uncertain=tuple(codes[:1]) == (NO_WORK,))


def coding_work(options: Options) -> CodingWork:
    """What all coders are set up with; in the small form a part of it.

    Raises:
        InputError: Training titles or ads are missing or faulty.
    """
    data = data_folder(options.data)
    ads = coded_titles(data / "gold" / TRAIN)
    if not options.is_quick:
        ads += coded_ads(CODED, real_ads(data))
    tuning = ads[:: max(1, len(ads) // TUNING)][: QUICK if options.is_quick else TUNING]
    examples = [*ads[:QUICK], *tuning] if options.is_quick else [*ads, *authored_titles()]
    official = [
        (entry.title, entry.code[:UNIT_DIGITS]) for entry in load_occupations() if len(entry.code) >= UNIT_DIGITS
    ]
    return CodingWork(
        official=official[::40] if options.is_quick else official,
        taught=[(one.item.title, _first(one)) for one in examples],
        weights=[one.weight for one in examples],
        tuning=[(one.item.title, frozenset(one.targets)) for one in tuning],
        isco=isco_groups(data / "taxonomy" / ESCO),
        load_encoder=options.load_encoder,
    )


def _first(example: Example) -> str:
    return max(example.targets, key=lambda code: (example.targets[code], code))


def isco_groups(path: Path) -> dict[str, str]:
    """Address of each ESCO occupation to its ISCO-08 group; empty where the table is not there."""
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {row["conceptUri"]: row["iscoGroup"] for row in csv.DictReader(file)}
