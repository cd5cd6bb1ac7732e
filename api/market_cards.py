"""Answers about the labour market, as API and command line give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from matcher.market.flows import flows
from matcher.market.official import official_groups, official_mismatch, official_seekers, official_vacancies
from matcher.market.rising import Q, Trends
from matcher.market.selection import Selection
from matcher.market.served import Market
from matcher.market.skill_gap import skill_gaps
from matcher.market.suppression import THRESHOLD
from matcher.market.tables import Rows, demand_rows, supply_rows
from matcher.market.tightness import Tightness, beveridge_points, tightness_rows
from matcher.market.wages import LEAST
from matcher.vocabulary import Vocabulary
from taxonomy.labour import NATION, SOURCE, province_name
from taxonomy.occupations import VERSION
from taxonomy.skills import Skills

NO_POSTINGS = "No stored posting stands open on this day; ask for closed ones too (include_closed), or for another day."
NO_SEEKERS = "No seeker is stored; the official seekers stand beside."
NO_POSTINGS_AT_ALL = "No posting is stored."
NOT_ALL = "Counts are of the records stored here, not of the labour market as such."


def demand_card(market: Market, selection: Selection) -> dict[str, Any]:
    """Postings and people wanted by province and occupation."""
    found = demand_rows(market.cells, selection)
    return {
        **_cells(market, selection, found, found.demand),
        "official": {
            "source": SOURCE,
            "by_major_group": [asdict(one) for one in official_vacancies(selection.kbji)],
            "by_year": [asdict(one) for one in _points(selection)],
        },
    }


def supply_card(market: Market, selection: Selection) -> dict[str, Any]:
    """Seekers by province and occupation."""
    found = supply_rows(market.cells, selection)
    return {
        **_cells(market, selection, found, found.supply),
        "official": {
            "source": SOURCE,
            "by_province": [asdict(one) for one in official_seekers(selection.provinces)],
            "by_group": [asdict(one) for one in official_groups()],
        },
    }


def tightness_card(market: Market, selection: Selection) -> dict[str, Any]:
    """People wanted for each seeker, mismatch, and points of the Beveridge curve."""
    found = tightness_rows(market.cells, selection)
    return {
        **_cells(market, selection, found, found.rows),
        "mismatch": [asdict(one) for one in market.mismatches],
        "official": {
            "source": SOURCE,
            "by_year": [asdict(one) for one in _points(selection)],
            "mismatch": [asdict(one) for one in official_mismatch()],
        },
    }


def skills_card(
    market: Market, everything: Market, selection: Selection, skills: Skills, since: date | None = None
) -> dict[str, Any]:
    """What is asked for and held in a region, and what rises.

    Args:
        market: Of the day.
        everything: With closed postings too: a rise needs a past.
        selection: One province or the nation; the limit is for each list.
        skills: For labels.
        since: First day of the later window.
    """
    provinces, labels = selection.provinces, {skill.id: skill.label for skill in skills}
    here = tuple(code for code in provinces if code != NATION)
    counted = market.stock.counted(here, selection.kbji)
    asked = [(one, n) for one, n in market.stock.asked_in(here, selection.kbji).items() if n >= THRESHOLD]
    gaps = skill_gaps(market.stock, provinces, selection.kbji)
    named = [] if gaps is None else [{"label": labels[gap.skill_id], **asdict(gap)} for gap in gaps.gaps]
    limit = selection.limit
    return {
        **_head(market, selection),
        "asked": [
            {"skill_id": one, "label": labels[one], "postings": n, "share": n / counted.postings}
            for one, n in asked[:limit]
        ],
        "postings": counted.postings if counted.postings >= THRESHOLD else None,
        "short": [gap for gap in named if gap["side"] == "short"][:limit],
        "plenty": [gap for gap in reversed(named) if gap["side"] == "plenty"][:limit],
        "gaps_compared": len(named),
        "usual_ratio": None if gaps is None else gaps.usual_ratio,
        "trends": trends_part(everything.trends if since is None else everything.trends_since(since), labels, limit),
    }


def trends_part(trends: Trends, labels: dict[str, str], limit: int) -> dict[str, Any]:
    """What rises and falls, the surest first."""
    named = [{"label": labels.get(one.name, one.name), **asdict(one)} for one in trends.trends]
    return {
        "rising": [one for one in named if one["trend"] == "rising"][:limit],
        "falling": [one for one in named if one["trend"] == "falling"][:limit],
        "tested": trends.tested,
        "early_ads": trends.early_ads,
        "late_ads": trends.late_ads,
        "splits": dict(trends.splits),
        "left_out": trends.left_out,
        "false_discovery_rate": Q,
    }


def wages_card(market: Market, selection: Selection) -> dict[str, Any]:
    """Bands of pay offered: the occupation asked for in each province asked for."""
    wages = market.wages
    wanted = selection.provinces or (*market.axes.provinces, NATION)
    bands = [wages.band(province, selection.kbji) for province in wanted]
    return {
        **_head(market, selection),
        "bands": [_named(asdict(band)) for band in bands if band is not None][: selection.limit],
        "offers": len(wages),
        "without_pay": wages.without,
        "left_out_as_slips": wages.slips,
        "least_offers": LEAST,
    }


def flows_card(market: Market, selection: Selection, vocabulary: Vocabulary) -> dict[str, Any]:
    """Where seekers would find their postings: possible flows."""
    found = flows(market.postings, market.workers, market.axes, vocabulary, selection.provinces[0], selection.limit)
    values = asdict(found)
    values["left_out_seekers"] = values.pop("left_out")
    return {**_head(market, selection), **values, "observed": False}


def _cells(market: Market, selection: Selection, found: Rows | Tightness, rows: Sequence[Any]) -> dict[str, Any]:
    """Rows of cells after what every answer begins with; all three kinds tell how many were found and withheld."""
    return {
        **_head(market, selection),
        "rows": [asdict(row) for row in rows],
        "found": found.found,
        "withheld_cells": found.withheld_cells,
    }


def _head(market: Market, selection: Selection) -> dict[str, Any]:
    stock = market.stock
    seekers = stock.n_seekers
    return {
        "as_of": stock.as_of,
        "include_closed": stock.include_closed,
        "source": stock.source,
        "classification": VERSION,
        "provinces": list(selection.provinces),
        "kbji": selection.kbji,
        "level": selection.digits,
        "n_postings": stock.n_postings,
        "n_seekers": seekers if seekers == 0 or seekers >= THRESHOLD else None,
        "posting_sources": dict(stock.posting_sources),
        "left_out": dict(stock.left_out),
        "several_provinces": stock.several_provinces,
        "remote": stock.remote,
        "least_told": THRESHOLD,
        "notes": _notes(market),
    }


def _notes(market: Market) -> list[str]:
    stock = market.stock
    found = [NOT_ALL]
    if not stock.n_postings:
        found.append(NO_POSTINGS_AT_ALL if not sum(stock.left_out.values()) else NO_POSTINGS)
    if not stock.n_seekers:
        found.append(NO_SEEKERS)
    return found


def _points(selection: Selection) -> Sequence[Any]:
    wanted = selection.provinces
    return [one for one in beveridge_points() if not wanted or one.province in wanted]


def _named(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "province_name": province_name(values["province"])}
