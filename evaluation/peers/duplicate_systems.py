"""Searches for copies set up and asked: the product's, and what is picked instead.

Each goes over all ads anew whenever it is asked, and scores each labelled pair; from which score on a pair is one
vacancy is chosen where others of the pairs are judged (``evaluation/peers/duplicates.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from evaluation.peers.contest import OURS, Answer, System
from matcher.coded import Coded
from matcher.records import Posting

Pair = tuple[str, str]
"""Keys of two ads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """An ad as peers get it: folded, without tags.

    Attributes:
        key: Of the ad.
        title: Of the ad.
        employer: Its usual name without form of company; empty when hidden.
        place: Its places.
        text: Its description.
    """

    key: str
    title: str
    employer: str
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateWork:
    """What a search for copies is set up with.

    Attributes:
        records: The ads with their codes, as the product stores them.
        ads: The same, as peers get them.
        pairs: Labelled pairs.
        labels: Whether each is one vacancy.
        weights: Number of pairs that each stands for.
    """

    records: Sequence[tuple[Posting, Coded]]
    ads: Sequence[Ad]
    pairs: Sequence[Pair]
    labels: Sequence[bool]
    weights: Sequence[float]


@contextmanager
def sepadan(work: DuplicateWork) -> Generator[Answer]:
    """The product's blocks, rules and scorecard; pairs are told by scorecards that saw no pair of their employer."""
    import numpy as np

    from evaluation.duplicate_learning import cross_found
    from evaluation.duplicate_pairs import LabelledPair, compared_ads
    from matcher.duplicates.compare import compared_pairs
    from matcher.duplicates.scorecard import bundled_scorecard
    from matcher.duplicates.traits import ad_of, traits_of

    labelled = [
        LabelledPair(first=first, second=second, is_one=is_one, band="", weight=weight)
        for (first, second), is_one, weight in zip(work.pairs, work.labels, work.weights, strict=True)
    ]
    compared = compared_ads(work.records, labelled)
    told = np.zeros(len(labelled))
    told[compared.possible] = cross_found(compared.lessons())
    verdict = dict(zip(work.pairs, told.tolist(), strict=True))

    def answer(pairs: Sequence[Pair]) -> list[float]:
        traits = traits_of(ad_of(*record) for record in work.records)
        compared_pairs(traits, bundled_scorecard(), _untold)
        return [verdict[pair] for pair in pairs]

    yield answer


def _untold(what: str, done: int, total: int) -> None:
    """Of nobody who wants to know."""


@contextmanager
def datasketch(work: DuplicateWork) -> Generator[Answer]:
    """MinHash and LSH of datasketch, and nothing else."""
    from datasketch import MinHash, MinHashLSH

    def words(text: str) -> set[bytes]:
        held = text.split()
        return {" ".join(held[at : at + 3]).encode() for at in range(max(1, len(held) - 2))}

    def letters(text: str) -> set[bytes]:
        return {text[at : at + 5].encode() for at in range(max(1, len(text) - 4))}

    def scores(pairs: Sequence[Pair], shingles: Callable[[str], set[bytes]], *, is_whole: bool) -> list[float]:
        index, hashed = MinHashLSH(threshold=_CANDIDATES, num_perm=_PERMUTATIONS), dict[str, MinHash]()
        texts = [f"{ad.title} {ad.employer} {ad.text}" if is_whole else ad.text for ad in work.ads]
        for ad, found in zip(
            work.ads, MinHash.bulk([list(shingles(text)) for text in texts], num_perm=_PERMUTATIONS), strict=True
        ):
            hashed[ad.key] = found
            index.insert(ad.key, found)
        near = {key: set(index.query(found)) for key, found in hashed.items()}
        return [hashed[a].jaccard(hashed[b]) if b in near[a] or a in near[b] else 0.0 for a, b in pairs]

    def worth(way: tuple[Any, bool]) -> float:
        return most_f1(scores(work.pairs, way[0], is_whole=way[1]), work.labels)[0]

    shingles, is_whole = max(((s, w) for s in (words, letters) for w in (True, False)), key=worth)
    yield lambda pairs: scores(pairs, shingles, is_whole=is_whole)


_PERMUTATIONS, _CANDIDATES = 128, 0.4


def most_f1(scores: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """The highest F1 that a threshold reaches, and the least such threshold.

    Args:
        scores: Of pairs; those of 0 are never told as one.
        labels: Whether they are one.
    """
    best, ones, right = (0.0, 1.0), sum(labels), 0
    ranked = sorted(zip(scores, labels, strict=True), reverse=True)
    for told, (score, is_one) in enumerate(ranked, 1):
        right += is_one
        is_last = told == len(ranked) or ranked[told][0] < score  # equal scores are told together
        if score > 0 and is_last and (f1 := 2 * right / (told + ones)) >= best[0]:
            best = (f1, score)
    return best


_HEAD, _START = 150, 60


@contextmanager
def splink(work: DuplicateWork) -> Generator[Answer]:
    """Splink over DuckDB: the model of Fellegi and Sunter, estimated without labels."""
    import duckdb
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI(connection=duckdb.connect(config={"threads": 1}))
    table = pd.DataFrame([_as_row(ad) for ad in work.ads])
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("title", [0.95, 0.85, 0.7]),
            cl.JaroWinklerAtThresholds("employer", [0.95, 0.85]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("head", [10, 30, 60]),
        ],
        blocking_rules_to_generate_predictions=[block_on("employer"), block_on("title"), block_on("start")],
    )
    linker = Linker(api.register(table), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("title", "employer")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (block_on("employer"), block_on("title")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)

    def answer(pairs: Sequence[Pair]) -> list[float]:
        frame = linker.inference.predict(threshold_match_probability=0.001)
        found = frame.as_pandas_dataframe()
        frame.drop_table_from_database_and_remove_from_cache()  # the next time is a whole one too
        columns = ("unique_id_l", "unique_id_r", "match_probability")
        chances = {frozenset((a, b)): float(p) for a, b, p in zip(*(found[name] for name in columns), strict=True)}
        return [chances.get(frozenset(pair), 0.0) for pair in pairs]

    yield answer


def _as_row(ad: Ad) -> dict[str, str | None]:
    """As Splink wants it: what is not known is null."""
    given = {"title": ad.title, "employer": ad.employer, "place": ad.place}
    texts = {"head": ad.text[:_HEAD], "start": ad.text[:_START]}
    return {"unique_id": ad.key, **{name: value or None for name, value in (given | texts).items()}}


SYSTEMS = (
    System(
        name=OURS,
        make=sepadan,
        tuned="as the product is; pairs told by scorecards and thresholds (precision .98) that saw no pair of their "
        "employer",
    ),
    System(
        name="datasketch MinHash LSH",
        make=datasketch,
        tuned=f"{_PERMUTATIONS} permutations, LSH from {_CANDIDATES} on (its page on LSH), pairs by estimated Jaccard; "
        "shingles (3 words, 5 letters) and text (with title and employer, alone) chosen on the labelled pairs "
        "themselves, which favours it",
        needs={"datasketch": "datasketch"},
    ),
    System(
        name="Splink (DuckDB)",
        make=splink,
        tuned="four comparisons with thresholds and term frequencies, three blocking rules, u by sampling, m by "
        "expectation maximisation over two of them, in the order of its tutorial; no labels",
        needs={"splink": "splink", "duckdb": "duckdb"},
    ),
)
