"""The kinds of chart, in Altair's grammar over pandas frames; narrow, names over their bars, numbers beside them.

Text columns of a frame hold text that is ready to print, in the language of the page. Rows keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from api.web.charts.theme import DEMAND, FAINT, INK, NARROW, SUPPLY, WIDE, WIDTH, Spec, config

_ROW = 44
"""Height of a row with one bar under its name."""

_NAME = 0.82 * WIDTH
"""Room for a name: the system's type may be wider than the one that it is measured with."""

_PAIR = 62
"""Likewise with two bars."""

Column = dict[str, Any]


def paired_bars(frame: pd.DataFrame) -> Spec:
    """Two bars for each row: what is wanted, and who seeks.

    Args:
        frame: ``name``; ``side`` (``demand`` or ``supply``), ``value`` (NaN where it is not told), ``text``; two rows
            for each name, that of demand first.
    """
    rows = _numbered(frame, per=2)
    rows["place"] = rows["row"] * _PAIR + rows["side"].map({"demand": 22, "supply": 39}).astype(float)
    rows["end"], rows["middle"] = rows["place"] + 15, rows["place"] + 8
    rows["value"] = rows["value"].fillna(0)
    rows["top"] = rows["row"] * _PAIR + 12
    rows.loc[rows["side"] != "demand", "name"] = ""
    height, across = _PAIR * int(rows["row"].max() + 1), _from_zero(float(rows["value"].max()), 94)
    down = _down(height)
    sides = alt.Scale(domain=["demand", "supply"], range=[DEMAND, SUPPLY])
    layers = [
        alt.Chart()
        .mark_rect()
        .encode(
            x=alt.X("value:Q", scale=across, axis=None),
            x2=alt.datum(0),
            y=alt.Y("place:Q", **down),
            y2="end:Q",
            color=alt.Color("side:N", scale=sides, legend=None),
        ),
        _text("value:Q", across, down),
        _names(down),
    ]
    return _finished(layers, rows, height)


def bars(frame: pd.DataFrame, *, ends: bool = True) -> Spec:
    """A bar for each row, with its 80 % interval as a line.

    Args:
        frame: ``name``, ``value``, ``text``; ``low`` and ``high`` where intervals are drawn.
        ends: Whether they are.
    """
    rows = _numbered(frame)
    rows["place"] = rows["row"] * _ROW + 21
    rows["end"], rows["middle"] = rows["place"] + 15, rows["place"] + 7.5
    rows["top"] = rows["row"] * _ROW + 11
    rows["after"] = rows[["value", "high"]].max(axis=1) if ends else rows["value"]
    height, across = _ROW * len(rows), _from_zero(float(rows["after"].max()), 130)
    down = _down(height)
    layers = [
        alt.Chart()
        .mark_rect(color=NARROW if ends else DEMAND)
        .encode(x=alt.X("value:Q", scale=across, axis=None), x2=alt.datum(0), y=alt.Y("place:Q", **down), y2="end:Q")
    ]
    if ends:
        layers.append(
            alt.Chart()
            .mark_rule(color=DEMAND, strokeWidth=3)
            .encode(x=alt.X("low:Q", scale=across), x2="high:Q", y=alt.Y("middle:Q", **down))
        )
    return _finished([*layers, _text("after:Q", across, down), _names(down)], rows, height)


def ratios(frame: pd.DataFrame, title: str, *, usual: float = 1.0) -> Spec:
    """A dot for each row on a scale of doublings, with lines of 80 and 95 %, and a line where nothing differs.

    Args:
        frame: ``name``, ``value``, ``low80``, ``high80``, ``low95``, ``high95``; all above 0.
        title: Of the scale.
        usual: Where the line stands.
    """
    rows = _numbered(frame)
    rows["middle"], rows["top"] = rows["row"] * _ROW + 29, rows["row"] * _ROW + 11
    height = _ROW * len(rows) + 4
    low, high = min(float(rows["low95"].min()), usual), max(float(rows["high95"].max()), usual)
    scale = alt.Scale(type="log", base=2, domain=[low / 1.05, high * 1.05], nice=False)
    axis = alt.Axis(title=title, values=_doublings(low, high), format="~g", grid=True)
    down, middle = _down(height), alt.Y("middle:Q", **_down(height))
    layers = [
        alt.Chart().mark_rule(color=FAINT, strokeDash=[4, 3]).encode(x=alt.XDatum(usual, scale=scale, axis=axis)),
        alt.Chart()
        .mark_rule(color=NARROW, strokeWidth=3)
        .encode(x=alt.X("low95:Q", scale=scale, axis=axis), x2="high95:Q", y=middle),
        alt.Chart()
        .mark_rule(color=DEMAND, strokeWidth=5)
        .encode(x=alt.X("low80:Q", scale=scale), x2="high80:Q", y=middle),
        alt.Chart()
        .mark_point(shape="circle", filled=True, size=70, color=INK, opacity=1)
        .encode(x=alt.X("value:Q", scale=scale), y=middle),
        _names(down),
    ]
    return _finished(layers, rows, height)


