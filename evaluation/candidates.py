"""The other direction of the task ``retrieval``: job seekers for judged ads.

The seekers are invented: those of the sample world and those that the weights were learnt from (which graded ads for
them, not them for ads). 64 real ads were drawn by chance. Each one's pool is the first of our ranking, of BM25, of the
encoder over whole texts and over wish and title, of skill overlap, and some by chance from our ranks 13 to 60. Ads are
parted in two by their keys: what is chosen may be chosen by the first part, and only the second is reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from evaluation.ads import is_whole
from evaluation.gold import read_judgements, read_seekers
from evaluation.ranking_rows import ranking_rows
from evaluation.rankings import all_rankings
from evaluation.task import Options, Row
from evaluation.training_set import SEEKERS, anywhere
from indexes.encoder import Encoder
from matcher.codec import to_json
from matcher.engine import Engine
from matcher.filling import fill, raw_hash
from matcher.forms import WorkerForm
from matcher.home import Home
from matcher.records import Kind, Record, Worker
from matcher.world.generate import sample_workers

JUDGEMENTS: Path | None = SEEKERS.with_name("candidate_judgements.tsv")
PREFIX = "for ads, "


def candidate_rows(ads: Engine, encoder: Encoder, options: Options) -> list[Row]:
    """Measure on the test half of the judged ads; nothing when there are no judgements.

    Args:
        ads: Has indexed the judged ads.
        encoder: That it runs with.
        options: For the cache.

    Raises:
        InputError: Judgements are faulty.
        UnknownIdError: A judged ad is not there.
    """
    if JUDGEMENTS is None:
        return []
    judgements = {ad: grades for ad, grades in read_judgements(JUDGEMENTS, "ad", "worker").items() if is_test(ad)}
    asking: dict[str, Record] = {key: ads.get(Kind.POSTING, key) for key in judgements}
    with opened_seekers(options, encoder) as (engine, seekers):
        runs = all_rankings(engine, encoder, asking, seekers, options.tell)
    return ranking_rows(judgements, runs, {}, {}, PREFIX)


def is_test(ad: str) -> bool:
    """Whether an ad belongs to the half that is reported; hangs on its key alone."""
    return hashlib.sha256(ad.encode()).digest()[0] % 2 == 1


def invented_seekers() -> list[Worker]:
    """The seekers of the sample world and those of the training set, without their places, by key."""
    world = [fill(WorkerForm, raw, "sample world").to_record("contoh", raw_hash(raw)) for raw in sample_workers()]
    every = [anywhere(seeker) for seeker in (*world, *read_seekers(SEEKERS).values())]
    return sorted(every, key=lambda seeker: seeker.key)


@contextmanager
def opened_seekers(options: Options, encoder: Encoder) -> Generator[tuple[Engine, list[Worker]]]:
    """An engine over the invented seekers, in a home in ``options.cache`` that is named after what they say."""
    seekers = invented_seekers()
    digest = hashlib.sha256("\n".join(to_json(seeker) for seeker in seekers).encode()).hexdigest()[:12]
    with closing(Engine(Home(root=options.cache / "evaluation" / f"seekers-{digest}"), encoder)) as engine:
        if not is_whole(engine, Kind.WORKER):
            engine.upsert(seekers)
            engine.build(options.tell)
        engine.refresh()
        yield engine, seekers
