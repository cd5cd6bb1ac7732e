"""Pairs of real ads labelled by docs/duplicates-guide.md, and what the product makes of each.

Pairs were drawn by bands of likeness, within and outside of the blocks; a label's ``weight`` is the number of pairs of
the three files that it stands for (Horvitz & Thompson 1952, JASA 47), so that what blocks and rules miss counts against
recall as often as it occurs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluation.ad_texts import gold_rows
from evaluation.ads import opened_ads
from evaluation.duplicate_learning import Lessons
from evaluation.task import Options
from matcher.codec import from_json
from matcher.coded import Coded, coded_from_json
from matcher.duplicates.blocking import Pairs, candidate_pairs
from matcher.duplicates.evidence import Features, features_of
from matcher.duplicates.rules import ruled_out
from matcher.duplicates.traits import Traits, ad_of, traits_of
from matcher.records import Kind, Posting
from taxonomy.errors import InputError

FILE = Path(__file__).parent / "data" / "duplicate_pairs.tsv"

_COLUMNS = ("first", "second", "label", "band", "weight", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """Two ads and what an annotator said of them.

    Attributes:
        first: The smaller id.
        second: The other.
        is_one: Whether they are one vacancy.
        band: Where the pair was drawn.
        weight: Number of pairs that it stands for.
    """

    first: str
    second: str
    is_one: bool
    band: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the product makes of labelled pairs; all in one order.

    Attributes:
        postings: Every real ad, by key.
        traits: Of the same.
        pairs: Rows of the labelled pairs.
        labels: Whether they are one vacancy.
        weights: Number of pairs that each stands for.
        proposed: Whether blocks propose the pair.
        possible: Whether they do and no rule excludes it.
        features: Evidence.
        groups: Employer of each pair, for folds and intervals.
    """

    postings: Sequence[Posting]
    traits: Traits
    pairs: Pairs
    labels: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float64]
    proposed: npt.NDArray[np.bool_]
    possible: npt.NDArray[np.bool_]
    features: Features
    groups: list[str]

    def lessons(self) -> Lessons:
        """What can be learnt from: pairs that blocks propose and no rule excludes."""
        every = Lessons(features=self.features, labels=self.labels, weights=self.weights, groups=self.groups)
        return every.of(self.possible)


def read_pairs(path: Path = FILE) -> list[LabelledPair]:
    """Labelled pairs.

    Raises:
        InputError: Not such a file; names file, row and column.
    """
    found: list[LabelledPair] = []
    for where, row in gold_rows(path, _COLUMNS):
        if row["label"] not in {"0", "1"}:
            raise InputError(wanted="0 or 1", found=row["label"], where=f"{where}, column label")
        try:
            weight = float(row["weight"])
        except ValueError as error:
            raise InputError(wanted="a number", found=row["weight"], where=f"{where}, column weight") from error
        pair = {name: row[name] for name in ("first", "second", "band")}
        found.append(LabelledPair(**pair, is_one=row["label"] == "1", weight=weight))
    return found


def compared_pairs(options: Options) -> Compared:
    """What the product makes of the labelled pairs, over all real ads.

    Raises:
        InputError: Ads or labels are missing or faulty.
    """
    labelled = read_pairs(options.gold or FILE)
    with opened_ads(options) as (engine, _):
        rows = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
        records = [(from_json(Kind.POSTING, stored.payload), coded_from_json(d.coded)) for d, stored in rows]
    ads = [(posting, coded) for posting, coded in records if isinstance(posting, Posting)]
    options.tell("compare pairs", 0, 1)
    found = compared_ads(ads, labelled)
    options.tell("compare pairs", 1, 1)
    return found


def compared_ads(ads: Sequence[tuple[Posting, Coded]], labelled: Sequence[LabelledPair]) -> Compared:
    """What the product makes of labelled pairs among some ads.

    Args:
        ads: With their codes.
        labelled: Of these ads.

    Raises:
        InputError: An ad of a pair is not among them.
    """
    traits = traits_of(ad_of(posting, coded) for posting, coded in ads)
    pairs = _rows_of(labelled, traits)
    proposed = {(int(a), int(b)) for a, b in candidate_pairs(traits)}
    is_proposed = np.array([(int(a), int(b)) in proposed for a, b in pairs], dtype=bool)
    return Compared(
        postings=[posting for posting, _ in ads],
        traits=traits,
        pairs=pairs,
        labels=np.array([pair.is_one for pair in labelled], dtype=bool),
        weights=np.array([pair.weight for pair in labelled]),
        proposed=is_proposed,
        possible=is_proposed & ~ruled_out(traits, pairs),
        features=features_of(traits, pairs),
        groups=[_employer(traits, int(first), int(second)) for first, second in pairs],
    )


def _rows_of(labelled: Sequence[LabelledPair], traits: Traits) -> Pairs:
    rows = {key: row for row, key in enumerate(traits.keys)}
    missing = sorted({key for pair in labelled for key in (pair.first, pair.second) if key not in rows})
    if missing:
        raise InputError(wanted="the ads of every labelled pair", found=f"no {missing[0]}", where=f"{len(missing)} ads")
    found = np.array([(rows[pair.first], rows[pair.second]) for pair in labelled], dtype=np.int64)
    return np.sort(found, axis=1)


def _employer(traits: Traits, first: int, second: int) -> str:
    """The employer of the pair's first ad that names one; else the pair itself."""
    named = [int(traits.employer[row]) for row in (first, second) if traits.employer[row] >= 0]
    return str(named[0]) if named else f"{first}-{second}"
