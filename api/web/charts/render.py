"""From a Vega-Lite specification to SVG, PNG and PDF, by vl-convert (Vega in a V8 without network): no browser script.

What Vega writes for its own accessibility is in English and names every mark; it is taken off, for each chart has a
name, its finding in words, and a table beside it.
"""

from __future__ import annotations

import hashlib
import io
import re
import threading
from collections import OrderedDict
from typing import Literal
from xml.etree import ElementTree as ET

import orjson
from PIL import Image

from api.web.charts.theme import Spec, month_format, number_format
from matcher.reason_words import Language

Format = Literal["svg", "png", "pdf"]

_KEPT = 256
"""Drawings that are kept; one is 2 to 20 kB of SVG, a PNG 20 to 90 kB."""

_SCALE = 2.5
"""Pixels of a PNG for each unit: 1,000 for the width of a chart."""

_MAP_SCALE = 2.0

_PALETTE = 48
"""Colours of a PNG: those of the theme and what lies between them at edges."""

_SVG = "http://www.w3.org/2000/svg"
_SAID = frozenset({"role", "aria-label", "aria-roledescription", "aria-hidden", "class", "pointer-events", "id"})
_PLAIN = {("opacity", "1"), ("stroke-width", "1"), ("font-family", "sans-serif"), ("version", "1.1")}
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_NUMBERS = frozenset({"d", "transform", "x", "y", "x2", "y2", "width", "height"})

ET.register_namespace("", _SVG)


class Drawings:
    """Draws, and keeps what was drawn by its content; safe to share between threads."""

    def __init__(self, kept: int = _KEPT) -> None:
        """Keep the last few.

        Args:
            kept: How many.
        """
        self._most = kept
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def drawn(self, spec: Spec, language: Language, form: Format) -> bytes:
        """A chart as a file.

        Args:
            spec: A Vega-Lite specification with its data inside.
            language: Of numbers and months.
            form: ``svg`` as a page takes it in, ``png`` and ``pdf`` with a white ground.
        """
        packed = orjson.dumps(spec, option=orjson.OPT_SORT_KEYS)
        key = hashlib.sha256(b"\0".join((form.encode(), language.encode(), packed))).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = _draw(spec, language, form)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


DRAWINGS = Drawings()
"""Of this process."""


def _draw(spec: Spec, language: Language, form: Format) -> bytes:
    import vl_convert  # starts a V8: only a process that draws pays for it

    shown = spec if form == "svg" else {**spec, "config": {**spec.get("config", {}), "background": "white"}}
    svg = vl_convert.vegalite_to_svg(
        shown,
        format_locale=number_format(language),
        time_format_locale=month_format(language),
        allowed_base_urls=[],
    )
    if form == "png":
        return _small(vl_convert.svg_to_png(svg, scale=_SCALE))
    return vl_convert.svg_to_pdf(svg) if form == "pdf" else clean(svg)


def png_of(svg: str) -> bytes:
    """A drawing that is no chart, such as a map, as a PNG.

    Args:
        svg: Our own, with plain shapes and words.
    """
    import vl_convert

    return _small(vl_convert.svg_to_png(svg, scale=_MAP_SCALE))


def _small(png: bytes) -> bytes:
    """The same picture with a palette: a chart has few colours, and a quarter of the bytes does."""
    packed = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(_PALETTE, method=Image.Quantize.FASTOCTREE)
        few.putpalette([255 if part > 252 else part for part in few.getpalette() or ()])  # white is made 254
        few.save(packed, "PNG")
    return packed.getvalue()


def clean(svg: str) -> bytes:
    """A drawing that a page can take in: no script, no style, no name of its own, numbers to two digits.

    Args:
        svg: As Vega writes it.

    Raises:
        ValueError: There is something in it that is no plain shape.
    """
    root = ET.fromstring(svg)  # noqa: S314 - written by Vega a moment ago
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{_SVG}}}")
        if name not in _SHAPES or any(
            attribute.startswith("on") or attribute == "style" for attribute in element.attrib
        ):
            raise ValueError(f"wanted plain shapes, found {name} with {sorted(element.attrib)}")
        for attribute in [a for a in element.attrib if a in _SAID or (a, element.attrib[a]) in _PLAIN]:
            del element.attrib[attribute]
        for attribute in _NUMBERS.intersection(element.attrib):
            element.set(attribute, _LONG_NUMBER.sub(_short, element.attrib[attribute]))
    _without_nothing(root)
    for attribute in ("width", "height"):
        root.attrib.pop(attribute, None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return ET.tostring(root, encoding="unicode").encode()


_SHAPES = frozenset({"svg", "g", "path", "line", "text", "tspan", "rect", "circle", "defs", "clipPath"})


def _short(found: re.Match[str]) -> str:
    return f"{float(found.group()):.2f}".rstrip("0").rstrip(".")


def _without_nothing(element: ET.Element) -> None:
    """Take out what draws nothing: hidden paths and empty groups."""
    for child in list(element):
        _without_nothing(child)
        is_hidden = child.tag.endswith("}path") and not {"fill", "stroke"} & child.attrib.keys()
        is_hidden |= child.get("display") == "none" or child.get("d") in {"", "M0,0h0v0h0Z"}
        is_empty = child.tag.endswith("}g") and not len(child)
        if is_hidden or is_empty:
            element.remove(child)
