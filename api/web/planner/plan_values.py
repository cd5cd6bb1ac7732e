"""Numbers, months and places as people type them into the form of a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from api.web.tongue import Tongue
from matcher.curriculum.problem import MAX_MONTHS
from taxonomy.places import load_gazetteer

_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


_NUMBER = re.compile(r"(?:rp)?\s*(\d[\d.]*)(?:,(\d+))?\s*(juta|jt|miliar|milyar|triliun)?", re.IGNORECASE)


_TIMES = {"": 1, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}


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


def read_number(text: str) -> float | None:
    """``3.200.000.000``, ``Rp 3,2 miliar`` or ``12,5`` as a number; None where it is none."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    whole, rest, times = found.groups()
    return float(f"{whole.replace('.', '')}.{rest or 0}") * _TIMES[(times or "").lower()]


def within(name: str, text: str, faults: dict[str, str], tongue: Tongue) -> float:
    """A number within the bounds of its field; a complaint and the lowest one where it is none."""
    low, high = BOUNDS[name]
    value = read_number(text)
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
    if value is None or value != int(value) or value > 10_000:
        faults[name] = tongue.gettext("Tulis bilangan bulat dari 0 sampai 10.000.")
        return 0
    return int(value)


def first_month(text: str, today: date, faults: dict[str, str], tongue: Tongue) -> date | None:
    """The first day of a month; a complaint and None where it is none that a plan may begin in."""
    found = _MONTH.fullmatch(text)
    first = date(int(found[1]), int(found[2]), 1) if found else None
    if first is None or not today.year - 1 <= first.year <= today.year + 3:
        faults["mulai"] = tongue.gettext("Tulis bulan seperti 2027-01, paling jauh tiga tahun lagi.")
        return None
    return first


def place_code(text: str, faults: dict[str, str], tongue: Tongue) -> str:
    """Code of the first regency that is named; a complaint and nothing where none is."""
    regions = [one for one in load_gazetteer().read(text).regions if one.kind != "province"] if text else []
    if not regions:
        faults["kota"] = tongue.gettext("Tulis nama kabupaten atau kota, misalnya Kota Bekasi.")
        return ""
    return regions[0].code
