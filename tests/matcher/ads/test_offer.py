"""What an ad pays, beside minimum wages and others' offers; and whether it stands there already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.ads.near_copies import near_copies
from matcher.ads.offer import floor_of, offer_of
from matcher.engine import Engine
from matcher.market.served import ServedMarket
from matcher.records import Kind
from taxonomy.pay import minimum_wage, minimum_wage_idr
from tests.matcher.ads.conftest import WELDER, posting

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("low", "high", "standing"),
    [
        (None, None, "not_said"),
        (2e6, 2.5e6, "below_minimum"),
        (4.5e6, 5e6, "low"),
        (5.9e6, 6.1e6, "usual"),
        (9e6, 9e6, "high"),
    ],
)
def test_pay_stands_by_the_floor_and_by_the_quarters_of_others_offers(
    engine: Engine, low: float | None, high: float | None, standing: str
) -> None:
    others = [
        posting(
            {
                **WELDER,
                "id": f"contoh:o-{n}",
                "employer": f"PT Contoh {n}",
                "pay_low": 5_600_000 + 50_000 * n,
                "pay_high": 5_600_000 + 50_000 * n,
            }
        )
        for n in range(16)
    ]
    engine.upsert(others)
    engine.build()
    market = ServedMarket(engine).on(TODAY)
    coded = replace(engine.stored_subject(Kind.POSTING, "contoh:o-1").coded, pay_low=low, pay_high=high)
    offer = offer_of(coded, market, TODAY)
    assert offer.standing == standing
    assert offer.band is not None
    assert offer.floor is not None
    assert offer.floor.region_code == "3578"
    assert offer.is_old_floor == (offer.floor.year < 2026)
    assert offer_of(replace(coded, is_internship=True, pay_low=1e6, pay_high=1e6), market, TODAY).standing == "low"


def test_where_few_offer_anything_nothing_is_compared(filled: Engine) -> None:
    coded = filled.stored_subject(Kind.POSTING, "contoh:p-1").coded
    market = ServedMarket(filled).on(TODAY)
    assert offer_of(replace(coded, pay_low=9e6, pay_high=9e6), market, TODAY).standing == "unknown"
    assert floor_of(replace(coded, region_codes=()), 2026) is None
    assert floor_of(replace(coded, region_codes=("3171", "33")), 2026) == minimum_wage("33", 2026)


def test_a_minimum_wage_is_told_with_its_place_and_year() -> None:
    for code in ("3578", "33", "3374", "11"):
        found = minimum_wage(code, 2026)
        assert found is not None
        assert found.idr_month == minimum_wage_idr(code, 2026)
        assert found.year <= 2026
        assert code.startswith(found.region_code)
    assert minimum_wage("11", 1990) is None


def test_an_ad_that_stands_there_already_is_told_and_another_is_not(filled: Engine) -> None:
    again = filled.subject(posting({**WELDER, "id": "laman:baru"}))
    assert list(near_copies(filled, again, TODAY)) == ["contoh:p-1"]
    itself = filled.stored_subject(Kind.POSTING, "contoh:p-1")
    assert near_copies(filled, itself, TODAY) == {}
    other = filled.subject(
        posting({"id": "laman:lain", "title": "Kasir", "employer": "Toko Lain", "description": "Jaga kasir."})
    )
    assert near_copies(filled, other, TODAY) == {}
    filled.upsert([posting({**WELDER, "closes_on": "2026-11-01"})])
    assert near_copies(filled, again, TODAY) == {}
