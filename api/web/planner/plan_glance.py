"""What a form of a plan allows, told while it is being filled in: seats, budget, what is used up first, coverage."""

from __future__ import annotations

from api.serving import Serving
from api.web.planner.plan_form import PlanForm
from api.web.planner.plan_labels import limit_name
from api.web.planner.tables import Fact
from api.web.planner.words import short_rupiah
from api.web.tongue import Tongue
from matcher.curriculum.glance import Glance, glance
from matcher.records import Kind


def glance_of(serving: Serving, form: PlanForm) -> Glance | None:
    """What a form allows; None where something in it is at fault."""
    if form.centre is None or form.wanted is None:
        return None
    market = serving.market.on(serving.today(), include_closed=bool(form.values["tutup"]))
    courses = serving.engine.refresh().catalogues[Kind.COURSE]
    return glance(market, courses, form.centre, form.wanted, serving.engine.vocabulary)


def glance_facts(found: Glance, tongue: Tongue) -> list[Fact]:
    """It in words and numbers."""
    _ = tongue.gettext
    share = found.cost_idr / found.budget_idr if found.budget_idr else 0.0
    used = _("%(share)s dari %(all)s", share=tongue.percent(share), all=short_rupiah(found.budget_idr, tongue))
    facts = [
        Fact(
            label=_("Kursus yang bisa diberikan"),
            text=tongue.number(found.courses),
            beside=_("dari %(all)s yang ada", all=tongue.number(found.catalogue)),
        ),
        Fact(label=_("Peserta, paling banyak"), text=tongue.number(found.seats), beside=""),
        Fact(label=_("Biaya untuk itu"), text=short_rupiah(found.cost_idr, tongue), beside=used),
    ]
    if found.covered is not None and found.openings is not None:
        told = _("dari %(n)s yang terbuka bagi lulusan dalam jangkauan", n=tongue.number(found.openings))
        facts.append(Fact(label=_("Lowongan yang dituju kursusnya"), text=tongue.percent(found.covered), beside=told))
    return facts


def used_up(found: Glance, tongue: Tongue) -> list[str]:
    """What keeps it from being more, in words; the budgets of all years are one."""
    named = [{"id": one.kind if one.kind == "budget" else one.id, "label": one.label} for one in found.used_up]
    return [limit_name(one, tongue) for one in named]
