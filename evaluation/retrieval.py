"""Task ``retrieval``: ads for judged job seekers among all real ads, beside four baselines over the same ads.

Our ranking is that of the product (``Engine.match``) without a date: most of these ads closed long ago. 100 ads are
ranked for each seeker. Grades are 0 to 3; place, sex and age demands were ignored on purpose when they were given, so
no place is asked for here, and what our ranking gives for a place near by can only cost it.

An ad that nobody judged counts as grade 0 in nDCG@10, P@5 and AP: the pool was made of what BM25 and encoders find, so
a system that finds other good ads is punished for it, and so is one that finds a repost of a judged ad. The condensed
nDCG@10, over the judged ads of each ranking alone, and the share judged of the first ten stand beside it: read all
three together. Intervals resample seekers.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from evaluation.ad_baselines import ad_baselines, ranked
from evaluation.ads import opened_ads, stored_ads
from evaluation.gold import read_judgements, read_seekers
from evaluation.measures import Judgements, check_same_ids, measure_ranking
from evaluation.rows import mean_row
from evaluation.task import Options, Report, Row
from indexes.encoder import Encoder
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.records import Posting, Worker
from taxonomy.errors import InputError

SEEKERS, JUDGEMENTS = "seekers_dev.jsonl", "judgements_dev.tsv"
DEPTH = 100
OURS = "Sepadan"


def run(options: Options) -> Report:
    """Measure; ``options.gold`` names the judgements, and the seekers lie beside them.

    Raises:
        InputError: Gold or ads are missing, faulty or do not belong together.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    started = time.monotonic()
    path = options.gold_file(JUDGEMENTS)
    judgements, seekers = read_judgements(path), read_seekers(path.with_name(SEEKERS))
    check_same_ids(judgements, seekers)
    with opened_ads(options) as (engine, encoder):
        ads = stored_ads(engine)
        _check_pool(judgements, ads, str(path))
        runs = {OURS: _ours(engine, seekers, options), **_others(seekers, ads, encoder, options)}
    rows = [row for name, found in runs.items() for row in _rows(name, judgements, found)]
    return Report(task="retrieval", rows=tuple(rows), seconds=time.monotonic() - started)


def _check_pool(judgements: Judgements, ads: Sequence[Posting], where: str) -> None:
    """Refuse judgements of ads that cannot be found: every system would be measured too low."""
    missing = sorted({ad for grades in judgements.values() for ad in grades} - {ad.key for ad in ads})
    if missing:
        found = f"{len(missing)} that are not, {', '.join(missing[:3])} among them"
        raise InputError(wanted="judgements of ads that are stored and built", found=found, where=where)


def _ours(engine: Engine, seekers: Mapping[str, Worker], options: Options) -> dict[str, tuple[str, ...]]:
    found = {}
    options.tell("match seekers", 0, len(seekers))
    subjects = engine.subjects(list(seekers.values()))
    for done, (seeker, subject) in enumerate(zip(seekers, subjects, strict=True), 1):
        ranking = engine.match(subject, DEPTH, Conditions())
        found[seeker] = tuple(match.key for match in ranking.matches)
        options.tell("match seekers", done, len(seekers))
    return found


def _others(
    seekers: Mapping[str, Worker], ads: Sequence[Posting], encoder: Encoder, options: Options
) -> dict[str, dict[str, tuple[str, ...]]]:
    keys = [ad.key for ad in ads]
    scores = ad_baselines(
        list(seekers.values()), ads, encoder, lambda done, total: options.tell("encode ads", done, total)
    )
    return {name: dict(zip(seekers, ranked(values, keys, DEPTH), strict=True)) for name, values in scores.items()}


def _rows(name: str, judgements: Judgements, found: Mapping[str, Sequence[str]]) -> list[Row]:
    measured = measure_ranking(judgements, found)
    return [mean_row(f"{name}: {measure}", values.tolist()) for measure, values in measured.items()]
