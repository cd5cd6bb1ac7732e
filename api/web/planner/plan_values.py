"""Numbers, months and places of the form of a plan: what is read of them, and what is complained of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from api.web.planner.typed import read_month, read_number
from api.web.tongue import Tongue
from matcher.curriculum.problem import MAX_MONTHS
from taxonomy.places import load_gazetteer

BOUNDS: Mapping[str, tuple[float, float]] = {
    "anggaran": (0, 1e13),
    "asrama": (0, 10_000),
    "jangkauan": (1, 1_000),
    "lama": (1, MAX_MONTHS),
    "lulus": (1, 100),
    "kursi": (1, 200),
    "kelas_terbanyak": (1, 200),
    "biaya_jp": (0, 1e8),
    "dilacak": (0, 1_000_000),
    "bekerja": (0, 1_000_000),
}

MONEY = frozenset({"anggaran", "biaya_jp"})


def within(name: str, text: str, faults: dict[str, str], tongue: Tongue) -> float:
    """A number within the bounds of its field; a complaint and the lowest one where it is none."""
    low, high = BOUNDS[name]
    value = read_number(text)
    if value is None and name in MONEY:
        faults[name] = tongue.gettext("Tulis jumlah rupiah, misalnya 3.200.000.000, 3,2 miliar, atau 800 juta.")
        return low
    if value is None or not low <= value <= high:
        faults[name] = tongue.gettext(
            "Tulis angka dari %(low)s sampai %(high)s.", low=tongue.number(low), high=tongue.number(high)
        )
        return low
    return value


def count(name: str, text: str, faults: dict[str, str], tongue: Tongue) -> int:
    """A whole number, 0 for nothing; a complaint and 0 where it is none."""
    if not text:
        return 0
    value = read_number(text)
    if value is None or not value.is_integer() or value > 10_000:
        faults[name] = tongue.gettext("Tulis bilangan bulat dari 0 sampai 10.000.")
        return 0
    return int(value)


def first_month(text: str, today: date, faults: dict[str, str], tongue: Tongue) -> date | None:
    """The first day of a month; a complaint and None where it is none that a plan may begin in."""
    first = read_month(text)
    if first is None or not today.year - 1 <= first.year <= today.year + 3:
        faults["mulai"] = tongue.gettext("Tulis bulan seperti 2027-01 atau Januari 2027, paling jauh tiga tahun lagi.")
        return None
    return first


def place_code(text: str, faults: dict[str, str], tongue: Tongue) -> str:
    """Code of the first regency that is named; a complaint and nothing where none is."""
    regions = [one for one in load_gazetteer().read(text).regions if one.kind != "province"] if text else []
    if not regions:
        faults["kota"] = tongue.gettext("Tulis nama kabupaten atau kota, misalnya Kota Bekasi.")
        return ""
    return regions[0].code
