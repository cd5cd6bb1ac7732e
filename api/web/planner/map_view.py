"""The map of a market: demand, supply or how tight it is, by province or by regency; what is withheld is shown so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from api.web.maps.boundaries import Outline
from api.web.maps.picture import MapPicture, picture
from api.web.maps.shapes import PROVINCES, REGENCIES
from api.web.planner.tables import Column, Table, Value, market_columns, number
from api.web.planner.words import official_source, place_name
from api.web.tongue import N_, Tongue
from matcher.market.official import official_seekers
from matcher.market.regencies import RegencyRow, regency_rows
from matcher.market.selection import MOST_ROWS, NO_PLACE, select
from matcher.market.served import Market
from matcher.market.tables import demand_rows, supply_rows
from matcher.market.tightness import tightness_rows
from taxonomy.labour import NATION
from taxonomy.places import load_gazetteer

Measure = Literal["dicari", "lowongan", "pencari", "ketat"]

MEASURES: Mapping[Measure, str] = {
    "dicari": N_("Orang dicari"),
    "lowongan": N_("Lowongan"),
    "pencari": N_("Pencari kerja"),
    "ketat": N_("Orang dicari tiap pencari"),
}

_FIELDS: Mapping[Measure, str] = {
    "dicari": "openings",
    "lowongan": "postings",
    "pencari": "seekers",
    "ketat": "tightness",
}


def market_map(
    market: Market,
    province: str,
    measure: Measure,
    source: str,
    tongue: Tongue,
    href: Callable[[str], str],
    *,
    all_regencies: bool = False,
    outlines: Mapping[str, Outline] | None = None,
) -> tuple[MapPicture, Table]:
    """A map and the table of its numbers.

    Args:
        market: Of the day.
        province: Whose regencies are shown; ``NATION`` shows the provinces.
        measure: What is shown.
        source: Of the numbers.
        tongue: Of the page.
        href: Address of a region, empty for none.
        all_regencies: Of the nation: regencies in place of provinces.
        outlines: Boundaries of the installation.
    """
    rows = _rows(market, province, all_regencies=all_regencies)
    values = {row.code: float(value) for row in rows if (value := getattr(row, _FIELDS[measure])) is not None}
    name = (REGENCIES if all_regencies else PROVINCES) if province == NATION else province
    title = tongue.gettext(
        "%(what)s menurut %(by)s, %(place)s",
        what=tongue.gettext(MEASURES[measure]),
        by=tongue.gettext("provinsi") if name == PROVINCES else tongue.gettext("kabupaten dan kota"),
        place=place_name(province),
    )
    told = picture(
        name,
        values,
        title=title,
        finding=_finding(values, len(rows), tongue),
        text=lambda value: tongue.gettext("tidak ditampilkan") if value is None else number(value, tongue),
        href=href if name == PROVINCES else lambda code: "",
        outlines=outlines,
    )
    return told, _table(rows, title, source, tongue, is_national=name == PROVINCES)


def region_table(market: Market, province: str, source: str, tongue: Tongue, *, all_regencies: bool = False) -> Table:
    """Every number of the map's regions beside each other, to take along.

    Args:
        market: Of the day.
        province: As of ``market_map``.
        source: Of the numbers.
        tongue: Of the page.
        all_regencies: As of ``market_map``.
    """
    is_national = province == NATION and not all_regencies
    title = tongue.gettext(
        "Lowongan dan pencari kerja menurut %(by)s, %(place)s",
        by=tongue.gettext("provinsi") if is_national else tongue.gettext("kabupaten dan kota"),
        place=place_name(province),
    )
    rows = _rows(market, province, all_regencies=all_regencies)
    return _table(rows, title, source, tongue, is_national=is_national)


def _rows(market: Market, province: str, *, all_regencies: bool) -> list[RegencyRow]:
    if province != NATION:
        return list(regency_rows(market.postings, market.workers, market.axes, market.cells, province))
    if all_regencies:
        return [row for one in market.axes.provinces for row in _rows(market, one, all_regencies=False)]
    each = select(each_province=True, digits=0, limit=MOST_ROWS)
    demand = {row.province: row for row in demand_rows(market.cells, each).demand}
    supply = {row.province: row for row in supply_rows(market.cells, each).supply}
    tight = {row.province: row for row in tightness_rows(market.cells, each).rows}
    found: list[RegencyRow] = []
    for one in market.axes.provinces:
        wanted, sought, ratio = demand.get(one), supply.get(one), tight.get(one)
        found.append(
            RegencyRow(
                code=one,
                postings=wanted.postings if wanted else None,
                openings=wanted.openings if wanted else None,
                seekers=sought.seekers if sought else None,
                tightness=ratio.tightness if ratio else None,
                interval80=ratio.interval80 if ratio else None,
                interval95=ratio.interval95 if ratio else None,
            )
        )
    return [row for row in found if row.code != NO_PLACE]


def _finding(values: Mapping[str, float], regions: int, tongue: Tongue) -> str:
    _ = tongue.gettext
    if not values:
        return _("Tidak ada wilayah yang cukup besar untuk ditampilkan.")
    ranked = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    names = ", ".join(f"{load_gazetteer().get(code).name} ({number(value, tongue)})" for code, value in ranked[:3])
    said = [_("Tertinggi: %(names)s.", names=names)]
    if len(ranked) > 3:
        code, value = ranked[-1]
        said.append(_("Terendah dari yang tampil: %(name)s (%(n)s).", name=place_name(code), n=number(value, tongue)))
    if len(values) < regions:
        said.append(
            _(
                "%(n)s dari %(all)s wilayah tidak ditampilkan karena kosong atau terlalu sedikit.",
                n=tongue.number(regions - len(values)),
                all=tongue.number(regions),
            )
        )
    return " ".join(said)


def _table(rows: list[RegencyRow], title: str, source: str, tongue: Tongue, *, is_national: bool) -> Table:
    """The regions of which something is told, those with the most people wanted first.

    Provinces stand there all, beside the seekers that the ministry registered: they are few, and are looked for.
    """
    _ = tongue.gettext
    columns = [Column(title=_("Wilayah")), *market_columns(tongue)]
    year, registered = _registered() if is_national else (0, {})
    if is_national:
        columns.append(Column(title=_("Pencari terdaftar %(year)s (angka resmi)", year=str(year)), kind="whole"))
    ranked = sorted(rows, key=lambda r: (-(r.openings or 0), -(r.seekers or 0), place_name(r.code)))
    shown: list[tuple[Value, ...]] = [
        (place_name(r.code), r.postings, r.openings, r.seekers, r.tightness, r.interval80, r.interval95)
        + ((registered.get(r.code),) if is_national else ())
        for r in ranked
        if is_national or (r.postings, r.seekers) != (None, None)  # how many are not shown stands in the finding
    ]
    told = f"{source} {official_source(tongue)}." if is_national else source
    return Table(name="wilayah", caption=title, columns=columns, rows=shown, source=told)


def _registered() -> tuple[int, dict[str, int]]:
    """The last year of official figures, and the seekers of each province in it."""
    found = official_seekers()
    last = max(one.year for one in found)
    return last, {one.province: one.seekers for one in found if one.year == last}
