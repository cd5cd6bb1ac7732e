"""How every chart looks: colours, type, and the number and month formats of the page's language.

A drawing carries the colours of the light theme. The style sheet (``static/grafik.css``) gives each of them the colour
that the theme of the page has in its place, so one drawing serves both.
"""

from __future__ import annotations

from typing import Any

from babel import Locale

from matcher.reason_words import Language
from taxonomy.rupiah import SIGN

DEMAND, SUPPLY = "#0b5d57", "#b5562b"
"""What employers want, and who seeks work; at least 4.5:1 on white."""

WIDE, NARROW = "#d5e8e4", "#93c4bb"
"""The bands of 95 and of 80 %."""

INK, FAINT, GRID = "#1d2b2a", "#4a5a58", "#d9d3c7"
"""Words, lesser words and axes, lines of the grid."""

COLOURS = (DEMAND, SUPPLY, WIDE, NARROW, INK, FAINT, GRID)

WIDTH = 380
"""Of every chart: the type stays near 11 px where a telephone shows it 310 px wide."""

FONT = 13.5

Spec = dict[str, Any]

_MONTHS = {"id": Locale("id"), "en": Locale("en")}


def config() -> Spec:
    """Vega-Lite's configuration."""
    axis = {
        "labelFontSize": FONT,
        "titleFontSize": FONT,
        "labelColor": INK,
        "titleColor": FAINT,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelPadding": 4,
        "gridColor": GRID,
        "domainColor": FAINT,
        "tickColor": FAINT,
        "labelLimit": 160,
    }
    return {
        "background": None,
        "font": "sans-serif",
        "padding": 4,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"domain": False, "ticks": False},
        "text": {"fontSize": FONT, "color": INK},
    }


def number_format(language: Language) -> dict[str, Any]:
    """D3's number locale: ``4.500.000`` and ``1,5`` in Indonesian."""
    if language == "id":
        return {"decimal": ",", "thousands": ".", "grouping": [3], "currency": [SIGN, ""]}
    return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": [SIGN, ""]}


def month_format(language: Language) -> dict[str, Any]:
    """D3's time locale, from the names that Babel has."""
    locale = _MONTHS[language]
    months = [locale.months["stand-alone"]["wide"][at] for at in range(1, 13)]
    short = [locale.months["stand-alone"]["abbreviated"][at] for at in range(1, 13)]
    days = [locale.days["stand-alone"]["wide"][(at - 1) % 7] for at in range(7)]
    short_days = [locale.days["stand-alone"]["abbreviated"][(at - 1) % 7] for at in range(7)]
    return {
        "dateTime": "%A, %e %B %Y %X",
        "date": "%e %B %Y",
        "time": "%H.%M",
        "periods": ["", ""],
        "days": days,
        "shortDays": short_days,
        "months": months,
        "shortMonths": short,
    }
