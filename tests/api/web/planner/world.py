"""A small invented market for the planner's pages: welders wanted in Surabaya, a course, a cheap forecast."""

from __future__ import annotations

from typing import Any

import pytest

from api.routes.intake import read_record
from matcher.engine import Engine
from matcher.forecast.answer import MarketForecast
from matcher.forecast.forecast import forecast
from matcher.forecast.official import official_months
from matcher.records import Kind
from tests.api.test_curriculum_routes import COURSE, POSTINGS

HOSTILE = '</text><script>alert(1)</script>" onload="alert(2)'

_SEEKERS = [
    {
        "id": f"contoh:tukang-{at}",
        "wish": "juru las",
        "summary": "Biasa mengelas SMAW dan GMAW, lulusan SMK.",
        "place": "Kota Surabaya" if at % 2 else "Kabupaten Sidoarjo",
    }
    for at in range(24)
]


def cheap_forecast(province: str, horizon: int, **_more: Any) -> MarketForecast:
    """The months ahead of a province by itself: the national outlook takes seconds and has tests of its own."""
    found = forecast(official_months(province), horizon, first_month="2025-01")
    points = (0.0,) * horizon
    return MarketForecast(
        province=province,
        major="",
        counted="openings",
        forecast=found,
        alone=points,
        added=points,
        mix=None,
        assumptions=(),
    )


def make_cheap(patch: pytest.MonkeyPatch) -> None:
    """Forecasts of pages without the national outlook."""
    patch.setattr("api.web.planner.outlook_figure.market_forecast", cheap_forecast)


def fill_market(engine: Engine) -> None:
    """Thirty-six postings of as many employers, twenty-four seekers, a course, and one whose title is no title."""
    postings = [{**one, "employer": f"PT Contoh {at}", "openings": 2} for at, one in enumerate(POSTINGS)]
    bad = {**COURSE, "id": "contoh:jahat", "title": f"Las {HOSTILE}"}
    for kind, rows in ((Kind.POSTING, postings), (Kind.WORKER, _SEEKERS), (Kind.COURSE, [COURSE, bad])):
        engine.upsert([read_record(kind, row, "contoh") for row in rows])
