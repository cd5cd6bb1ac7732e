"""Task ``retrieval``: ads for judged job seekers among all real ads, beside six baselines over the same ads.

Our ranking is that of the product without a date: most of these ads closed long ago. The bundled weights were learnt
from these seekers, so each seeker is ranked by weights that were learnt from the others (six folds); what the bundled
ones give on the seekers that taught them stands beside it. 100 ads are ranked for each seeker.

Grades are 0 to 3; place, sex and age demands were ignored on purpose when they were given, so seekers are matched as if
they had named no place.

The pool is the given one (first ten of BM25, three encoder rankings and their sum) with the first ten of our own
rankings of 26 November 2026. An ad that nobody judged counts as grade 0 in nDCG@10, P@5 and AP, so a later system that
finds other good ads is punished for it. The condensed nDCG@10, over the judged ads of each ranking alone, and the share
judged of the first ten stand beside it: read all three together. Intervals resample seekers.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evaluation.ad_baselines import SKILL_OVERLAP, ad_baselines, ranked, skill_overlap
from evaluation.ads import opened_ads, stored_ads
from evaluation.gold import pooled_judgements, read_seekers
from evaluation.judged_pairs import cross_fitted, judged_pairs
from evaluation.measures import (
    CONDENSED,
    NDCG,
    PRECISION,
    Judgements,
    bootstrap_mean,
    check_same_ids,
    measure_ranking,
    paired_p,
)
from evaluation.rows import row
from evaluation.task import Options, Report, Row
from indexes.encoder import Encoder
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.pipeline import Ranking
from matcher.records import Posting, Worker
from taxonomy.errors import InputError

SEEKERS, JUDGEMENTS = "seekers_dev.jsonl", "judgements_dev.tsv"
MORE_JUDGEMENTS: Path | None = Path(__file__).parent / "data" / "judgements.tsv"
"""Grades of the ads that our own rankings put among the first ten, by the same guideline (docs/judging-guide.md)."""

DEPTH = 100
OURS, BUNDLED = "Sepadan", "Sepadan with the bundled weights, taught by these seekers"

TARGETS: Mapping[str, float] = {CONDENSED: 0.85, PRECISION: 0.88}
ABOVE: Mapping[str, float] = {CONDENSED: 0.10}


def run(options: Options) -> Report:
    """Measure; ``options.gold`` names the judgements, and the seekers lie beside them.

    Raises:
        InputError: Gold or ads are missing, faulty or do not belong together.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    started = time.monotonic()
    path = options.gold_file(JUDGEMENTS)
    judgements = pooled_judgements(path, None if options.gold else MORE_JUDGEMENTS)
    seekers = {name: anywhere(seeker) for name, seeker in read_seekers(path.with_name(SEEKERS)).items()}
    check_same_ids(judgements, seekers)
    with opened_ads(options) as (engine, encoder):
        ads = stored_ads(engine)
        _check_pool(judgements, ads, str(path))
        runs = {**_ours(engine, seekers, judgements, options), **_others(seekers, ads, encoder, engine, options)}
    rows = [row for name, found in runs.items() for row in _rows(name, judgements, found)]
    rows += _beside_the_best(judgements, runs)
    return Report(task="retrieval", rows=tuple(rows), seconds=time.monotonic() - started)


def anywhere(seeker: Worker) -> Worker:
    """A seeker without a place: the graders were told to leave place out."""
    return replace(seeker, place="", region_code="")


def _check_pool(judgements: Judgements, ads: Sequence[Posting], where: str) -> None:
    """Refuse judgements of ads that cannot be found: every system would be measured too low."""
    missing = sorted({ad for grades in judgements.values() for ad in grades} - {ad.key for ad in ads})
    if missing:
        found = f"{len(missing)} that are not, {', '.join(missing[:3])} among them"
        raise InputError(wanted="judgements of ads that are stored and built", found=found, where=where)


def _ours(
    engine: Engine, seekers: Mapping[str, Worker], judgements: Judgements, options: Options
) -> dict[str, dict[str, tuple[str, ...]]]:
    pipeline = engine.refresh()
    subjects = dict(zip(seekers, engine.subjects(list(seekers.values())), strict=True))
    learnt = cross_fitted(judged_pairs(pipeline, subjects, judgements))
    pipelines = {weights: engine.pipeline_over(pipeline.catalogues, weights=weights) for weights in learnt.values()}
    ours, bundled = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
    options.tell("match seekers", 0, len(seekers))
    for done, (seeker, subject) in enumerate(subjects.items(), 1):
        ours[seeker] = _keys(pipelines[learnt[seeker]].rank_postings(subject, DEPTH, Conditions()))
        bundled[seeker] = _keys(pipeline.rank_postings(subject, DEPTH, Conditions()))
        options.tell("match seekers", done, len(seekers))
    return {OURS: ours, BUNDLED: bundled}


def _keys(ranking: Ranking) -> tuple[str, ...]:
    return tuple(match.key for match in ranking.matches)


def _others(
    seekers: Mapping[str, Worker], ads: Sequence[Posting], encoder: Encoder, engine: Engine, options: Options
) -> dict[str, dict[str, tuple[str, ...]]]:
    keys = [ad.key for ad in ads]
    scores = ad_baselines(
        list(seekers.values()), ads, encoder, lambda done, total: options.tell("encode ads", done, total)
    )
    scores = {**scores, SKILL_OVERLAP: skill_overlap(engine, list(seekers.values()), keys)}
    return {name: dict(zip(seekers, ranked(values, keys, DEPTH), strict=True)) for name, values in scores.items()}


def _beside_the_best(judgements: Judgements, runs: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Row]:
    """How far our ranking lies above the best baseline by each of the two measures that targets are set for."""
    measured = {name: measure_ranking(judgements, found) for name, found in runs.items() if name != BUNDLED}
    rows = []
    for measure in (NDCG, CONDENSED, PRECISION):
        others = {name: float(values[measure].mean()) for name, values in measured.items() if name != OURS}
        best = max(others, key=lambda name: (others[name], name))
        above = measured[OURS][measure] - measured[best][measure]
        name = f"{OURS} above the best baseline ({best}): {measure}"
        rows.append(
            row(name, float(above.mean()), n=len(above), ci95=bootstrap_mean(above), at_least=ABOVE.get(measure))
        )
        rows.append(row(f"{name}, p", paired_p(above), n=len(above), at_most=0.01))
    return rows


def _rows(name: str, judgements: Judgements, found: Mapping[str, Sequence[str]]) -> list[Row]:
    measured = measure_ranking(judgements, found)
    targets = TARGETS if name == OURS else {}
    return [
        row(
            f"{name}: {measure}",
            float(values.mean()),
            n=len(values),
            ci95=bootstrap_mean(values),
            at_least=targets.get(measure),
        )
        for measure, values in measured.items()
    ]