def outlook(past: pd.DataFrame, ahead: pd.DataFrame, title: str) -> Spec:
    """Months gone as a line, months ahead as a broken line in its bands of 80 and 95 %, on a scale of tens.

    Official months swing by a factor of thirty, so on a plain scale a band of 95 % would flatten all else.

    Args:
        past: ``month`` (timestamps), ``value``.
        ahead: ``month``, ``value``, ``low80``, ``high80``, ``low95``, ``high95``.
        title: Of the scale.
    """
    rows = pd.concat([past.rename(columns={"value": "gone"}), ahead], ignore_index=True)
    counts = rows.columns.drop("month")
    rows[counts] = rows[counts].clip(lower=1.0)  # a scale of tens knows no 0
    axis = alt.Axis(title=None, format="%b %Y", labelAngle=0, tickCount=4, grid=False)
    across = alt.X("month:T", axis=axis)
    tens = [10.0**power for power in range(8) if 10.0**power <= float(rows[counts].max().max()) * 2]
    up: Column = {"axis": alt.Axis(title=title, format=",.0f", values=tens), "scale": alt.Scale(type="log")}
    layers = [
        alt.Chart()
        .mark_area(color=colour, opacity=1)
        .encode(x=across, y=alt.Y(f"low{level}:Q", **up), y2=f"high{level}:Q")
        for level, colour in ((95, WIDE), (80, NARROW))
    ]
    ahead_line = alt.Chart().mark_line(color=DEMAND, strokeWidth=2.5, strokeDash=[6, 3])
    layers.append(ahead_line.encode(x=across, y=alt.Y("value:Q", **up)))
    if len(past):
        dots = alt.OverlayMarkDef(color=INK, size=22)
        line = alt.Chart().mark_line(color=INK, strokeWidth=2.5, point=dots)
        layers.append(line.encode(x=across, y=alt.Y("gone:Q", **up)))
    return _finished(layers, rows, 240)


def schedule(frame: pd.DataFrame) -> Spec:
    """A bar in time for each class, the courses one over the other.

    Args:
        frame: ``name``, ``begin`` and ``end`` (timestamps), ``text``; rows of one name follow each other.
    """
    rows = frame.reset_index(drop=True)
    rows["row"] = (rows["name"] != rows["name"].shift()).cumsum() - 1
    rows["place"], rows["top"] = rows["row"] * _ROW + 20.0, rows["row"] * _ROW + 11
    rows["until"], rows["middle"] = rows["place"] + 17, rows["place"] + 9
    rows.loc[rows["row"].duplicated(), "name"] = ""
    height = _ROW * int(rows["row"].max() + 1)
    down = _down(height)
    axis = alt.Axis(title=None, format="%b %Y", labelAngle=0, tickCount=4, grid=True)
    layers = [
        alt.Chart()
        .mark_rect(color=NARROW, stroke=DEMAND, strokeWidth=1)
        .encode(x=alt.X("begin:T", axis=axis), x2="end:T", y=alt.Y("place:Q", **down), y2="until:Q"),
        alt.Chart()
        .mark_text(align="left", dx=4, baseline="middle")
        .encode(x="begin:T", y=alt.Y("middle:Q", **down), text="text:N"),
        _names(down),
    ]
    return _finished(layers, rows, height)


def _numbered(frame: pd.DataFrame, per: int = 1) -> pd.DataFrame:
    rows = frame.reset_index(drop=True)
    rows["row"] = rows.index // per
    return rows


def _down(height: float) -> Column:
    """A scale from the top, in the units of the drawing."""
    return {"scale": alt.Scale(domain=[0, height], range=[0, height]), "axis": None}


def _from_zero(most: float, room: int) -> alt.Scale:
    """A scale that leaves room for what is written after the longest bar."""
    return alt.Scale(domain=[0, most if most > 0 else 1.0], range=[0, WIDTH - room])


def _text(after: str, across: alt.Scale, down: Column) -> alt.Chart:
    """What is written after a bar."""
    made = alt.Chart().mark_text(align="left", dx=6, baseline="middle")
    chart: alt.Chart = made.encode(x=alt.X(after, scale=across), y=alt.Y("middle:Q", **down), text="text:N")
    return chart


def _names(down: Column) -> alt.Chart:
    """The name of each row over its bars, at the left."""
    made = alt.Chart().mark_text(align="left", baseline="middle", limit=_NAME, fontWeight=600)
    chart: alt.Chart = made.encode(x=alt.value(0), y=alt.Y("top:Q", **down), text="name:N")
    return chart


def _doublings(low: float, high: float) -> list[float]:
    """Powers of two on the scale, at most six."""
    found = [2.0**power for power in range(-12, 13) if low <= 2.0**power <= high] or [1.0]
    return found[:: -(-len(found) // 6)]


def _finished(layers: Sequence[alt.Chart], rows: pd.DataFrame, height: float) -> Spec:
    made = alt.layer(*layers, data=rows).properties(width=WIDTH, height=height).to_dict(validate=False)
    return {**made, "config": config()}
