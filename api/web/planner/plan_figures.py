"""Figures of a plan: placements, schedule, limits, what is asked for and not taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from api.web.charts.theme import Spec
from api.web.planner import plan_tables as tables
from api.web.planner.plan_labels import limit_name
from api.web.planner.tables import Figure, interval
from api.web.planner.words import month_name
from api.web.tongue import Tongue

Document = Mapping[str, Any]
"""A plan as ``told.plan_as_dict`` gives it."""

_MOST = 12
"""Rows of a chart; its table has them all."""


def placements(plan: Document, source: str, tongue: Tongue) -> Figure:
    """Placements expected of each course, with their interval."""
    _ = tongue.gettext
    title = _("Penempatan yang diharapkan tiap kursus")
    planned = [one for one in plan["courses"] if one["classes"] and one["placements"]]
    planned.sort(key=lambda one: (-one["placements"]["mean"], one["course"]))
    return Figure(
        name="penempatan",
        title=title,
        finding=_placed_finding(planned, tongue),
        how=_("Batang: jumlah yang diharapkan. Garis: selang 80%."),
        spec=_placed_bars(planned, tongue),
        table=tables.placements(planned, title, source, tongue),
    )


def _placed_bars(planned: Sequence[Mapping[str, Any]], tongue: Tongue) -> Spec | None:
    if not planned:
        return None
    from api.web.charts.specs import bars  # Altair takes a second to load: only what draws pays for it

    rows = [(one["title"], one["placements"]) for one in planned[:_MOST]]
    return bars(
        pd.DataFrame(
            {
                "name": [name for name, _placed in rows],
                "value": [placed["mean"] for _name, placed in rows],
                "low": [placed["low80"] for _name, placed in rows],
                "high": [placed["high80"] for _name, placed in rows],
                "text": [_span(placed, tongue) for _name, placed in rows],
            }
        )
    )


def _placed_finding(planned: Sequence[Mapping[str, Any]], tongue: Tongue) -> str:
    if not planned:
        return tongue.gettext("Belum ada kursus dalam rencana.")
    costs = [one["cost_idr"] / max(one["placements"]["mean"], 0.1) for one in planned]
    top, cheapest = planned[0], costs.index(min(costs))
    return tongue.gettext(
        "Terbanyak: %(name)s, %(n)s penempatan dari %(classes)s kelas. Termurah tiap penempatan: %(cheap)s, %(cost)s.",
        name=top["title"],
        n=_span(top["placements"], tongue),
        classes=tongue.number(top["classes"]),
        cheap=planned[cheapest]["title"],
        cost=tongue.rupiah(round(costs[cheapest], -3)),
    )


def schedule(plan: Document, source: str, tongue: Tongue) -> Figure:
    """Classes by month."""
    _ = tongue.gettext
    title = _("Jadwal kelas")
    counts: dict[str, int] = {}
    for one in plan["classes"]:
        counts[one["course"]] = counts.get(one["course"], 0) + one["classes"]
    shown = sorted(counts, key=lambda course: (-counts[course], course))[:_MOST]
    drawn = [one for one in plan["classes"] if one["course"] in shown]
    drawn.sort(key=lambda one: (shown.index(one["course"]), one["month"]))
    spec: Spec | None = None
    if drawn:
        from api.web.charts.specs import schedule

        until = [pd.Timestamp(one["until"]) + pd.offsets.MonthEnd(1) for one in drawn]
        frame = {
            "name": [one["title"] for one in drawn],
            "begin": [pd.Timestamp(one["month"]) for one in drawn],
            "end": until,
            "text": [tongue.number(one["classes"]) for one in drawn],
        }
        spec = schedule(pd.DataFrame(frame))
    return Figure(
        name="jadwal",
        title=title,
        finding=_schedule_words(plan["classes"], len(counts), tongue),
        how=_("Angka di batang: jumlah kelas yang mulai bersama. Yang tergambar paling banyak 12 kursus."),
        spec=spec,
        table=tables.schedule(plan, title, source, tongue),
    )


def _schedule_words(classes: Sequence[Document], courses: int, tongue: Tongue) -> str:
    if not classes:
        return tongue.gettext("Belum ada kelas yang dijadwalkan.")
    starts: dict[str, int] = {}
    for one in classes:
        starts[one["month"]] = starts.get(one["month"], 0) + one["classes"]
    busiest = max(sorted(starts), key=lambda month: starts[month])
    return tongue.gettext(
        "%(courses)s kursus mulai antara %(first)s dan %(last)s. Bulan tersibuk: %(busiest)s, %(n)s kelas mulai.",
        courses=tongue.number(courses),
        first=month_name(min(starts), tongue),
        last=month_name(max(starts), tongue),
        busiest=month_name(busiest, tongue),
        n=tongue.number(starts[busiest]),
    )


def limits(plan: Document, source: str, tongue: Tongue) -> Figure:
    """How much of budget, workshops, trainers and beds is used."""
    _ = tongue.gettext
    title = _("Pemakaian anggaran, bengkel, instruktur, dan asrama")
    used = sorted((one for one in plan["limits"] if one["fullest"] is not None), key=lambda one: -one["fullest"])
    spec: Spec | None = None
    if used:
        from api.web.charts.specs import bars

        shown = used[:_MOST]
        frame = {
            "name": [limit_name(one, tongue) for one in shown],
            "value": [one["fullest"] for one in shown],
            "text": [tongue.percent(one["fullest"]) for one in shown],
        }
        spec = bars(pd.DataFrame(frame), ends=False)
    full = [limit_name(one, tongue) for one in used if one["fullest"] >= 0.9]
    finding = _("Tidak ada batas yang terpakai.") if not used else _("Tidak ada batas yang hampir habis.")
    if full:
        finding = _("Hampir habis (90%% atau lebih di bulan terpenuh): %(names)s.", names="; ".join(full))
    return Figure(
        name="batas",
        title=title,
        finding=finding,
        how=_("Batang: bagian yang terpakai di bulan terpenuh."),
        spec=spec,
        table=tables.limits(plan, title, source, tongue),
    )


def not_taught(plan: Document, source: str, tongue: Tongue) -> Figure:
    """Skills that postings ask for and the plan does not teach."""
    from api.web.charts.specs import bars

    _ = tongue.gettext
    title = _("Diminta lowongan, belum diajarkan")
    asked = plan["skills"]["not_taught"]
    shown = asked[:_MOST]
    frame = {
        "name": [one["label"] for one in shown],
        "value": [one["share"] for one in shown],
        "low": [one["ci95"][0] for one in shown],
        "high": [one["ci95"][1] for one in shown],
        "text": [tongue.percent(one["share"]) for one in shown],
    }
    return Figure(
        name="belum-diajarkan",
        title=title,
        finding=_(
            "Paling sering diminta dan belum diajarkan: %(names)s.", names=", ".join(one["label"] for one in asked[:3])
        ),
        how=_("Batang: bagian lowongan jabatan tujuan. Garis: selang 95%."),
        spec=bars(pd.DataFrame(frame)),
        table=tables.skills(asked, title, source, tongue),
    )


def _span(placed: Document, tongue: Tongue) -> str:
    ends = (round(placed["low80"]), round(placed["high80"]))
    return f"{tongue.number(round(placed['mean']))} ({interval(ends, tongue)})"
