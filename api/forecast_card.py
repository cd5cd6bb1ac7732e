"""The document of a forecast that API and command line share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.forecast.answer import MarketForecast
from matcher.forecast.forecast import MonthlyForecast
from matcher.forecast.months import months_from
from matcher.reason_words import Language
from taxonomy.labour import province_name
from taxonomy.occupations import load_occupations

_ENDS = ("point", "low80", "high80", "low95", "high95")
_DIGITS = 1


def market_card(found: MarketForecast, language: Language) -> dict[str, Any]:
    """A region's forecast."""
    mix = None
    if found.mix is not None:
        low, high = found.mix.interval(found.major, 0.95)
        mix = {
            "share": round(found.mix.shares[found.major], 4),
            "low95": round(low, 4),
            "high95": round(high, 4),
            "stored_postings": found.mix.stored,
            "stored_weight": round(found.mix.stored_weight, 4),
            "official_years": list(found.mix.years),
        }
    title = load_occupations().get(found.major).title if found.major else ""
    return {
        "province": found.province,
        "province_name": province_name(found.province),
        "major": found.major,
        "major_title": title,
        "counted": found.counted,
        "mix": mix,
        "assumptions": list(found.assumptions),
        **series_card(found.forecast, language, found.alone, found.added),
    }


def series_card(
    found: MonthlyForecast, language: Language, alone: Sequence[float] = (), added: Sequence[float] = ()
) -> dict[str, Any]:
    """A forecast with what it rests on; figures to one digit."""
    months = months_from(found.first_month, len(found.point))
    rows = [{"month": month} for month in months]
    columns = {name: getattr(found, name) for name in _ENDS}
    columns |= {"alone": alone or found.point, "added": added or (0.0,) * len(months)}
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            row[name] = round(value, _DIGITS)
    return {
        "name": found.name,
        "months": rows,
        "method": found.method,
        "served_because": found.served_because,
        "errors": {name: round(error, 4) for name, error in found.errors.items()},
        "origins": found.origins,
        "n_months": found.n_months,
        "gaps": found.gaps,
        "short": found.short,
        "pooled": found.pooled,
        "last_month": found.last_month,
        "source": found.source,
        "notes": list(found.notes),
        "language": language,
    }
