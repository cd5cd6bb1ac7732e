"""A plan as one JSON document: what the API answers, what the command prints, what the workbook and the paper show."""

from __future__ import annotations

from typing import Any

from matcher.curriculum.compare import Comparison
from matcher.curriculum.needs import Occupation
from matcher.curriculum.plan import Plan
from matcher.curriculum.sensitivity import used
from matcher.curriculum.told_parts import (
    comparison_as_dict,
    demand_as_dict,
    gain_as_dict,
    relaxation_as_dict,
    skill_as_dict,
    used_as_dict,
)
from taxonomy.labour import province_name

LISTED = 30
"""Skills of each list."""

METHOD = (
    "Program bilangan bulat (HiGHS): jumlah kelas tiap kursus tiap bulan dengan penempatan harapan terbesar. "
    "Peluang lulusan: model urn-ball (Petrongolo & Pissarides 2001); lulusan satu triwulan bersaing dengan pencari "
    "kerja lain untuk lowongan tiga bulan sejak bulan terakhirnya. Selang: 80 % dan 95 % dari 2.000 masa depan."
)


def plan_as_dict(plan: Plan, comparison: Comparison | None = None) -> dict[str, Any]:
    """Everything of a plan; rupiah and people as numbers, months as ``2027-03``.

    Args:
        plan: The plan.
        comparison: Against another one, if there is one.
    """
    return {
        "centre": _centre(plan),
        "first": f"{plan.wanted.first:%Y-%m}",
        "months": plan.wanted.months,
        "status": _status(plan),
        "words": _words(plan),
        "solver": _solver(plan),
        "totals": _totals(plan),
        "classes": _classes(plan),
        "courses": _courses(plan),
        "occupations": [_occupation(one, plan) for one in plan.needs.occupations],
        "limits": [used_as_dict(one) for one in used(plan.program, plan.solution)] if plan.solution else [],
        "gains": [gain_as_dict(one) for one in plan.gains],
        "conflict": [relaxation_as_dict(one) for one in plan.conflict],
        "skills": {
            "postings": plan.skills.postings,
            "not_taught": [skill_as_dict(one) for one in plan.skills.not_taught[:LISTED]],
            "not_asked": [skill_as_dict(one) for one in plan.skills.not_asked[:LISTED]],
        },
        "left_out": {why: list(keys) for why, keys in plan.offered.left_out.items()},
        "demand": demand_as_dict(plan.needs),
        "assumptions": plan.wanted.assumptions.told(),
        "method": METHOD,
        "comparison": None if comparison is None else comparison_as_dict(comparison),
    }


def _centre(plan: Plan) -> dict[str, Any]:
    centre = plan.centre
    return {
        "id": centre.id,
        "name": centre.name,
        "kind": centre.kind,
        "province": centre.province,
        "province_name": province_name(centre.province),
        "regency_code": centre.regency_code,
        "catchment_km": centre.catchment_km,
        "budget_idr_year": centre.budget_idr_year,
    }


def _status(plan: Plan) -> str:
    if plan.solution is None:
        return "infeasible"
    return "planned" if plan.solution.classes else "empty"


def _words(plan: Plan) -> str:
    """The outcome in one or two sentences, Indonesian."""
    if plan.solution is None:
        names = "; ".join(one.label for one in plan.conflict)
        return f"Tidak ada rencana yang memenuhi semua batas dan janji. Yang saling bertentangan: {names}."
    if plan.solution.classes and plan.placements:
        total = plan.placements.total
        return (
            f"{sum(one.classes for one in plan.solution.classes)} kelas, {plan.placements.graduates:.0f} lulusan, "
            f"diharapkan {total.mean:.0f} penempatan (80 %: {total.low80:.0f}-{total.high80:.0f})."
        )
    if not plan.offered.offers:
        return "Rencana kosong: tidak ada kursus yang dapat diberikan lembaga ini (lihat left_out)."
    if not plan.centre.budget_idr_year and any(offer.cost_idr for offer in plan.offered.offers):
        return "Rencana kosong: anggaran 0 rupiah, sehingga tidak ada kelas yang dapat dibuka."
    if not any(sum(one.jobs.vacancies) for one in plan.needs.occupations):
        return (
            "Rencana kosong: tidak ada lowongan tersimpan yang terbuka untuk jabatan tujuan; "
            "sertakan lowongan yang sudah tutup bila data lama hendak dipakai."
        )
    return "Rencana kosong: tidak ada kelas yang muat dalam batas lembaga dan membawa penempatan."


