"""One answer on the months ahead: a region's forecast, its part for a major group, and what a scenario adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matcher.forecast.forecast import MonthlyForecast
from matcher.forecast.mix import MajorMix, major_mix
from matcher.forecast.official import Counted
from matcher.forecast.outlook import major_forecast, official_outlook, region_forecast
from matcher.forecast.scenario import Scenario, added_demand
from matcher.forecast.scenario_words import assumptions
from matcher.forecast.words import NOT_HERE, mix_note, standing_notes
from matcher.reason_words import DEFAULT, Language
from taxonomy.errors import InputError
from taxonomy.labour import NATION

StoredMajors = Callable[[str], Mapping[str, int]]
"""Province to its stored postings by major group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketForecast:
    """What is answered.

    Attributes:
        province: Two digits, or ``NATION``.
        major: Major group of KBJI; empty for all.
        counted: Whether people wanted or jobs advertised are forecast.
        forecast: The months ahead, with what the scenario adds.
        alone: Points of the region by itself, before sums were made to agree and without a scenario.
        added: What the scenario adds in each month; zeros without one.
        mix: Shares of the major groups; None where all were asked for.
        assumptions: What the scenario assumes, sentences.
    """

    province: str
    major: str
    counted: Counted
    forecast: MonthlyForecast
    alone: tuple[float, ...]
    added: tuple[float, ...]
    mix: MajorMix | None
    assumptions: tuple[str, ...]


def market_forecast(
    province: str,
    horizon: int,
    *,
    major: str = "",
    counted: Counted = "openings",
    scenario: Scenario | None = None,
    stored: StoredMajors = lambda province: {},
    language: Language = DEFAULT,
) -> MarketForecast:
    """The months ahead of a region.

    Args:
        province: Two digits, or ``NATION``.
        horizon: Months, 1 to 24.
        major: Major group of KBJI, 1-9; empty for all.
        counted: What is forecast.
        scenario: What opens; counts where its place lies in the region.
        stored: Gives the stored postings of a province by major group; asked only for a major group.
        language: Of sentences.

    Raises:
        InputError: A horizon or major group out of range, or a scenario with postings in place of people.
        UnknownIdError: A province without official months.
    """
    if scenario is not None and counted != "openings":
        raise InputError(wanted="openings: a scenario adds people, not ads", found=counted, where="counted")
    outlook = official_outlook(counted, language)
    total = region_forecast(outlook, province, horizon)
    alone = np.array(outlook.alone[province][:horizon])
    mix = major_mix(stored(province), counted) if major or scenario else None
    found = total if not major or mix is None else major_forecast(total, mix, major)
    added, assumed = _added(scenario, province, major, found.first_month, horizon, mix, language)
    notes = [*standing_notes(found, language), *found.notes]
    if major and mix is not None:
        alone = alone * mix.shares[major]
        notes.append(mix_note(mix, language))
    return MarketForecast(
        province=province,
        major=major,
        counted=counted,
        forecast=replace(_with(found, added), notes=tuple(notes)),
        alone=tuple(alone.tolist()),
        added=added,
        mix=mix if major else None,
        assumptions=assumed,
    )


def _added(
    scenario: Scenario | None,
    province: str,
    major: str,
    first_month: str,
    horizon: int,
    mix: MajorMix | None,
    language: Language,
) -> tuple[tuple[float, ...], tuple[str, ...]]:
    nothing = (0.0,) * horizon
    if scenario is None:
        return nothing, ()
    if province not in {NATION, scenario.place.province_code}:
        return nothing, (NOT_HERE[language].format(place=scenario.place.name),)
    by_major = added_demand(scenario, first_month, horizon, mix)
    sums = by_major[major] if major else np.sum(list(by_major.values()), axis=0)
    return tuple(float(value) for value in sums), assumptions(scenario, language)


def _with(found: MonthlyForecast, added: tuple[float, ...]) -> MonthlyForecast:
    """Point and ends moved up by what is added: it is taken as certain, and the answer says so."""

    def moved(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(value + more for value, more in zip(values, added, strict=True))

    return replace(
        found,
        point=moved(found.point),
        low80=moved(found.low80),
        high80=moved(found.high80),
        low95=moved(found.low95),
        high95=moved(found.high95),
    )
