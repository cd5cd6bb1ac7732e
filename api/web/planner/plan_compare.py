"""What a change of a plan brings: against the plan before it, and what more money would do, in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.web.planner.tables import Column, Table, Value
from api.web.planner.words import short_rupiah
from api.web.tongue import Tongue

Document = Mapping[str, Any]

_LEAST = 0.05
"""Placements under which more of something brings nothing that could be seen."""


def is_plan(plan: Document | None) -> bool:
    """Whether there is a plan with classes, which can be held against another."""
    return bool(plan and plan.get("totals") and plan["totals"]["classes"])


def comparison(before: Document, plan: Document, source: str, tongue: Tongue) -> Table:
    """Both plans side by side: the sums, then each course whose classes change, the largest change first."""
    _ = tongue.gettext
    names = (
        _("Anggaran setahun (rupiah)"),
        _("Kelas"),
        _("Peserta"),
        _("Biaya (rupiah)"),
        _("Penempatan yang diharapkan"),
        _("Penempatan, batas bawah selang 80%"),
        _("Penempatan, batas atas selang 80%"),
        _("Biaya tiap penempatan (rupiah)"),
    )
    then, now = _sums(before), _sums(plan)
    rows: list[tuple[Value, ...]] = [_row(name, *pair) for name, *pair in zip(names, then, now, strict=True)]
    held = [{one["course"]: one for one in each["courses"] if one["classes"]} for each in (before, plan)]
    changed = [
        _row(
            _("Kelas %(title)s", title=(held[1].get(key) or held[0][key])["title"]),
            *(each[key]["classes"] if key in each else 0 for each in held),
        )
        for key in sorted({*held[0], *held[1]})
    ]
    ranked = sorted((one for one in changed if one[3]), key=lambda one: (-abs(one[3]), one[0]))
    rows += ranked
    columns = (
        Column(title=_("Yang dibandingkan")),
        Column(title=_("Sebelumnya"), kind="decimal"),
        Column(title=_("Sekarang"), kind="decimal"),
        Column(title=_("Selisih"), kind="decimal"),
    )
    caption = _("Dibanding rencana sebelumnya")
    if before["centre"]["name"] != plan["centre"]["name"]:
        caption = _("Dibanding rencana sebelumnya (%(name)s)", name=before["centre"]["name"])
    return Table(name="banding", caption=caption, columns=columns, rows=rows, source=source)


def _sums(plan: Document) -> tuple[float, ...]:
    totals = plan["totals"]
    placed = totals["placements"]
    each = totals["cost_idr"] / placed["mean"] if placed["mean"] else 0
    counted = (totals["classes"], totals["participants"], totals["cost_idr"])
    spread = (placed["mean"], placed["low80"], placed["high80"], each)
    return (plan["centre"]["budget_idr_year"], *counted, *(round(one) for one in spread))


def _row(name: str, before: float, now: float) -> tuple[str, float, float, float]:
    return name, before, now, now - before


def compared_words(before: Document, plan: Document, tongue: Tongue) -> str:
    """What the change of the plan brings."""
    then, now = _sums(before), _sums(plan)
    return tongue.gettext(
        "Rencana sebelumnya: anggaran %(budget)s, penempatan %(then)s. Sekarang: anggaran %(own)s, penempatan %(now)s.",
        budget=short_rupiah(then[0], tongue),
        then=tongue.number(then[4]),
        own=short_rupiah(now[0], tongue),
        now=tongue.number(now[4]),
    )


def more_money_words(plan: Document, tongue: Tongue) -> str:
    """What more budget would bring and what a placement of it costs; empty where nobody asked."""
    found = next((one for one in plan["gains"] if one["id"] == "budget"), None)
    if found is None:
        return ""
    added = short_rupiah(found["added"], tongue)
    if found["most"] < _LEAST:
        return tongue.gettext(
            "Tambahan anggaran %(added)s tidak menambah penempatan: yang habis bukan uangnya.", added=added
        )
    high = tongue.number(found["most"], 1)
    if found["least"] < found["most"] / 2:  # the search was cut short: a price of the middle would be made up
        return tongue.gettext(
            "Tambahan anggaran %(added)s setahun memberi paling banyak %(high)s penempatan lagi.",
            added=added,
            high=high,
        )
    return tongue.gettext(
        "Tambahan anggaran %(added)s setahun memberi %(low)s sampai %(high)s penempatan lagi, kira-kira %(each)s tiap "
        "penempatan.",
        added=added,
        low=tongue.number(found["least"], 1),
        high=high,
        each=short_rupiah(2 * found["added"] / (found["least"] + found["most"]), tongue),
    )
