"""What the page says of a course against its postings (``matcher.curriculum.diff_told.diff_as_dict``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.web.planner.tables import Column, Fact, Report, Table
from api.web.planner.words import occupation_name, place_name
from api.web.tongue import N_, Tongue
from matcher.curriculum.verdicts import LEAST_POSTINGS
from taxonomy.labour import NATION

Document = Mapping[str, Any]

VERDICTS: Mapping[str, str] = {
    "keep": N_("pertahankan"),
    "strengthen": N_("perkuat"),
    "shorten": N_("persingkat"),
    "drop": N_("hapus"),
    "untouched": N_("biarkan"),
    "unclear": N_("belum jelas"),
}


def diff_report(diff: Document, tongue: Tongue) -> Report:
    """Everything of a diff.

    Args:
        diff: As ``diff_as_dict`` gives it.
        tongue: Of the page.
    """
    _, day = tongue.gettext, date.fromisoformat(diff["as_of"])
    which = _("lowongan terbuka dan tertutup") if diff["include_closed"] else _("lowongan yang terbuka")
    source = _("Data yang tersimpan di Sepadan, %(which)s per %(day)s.", which=which, day=tongue.date(day))
    place = place_name(diff["province"] or NATION)
    facts = [
        Fact(label=_("Lowongan jabatan tujuan"), text=tongue.number(diff["postings"]), beside=place),
        Fact(label=_("JP sekarang"), text=_jp(diff["jp"], tongue)),
        Fact(label=_("JP yang disarankan"), text=_jp(diff["suggested_jp"], tongue)),
    ]
    jobs = ", ".join(occupation_name(one["unit"], tongue) for one in diff["occupations"])
    judged = ", ".join(occupation_name(unit, tongue) for unit in diff["judged_by"])
    return Report(
        title=_("Kurikulum %(title)s", title=diff["title"]),
        place=place,
        day=tongue.date(day),
        facts=facts,
        tables=[one for one in (_modules(diff, source, tongue), _additions(diff, source, tongue)) if one.rows],
        notes=[
            finding(diff, tongue),
            _("Jabatan tujuan: %(jobs)s. Dinilai dengan lowongan: %(judged)s.", jobs=jobs, judged=judged),
        ],
        method=(
            _(
                "Tiap modul dibandingkan dengan bagian lowongan yang meminta keterampilannya, dengan selang 95%% "
                "(Wilson). Saran hanya diberikan bila ada %(n)s lowongan atau lebih.",
                n=tongue.number(LEAST_POSTINGS),
            ),
        ),
        sources=(source,),
    )


def finding(diff: Document, tongue: Tongue) -> str:
    """What it comes to."""
    _ = tongue.gettext
    if diff["postings"] < LEAST_POSTINGS:
        return _(
            "Hanya ada %(n)s lowongan jabatan tujuan: terlalu sedikit untuk menyarankan perubahan (perlu %(least)s).",
            n=tongue.number(diff["postings"]),
            least=tongue.number(LEAST_POSTINGS),
        )
    counts = {name: sum(one["verdict"] == name for one in diff["modules"]) for name in VERDICTS}
    said = [
        _("%(n)s modul: %(verdict)s.", n=tongue.number(n), verdict=_(VERDICTS[name])) for name, n in counts.items() if n
    ]
    if diff["additions"]:
        names = ", ".join(one["skill"]["label"] for one in diff["additions"][:3])
        said.append(_("Tambahkan: %(names)s.", names=names))
    return " ".join(said)


def _modules(diff: Document, source: str, tongue: Tongue) -> Table:
    _ = tongue.gettext
    columns = (
        Column(title=_("Modul")),
        Column(title=_("Saran")),
        Column(title="JP", kind="whole"),
        Column(title=_("JP disarankan"), kind="whole"),
        Column(title=_("Lowongan yang meminta"), kind="whole"),
        Column(title=_("Dari"), kind="whole"),
        Column(title=_("Selang 95%"), kind="shares"),
        Column(title=_("Contoh kata dalam lowongan")),
    )
    rows = [
        (
            one["title"],
            _(VERDICTS[one["verdict"]]),
            one["jp"],
            one["suggested_jp"],
            one["postings"],
            one["of"],
            (one["ci95"][0], one["ci95"][1]),
            "; ".join(dict.fromkeys(shown["words"] for shown in one["evidence"][:2])) or None,
        )
        for one in diff["modules"]
    ]
    return Table(name="modul", caption=_("Modul kursus ini"), columns=columns, rows=rows, source=source)


def _additions(diff: Document, source: str, tongue: Tongue) -> Table:
    _ = tongue.gettext
    columns = (
        Column(title=_("Keterampilan yang belum diajarkan")),
        Column(title=_("JP disarankan"), kind="whole"),
        Column(title=_("Lowongan yang meminta"), kind="whole"),
        Column(title=_("Dari"), kind="whole"),
        Column(title=_("Selang 95%"), kind="shares"),
        Column(title=_("Contoh kata dalam lowongan")),
    )
    hard = [(one["skill"], one["suggested_jp"], one["evidence"]) for one in diff["additions"]]
    soft: list[tuple[Any, Any, Any]] = [(one, None, []) for one in diff["soft"]]
    rows = [
        (
            skill["label"],
            jp,
            skill["postings"],
            skill["of"],
            (skill["ci95"][0], skill["ci95"][1]),
            "; ".join(dict.fromkeys(shown["words"] for shown in evidence[:2])) or None,
        )
        for skill, jp, evidence in [*hard, *soft]
    ]
    return Table(name="tambahan", caption=_("Yang perlu ditambahkan"), columns=columns, rows=rows, source=source)


def _jp(value: int | None, tongue: Tongue) -> str:
    return "–" if value is None else tongue.number(value)
