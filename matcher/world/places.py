"""Where the sample world lies: how many people, what is paid, and how people write the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from random import Random

from matcher.world.tables import cells, number, rows_in
from taxonomy.errors import InputError
from taxonomy.pay import minimum_wage_idr
from taxonomy.places import load_gazetteer
from taxonomy.provinces import load_provinces, with_split_off
from taxonomy.regions import Region
from taxonomy.text import fold

WAGE_YEAR = 2026
"""Year whose minimum wage is used; the latest known one when it has none."""


@lru_cache(maxsize=1)
def province_weights() -> Mapping[str, float]:
    """People in millions by province code."""
    return {code: province.people for code, province in load_provinces().items()}


@lru_cache(maxsize=1)
def _regencies() -> Mapping[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for where, row in rows_in("places/regencies.tsv", ("code", "weight", "wage")):
        code = load_gazetteer().get(row["code"]).code
        found[code] = (number(row["weight"], where), number(row["wage"], where, 0.5))
    return found


@lru_cache(maxsize=1)
def _only_in() -> tuple[tuple[str, frozenset[str]], ...]:
    rows = rows_in("places/only_in.tsv", ("word", "provinces"))
    return tuple((row["word"], with_split_off(frozenset(cells(row["provinces"])))) for _, row in rows)


def is_found_in(title: str, province_code: str) -> bool:
    """Whether the thing that a title speaks of (oil palm, nickel, a metro) is found in a province."""
    words = f" {title.casefold()} "
    return all(province_code in provinces for word, provinces in _only_in() if f" {word} " in words)


def regency_weights(province_code: str) -> dict[str, float]:
    """Weight of each regency or city of a province as a labour market, by code."""
    default = {"kota": 3.0, "kabupaten": 1.0}
    regions = load_gazetteer().regencies(province_code)
    return {r.code: _regencies().get(r.code, (default.get(r.kind, 1.0), 1.0))[0] for r in regions}


def pick_regency(province_code: str, rng: Random) -> Region:
    """A regency or city, the bigger labour markets more often."""
    return rng.choices(load_gazetteer().regencies(province_code), list(regency_weights(province_code).values()))[0]


def local_wage_idr(region: Region) -> float:
    """Least lawful pay there, rupiah a month: the province's minimum wage times an authored local factor."""
    wage = minimum_wage_idr(region.province_code, WAGE_YEAR)
    if wage is None:
        raise InputError(wanted="a minimum wage", found=region.province_code, where="minimum_wage.tsv")
    return wage * _regencies().get(region.code, (1.0, 1.0))[1]


@lru_cache(maxsize=1)
def _nicknames() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in ("jaksel", "jakbar", "jakpus", "jaktim", "jakut", "tangsel", "bdg", "sby", "smg", "mks", "mdn", "solo"):
        for region in load_gazetteer().read(name).regions:
            found[region.code].append(name)
    for name in ("cikarang", "serpong", "cikupa", "cibinong", "canggu", "sanur", "abepura", "timika", "sangatta"):
        for region in load_gazetteer().read(name).regions:
            found[region.code].append(name.title())
    return {code: tuple(names) for code, names in found.items()}


def spell(region: Region, rng: Random, *, chat: bool) -> str:
    """A way in which people write a regency; the gazetteer reads it back.

    Args:
        region: The regency or city.
        rng: Source of chance.
        chat: Nicknames and small letters too.
    """
    bare = region.name.partition(" ")[2]
    province = load_gazetteer().get(region.province_code).name
    short = f"Kab. {bare}" if region.kind == "kabupaten" else f"Kota {bare}"
    forms = [region.name, short, f"{bare}, {province}", short, bare]
    if chat:
        forms = [bare, bare.lower(), short, short.lower(), *_nicknames().get(region.code, ())]
    else:
        forms.append(f"{region.name}, {province}".upper() if rng.random() < 0.3 else short)
    form = rng.choice(forms)
    return form if _is_read(form, region) else region.name


@lru_cache(maxsize=4096)
def _is_read(form: str, region: Region) -> bool:
    regions = load_gazetteer().read(form).regions
    same_name = {fold(r.name) for r in regions if r.code == region.code}
    return bool(same_name) and all(r.province_code == region.province_code for r in regions)
