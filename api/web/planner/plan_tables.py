"""Tables of a plan: courses, schedule, occupations, limits, what more would bring, assumptions, what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.web.planner.plan_labels import REASONS, assumption_rows, limit_name
from api.web.planner.tables import Column, Table, Value
from api.web.planner.words import month_name, occupation_name
from api.web.tongue import Tongue

Document = Mapping[str, Any]


def placements(planned: Sequence[Document], caption: str, source: str, tongue: Tongue) -> Table:
    """The courses of the plan with what they bring."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Kursus")),
        Column(title=_("Kelas"), kind="whole"),
        Column(title=_("Biaya"), kind="rupiah"),
        Column(title=_("Penempatan"), kind="decimal"),
        Column(title=_("Selang 80%"), kind="interval"),
        Column(title=_("Selang 95%"), kind="interval"),
    )
    rows = [
        (
            one["title"],
            one["classes"],
            one["cost_idr"],
            one["placements"]["mean"],
            (one["placements"]["low80"], one["placements"]["high80"]),
            (one["placements"]["low95"], one["placements"]["high95"]),
        )
        for one in planned
    ]
    return Table(name="penempatan", caption=caption, columns=columns, rows=rows, source=source)


def schedule(plan: Document, caption: str, source: str, tongue: Tongue) -> Table:
    """Classes by the month in which they begin."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Kursus")),
        Column(title=_("Mulai")),
        Column(title=_("Selesai")),
        Column(title=_("Kelas"), kind="whole"),
        Column(title=_("Peserta"), kind="whole"),
    )
    ordered = sorted(plan["classes"], key=lambda one: (one["month"], one["title"]))
    rows = [
        (
            one["title"],
            month_name(one["month"], tongue),
            month_name(one["until"], tongue),
            one["classes"],
            one["seats"],
        )
        for one in ordered
    ]
    return Table(name="jadwal", caption=caption, columns=columns, rows=rows, source=source)


def courses(plan: Document, source: str, tongue: Tongue) -> Table:
    """Every course that the centre could give, in the plan or not."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Kursus")),
        Column(title=_("Kejuruan")),
        Column(title="JP", kind="whole"),
        Column(title=_("Peserta sekelas"), kind="whole"),
        Column(title=_("Kelas dalam rencana"), kind="whole"),
    )
    rows = [(x["title"], x["vocational_field"], x["jp"], x["seats"], x["classes"]) for x in plan["courses"]]
    caption = _("Kursus yang bisa diberikan")
    return Table(name="kursus", caption=caption, columns=columns, rows=rows, source=source)


def occupations(plan: Document, source: str, tongue: Tongue) -> Table:
    """The occupations that courses lead to, most graduates first."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Jabatan tujuan")),
        Column(title="KBJI"),
        Column(title=_("Lowongan sebulan"), kind="decimal"),
        Column(title=_("Selang 80%"), kind="interval"),
        Column(title=_("Pesaing setriwulan"), kind="decimal"),
        Column(title=_("Lulusan rencana"), kind="decimal"),
        Column(title=_("Penempatan"), kind="decimal"),
        Column(title=_("Upah tengah"), kind="rupiah"),
    )
    ranked = sorted(plan["occupations"], key=lambda one: (-one["graduates"], -one["vacancies_a_month"], one["unit"]))
    rows = [
        (
            occupation_name(one["unit"], tongue),
            one["unit"],
            one["vacancies_a_month"],
            (one["low80"], one["high80"]),
            one["seekers_a_quarter"] + one["other_graduates_a_quarter"],
            one["graduates"],
            None if one["placements"] is None else one["placements"]["mean"],
            one["pay_idr_month"],
        )
        for one in ranked
    ]
    caption = _("Jabatan tujuan: lowongan, pesaing, penempatan")
    return Table(name="jabatan", caption=caption, columns=columns, rows=rows, source=source)


def limits(plan: Document, caption: str, source: str, tongue: Tongue) -> Table:
    """How much of each limit is used."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Batas")),
        Column(title=_("Tersedia"), kind="decimal"),
        Column(title=_("Terpakai di bulan terpenuh"), kind="percent"),
        Column(title=_("Terpakai rata-rata"), kind="percent"),
    )
    rows = [(limit_name(one, tongue), one["amount"], one["fullest"], one["mean"]) for one in plan["limits"]]
    return Table(name="batas", caption=caption, columns=columns, rows=rows, source=source)


