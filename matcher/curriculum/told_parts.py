"""Parts of a plan as JSON: limits, what stands against it, skills, demand, another plan beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.curriculum.compare import Comparison, Side
from matcher.curriculum.lists import AskedSkill
from matcher.curriculum.needs import Needs
from matcher.curriculum.relaxing import Relaxation
from matcher.curriculum.sensitivity import Gain, Used


def used_as_dict(one: Used) -> dict[str, Any]:
    """How much of a limit is used."""
    return {
        "id": one.limit.id,
        "label": one.limit.label,
        "amount": round(one.limit.amount, 2),
        "fullest": None if one.fullest is None else round(one.fullest, 4),
        "mean": None if one.mean is None else round(one.mean, 4),
    }


def gain_as_dict(one: Gain) -> dict[str, Any]:
    """What more of a limit would bring."""
    ends = {"least": round(one.least, 2), "most": round(one.most, 2)}
    return {"id": one.id, "label": one.label, "added": round(one.added, 2), **ends}


def relaxation_as_dict(one: Relaxation) -> dict[str, Any]:
    """What stands against a plan."""
    return {
        "id": one.id,
        "kind": one.kind,
        "label": one.label,
        "amount": round(one.amount, 2),
        "alone": one.alone,
        "share": one.share,
        "steps": one.steps,
        "together": one.together,
        "proven": one.proven,
    }


def skill_as_dict(one: AskedSkill) -> dict[str, Any]:
    """A skill with postings and interval."""
    return {
        "id": one.id,
        "label": one.label,
        "type": one.type,
        "postings": one.postings,
        "of": one.of,
        "share": round(one.share, 4),
        "ci95": [round(one.low, 4), round(one.high, 4)],
    }


def demand_as_dict(needs: Needs) -> dict[str, Any]:
    """The level of demand with its sources."""
    level = needs.level
    return {
        "source": level.source,
        "last_month": level.last_month,
        "n_months": level.n_months,
        "method": level.method,
        "openings_a_month": [round(one, 1) for one in level.point],
        "low80": [round(one, 1) for one in level.low80],
        "high80": [round(one, 1) for one in level.high80],
        "seekers_per_opening": round(level.seekers_per_opening, 3),
        "seekers_source": level.seekers_source,
        "catchment_share": round(needs.catchment_share, 4),
        "postings": needs.postings,
        "postings_source": needs.source,
        "as_of": needs.as_of.isoformat(),
        "include_closed": needs.include_closed,
        "notes": list(needs.notes),
    }


def comparison_as_dict(found: Comparison) -> dict[str, Any]:
    """Two plans side by side."""
    return {
        "this": _side(found.first),
        "other": _side(found.second),
        "more_placements": found.more.as_dict(),
        "courses": [
            {"course": one.course, "title": one.title, "this": one.first, "other": one.second} for one in found.courses
        ],
    }


def _side(side: Side) -> Mapping[str, Any]:
    return {
        "classes": side.classes,
        "participants": side.seats,
        "cost_idr": round(side.cost_idr),
        "placements": side.placements.total.as_dict(),
        "broken_limits": list(side.broken),
    }
