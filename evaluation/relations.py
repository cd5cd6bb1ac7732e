"""Task ``relations``: relations in real ads that nobody labelled for us.

Three of them: the study programmes that MagangHub positions ask for (``evaluation.study_relation``), the categories
that Loker.id filed its ads under (``evaluation.neighbours``), and ads that stand twice (``evaluation.twin_ads``).

Recall@5 is the share of a position's programmes among the first five of all names. A fifth of the employers was looked
at when the weights of our ranking were set; all figures are on the others. Intervals resample employers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evaluation.ads import opened_ads, stored_ads
from evaluation.gold import read_seekers
from evaluation.masked_programmes import ProgrammeMask, without_asked, without_programmes
from evaluation.measures import Statistic, Values, bootstrap_clusters
from evaluation.neighbours import neighbour_rows
from evaluation.retrieval import SEEKERS
from evaluation.rows import row
from evaluation.study_relation import (
    Asked,
    Scores,
    asked_elsewhere,
    asked_of,
    counts_elsewhere,
    name_cosines,
    name_words,
    ours,
    recall_at,
    title_cosines,
    with_learnt,
)
from evaluation.task import Options, Row, data_folder, reported
from evaluation.training_set import anywhere
from evaluation.twin_ads import twin_rows
from indexes.encoder import Encoder
from matcher.coding import RecordCoder
from matcher.records import Posting
from taxonomy.study_programmes import load_study_programmes

K = 5
TIMES_THE_ENCODER = 2.0
"""Target: our recall@5 against that of the better of the two encoder baselines."""

LOOKED_AT = 0
"""Fold of employers that the weights were set on; not measured."""

OURS, LEARNT = "Sepadan", "Sepadan with what other employers ask for (learnt, five folds)"
MAJORITY, COSINE, TITLE, WORDS = "the most asked for (learnt)", "encoder cosine", "encoder cosine of title", "BM25"
_SOURCE = "maganghub:"

MASKS = {
    "no programme named anywhere": without_programmes,
    "no programme asked for": without_asked,
}
"""How names of programmes are taken out of the ads, the stricter way first."""


@reported("relations")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: Gold, the data folder or a file of ads is missing or faulty.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    seekers = read_seekers(data_folder(options.data) / "gold" / SEEKERS)
    with opened_ads(options) as (engine, encoder):
        ads = stored_ads(engine)
        rows = study_rows(engine.coder, encoder, ads, options)
        rows += neighbour_rows(engine.coder, encoder, options)
        rows += twin_rows(engine, ads, [anywhere(seeker) for seeker in seekers.values()], options)
    return rows


def study_rows(coder: RecordCoder, encoder: Encoder, ads: Sequence[Posting], options: Options) -> list[Row]:
    """Recall@5 of programmes by each system, for each way to take their names out, and ours against the encoder's.

    Args:
        coder: Codes the masked ads.
        encoder: For cosines.
        ads: All ads; those of MagangHub that ask for programmes count.
        options: Told of progress.
    """
    asked = asked_of([ad for ad in ads if ad.key.startswith(_SOURCE)])
    mask = ProgrammeMask([*asked.names, *(name for one in load_study_programmes() for name in one.names)])
    rows: list[Row] = []
    for done, (way, masked_by) in enumerate(MASKS.items(), 1):
        masked = [masked_by(posting, mask) for posting in asked.postings]
        rows += _recall_rows(way, asked, systems(coder, encoder, asked, masked))
        options.tell("find programmes", done, len(MASKS))
    return rows


def systems(coder: RecordCoder, encoder: Encoder, asked: Asked, masked: Sequence[Posting]) -> dict[str, Scores]:
    """Scores of all names for masked ads, by each system."""
    codings, cosines = coder.code(masked), name_cosines(encoder, masked, asked.names)
    told = ours(codings, cosines, asked.names)
    return {
        OURS: told,
        LEARNT: with_learnt(told, asked_elsewhere(asked, codings)),
        COSINE: cosines,
        TITLE: title_cosines(encoder, masked, asked.names),
        WORDS: name_words(masked, asked.names),
        MAJORITY: counts_elsewhere(asked),
    }


def _recall_rows(way: str, asked: Asked, found: Mapping[str, Scores]) -> list[Row]:
    measured = np.flatnonzero(asked.folds != LOOKED_AT)
    wanted, employers = [asked.wanted[at] for at in measured], [asked.employers[at] for at in measured]
    recall = {name: recall_at(scores[measured], wanted, K) for name, scores in found.items()}
    rows = [
        row(
            f"MagangHub, {way}: {name}, recall@{K}",
            float(values.mean()),
            n=len(values),
            ci95=bootstrap_clusters(_mean(values), employers),
        )
        for name, values in recall.items()
    ]
    best = max((COSINE, TITLE), key=lambda name: float(recall[name].mean()))
    for name, least in ((OURS, TIMES_THE_ENCODER), (LEARNT, None)):
        times = _times(recall[name], recall[best])
        every = np.arange(len(measured))
        rows.append(
            row(
                f"MagangHub, {way}: {name}, times {best}",
                times(every),
                n=len(measured),
                ci95=bootstrap_clusters(times, employers),
                at_least=least,
            )
        )
    return rows


def _mean(values: Values) -> Statistic:
    return lambda at: float(values[at].mean())


def _times(ours_: Values, theirs: Values) -> Statistic:
    """How many times the mean of one lies above that of the other; 0 where both find nothing."""
    return lambda at: float(ours_[at].sum() / max(theirs[at].sum(), 1e-9)) if ours_[at].any() else 0.0
