"""The months ahead of a province as a chart: official months gone, the forecast in its bands, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from api.web.charts.theme import Spec
from api.web.planner.tables import Column, Figure, Table, interval, interval_columns, number
from api.web.planner.words import month_name, official_source, place_name
from api.web.tongue import Tongue
from matcher.forecast.answer import MarketForecast, market_forecast
from matcher.forecast.forecast import MAX_HORIZON
from matcher.forecast.months import months_from
from matcher.forecast.official import official_series
from taxonomy.errors import UnknownIdError

_SHOWN = 24
"""Months gone that are drawn."""

_VAGUE = 10
"""Times that the upper end is the lower one from which a forecast is no figure to plan by."""


def outlook(province: str, today: date, tongue: Tongue) -> Figure:
    """People wanted in the months ahead; without a drawing where the province has no official months.

    Args:
        province: Two digits, or ``NATION``.
        today: How many of the months have passed already is told.
        tongue: Of the page.
    """
    title = tongue.gettext("Prakiraan orang dicari, %(place)s", place=place_name(province))
    try:
        found = market_forecast(province, MAX_HORIZON, language=tongue.language)
    except UnknownIdError:
        return _without(province, title, tongue)
    months = months_from(found.forecast.first_month, MAX_HORIZON)
    return Figure(
        name="prakiraan",
        title=title,
        finding=_finding(found, months, today, tongue),
        how=tongue.gettext(
            "Garis hitam: angka resmi. Garis putus-putus: prakiraan. Pita gelap: selang 80%. Pita terang: selang 95%. "
            "Tiap garis datar sepuluh kali garis di bawahnya."
        ),
        spec=_spec(found, months, tongue),
        table=_table(found, months, title, tongue),
    )


def _without(province: str, title: str, tongue: Tongue) -> Figure:
    known = ", ".join(place_name(code) for code in official_series())
    return Figure(
        name="prakiraan",
        title=title,
        finding=tongue.gettext(
            "%(place)s tidak punya angka bulanan resmi, jadi tidak ada prakiraan. Yang punya: %(known)s.",
            place=place_name(province),
            known=known,
        ),
        how="",
        spec=None,
        table=Table(name="prakiraan", caption=title, columns=_columns(tongue), rows=(), source=""),
    )


def _columns(tongue: Tongue) -> tuple[Column, ...]:
    _ = tongue.gettext
    return (
        Column(title=_("Bulan")),
        Column(title=_("Angka resmi"), kind="whole"),
        Column(title=_("Prakiraan (tengah)"), kind="whole"),
        *interval_columns(tongue),
    )


def _table(found: MarketForecast, months: Sequence[str], title: str, tongue: Tongue) -> Table:
    told = found.forecast
    past = [
        (month_name(month, tongue), round(value), None, None, None) for month, value in _past(found.province).items()
    ]
    ahead = [
        (
            month_name(month, tongue),
            None,
            round(told.point[at]),
            (float(round(told.low80[at])), float(round(told.high80[at]))),
            (float(round(told.low95[at])), float(round(told.high95[at]))),
        )
        for at, month in enumerate(months)
    ]
    return Table(
        name="prakiraan", caption=title, columns=_columns(tongue), rows=[*past, *ahead], source=official_source(tongue)
    )


def _past(province: str) -> dict[str, float]:
    """The last official months that have a figure."""
    series = official_series()[province]
    months = months_from(series.first_month, len(series.values))
    figures = {month: v for month, v in zip(months, series.values, strict=True) if v is not None}
    return dict(list(figures.items())[-_SHOWN:])


def _spec(found: MarketForecast, months: Sequence[str], tongue: Tongue) -> Spec:
    from api.web.charts.specs import outlook as drawn

    past, told = _past(found.province), found.forecast
    gone = pd.DataFrame({"month": pd.to_datetime(list(past)), "value": list(past.values())})
    ends = ("low80", "high80", "low95", "high95")
    ahead = pd.DataFrame(
        {"month": pd.to_datetime(list(months)), "value": told.point} | {e: getattr(told, e) for e in ends}
    )
    return drawn(gone, ahead, tongue.gettext("orang dicari sebulan"))


def _finding(found: MarketForecast, months: Sequence[str], today: date, tongue: Tongue) -> str:
    _, told = tongue.gettext, found.forecast
    past = list(_past(found.province).values())[-12:]
    at = next((at for at, month in enumerate(months) if month >= f"{today:%Y-%m}"), len(months) - 1)
    middle, low, high = float(told.point[at]), round(told.low80[at]), round(told.high80[at])
    said = [
        _(
            "Angka resmi terakhir: %(last)s. Untuk %(month)s diperkirakan %(n)s orang dicari (selang 80%%: %(span)s).",
            last=month_name(told.last_month, tongue),
            month=month_name(months[at], tongue),
            n=number(round(middle), tongue),
            span=interval((low, high), tongue),
        )
    ]
    if high >= _VAGUE * max(low, 1):
        said.append(_("Selang itu sangat lebar: pakailah sebagai arah, bukan sebagai sasaran."))
    before = float(np.mean(past))
    if before:
        change = middle / before - 1
        way = _("lebih tinggi") if change > 0 else _("lebih rendah")
        said.append(
            _(
                "Itu %(n)s %(way)s daripada rata-rata %(months)s bulan terakhir.",
                n=tongue.percent(abs(change)),
                way=way,
                months=tongue.number(len(past)),
            )
        )
    gone = sum(month <= f"{today:%Y-%m}" for month in months)
    if gone:
        said.append(_("%(n)s bulan dari prakiraan ini sudah lewat dan belum punya angka resmi.", n=tongue.number(gone)))
    return " ".join(said)
