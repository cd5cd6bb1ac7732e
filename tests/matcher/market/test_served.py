from __future__ import annotations

from datetime import date

import pytest

from matcher.engine import Engine
from matcher.market.served import ServedMarket
from taxonomy.errors import GenerationError
from tests.builders import posting, worker

TODAY = date(2026, 11, 1)


def test_the_market_follows_the_store_and_is_counted_once_a_day(engine: Engine) -> None:
    engine.upsert([posting("p1", places=("Kota Bandung",), openings=4)])
    engine.build()
    served = ServedMarket(engine)
    first = served.on(TODAY)
    assert first.stock.counted(("32",)).openings == 4
    assert served.on(TODAY) is first
    engine.upsert([posting("p2", places=("Kota Bandung",)), worker("w1", wish="juru las", place="Kota Bandung")])
    second = served.on(TODAY).stock.counted(("32",))
    assert (second.postings, second.openings, second.seekers) == (2, 5, 1)


def test_only_the_last_few_days_are_kept(engine: Engine) -> None:
    engine.build()
    served = ServedMarket(engine)
    first = served.on(TODAY)
    for day in range(2, 7):
        served.on(date(2026, 11, day))
    assert served.on(TODAY) is not first


def test_closed_postings_count_where_they_are_asked_for(engine: Engine) -> None:
    engine.upsert([posting("p1", is_closed=True)])
    engine.build()
    served = ServedMarket(engine)
    assert served.on(TODAY).stock.n_postings == 0
    assert served.on(TODAY, include_closed=True).stock.n_postings == 1


def test_without_an_index_it_is_said_what_mends_it(engine: Engine) -> None:
    with pytest.raises(GenerationError, match="sepadan build"):
        ServedMarket(engine).on(TODAY)
