"""Task ``congestion``: people who find a job when recommendations heed how many others get the same, in made markets.

Every method is judged by the same rounds of applications and hires (``matcher/hiring.py``) in the same
markets (``evaluation/benchmark/market.py``): real ads where the data folder is there, else the invented sample world.
The dial is the largest at which the mean utility loss is at most 5 % in one market, with a margin; the figures are
means over six others. With two workers a place a market is like Karirhub's, which counted 568,638 seekers and 252,163
places in 2024 (Kemnaker); one, and two places a worker, show what the gain hangs on.

Our prices reckon with the way of looking at a list that the judge has people look by. The same lists under other
behaviours (all of the list is read alike; hardly anyone reads beyond the third; employers see utility dimly) show what
hangs on that.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from evaluation.ads import opened_ads
from evaluation.benchmark.market import Market, large_market, market_of
from evaluation.benchmark.spreading import K, dial_for, other_rows, ratio_rows
from evaluation.gold import read_seekers
from evaluation.retrieval import SEEKERS
from evaluation.rows import row
from evaluation.task import Options, Row, data_folder, reported
from matcher.build import fresh_of
from matcher.congestion import spread
from matcher.engine import Engine
from matcher.filling import fill, raw_hash
from matcher.forms import PostingForm, WorkerForm
from matcher.home import Home
from matcher.records import Kind, Record
from matcher.score import Scorer
from matcher.segment import Fresh
from matcher.shortlists import CANDIDATES
from matcher.skill_credit import SkillCredit
from matcher.world.generate import sample_postings, sample_workers
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations

WORKERS_A_PLACE = {"two workers a place": 2.0, "one worker a place": 1.0, "two places a worker": 0.5}
POSTINGS = 2_000
CHOSEN_ON, REPORTED_ON = 1, (2, 3, 4, 5, 6, 7)
"""Seeds of the market that the dial is chosen on, and of those that figures are reported of."""

LARGE_WORKERS, LARGE_POSTINGS, LARGE_DIAL = 100_000, 20_000, 0.8
SECONDS = 60.0

People = tuple[Engine, list[Fresh], list[Fresh]]


@reported("congestion")
def run(options: Options) -> list[Row]:
    """Measure; ``options.rows`` bounds the workers that the time is taken with.

    Raises:
        InputError: A file of the data folder is faulty.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    with _opened(options) as (engine, ads, seekers):
        scorer = Scorer(engine.vocabulary, SkillCredit(engine.coder.skills, engine.vocabulary))
        markets = [
            market_of(
                ads,
                seekers,
                scorer,
                load_occupations(),
                postings=POSTINGS,
                workers_a_place=max(WORKERS_A_PLACE.values()),
                seed=seed,
                tell=options.tell,
            )
            for seed in (CHOSEN_ON, *REPORTED_ON)
        ]
    rows = market_rows(markets)
    rows.append(_seconds(min(options.rows, LARGE_WORKERS)))
    return rows


def market_rows(markets: Sequence[Market]) -> list[Row]:
    """Rows of each number of workers a place; every method in the first.

    Args:
        markets: The one that the dial is chosen on, then those that are reported, of the most workers a place.
    """
    rows = list[Row]()
    for label, each in WORKERS_A_PLACE.items():
        smaller = [market.first(round(each * int(market.places.sum()))) for market in markets]
        dial = dial_for(smaller[0])
        rows += ratio_rows(label, dial, smaller[1:])
        if len(smaller[0]) == len(markets[0]):
            rows += other_rows(label, dial, smaller[1:])
    return rows


def _seconds(workers: int) -> Row:
    market = large_market(workers, LARGE_POSTINGS, CANDIDATES, seed=CHOSEN_ON)
    started = time.perf_counter()
    spread(market.utilities, market.places, K, LARGE_DIAL)
    name = f"seconds for {workers:,} workers, {LARGE_POSTINGS:,} postings and {CANDIDATES} candidates each"
    return row(name, time.perf_counter() - started, n=workers, at_most=SECONDS)


@contextmanager
def _opened(options: Options) -> Generator[People]:
    """An engine, ads and job seekers: the real ones, or those of the sample world where there is no data folder."""
    try:
        data = data_folder(options.data)
    except InputError:
        with _invented(options) as found:
            yield found
        return
    seekers = read_seekers(data / "gold" / SEEKERS)
    with opened_ads(options) as (engine, _):
        derived = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
        ads = [fresh_of(row_, stored.payload) for row_, stored in derived]
        yield engine, ads, _fresh(engine, list(seekers.values()))


@contextmanager
def _invented(options: Options) -> Generator[People]:
    with (
        tempfile.TemporaryDirectory(prefix="sepadan-market-") as folder,
        closing(Engine(Home(root=Path(folder)), options.load_encoder())) as engine,
    ):
        ads = [_filled(PostingForm, raw) for raw in sample_postings()]
        seekers = [_filled(WorkerForm, raw) for raw in sample_workers()]
        yield engine, _fresh(engine, ads), _fresh(engine, seekers)


def _filled(form: type[PostingForm] | type[WorkerForm], raw: Mapping[str, Any]) -> Record:
    return fill(form, raw, f"sample world, {raw['id']}").to_record("contoh", raw_hash(raw))


def _fresh(engine: Engine, records: Sequence[Record]) -> list[Fresh]:
    return [Fresh(coded=one.coded, vector=one.vector, text=one.text) for one in engine.subjects(records)]
