"""What the page says of a plan (``matcher.curriculum.told.plan_as_dict``): charts, tables, assumptions, what binds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from api.web.charts.theme import Spec
from api.web.planner import plan_tables as tables
from api.web.planner.plan_labels import limit_name
from api.web.planner.tables import Fact, Figure, Report, interval
from api.web.planner.words import month_name, official_source, short_rupiah
from api.web.tongue import Tongue

Document = Mapping[str, Any]

_MOST = 12
"""Rows of a chart; its table has them all."""


def plan_report(plan: Document, tongue: Tongue) -> Report:
    """Everything of a plan.

    Args:
        plan: As ``plan_as_dict`` gives it.
        tongue: Of the page.
    """
    _ = tongue.gettext
    source = source_line(plan, tongue)
    figures = [_placements(plan, source, tongue), _schedule(plan, source, tongue), _limits(plan, source, tongue)]
    if plan["skills"]["not_taught"]:
        figures.append(_not_taught(plan, source, tongue))
    more = [tables.courses, tables.occupations, tables.gains, tables.conflict, tables.assumptions, tables.left_out]
    made = [make(plan, source, tongue) for make in more]
    return Report(
        title=_("Rencana pelatihan %(name)s", name=plan["centre"]["name"]),
        place=str(plan["centre"]["province_name"]),
        day=tongue.date(date.fromisoformat(plan["demand"]["as_of"])),
        facts=_facts(plan, tongue),
        figures=figures,
        tables=[one for one in made if one.rows],
        notes=[outcome(plan, tongue), *_notes(plan, tongue)],
        method=(
            _("Program bilangan bulat (HiGHS) mencari kelas tiap kursus tiap bulan yang memberi penempatan terbanyak."),
            _(
                "Peluang lulusan: model urn-ball (Petrongolo dan Pissarides 2001). Lulusan satu triwulan bersaing "
                "dengan pencari lain untuk lowongan tiga bulan sesudahnya."
            ),
            _("Selang 80% dan 95% dari 2.000 masa depan yang diundi."),
        ),
        sources=(source,),
    )


def source_line(plan: Document, tongue: Tongue) -> str:
    """Where the numbers of a plan come from."""
    demand = plan["demand"]
    return tongue.gettext(
        "Permintaan: %(official)s, terakhir %(last)s; %(n)s lowongan tersimpan di jangkauan, per %(day)s. Jumlah "
        "pencari tiap lowongan: %(seekers)s.",
        official=official_source(tongue),
        last=month_name(demand["last_month"], tongue),
        n=tongue.number(demand["postings"]),
        day=tongue.date(date.fromisoformat(demand["as_of"])),
        seekers=demand["seekers_source"],
    )


def outcome(plan: Document, tongue: Tongue) -> str:
    """What it comes to, in a sentence or two."""
    _, totals = tongue.gettext, plan["totals"]
    if plan["status"] == "infeasible":
        names = "; ".join(limit_name(one, tongue) for one in plan["conflict"])
        return _("Tidak ada rencana yang memenuhi semua batas dan janji. Yang bertentangan: %(names)s.", names=names)
    if plan["status"] == "planned" and totals:
        placed = totals["placements"]
        return _(
            "%(classes)s kelas untuk %(people)s peserta dengan biaya %(cost)s. Diharapkan %(n)s lulusan mendapat "
            "kerja (selang 80%%: %(span)s).",
            classes=tongue.number(totals["classes"]),
            people=tongue.number(totals["participants"]),
            cost=tongue.rupiah(totals["cost_idr"]),
            n=tongue.number(round(placed["mean"])),
            span=interval((round(placed["low80"]), round(placed["high80"])), tongue),
        )
    if not plan["courses"]:
        return _("Rencana kosong: tidak ada kursus yang bisa diberikan lembaga ini. Lihat daftar alasannya.")
    if not plan["centre"]["budget_idr_year"]:
        return _("Rencana kosong: anggarannya nol rupiah.")
    if not any(sum(one["vacancies"]) for one in plan["occupations"]):
        return _("Rencana kosong: tidak ada lowongan yang cocok. Coba sertakan lowongan yang sudah tutup.")
    return _("Rencana kosong: tidak ada kelas yang muat dan membawa penempatan.")


def _facts(plan: Document, tongue: Tongue) -> list[Fact]:
    _, totals = tongue.gettext, plan["totals"]
    if not totals or not totals["classes"]:
        return []
    placed, budget = totals["placements"], plan["centre"]["budget_idr_year"]
    used = _("dari %(all)s setahun", all=short_rupiah(budget, tongue)) if budget else ""
    each = totals["cost_idr"] / placed["mean"] if placed["mean"] else 0
    return [
        Fact(label=_("Kelas"), text=tongue.number(totals["classes"])),
        Fact(label=_("Peserta"), text=tongue.number(totals["participants"])),
        Fact(label=_("Biaya"), text=short_rupiah(totals["cost_idr"], tongue), beside=used),
        Fact(
            label=_("Penempatan yang diharapkan"),
            text=tongue.number(round(placed["mean"])),
            beside=_("selang 80%%: %(span)s", span=interval((round(placed["low80"]), round(placed["high80"])), tongue)),
        ),
        Fact(label=_("Biaya tiap penempatan"), text=short_rupiah(each, tongue) if each else "–"),
    ]


def _notes(plan: Document, tongue: Tongue) -> list[str]:
    _, demand, solver = tongue.gettext, plan["demand"], plan["solver"]
    found = [
        _("Yang dihitung hanya lowongan yang diiklankan dan terbuka bagi lulusan, bukan semua perekrutan."),
        _(
            "Jangkauan %(km)s km: %(share)s permintaan provinsi dianggap berada di sana.",
            km=tongue.number(plan["centre"]["catchment_km"]),
            share=tongue.percent(demand["catchment_share"]),
        ),
    ]
    if demand["n_months"] < 24:
        found.append(_("Deret resmi hanya %(n)s bulan: musim belum bisa dilihat.", n=tongue.number(demand["n_months"])))
    if solver:
        found.append(
            _("Rencana terbaik paling banyak %(gap)s lebih baik daripada ini.", gap=tongue.percent(solver["gap"], 1))
        )
    return found


def _placements(plan: Document, source: str, tongue: Tongue) -> Figure:
    _ = tongue.gettext
    title = _("Penempatan yang diharapkan tiap kursus")
    planned = [one for one in plan["courses"] if one["classes"] and one["placements"]]
    planned.sort(key=lambda one: (-one["placements"]["mean"], one["course"]))
    spec: Spec | None = None
    if planned:
        from api.web.charts.specs import bars  # Altair takes a second to load: only what draws pays for it

        rows = [(one["title"], one["placements"]) for one in planned[:_MOST]]
        spec = bars(
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
    finding = _("Belum ada kursus dalam rencana.")
    if planned:
        top = planned[0]
        cheapest = min(planned, key=lambda one: one["cost_idr"] / max(one["placements"]["mean"], 0.1))
        finding = _(
            "Terbanyak: %(name)s, %(n)s penempatan dari %(classes)s kelas. Termurah tiap penempatan: %(cheap)s, "
            "%(cost)s.",
            name=top["title"],
            n=_span(top["placements"], tongue),
            classes=tongue.number(top["classes"]),
            cheap=cheapest["title"],
            cost=tongue.rupiah(round(cheapest["cost_idr"] / max(cheapest["placements"]["mean"], 0.1), -3)),
        )
    return Figure(
        name="penempatan",
        title=title,
        finding=finding,
        how=_("Batang: jumlah yang diharapkan. Garis: selang 80%."),
        spec=spec,
        table=tables.placements(planned, title, source, tongue),
    )


def _schedule(plan: Document, source: str, tongue: Tongue) -> Figure:
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


def _limits(plan: Document, source: str, tongue: Tongue) -> Figure:
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


def _not_taught(plan: Document, source: str, tongue: Tongue) -> Figure:
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
