"""Task ``market``: what the market's figures may be trusted for, on real ads and on markets that are made.

Days of real ads are shuffled so that no skill rises, or rises are planted in them; tables are made whose small cells
somebody tries to work out by linear programs; intervals are held against the markets that samples were drawn from; and
a market of ``--rows`` postings is counted.
"""

from __future__ import annotations

import time
from datetime import date

import numpy as np

from evaluation.ads import opened_ads
from evaluation.benchmark.disclosure import disclosure_rows
from evaluation.benchmark.market_intervals import interval_rows
from evaluation.benchmark.trends import trend_rows
from evaluation.rows import row
from evaluation.task import Options, Row, reported
from indexes.text_table import TextTable
from matcher.catalogue import Catalogue
from matcher.engine import Engine
from matcher.market.filed import Filed
from matcher.market.rising import dated_ads
from matcher.market.rows import MarketRows
from matcher.market.served import ServedMarket
from matcher.market.stock import take_stock
from matcher.records import Kind
from matcher.segment import Rooms, all_alive

RUNS, TABLES, MARKETS = 200, 40, 200
SECONDS = 10.0
_DAY = date(2025, 11, 20)


@reported("market")
def run(options: Options) -> list[Row]:
    """Measure; ``options.home`` may name a built home of ads.

    Raises:
        InputError: A file of ads is missing or faulty, or the chosen home has no store.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    with opened_ads(options) as (engine, _):
        market = ServedMarket(engine).on(_DAY, include_closed=True)
        ads = dated_ads(market.postings, market.axes)
        rows = trend_rows(ads.items, RUNS, options.tell)
        rows.append(_seconds(engine, market.postings, options.rows))
    rows += [*disclosure_rows(TABLES), *interval_rows(MARKETS)]
    return rows


def _seconds(engine: Engine, postings: MarketRows, count: int) -> Row:
    """Time to count so many postings, made by repeating those that are there."""
    chosen = np.sort(np.random.default_rng(0).integers(0, len(postings), count))
    keys = [f"kali:{at:09d}" for at in range(count)]
    held = postings.taken[0][0].rooms
    rooms = Rooms(TextTable.of(keys), held.records, postings.columns.take(chosen), held.vectors, held.lexical)
    told = Filed(
        keys={key: at for at, key in enumerate(keys)},
        openings=postings.openings[chosen],
        posted_on=postings.posted_on[chosen],
        employers=postings.employers[chosen],
    )
    workers = engine.refresh().catalogues[Kind.WORKER]
    begun = time.process_time()  # a machine that is shared makes no market larger
    stock = take_stock(Catalogue([all_alive(rooms)]), workers, engine.vocabulary, _DAY, filed=told, include_closed=True)
    return row(
        "seconds of processor time to count the market",
        time.process_time() - begun,
        n=stock.n_postings,
        at_most=SECONDS,
    )
