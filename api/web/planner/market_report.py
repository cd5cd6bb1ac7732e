"""What the page says of a province's market, from the engine of ``matcher.market``: charts, tables, notes, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.web.planner.market_figures import balance, gap, mismatch_words
from api.web.planner.outlook_figure import outlook
from api.web.planner.skill_figures import rising, skills_gap
from api.web.planner.tables import Column, Fact, Report, Table, interval, market_columns, number
from api.web.planner.words import occupation_name, official_source, place_name
from api.web.tongue import Tongue
from matcher.market.official import official_seekers
from matcher.market.selection import MOST_ROWS, Selection, select
from matcher.market.served import Market
from matcher.market.skill_gap import skill_gaps
from matcher.market.suppression import THRESHOLD
from matcher.market.tables import demand_rows, supply_rows
from matcher.market.tightness import TightnessRow, tightness_rows
from matcher.market.wages import LEAST, Wages
from taxonomy.labour import NATION
from taxonomy.skills import Skills

LEVELS = (1, 2, 3, 4)
"""Digits of KBJI that a reader may choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader chose.

    Attributes:
        province: Two digits, or ``NATION``.
        digits: Of KBJI, 1 to 4; 0 for the coarsest of which anything is told.
        include_closed: Whether postings that are no longer open count too.
    """

    province: str = NATION
    digits: int = 0
    include_closed: bool = False


def market_report(market: Market, everything: Market, asked: Asked, skills: Skills, tongue: Tongue) -> Report:
    """Everything of a province, or of the nation.

    Args:
        market: Of the day.
        everything: With closed postings too: a rise needs a past.
        asked: What was chosen.
        skills: The taxonomy.
        tongue: Of the page.
    """
    source = source_line(market, tongue)
    place, here = (asked.province,), _level(market, asked)
    demand, supply = demand_rows(market.cells, here), supply_rows(market.cells, here)
    tight = tightness_rows(market.cells, here)
    gaps = skill_gaps(market.stock, place)
    return Report(
        title=tongue.gettext("Pasar kerja %(place)s", place=place_name(asked.province)),
        place=place_name(asked.province),
        day=tongue.date(market.stock.as_of),
        facts=_facts(market, asked.province, tongue),
        figures=(
            balance(demand.demand, supply.supply, source, tongue, wanted_in_all=_wanted_in_all(market, asked.province)),
            gap(tight.rows, source, tongue),
            outlook(asked.province, market.stock.as_of, tongue),
            skills_gap(gaps, skills, source, tongue),
            rising(everything.trends, skills, source_line(everything, tongue), tongue),
        ),
        tables=(
            _occupations(market, asked, source, tongue),
            _wages(market, asked, source, tongue),
            _official(asked.province, tongue),
        ),
        notes=_notes(market, asked, demand.withheld_cells + supply.withheld_cells, tongue),
        method=_method(tongue),
        sources=(source, official_source(tongue)),
    )


def _wanted_in_all(market: Market, province: str) -> int:
    """People wanted of all occupations together; 0 where that is withheld."""
    return sum(one.openings for one in demand_rows(market.cells, select([province], digits=0)).demand)


def _level(market: Market, asked: Asked) -> Selection:
    """The level asked for, else the coarsest at which both sides of some group are told, else one side, else the first.

    At a coarse level all may be withheld while unit groups are told: what few cells would give away is withheld whole.
    """
    every = [select([asked.province], digits=digits, limit=MOST_ROWS) for digits in LEVELS]
    if asked.digits:
        return every[asked.digits - 1]
    both = [one for one in every if tightness_rows(market.cells, one).rows]
    sides = [one for one in every if demand_rows(market.cells, one).demand or supply_rows(market.cells, one).supply]
    return next(iter([*both, *sides, *every]))


def source_line(market: Market, tongue: Tongue) -> str:
    """Where the numbers come from and which day they are of."""
    stock = market.stock
    names = ", ".join(f"{name} ({tongue.number(n)})" for name, n in sorted(stock.posting_sources.items()))
    which = (
        tongue.gettext("lowongan terbuka dan tertutup")
        if stock.include_closed
        else tongue.gettext("lowongan yang terbuka")
    )
    return tongue.gettext(
        "Data yang tersimpan di Sepadan, %(which)s per %(day)s. Sumber lowongan: %(names)s.",
        which=which,
        day=tongue.date(stock.as_of),
        names=names or "–",
    )


def _facts(market: Market, province: str, tongue: Tongue) -> list[Fact]:
    _, whole = tongue.gettext, select([province], digits=0)
    hidden = _("tidak ditampilkan")
    demand = next(iter(demand_rows(market.cells, whole).demand), None)
    supply = next(iter(supply_rows(market.cells, whole).supply), None)
    tight: TightnessRow | None = next(iter(tightness_rows(market.cells, whole).rows), None)
    employers = "" if demand is None else _("dari %(n)s pemberi kerja", n=tongue.number(demand.employers))
    wanted = (
        ""
        if demand is None
        else _("%(n)s lowongan menyebut jumlahnya; lainnya dihitung satu", n=tongue.number(demand.openings_named_by))
    )
    return [
        Fact(label=_("Lowongan"), text=hidden if demand is None else tongue.number(demand.postings), beside=employers),
        Fact(label=_("Orang dicari"), text=hidden if demand is None else tongue.number(demand.openings), beside=wanted),
        Fact(label=_("Pencari kerja"), text=hidden if supply is None else tongue.number(supply.seekers)),
        Fact(
            label=_("Orang dicari tiap pencari"),
            text=hidden if tight is None else number(tight.tightness, tongue),
            beside="" if tight is None else _("selang 80%%: %(span)s", span=interval(tight.interval80, tongue)),
        ),
    ]


def _occupations(market: Market, asked: Asked, source: str, tongue: Tongue) -> Table:
    """Unit groups with both sides."""
    _, here = tongue.gettext, select([asked.province], digits=4, limit=MOST_ROWS)
    demand = {row.kbji: row for row in demand_rows(market.cells, here).demand}
    supply = {row.kbji: row for row in supply_rows(market.cells, here).supply}
    tight = {row.kbji: row for row in tightness_rows(market.cells, here).rows}
    codes = sorted(
        demand.keys() | supply.keys(),
        key=lambda code: (-(demand[code].openings if code in demand else 0), code),
    )
    columns = (Column(title=_("Jabatan")), Column(title="KBJI"), *market_columns(tongue))
    rows: list[tuple[Any, ...]] = []
    for code in codes:
        ratio = tight.get(code)
        sides = (
            *((demand[code].postings, demand[code].openings) if code in demand else (None, None)),
            supply[code].seekers if code in supply else None,
        )
        ends: tuple[Any, ...] = (ratio.tightness, ratio.interval80, ratio.interval95) if ratio else (None, None, None)
        rows.append((occupation_name(code, tongue), code, *sides, *ends))
    caption = _("Jabatan (kelompok unit KBJI)")
    return Table(name="jabatan", caption=caption, columns=columns, rows=rows, source=source)


def _wages(market: Market, asked: Asked, source: str, tongue: Tongue) -> Table:
    """Bands of pay of the major groups."""
    _, wages = tongue.gettext, Wages(market.postings, market.axes)
    rows: list[tuple[str, int, float, float, float, tuple[float, float] | None, int | None]] = []
    for major in "123456789":
        band = wages.band(asked.province, major)
        if band is None or band.is_wider:
            continue
        ends = band.median80
        row = (occupation_name(major, tongue), band.offers, band.p25, band.p50, band.p75, ends, band.minimum_wage)
        rows.append(row)
    columns = (
        Column(title=_("Golongan jabatan")),
        Column(title=_("Tawaran"), kind="whole"),
        Column(title=_("Seperempat bawah"), kind="rupiah"),
        Column(title=_("Upah tengah"), kind="rupiah"),
        Column(title=_("Seperempat atas"), kind="rupiah"),
        Column(title=_("Selang 80% upah tengah"), kind="interval"),
        Column(title=_("Upah minimum"), kind="rupiah"),
    )
    caption = _("Upah yang ditawarkan, rupiah sebulan")
    return Table(name="upah", caption=caption, columns=columns, rows=rows, source=source)


def _official(province: str, tongue: Tongue) -> Table:
    """Official seekers by year."""
    _ = tongue.gettext
    columns = (
        Column(title=_("Tahun")),
        Column(title=_("Pencari kerja terdaftar"), kind="whole"),
        Column(title=_("Laki-laki"), kind="whole"),
        Column(title=_("Perempuan"), kind="whole"),
    )
    rows = [(str(one.year), one.seekers, one.men, one.women) for one in official_seekers((province,))]
    caption = _("Pencari kerja menurut angka resmi (tidak dijumlahkan dengan yang tersimpan)")
    return Table(name="resmi", caption=caption, columns=columns, rows=rows, source=official_source(tongue))


def _notes(market: Market, asked: Asked, withheld: int, tongue: Tongue) -> list[str]:
    _, stock = tongue.gettext, market.stock
    found = [
        _("Angka ini menghitung data yang tersimpan, bukan seluruh pasar kerja."),
        _(
            "Yang kurang dari %(n)s orang atau %(n)s pemberi kerja tidak ditampilkan, begitu juga yang bisa "
            "membocorkannya. Di tingkat ini ada %(cells)s sel seperti itu di seluruh Indonesia.",
            n=tongue.number(THRESHOLD),
            cells=tongue.number(withheld),
        ),
    ]
    if not stock.n_postings:
        found.append(_("Tidak ada lowongan yang terbuka pada hari ini. Coba sertakan yang sudah tutup."))
    if not stock.n_seekers:
        found.append(_("Belum ada pencari kerja yang tersimpan."))
    if asked.province == NATION:
        found += mismatch_words(market.mismatches, tongue)
    return found


def _method(tongue: Tongue) -> Sequence[str]:
    _ = tongue.gettext
    return (
        _("Jabatan dikode menurut KBJI 2014 dengan model Sepadan; salinan iklan yang sama dihitung sekali."),
        _(
            "Selang orang dicari tiap pencari: kedua jumlah dianggap sampel (ragam logaritma dari jumlah orang tiap "
            "iklan dan jumlah pencari)."
        ),
        _("Keterampilan: nisbah bagian iklan dan bagian pencari, ditarik ke rata-rata menurut ketidakpastiannya."),
        _("Naik dan turun: uji Mantel-Haenszel menurut sumber dan golongan jabatan, laju penemuan keliru 5%."),
        _("Prakiraan: metode dengan galat terkecil pada uji mundur; provinsi dan nasional dibuat sejalan."),
        _("Upah: hanya dari %(n)s tawaran atau lebih.", n=tongue.number(LEAST)),
    )
