"""Charts of a market: both sides by occupation, how tight it is, skills short and rising; each with its finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from api.web.planner.tables import Column, Figure, Table, interval, interval_columns, number
from api.web.planner.words import occupation_name
from api.web.tongue import Tongue
from matcher.market.mismatch import Mismatch
from matcher.market.tables import DemandRow, SupplyRow
from matcher.market.tightness import TightnessRow

MOST = 10
"""Rows of a chart; its table has them all."""

NARROWEST = 1e-3


def balance(
    demand: Sequence[DemandRow], supply: Sequence[SupplyRow], source: str, tongue: Tongue, *, wanted_in_all: int = 0
) -> Figure:
    """Both sides by occupation group.

    Args:
        demand: Of the groups, told ones alone.
        supply: Likewise.
        source: Of the numbers, with the day.
        tongue: Of the page.
        wanted_in_all: People wanted of the whole place, where that is told: how much of it is shown is said.
    """
    _ = tongue.gettext
    wanted, sought = {row.kbji: row for row in demand}, {row.kbji: row for row in supply}
    codes = sorted(
        wanted.keys() | sought.keys(),
        key=lambda code: (-_openings(wanted, code), -_seekers(sought, code), code),
    )
    rows = [
        (
            occupation_name(code, tongue),
            code,
            wanted[code].postings if code in wanted else None,
            wanted[code].openings if code in wanted else None,
            sought[code].seekers if code in sought else None,
        )
        for code in codes
    ]
    columns = (
        Column(title=_("Golongan jabatan")),
        Column(title="KBJI"),
        Column(title=_("Lowongan"), kind="whole", hides=True),
        Column(title=_("Orang dicari"), kind="whole", hides=True),
        Column(title=_("Pencari kerja"), kind="whole", hides=True),
    )
    title = _("Orang dicari dan pencari kerja menurut golongan jabatan")
    return Figure(
        name="seimbang",
        title=title,
        finding=_balance_words(rows, wanted_in_all, tongue),
        how=_("Batang atas: orang dicari. Batang bawah: pencari kerja. Yang terlalu sedikit tidak ditampilkan."),
        spec=_balance_spec(rows[:MOST], tongue) if rows else None,
        table=Table(name="seimbang", caption=title, columns=columns, rows=rows, source=source),
    )


def _openings(rows: Mapping[str, DemandRow], code: str) -> int:
    return rows[code].openings if code in rows else 0


def _seekers(rows: Mapping[str, SupplyRow], code: str) -> int:
    return rows[code].seekers if code in rows else 0


def _balance_words(rows: Sequence[tuple[Any, ...]], wanted_in_all: int, tongue: Tongue) -> str:
    _ = tongue.gettext
    if not rows:
        return _("Tidak ada golongan jabatan yang cukup besar untuk ditampilkan.")
    said: list[str] = []
    told = sum(row[3] or 0 for row in rows)
    if told < wanted_in_all:
        # The largest of what is shown is not the largest of all where most of it is withheld.
        said.append(
            _(
                "Yang tampil hanya %(n)s dari %(all)s orang dicari (%(share)s): golongan lain terlalu kecil untuk "
                "ditampilkan, jadi urutan di sini belum tentu urutan seluruhnya.",
                n=tongue.number(told),
                all=tongue.number(wanted_in_all),
                share=tongue.percent(told / wanted_in_all),
            )
        )
    most = max(rows, key=lambda row: row[3] or 0)
    if most[3] is not None:
        said.append(_("Paling banyak dicari: %(name)s, %(n)s orang.", name=most[0], n=tongue.number(most[3])))
    seeking = max(rows, key=lambda row: row[4] or 0)
    if seeking[4] is not None:
        said.append(_("Pencari kerja terbanyak: %(name)s, %(n)s orang.", name=seeking[0], n=tongue.number(seeking[4])))
    both = [row for row in rows if row[3] is not None and row[4] is not None]
    if len(both) > 1:
        short = sum(row[3] > row[4] for row in both)
        said.append(
            _(
                "Di %(n)s dari %(all)s golongan yang kedua sisinya tampil, orang dicari lebih banyak daripada pencari.",
                n=tongue.number(short),
                all=tongue.number(len(both)),
            )
        )
    return " ".join(said)


def _balance_spec(rows: Sequence[tuple[Any, ...]], tongue: Tongue) -> dict[str, Any]:
    from api.web.charts.specs import paired_bars  # Altair takes a second to load: only what draws pays for it

    hidden = tongue.gettext("tidak ditampilkan")
    told: list[dict[str, Any]] = []
    for name, _code, _postings, openings, seekers in rows:
        wanted = hidden if openings is None else tongue.gettext("%(n)s dicari", n=tongue.number(openings))
        sought = hidden if seekers is None else tongue.gettext("%(n)s pencari", n=tongue.number(seekers))
        told.append({"name": name, "side": "demand", "value": openings, "text": wanted})
        told.append({"name": name, "side": "supply", "value": seekers, "text": sought})
    frame = pd.DataFrame(told)
    return paired_bars(frame.assign(value=frame["value"].astype(float)))


def gap(rows: Sequence[TightnessRow], source: str, tongue: Tongue) -> Figure:
    """People wanted for each seeker by occupation group, with intervals."""
    _ = tongue.gettext
    title = _("Orang dicari untuk tiap pencari kerja")
    told = [
        (
            *(occupation_name(r.kbji, tongue), r.kbji, r.openings, r.seekers, r.tightness, r.interval80, r.interval95),
            _verdict(r, tongue),
        )
        for r in rows
    ]
    columns = (
        Column(title=_("Golongan jabatan")),
        Column(title="KBJI"),
        Column(title=_("Orang dicari"), kind="whole"),
        Column(title=_("Pencari kerja"), kind="whole"),
        Column(title=_("Dicari tiap pencari"), kind="decimal"),
        *interval_columns(tongue),
        Column(title=_("Arti")),
    )
    measured = [(row[0], row[4], row[5], row[6]) for row in told]
    return Figure(
        name="selisih",
        title=title,
        finding=_gap_words(rows, tongue),
        how=_("Titik: angka. Garis tebal: selang 80%. Garis tipis: selang 95%. Garis putus-putus: satu banding satu."),
        spec=ratio_spec(measured[:MOST], title) if told else None,
        table=Table(name="selisih", caption=title, columns=columns, rows=told, source=source),
    )


def _verdict(row: TightnessRow, tongue: Tongue) -> str:
    """Whether people are short, as far as the wide interval knows."""
    if row.interval95[0] > 1:
        return tongue.gettext("pasti kekurangan orang")
    return tongue.gettext("pasti kelebihan orang") if row.interval95[1] < 1 else tongue.gettext("belum pasti")


def _gap_words(rows: Sequence[TightnessRow], tongue: Tongue) -> str:
    _ = tongue.gettext
    if not rows:
        return _("Belum ada golongan jabatan yang kedua sisinya cukup besar untuk dibandingkan.")
    first = rows[0]
    facts = {
        "name": occupation_name(first.kbji, tongue),
        "n": number(first.tightness, tongue),
        "span": interval(first.interval80, tongue),
    }
    if len(rows) == 1:
        alone = _("%(name)s: %(n)s orang dicari tiap pencari (selang 80%%: %(span)s).", **facts)
        meant = _("Artinya: %(verdict)s (selang 95%%).", verdict=_verdict(first, tongue))
        return f"{alone} {meant}"
    sure = _(
        "Dari %(all)s golongan, %(above)s pasti kekurangan orang dan %(below)s pasti kelebihan (selang 95%%).",
        all=tongue.number(len(rows)),
        above=tongue.number(sum(row.interval95[0] > 1 for row in rows)),
        below=tongue.number(sum(row.interval95[1] < 1 for row in rows)),
    )
    first_words = _("Paling sulit diisi: %(name)s, %(n)s orang dicari tiap pencari (selang 80%%: %(span)s).", **facts)
    return f"{first_words} {sure}"


def mismatch_words(found: Sequence[Mismatch], tongue: Tongue) -> list[str]:
    """How far the two sides lie apart, in words."""
    _ = tongue.gettext
    by = {
        ("occupation", 1): _("golongan pokok jabatan"),
        ("occupation", 2): _("subgolongan pokok jabatan"),
        ("province", 0): _("provinsi"),
    }
    told = [(one, by.get((one.by, one.digits))) for one in found]
    return [
        _(
            "Menurut %(by)s, %(n)s pencari kerja berada di kelompok lain daripada lowongannya. Kebetulan saja memberi "
            "%(chance)s; tanpa itu selang 80%% %(span)s.",
            by=name,
            n=tongue.percent(one.dissimilarity.value),
            chance=tongue.percent(one.dissimilarity.by_chance),
            span=interval(one.dissimilarity.interval80, tongue, shares=True),
        )
        for one, name in told
        if name
    ]


def ratio_spec(rows: Sequence[tuple[Any, ...]], title: str) -> dict[str, Any]:
    """Ratios with their intervals, as a chart: name, value, 80 % and 95 % bounds."""
    from api.web.charts.specs import ratios

    frame = [
        {"name": name, "value": value, "low80": s80[0], "high80": s80[1], "low95": s95[0], "high95": s95[1]}
        for name, value, s80, s95 in rows
    ]
    return ratios(pd.DataFrame(frame), title)
