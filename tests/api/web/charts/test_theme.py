"""Colours: every one of a drawing has its counterpart in the style sheet, and all read well on their ground."""

from __future__ import annotations

import re

import pytest

from api.web.assets import STATIC
from api.web.charts.theme import COLOURS, DEMAND, INK, NARROW, SUPPLY, WIDE

CSS = (STATIC / "grafik.css").read_text(encoding="utf-8")
BASE = (STATIC / "style.css").read_text(encoding="utf-8")


def tokens(css: str, theme: str) -> dict[str, str]:
    """Custom properties of the light or the dark theme."""
    start = css.index(":root {") if theme == "terang" else css.index(':root[data-theme="gelap"]')
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", css[start : css.index("}", start)]))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_a_drawing_is_exchanged_by_the_theme() -> None:
    assert all(f'[fill="{one}"]' in CSS or f'[stroke="{one}"]' in CSS for one in COLOURS)


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_bars_and_lines_stand_out_from_the_ground(theme: str) -> None:
    own, base = tokens(CSS, theme), tokens(BASE, theme)
    assert contrast(own["c-demand"], base["paper"]) >= 3
    assert contrast(own["c-supply"], base["paper"]) >= 3
    assert contrast(base["ink"], own["c-narrow"]) >= 4.5  # words on the bars of a schedule
    assert contrast(own["c-demand"], own["c-narrow"]) >= 2  # the interval over its bar, whose numbers stand beside


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_words_on_every_class_of_a_map_can_be_read(theme: str) -> None:
    own = tokens(CSS, theme)
    for number in (1, 2, 3, 4, 5):
        on = own["k-high"] if number > 3 else own["k-low"]
        assert contrast(on, own[f"k{number}"]) >= 4.5
    steps = [luminance(own[f"k{number}"]) for number in (1, 2, 3, 4, 5)]
    assert steps == sorted(steps, reverse=theme == "terang")


def test_the_colours_of_files_are_those_of_the_light_theme() -> None:
    own, base = tokens(CSS, "terang"), tokens(BASE, "terang")
    assert (own["c-demand"], own["c-supply"], own["c-wide"], own["c-narrow"]) == (DEMAND, SUPPLY, WIDE, NARROW)
    assert base["ink"] == INK
