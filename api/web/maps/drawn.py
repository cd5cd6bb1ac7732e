"""A map as a picture for papers: the tiles or outlines of the page with their colours, legend and source drawn in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from html import escape

from api.web.charts.theme import FAINT, INK
from api.web.maps.picture import MapCell, MapPicture

FILLS = ("#ffffff", "#dcefeb", "#aed8d0", "#6fb5a9", "#23786d", "#07403b")
"""By class, 0 for nothing told: those of the light theme (``static/grafik.css``)."""

_EDGE = "#8a9794"
_WIDTH, _LINE = 700.0, 15.0


def map_svg(shown: MapPicture, source: str, untold: str, city: str, plain: Mapping[int, str]) -> str:
    """The whole picture as SVG, white behind.

    Args:
        shown: The map.
        source: Where its numbers are from.
        untold: Word for regions of which nothing is told.
        city: Word for a city, which may have the name of the regency around it.
        plain: Number of a class to its values, ready to print.
    """
    left, top, wide, high = shown.box
    scale = _WIDTH / wide
    title, said = textwrap.wrap(shown.title, 60), textwrap.wrap(f"{shown.finding} {source}", 108)
    head = 14 + 24 * len(title)
    foot = head + high * scale + 12
    cells = "".join(_cell(one, shown, city) for one in shown.cells)
    marks = [(one.number, plain[one.number]) for one in shown.legend] + ([(0, untold)] if shown.untold else [])
    parts = [
        *(_words(10, 26 + 24 * at, 18, line, INK, "bold") for at, line in enumerate(title)),
        f'<g transform="translate(10 {head}) scale({scale:.4f}) translate({-left} {-top})">{cells}</g>',
        *_legend(marks, foot),
        *(_words(10, foot + 48 + _LINE * at, 11.5, line, FAINT) for at, line in enumerate(said)),
    ]
    height = foot + 48 + _LINE * len(said)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH + 20:.0f}" height="{height:.0f}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _cell(one: MapCell, shown: MapPicture, city: str) -> str:
    look = f'fill="{FILLS[one.number]}" stroke="{_EDGE}" stroke-width="{1.5 if shown.is_small else 0.8}"'
    if not one.number:
        look += ' stroke-dasharray="3 2"'
    if one.path:
        return f'<path d="{escape(one.path)}" {look}/>'
    drawn = f'<rect x="{one.x}" y="{one.y}" width="{shown.tile}" height="{shown.tile}" {look}/>'
    if shown.is_small:
        return drawn
    middle, ink = one.x + shown.tile / 2, "#ffffff" if one.number > 3 else INK
    said = _words(middle, one.y + 16, 8 if len(one.letters) < 7 else 7, one.letters, ink, "bold", "middle")
    if one.is_city:
        said += _words(middle, one.y + 35.5, 5.5, city, ink, "normal", "middle")
    return drawn + said + (_words(middle, one.y + 27, 8, one.text, ink, "normal", "middle") if one.number else "")


def _legend(marks: list[tuple[int, str]], top: float) -> Iterator[str]:
    step = _WIDTH / max(1, len(marks))
    for at, (number, said) in enumerate(marks):
        x = 10 + step * at
        yield f'<rect x="{x:.1f}" y="{top}" width="26" height="16" fill="{FILLS[number]}" stroke="{_EDGE}"/>'
        yield _words(x + 32, top + 13, 12, said, INK)


def _words(x: float, y: float, size: float, said: str, ink: str, weight: str = "normal", anchor: str = "start") -> str:
    look = f'font-family="sans-serif" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{ink}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(said)}</text>'
