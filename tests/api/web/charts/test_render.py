"""Drawings: plain shapes that a strict policy lets through, texts as texts, numbers of the page's language."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import pandas as pd
import pytest
from PIL import Image

from api.web.charts import render, specs
from api.web.charts.render import Drawings, clean
from api.web.charts.theme import COLOURS, Spec, month_format

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</text><style>*{display:none}</style>",
    "javascript:alert(1)",
    "datum['x'] = toString",
    "=1+1&amp;<b>",
)

NAMES = ["Tenaga Tata Usaha", "Juru Las", *HOSTILE]
MONTHS = pd.date_range("2025-05-01", periods=8, freq="MS")


def ends(value: float) -> dict[str, float]:
    return {"value": value, "low80": value * 0.8, "high80": value * 1.3, "low95": value * 0.6, "high95": value * 1.9}


def made() -> dict[str, Spec]:
    pairs = [
        {"name": name, "side": side, "value": value, "text": f"{value} {side}"}
        for at, name in enumerate(NAMES)
        for side, value in (("demand", 12_500.0 + at), ("supply", float("nan") if at else 40.0))
    ]
    rows = [{"name": name, **ends(1.0 + at)} for at, name in enumerate(NAMES)]
    barred = [{"name": n, "value": 3.0, "low": 1.0, "high": 8.0, "text": n} for n in NAMES]
    classes = [{"name": n, "begin": MONTHS[0], "end": MONTHS[2], "text": "2"} for n in (NAMES[0], NAMES[0], *HOSTILE)]
    ahead = pd.DataFrame([{"month": month, **ends(40_000.0)} for month in MONTHS[4:]])
    past = pd.DataFrame({"month": MONTHS[:4], "value": [0.0, 900.0, 30_000.0, 12_000.0]})
    return {
        "paired_bars": specs.paired_bars(pd.DataFrame(pairs)),
        "bars": specs.bars(pd.DataFrame(barred)),
        "plain_bars": specs.bars(pd.DataFrame(barred), ends=False),
        "ratios": specs.ratios(pd.DataFrame(rows), HOSTILE[0]),
        "outlook": specs.outlook(past, ahead, "orang dicari sebulan"),
        "schedule": specs.schedule(pd.DataFrame(classes)),
    }


@pytest.fixture(scope="module")
def every() -> dict[str, Spec]:
    return made()


@pytest.fixture(scope="module")
def drawn(every: dict[str, Spec]) -> dict[str, str]:
    return {name: Drawings().drawn(spec, "id", "svg").decode() for name, spec in every.items()}


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter() if one.tag.endswith("}text")]


def test_every_specification_is_one_of_vega_lite(every: dict[str, Spec]) -> None:
    for spec in every.values():
        plain: dict[str, Any] = {name: value for name, value in spec.items() if name != "config"}
        alt.LayerChart.from_dict(plain)  # raises where the schema does not know it


def test_a_drawing_has_no_script_no_style_and_no_colour_but_those_of_the_theme(drawn: dict[str, str]) -> None:
    for svg in drawn.values():
        for element in ET.fromstring(svg).iter():
            assert element.tag.split("}")[1] in {"svg", "g", "path", "line", "text", "tspan", "rect"}
            assert not any(name == "style" or name.startswith("on") or "href" in name for name in element.attrib)
            for name in ("fill", "stroke"):
                assert element.attrib.get(name, "none") in {*COLOURS, "none"}
        assert 'aria-hidden="true"' in svg
        assert "aria-label" not in svg


def test_what_people_wrote_is_text_and_nothing_else(drawn: dict[str, str]) -> None:
    for name in ("paired_bars", "bars", "ratios", "schedule"):
        found = texts(drawn[name])
        assert [one for one in HOSTILE if one in found] == list(HOSTILE)
        assert "<script" not in drawn[name]
        assert "<style" not in drawn[name]


def test_numbers_and_months_are_those_of_the_language(every: dict[str, Spec], drawn: dict[str, str]) -> None:
    assert "10.000" in texts(drawn["outlook"])
    assert {"Mei 2025", "Jul 2025"} & set(texts(drawn["outlook"]))
    english = texts(Drawings().drawn(every["outlook"], "en", "svg").decode())
    assert "10,000" in english
    assert {"May 2025", "Jul 2025"} & set(english)
    assert month_format("id")["months"][7] == "Agustus"
    assert month_format("id")["days"][0] == "Minggu"


def test_a_month_without_anybody_stands_at_the_foot_of_a_scale_of_tens(every: dict[str, Spec]) -> None:
    rows = next(iter(every["outlook"]["datasets"].values()))
    assert min(row["gone"] for row in rows if row.get("gone") is not None) == 1.0


def test_pictures_are_wide_enough_for_paper_and_white(every: dict[str, Spec]) -> None:
    with Image.open(io.BytesIO(Drawings().drawn(every["bars"], "id", "png"))) as picture:
        assert picture.size[0] >= 900
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert Drawings().drawn(every["bars"], "id", "pdf").startswith(b"%PDF-")


def test_what_was_drawn_is_kept_by_its_content(every: dict[str, Spec], monkeypatch: pytest.MonkeyPatch) -> None:
    calls = list[str]()

    def draw(spec: Spec, language: str, form: str) -> bytes:
        calls.append(form)
        return f"{form}{language}{len(calls)}".encode()

    monkeypatch.setattr(render, "_draw", draw)
    kept = Drawings(kept=2)
    first = kept.drawn(every["bars"], "id", "svg")
    assert kept.drawn(dict(reversed(every["bars"].items())), "id", "svg") == first
    assert kept.drawn(every["bars"], "en", "svg") != first
    kept.drawn(every["bars"], "id", "png")  # the third: the one that was used least lately is forgotten
    assert kept.drawn(every["bars"], "en", "svg") == b"svgen2"
    assert kept.drawn(every["bars"], "id", "svg") == b"svgid4"


@pytest.mark.parametrize(
    "inside",
    ["<script>1</script>", "<foreignObject/>", '<g style="fill:red"/>', '<g onload="x()"/>', "<image/>", "<style/>"],
)
def test_anything_but_plain_shapes_is_refused(inside: str) -> None:
    with pytest.raises(ValueError, match="plain shapes"):
        clean(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
