"""Tables and figures as all of the planner's page, workbook and paper show them: numbers once, with their source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from api.web.charts.theme import Spec
from api.web.tongue import Tongue

Kind = Literal["text", "whole", "decimal", "percent", "rupiah", "interval", "shares"]
"""``interval``: a pair of numbers; ``shares``: a pair of shares in [0, 1]."""

Value = str | int | float | tuple[float, float] | None

NUMERIC = frozenset({"whole", "decimal", "percent", "rupiah", "interval", "shares"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        title: Its head.
        kind: How its values are shown.
        hides: Whether a missing value is one that is withheld or empty, not one that does not exist.
    """

    title: str
    kind: Kind = "text"
    hides: bool = False


def interval_columns(tongue: Tongue, *, hides: bool = False) -> tuple[Column, Column]:
    """Columns of the intervals that stand beside a figure."""
    _ = tongue.gettext
    return (
        Column(title=_("Selang 80%"), kind="interval", hides=hides),
        Column(title=_("Selang 95%"), kind="interval", hides=hides),
    )


def market_columns(tongue: Tongue) -> tuple[Column, ...]:
    """Columns of both sides of a market, and of how tight it is; what is withheld is shown so."""
    _ = tongue.gettext
    return (
        Column(title=_("Lowongan"), kind="whole", hides=True),
        Column(title=_("Orang dicari"), kind="whole", hides=True),
        Column(title=_("Pencari kerja"), kind="whole", hides=True),
        Column(title=_("Dicari tiap pencari"), kind="decimal", hides=True),
        *interval_columns(tongue, hides=True),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its source.

    Attributes:
        name: Short, without blanks: of its sheet and its address.
        caption: What it shows.
        columns: From left to right; the first names the row.
        rows: Values, one for each column.
        source: Where the numbers come from, and of which day.
    """

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    source: str

    def heads(self) -> list[tuple[str, bool]]:
        """Title of each column and whether it holds numbers."""
        return [(column.title, column.kind in NUMERIC) for column in self.columns]

    def shown(self, tongue: Tongue) -> list[list[str]]:
        """The rows, ready to print."""
        return [
            [shown(value, column, tongue) for value, column in zip(row, self.columns, strict=True)] for row in self.rows
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart with all that stands beside it.

    Attributes:
        name: Short, without blanks: of its address.
        title: What it shows.
        finding: What it says, worked out from the numbers; also its text alternative.
        how: How it is read: what lines and bands are.
        spec: Vega-Lite; None where there is nothing to draw, and the finding says so.
        table: Every number of it.
    """

    name: str
    title: str
    finding: str
    how: str
    spec: Spec | None
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number that stands at the top.

    Attributes:
        label: What it is.
        text: Ready to print.
        beside: Its interval or what it rests on.
    """

    label: str
    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is shown of a subject on one page, in one workbook and in one paper.

    Attributes:
        title: Of page, workbook and paper.
        place: Region or centre.
        day: As of which day, in words.
        facts: Numbers at the top.
        figures: Charts.
        tables: Tables without a chart.
        notes: What a reader must know.
        method: How it was worked out.
        sources: Where from.
    """

    title: str
    place: str
    day: str
    facts: Sequence[Fact] = ()
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    method: Sequence[str] = ()
    sources: Sequence[str] = field(default=())

    def figure(self, name: str) -> Figure | None:
        """The chart of a name."""
        return next((one for one in self.figures if one.name == name), None)


def shown(value: Value, column: Column, tongue: Tongue) -> str:
    """A value ready to print."""
    if value is None:
        return tongue.gettext("tidak ditampilkan") if column.hides else "–"
    if isinstance(value, tuple):
        return interval(value, tongue, shares=column.kind == "shares")
    if isinstance(value, str):
        return value
    if column.kind == "whole":
        return tongue.number(round(value))
    if column.kind == "percent":
        return tongue.percent(value)
    return tongue.rupiah(value) if column.kind == "rupiah" else number(value, tongue)


def interval(ends: tuple[float, float], tongue: Tongue, *, shares: bool = False) -> str:
    """``1,2–3,4``; of shares ``12–34%``."""
    low, high = ends
    if shares:
        return f"{tongue.number(low * 100, 0)}–{tongue.percent(high)}"
    return f"{number(low, tongue)}–{number(high, tongue)}"


def number(value: float, tongue: Tongue) -> str:
    """With so many digits as say something: ``1.234``, ``12,3``, ``1,23``, ``0,045``."""
    size = abs(value)
    decimals = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2 if size >= 0.1 or not size else 3
    return tongue.number(value, decimals)
