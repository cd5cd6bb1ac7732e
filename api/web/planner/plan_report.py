"""What the page says of a plan (``matcher.curriculum.told.plan_as_dict``): charts, tables, assumptions, what binds."""

from __future__ import annotations

from datetime import date

from api.web.planner import plan_tables as tables
from api.web.planner.plan_compare import compared_words, comparison, is_plan, more_money_words
from api.web.planner.plan_figures import Document, limits, not_taught, placements, schedule
from api.web.planner.plan_labels import limit_name
from api.web.planner.tables import Fact, Report, interval
from api.web.planner.words import month_name, official_source, short_rupiah
from api.web.tongue import Tongue


def plan_report(plan: Document, tongue: Tongue, before: Document | None = None) -> Report:
    """Everything of a plan.

    Args:
        plan: As ``plan_as_dict`` gives it.
        tongue: Of the page.
        before: The plan that it was changed from, to be held against it.
    """
    _ = tongue.gettext
    source = source_line(plan, tongue)
    figures = [placements(plan, source, tongue), schedule(plan, source, tongue), limits(plan, source, tongue)]
    if plan["skills"]["not_taught"]:
        figures.append(not_taught(plan, source, tongue))
    more = [tables.courses, tables.occupations, tables.gains, tables.conflict, tables.assumptions, tables.left_out]
    made = [make(plan, source, tongue) for make in more]
    said = [outcome(plan, tongue), more_money_words(plan, tongue)]
    if before is not None and is_plan(before) and is_plan(plan):
        made.insert(0, comparison(before, plan, source, tongue))
        said.insert(1, compared_words(before, plan, tongue))
    return Report(
        title=_("Rencana pelatihan %(name)s", name=plan["centre"]["name"]),
        place=str(plan["centre"]["province_name"]),
        day=tongue.date(date.fromisoformat(plan["demand"]["as_of"])),
        facts=_facts(plan, tongue),
        figures=figures,
        tables=[one for one in made if one.rows],
        notes=[" ".join(one for one in said if one), *_notes(plan, tongue)],
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