def _solver(plan: Plan) -> dict[str, Any] | None:
    if plan.solution is None:
        return None
    return {
        "seconds": round(plan.solution.seconds, 2),
        "gap": round(plan.solution.gap, 5),
        "worth": round(plan.solution.placements, 3),
        "bound": round(plan.solution.bound, 3),
    }


def _totals(plan: Plan) -> dict[str, Any] | None:
    if plan.solution is None or plan.placements is None:
        return None
    offers = {offer.key: offer for offer in plan.program.problem.offers}
    classes = plan.solution.classes
    return {
        "classes": sum(one.classes for one in classes),
        "participants": sum(one.classes * offers[one.course].seats for one in classes),
        "graduates": round(plan.placements.graduates, 1),
        "cost_idr": round(sum(one.classes * offers[one.course].cost_idr for one in classes)),
        "placements": plan.placements.total.as_dict(),
    }


def _classes(plan: Plan) -> list[dict[str, Any]]:
    problem = plan.program.problem
    offers = {offer.key: offer for offer in problem.offers}
    return [
        {
            "course": one.course,
            "title": offers[one.course].title,
            "month": f"{problem.month_of(one.month):%Y-%m}",
            "until": f"{problem.month_of(one.month + offers[one.course].months - 1):%Y-%m}",
            "classes": one.classes,
            "seats": one.classes * offers[one.course].seats,
        }
        for one in (plan.solution.classes if plan.solution else ())
    ]


def _courses(plan: Plan) -> list[dict[str, Any]]:
    """Every course that could be given: in the plan or not, with what it brings."""
    counts: dict[str, int] = {}
    for session in plan.solution.classes if plan.solution else ():
        counts[session.course] = counts.get(session.course, 0) + session.classes
    held = {one.course: one for one in plan.held}
    found: list[dict[str, object]] = []
    for offer in plan.program.problem.offers:
        bringing = plan.placements.of_course.get(offer.key) if plan.placements else None
        steady = held.get(offer.key)
        found.append(
            {
                "course": offer.key,
                "title": offer.title,
                "vocational_field": offer.vocational_field,
                "jp": offer.jp,
                "seats": offer.seats,
                "classes": counts.get(offer.key, 0),
                "cost_idr": round(counts.get(offer.key, 0) * offer.cost_idr),
                "placements": None if bringing is None else bringing.as_dict(),
                "occupations": {unit: round(share, 4) for unit, share in sorted(offer.shares.items())},
                "in_futures": None
                if steady is None
                else {"share": steady.share, "least": steady.least, "most": steady.most, "n": steady.n},
            }
        )
    return sorted(found, key=lambda one: (-one["classes"], one["course"]))


def _occupation(one: Occupation, plan: Plan) -> dict[str, Any]:
    graduates, bringing = plan.placements.of_job.get(one.jobs.unit, (0.0, None)) if plan.placements else (0.0, None)
    return {
        "unit": one.jobs.unit,
        "title": one.jobs.title,
        "postings": one.postings,
        "open_to_graduates": one.open_to,
        "openings": one.openings,
        "vacancies_a_month": round(one.per_month, 2),
        "low80": round(one.low80, 2),
        "high80": round(one.high80, 2),
        "vacancies": [round(each, 2) for each in one.jobs.vacancies[: plan.wanted.months]],
        "seekers_stored": one.seekers,
        "seekers_a_quarter": round(one.jobs.seekers, 1),
        "other_graduates_a_quarter": round(one.jobs.others, 1),
        "tightness": None if one.tightness is None else round(one.tightness, 3),
        "pay_idr_month": None if one.pay_idr_month is None else round(one.pay_idr_month),
        "graduates": round(graduates, 1),
        "placements": None if bringing is None else bringing.as_dict(),
    }
