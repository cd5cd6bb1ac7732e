"""Figures of rows as they are written on pages: as many digits as are read, and never so few that a miss looks met."""

from __future__ import annotations

from evaluation.task import Row

_MANY, _SOME, _ONE = 1000, 100, 1


def number(value: float) -> str:
    """A figure: whole numbers whole, shares with three digits (``.738``), larger ones with fewer."""
    size = abs(value)
    if value == round(value) or size >= _MANY:
        return f"{value:,.0f}"
    if size >= _SOME:
        return f"{value:,.1f}"
    text = f"{value:.2f}" if size >= _ONE else f"{value:.3f}"
    if float(text) == 0 or (size >= _ONE) != (abs(float(text)) >= _ONE):
        text = f"{value:.4f}"
    return text.replace("0.", ".", 1) if size < _ONE and abs(float(text)) < _ONE else text


def is_held_to(row: Row) -> bool:
    """Whether a row is held to a target: one that rests on nothing (a peer that is not installed) holds nothing."""
    return row.target is not None and row.n > 0


def value_and_target(row: Row) -> tuple[str, str]:
    """Value and target of a row; with all four digits of a result where fewer would look alike.

    The target says which way it is meant, as far as that can be told: nothing says it of a figure that equals it.
    """
    if row.target is None:
        return number(row.value), ""
    told, target = number(row.value), number(row.target)
    if told == target and row.value != row.target:
        told, target = f"{row.value:.4g}", f"{row.target:.4g}"
    return told, f"{_way(row)}{target}"


def _way(row: Row) -> str:
    if row.target is None or row.value == row.target:
        return ""
    return "≥ " if (row.value > row.target) == bool(row.holds) else "≤ "


def wants_little(row: Row) -> bool:
    """Whether less is better, by value, target and verdict; of a figure that equals its target only 0 is little."""
    if row.target is None or row.value == row.target:
        return row.target == 0
    return _way(row) == "≤ "


def interval(row: Row) -> str:
    """Its 95 % interval; empty where none is worked out."""
    return "" if row.ci95 is None else f"[{number(row.ci95[0])}, {number(row.ci95[1])}]"


def count(row: Row) -> str:
    """What it rests on; empty where it rests on nothing."""
    return f"{row.n:,}" if row.n else ""


def holds(row: Row) -> str:
    """Yes, **no**, or nothing where no target is set."""
    return "" if row.target is None else ("yes" if row.holds else "**no**")
