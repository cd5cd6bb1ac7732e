"""Programmes of training, placement and income support as a planner looks at them: what runs, for whom, until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from api.web.planner.tables import Column, Fact, Figure, Report, Table
from api.web.tongue import N_, Tongue
from matcher.programmes.eligibility import STALE_DAYS
from matcher.programmes.rules import Benefit, Programme, Registry

KINDS: Mapping[str, str] = {
    "training": N_("Pelatihan"),
    "certification": N_("Sertifikasi"),
    "internship": N_("Magang"),
    "entrepreneurship": N_("Wirausaha"),
    "labour_intensive": N_("Padat karya"),
    "income": N_("Bantuan penghasilan"),
    "credit": N_("Kredit"),
    "disability": N_("Difabel"),
    "placement": N_("Penempatan kerja"),
    "overseas": N_("Kerja di luar negeri"),
    "settlement": N_("Transmigrasi"),
}
"""Kinds of programme."""

PHASES: Mapping[str, str] = {
    "running": N_("berjalan"),
    "not_yet": N_("belum mulai"),
    "announced": N_("baru diumumkan"),
    "paused": N_("dihentikan sementara"),
    "over": N_("sudah berakhir"),
}
"""Where a programme stands on a day."""

PER: Mapping[str, str] = {
    "month": N_("per bulan"),
    "day": N_("per hari"),
    "group": N_("per kelompok"),
}
"""What an amount is for, where that must be said."""


def chosen(registry: Registry, kind: str, need: str) -> list[Programme]:
    """The programmes of a kind and need; of all where these are empty or unknown."""
    return [
        one
        for one in registry.programmes.values()
        if (kind not in KINDS or one.kind == kind) and (need not in registry.needs or need in one.needs)
    ]


def programme_report(registry: Registry, found: Sequence[Programme], day: date, tongue: Tongue) -> Report:
    """What is shown of programmes.

    Args:
        registry: All of them, and the needs.
        found: Those that are shown.
        day: Of the phases.
        tongue: Of the words.
    """
    _ = tongue.gettext
    running = [one for one in found if one.phase(day) == "running"]
    old = [one for one in running if (day - one.held.as_of).days > STALE_DAYS]
    unread = [one for one in found if not one.held.is_verified]
    source = _("Tabel program Sepadan, per %(day)s.", day=tongue.date(day))
    return Report(
        title=_("Program pelatihan, penempatan, dan bantuan"),
        place="Indonesia",
        day=tongue.date(day),
        facts=(
            Fact(label=_("Program"), text=tongue.number(len(found))),
            Fact(label=_("Berjalan"), text=tongue.number(len(running))),
            Fact(
                label=_("Berjalan, tetapi datanya lama"),
                text=tongue.number(len(old)),
                beside=_("lebih dari %(days)s hari", days=tongue.number(STALE_DAYS)),
            ),
            Fact(label=_("Belum diverifikasi"), text=tongue.number(len(unread))),
        ),
        figures=(_by_need(registry, day, source, tongue),),
        tables=(_programmes(found, day, source, tongue), _benefits(running, day, source, tongue)),
        notes=(
            _(
                "%(running)s dari %(all)s program berjalan per %(day)s.",
                running=tongue.number(len(running)),
                all=tongue.number(len(found)),
                day=tongue.date(day),
            ),
            _("Kuota, seleksi, dan anggaran diputuskan penyelenggara; tanyakan sebelum merujuk orang."),
        ),
        method=(
            _("Syarat dan manfaat disalin dari peraturan dan pengumuman; tanggalnya menentukan apa yang berlaku."),
        ),
        sources=(source,),
    )


def _by_need(registry: Registry, day: date, source: str, tongue: Tongue) -> Figure:
    """Of all programmes, whatever is chosen: a need that the chosen ones do not serve may be served by others."""
    from api.web.charts.specs import bars  # Altair takes a second to load

    _ = tongue.gettext
    running = [one for one in registry.programmes.values() if one.phase(day) == "running"]
    counts: Counter[str] = Counter(need for one in running for need in one.needs)
    rows = sorted(
        ((need.name[tongue.language], counts[name]) for name, need in registry.needs.items()),
        key=lambda row: (-row[1], row[0]),
    )
    none = [name for name, n in rows if not n]
    frame = pd.DataFrame(
        [{"name": name, "value": n, "low": n, "high": n, "text": tongue.number(n)} for name, n in rows]
    )
    finding = (
        _("Tidak ada program berjalan untuk: %(needs)s.", needs=", ".join(none))
        if none
        else _("Setiap kebutuhan dilayani setidaknya satu program yang berjalan.")
    )
    title = _("Program berjalan menurut kebutuhan orang")
    return Figure(
        name="kebutuhan",
        title=title,
        finding=finding,
        how=_("Satu program bisa melayani beberapa kebutuhan."),
        spec=bars(frame, ends=False) if running else None,
        table=Table(
            name="kebutuhan",
            caption=title,
            columns=(Column(title=_("Kebutuhan")), Column(title=_("Program"), kind="whole")),
            rows=rows,
            source=source,
        ),
    )


def _programmes(found: Sequence[Programme], day: date, source: str, tongue: Tongue) -> Table:
    _ = tongue.gettext
    return Table(
        name="program",
        caption=_("Program"),
        columns=(
            Column(title=_("Program")),
            Column(title=_("Jenis")),
            Column(title=_("Penyelenggara")),
            Column(title=_("Keadaan")),
            Column(title=_("Hari terakhir")),
            Column(title=_("Untuk apa")),
            Column(title=_("Cara mendaftar")),
            Column(title=_("Diketahui sampai")),
        ),
        rows=[
            (
                one.name[tongue.language],
                _(KINDS.get(one.kind, one.kind)),
                one.owner,
                _(PHASES[one.phase(day)]),
                tongue.date(one.held.valid_until) if one.held.valid_until else None,
                one.says[tongue.language],
                one.apply[tongue.language],
                tongue.date(one.held.as_of),
            )
            for one in found
        ],
        source=source,
    )


def _benefits(running: Sequence[Programme], day: date, source: str, tongue: Tongue) -> Table:
    _ = tongue.gettext
    return Table(
        name="manfaat",
        caption=_("Manfaat program yang berjalan"),
        columns=(
            Column(title=_("Program")),
            Column(title=_("Manfaat")),
            Column(title=_("Jumlah")),
            Column(title=_("Dasar")),
        ),
        rows=[
            (one.name[tongue.language], benefit.words[tongue.language], _amount(benefit, tongue), benefit.held.citation)
            for one in running
            for benefit in one.benefits
            if benefit.held.on(day)
        ],
        source=source,
    )


def _amount(benefit: Benefit, tongue: Tongue) -> str | None:
    if benefit.low is None:
        return None
    ends = dict.fromkeys(amount for amount in (benefit.low, benefit.high) if amount is not None)
    if benefit.per == "percent":
        return "–".join(tongue.number(amount) for amount in ends) + "%"
    amounts = "–".join(tongue.rupiah(amount) for amount in ends)
    return f"{amounts} {tongue.gettext(PER[benefit.per])}" if benefit.per in PER else amounts
