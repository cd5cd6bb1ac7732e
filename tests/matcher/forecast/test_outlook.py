"""Karirhub's months ahead: sums agree, parts are shares, scenarios add."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.forecast.answer import market_forecast
from matcher.forecast.mix import major_mix
from matcher.forecast.outlook import REST, major_forecast, official_outlook, region_forecast
from matcher.forecast.scenario import scenario_of
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.labour import NATION


def test_nation_and_provinces_add_up_and_all_begin_in_the_same_month() -> None:
    outlook = official_outlook()
    points = {code: np.array(one.point) for code, one in outlook.forecasts.items()}
    parts = sum(values for code, values in points.items() if code != NATION)
    assert points[NATION] == pytest.approx(parts, abs=1e-6)
    assert {one.first_month for one in outlook.forecasts.values()} == {"2025-01"}
    assert REST in points


def test_every_region_is_in_order_and_says_that_it_is_short() -> None:
    for code, one in official_outlook().forecasts.items():
        for row in zip(one.low95, one.low80, one.point, one.high80, one.high95, strict=True):
            assert row[0] >= 0
            assert list(row) == sorted(row), code
        assert one.short == any("Deret pendek" in note for note in one.notes)
    assert official_outlook().forecasts["32"].short
    assert not official_outlook().forecasts[NATION].short


def test_a_region_is_cut_to_its_horizon_and_unknown_ones_are_refused() -> None:
    outlook = official_outlook()
    assert len(region_forecast(outlook, "32", 3).high95) == 3
    assert region_forecast(outlook, "32", 24).point[:3] == region_forecast(outlook, "32", 3).point
    for province in ("11", REST, "99"):
        with pytest.raises(UnknownIdError, match="00, 12"):
            region_forecast(outlook, province, 3)
    for horizon in (0, 25):
        with pytest.raises(InputError, match="1 to 24"):
            region_forecast(outlook, "32", horizon)


def test_major_groups_are_parts_of_the_total_and_less_certain_than_it() -> None:
    total, mix = region_forecast(official_outlook(), "33", 2), major_mix()
    parts = [major_forecast(total, mix, major) for major in mix.shares]
    assert sum(part.point[0] for part in parts) == pytest.approx(total.point[0])
    for part in parts:
        assert part.low95[0] <= part.low80[0] <= part.point[0] <= part.high80[0] <= part.high95[0]
        assert part.high95[0] / part.point[0] > total.high95[0] / total.point[0]


def test_an_answer_names_what_it_rests_on() -> None:
    found = market_forecast("33", 4, major="8", stored=lambda code: {"8": 100} if code == "33" else {})
    assert (found.forecast.name, found.forecast.last_month) == ("Jawa Tengah: kuota lowongan, KBJI 8", "2023-12")
    notes = " ".join(found.forecast.notes)
    for part in ("median", "2023-12; 12 bulan sesudahnya", "Deret pendek", "100 lowongan tersimpan (bobot 50%)"):
        assert part in notes
    assert found.mix is not None
    assert found.alone[0] == pytest.approx(official_outlook().alone["33"][0] * found.mix.shares["8"])
    english = market_forecast(NATION, 1, language="en").forecast
    assert "The last official figure is of 2024-12" in english.notes[1]


def test_a_scenario_adds_to_its_province_and_the_nation_and_to_no_other() -> None:
    scenario = scenario_of("2400@33.25:garmen")
    for province in ("33", NATION):
        plain, more = market_forecast(province, 3), market_forecast(province, 3, scenario=scenario)
        assert more.added == pytest.approx((200.0, 200.0, 200.0))
        for name in ("point", "low80", "high95"):
            before = np.array(getattr(plain.forecast, name))
            assert np.array(getattr(more.forecast, name)) == pytest.approx(before + 200)
        assert any("2400 orang" in sentence for sentence in more.assumptions)
    operators = market_forecast("33", 3, major="8", scenario=scenario)
    assert operators.added == pytest.approx((140.0, 140.0, 140.0))
    elsewhere = market_forecast("32", 3, scenario=scenario)
    assert elsewhere.added == (0.0, 0.0, 0.0)
    assert "di luar wilayah ini" in elsewhere.assumptions[0]


def test_a_scenario_of_people_cannot_be_added_to_ads() -> None:
    with pytest.raises(InputError, match="a scenario adds people"):
        market_forecast("33", 3, counted="postings", scenario=scenario_of("10@33:C"))