def gains(plan: Document, source: str, tongue: Tongue) -> Table:
    """What more of a limit would bring."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Bila ditambah")),
        Column(title=_("Sebanyak"), kind="decimal"),
        Column(title=_("Penempatan bertambah"), kind="interval"),
    )
    rows: list[tuple[Value, ...]] = [
        (_one_more(one, tongue), one["added"], (one["least"], one["most"])) for one in plan["gains"]
    ]
    caption = _("Yang terjadi bila lembaga punya lebih banyak")
    return Table(name="kepekaan", caption=caption, columns=columns, rows=rows, source=source)


def _one_more(gain: Document, tongue: Tongue) -> str:
    """What is added, as a centre would ask for it: a trainer, not 104 JP (``Limit.step``)."""
    name = limit_name(gain, tongue)
    kind = str(gain["id"]).partition(":")[0]
    if kind == "workshop":
        return tongue.gettext("satu tempat kerja lagi: %(name)s", name=name)
    if kind == "trainers":
        return tongue.gettext("satu orang lagi: %(name)s", name=name)
    if kind == "beds":
        return tongue.gettext("satu lagi: %(name)s", name=name)
    return tongue.gettext("sepersepuluh lagi: %(name)s", name=name)


def conflict(plan: Document, source: str, tongue: Tongue) -> Table:
    """What stands against each other where there is no plan."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Batas atau janji")),
        Column(title=_("Ada"), kind="decimal"),
        Column(title=_("Cukup bila diubah sebanyak")),
    )
    rows = [
        (
            limit_name(one, tongue),
            one["amount"],
            _("tidak cukup sendirian") if one["alone"] is None else tongue.number(one["alone"]),
        )
        for one in plan["conflict"]
    ]
    caption = _("Yang saling bertentangan")
    return Table(name="pertentangan", caption=caption, columns=columns, rows=rows, source=source)


def assumptions(plan: Document, source: str, tongue: Tongue) -> Table:
    """What is assumed where the centre did not say."""
    _ = tongue.gettext
    columns = (Column(title=_("Asumsi")), Column(title=_("Nilai"), kind="decimal"), Column(title=_("Asal")))
    rows = assumption_rows(plan["assumptions"], tongue)
    return Table(name="asumsi", caption=_("Asumsi"), columns=columns, rows=rows, source=source)


def left_out(plan: Document, source: str, tongue: Tongue) -> Table:
    """Why courses of the catalogue are not in the plan."""
    _ = tongue.gettext
    columns = (Column(title=_("Alasan")), Column(title=_("Kursus"), kind="whole"))
    named = [(_(REASONS[why]) if why in REASONS else why, len(keys)) for why, keys in plan["left_out"].items()]
    rows = sorted(named, key=lambda one: -one[1])
    caption = _("Kursus yang tidak ikut dihitung")
    return Table(name="tidak-ikut", caption=caption, columns=columns, rows=rows, source=source)


def skills(listed: Sequence[Document], caption: str, source: str, tongue: Tongue) -> Table:
    """Skills with the postings that ask for them."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Keterampilan")),
        Column(title=_("Lowongan"), kind="whole"),
        Column(title=_("Dari"), kind="whole"),
        Column(title=_("Bagian"), kind="percent"),
        Column(title=_("Selang 95%"), kind="shares"),
    )
    rows = [(x["label"], x["postings"], x["of"], x["share"], (x["ci95"][0], x["ci95"][1])) for x in listed]
    return Table(name="belum-diajarkan", caption=caption, columns=columns, rows=rows, source=source)
