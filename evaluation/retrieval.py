"""Task ``retrieval``: ads for judged job seekers, and job seekers for judged ads, beside six baselines.

Our ranking is that of the product without a date: most of these ads closed long ago. The bundled weights were learnt
from other seekers (``evaluation/train_weights.py``). 100 ads are ranked for each seeker.

Grades are 0 to 3; place, sex and age demands were ignored on purpose when they were given, so seekers are matched as if
they had named no place.

The pool is the given one (first ten of BM25, three encoder rankings and their sum) with the first ten of our own
rankings of 26 November 2026. An ad that nobody judged counts as grade 0 in nDCG@10, P@5 and AP, so a later system that
finds other good ads is punished for it. The condensed nDCG@10, over the judged ads of each ranking alone, and the share
judged of the first ten stand beside it: read all three together. Intervals resample seekers.

The other direction stands in ``evaluation/candidates.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.ads import opened_ads, stored_ads
from evaluation.candidates import candidate_rows
from evaluation.gold import pooled_judgements, read_seekers
from evaluation.measures import CONDENSED, PRECISION, Judgements, check_same_ids
from evaluation.ranking_rows import ranking_rows
from evaluation.rankings import all_rankings
from evaluation.task import Options, Row, reported
from evaluation.training_set import anywhere
from matcher.records import Posting
from taxonomy.errors import InputError

SEEKERS, JUDGEMENTS = "seekers_dev.jsonl", "judgements_dev.tsv"
MORE_JUDGEMENTS: Path | None = Path(__file__).parent / "data" / "judgements.tsv"
"""Grades of the ads that our own rankings put among the first ten, by the same guideline (docs/judging-guide.md)."""

TARGETS: Mapping[str, float] = {CONDENSED: 0.85, PRECISION: 0.88}
ABOVE: Mapping[str, float] = {CONDENSED: 0.10}


@reported("retrieval")
def run(options: Options) -> list[Row]:
    """Measure; ``options.gold`` names the judgements, and the seekers lie beside them.

    Raises:
        InputError: Gold or ads are missing, faulty or do not belong together.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    path = options.gold_file(JUDGEMENTS)
    judgements = pooled_judgements(path, None if options.gold else MORE_JUDGEMENTS)
    seekers = {name: anywhere(seeker) for name, seeker in read_seekers(path.with_name(SEEKERS)).items()}
    check_same_ids(judgements, seekers)
    with opened_ads(options) as (engine, encoder):
        ads = stored_ads(engine)
        _check_pool(judgements, ads, str(path))
        runs = all_rankings(engine, encoder, seekers, ads, options.tell)
        return [*ranking_rows(judgements, runs, TARGETS, ABOVE), *candidate_rows(engine, encoder, options)]


def _check_pool(judgements: Judgements, ads: Sequence[Posting], where: str) -> None:
    """Refuse judgements of ads that cannot be found: every system would be measured too low."""
    missing = sorted({ad for grades in judgements.values() for ad in grades} - {ad.key for ad in ads})
    if missing:
        found = f"{len(missing)} that are not, {', '.join(missing[:3])} among them"
        raise InputError(wanted="judgements of ads that are stored and built", found=found, where=where)
