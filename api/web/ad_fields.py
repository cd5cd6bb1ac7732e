"""The small fields of an ad's form: pay, last day and number of people, as they are typed on phones and pasted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from api.web.tongue import N_, Tongue
from taxonomy.pay import DAYS_A_MONTH, HOURS_A_MONTH, PayReading, read_pay
from taxonomy.pay_patterns import PAY_WORD

MOST_OPENINGS = 10_000

_LEFT_OPEN = re.compile(
    r"\b(?:nego\w*|negotia\w*|kompetitif|competitive|dibicarakan|dirundingkan|kesepakatan|rahasia|dirahasiakan|tba)\b",
    re.IGNORECASE,
)
_OF_WORKERS = re.compile(r"lembur|\bthr\b|bpjs|bonus|insentif|tunjangan|uang makan|benefit|fasilitas", re.IGNORECASE)
_HEADS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,9})\s*(?:orang|org|posisi|people|persons?|pax)?", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_PERIODS = {
    "hour": N_("Upah per jam dihitung %(times)s jam kerja sebulan."),
    "day": N_("Upah per hari dihitung %(times)s hari kerja sebulan."),
    "week": N_("Upah per minggu dihitung %(times)s minggu sebulan."),
    "year": N_("Upah setahun dibagi %(times)s bulan."),
}
_TIMES = {"hour": HOURS_A_MONTH, "day": DAYS_A_MONTH, "week": 4.3, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wage:
    """What the field of pay says.

    Attributes:
        low: Least, rupiah a month; None where it names none.
        high: Most.
        period: What is paid for: ``hour``, ``day``, ``week``, ``month``, ``year`` or ``project``.
    """

    low: int | None = None
    high: int | None = None
    period: str = "month"


def read_wage(text: str, floor: int | None, faults: dict[str, str], tongue: Tongue) -> Wage:
    """The pay that was typed: a number for any length of time, "UMK", or that it is left open.

    Args:
        text: Of the field.
        floor: Minimum wage of the place of work, for who pays that; None where it is not known.
        faults: Gets what cannot be read.
        tongue: Of the complaints.
    """
    if not text:
        return Wage()
    reading = read_pay(f"gaji Rp {text[:60]} per bulan")
    known = [] if reading is None else [pay for pay in (reading.low_idr_month, reading.high_idr_month) if pay]
    if reading is not None and known:
        return Wage(low=round(min(known)), high=round(max(known)), period=reading.period)
    if reading is not None and reading.basis == "minimum_wage":
        if not (wage := _least(reading, floor)).low:
            faults["pay"] = tongue.gettext("Isi tempat kerja, supaya upah minimumnya diketahui, atau tulis angkanya.")
        return wage
    if not _LEFT_OPEN.search(text):
        faults["pay"] = tongue.gettext(
            "Tulis upah dengan angka, misalnya 4,5 juta, 150 ribu per hari, atau UMK. Boleh juga kosong."
        )
    return Wage()


def wage_in(text: str, floor: int | None) -> Wage:
    """The minimum wage that an ad's words promise, "Gaji: UMK Karawang"; none where they name another sum, or no pay.

    UMK are small firms too: what is no pay by its own words must stand in a line on pay or on what workers get.

    Args:
        text: Of the ad.
        floor: As for ``read_wage``; who names no place pays that of the place of work.
    """
    reading = read_pay(text)
    if reading is None or reading.basis != "minimum_wage":
        return Wage()
    start = text.rfind("\n", 0, reading.start) + 1
    line = text[start:].split("\n", 1)[0]
    is_pay = " " in reading.surface.strip() or PAY_WORD.search(line) or _OF_WORKERS.search(line)
    return _least(reading, floor) if is_pay else Wage()


def _least(reading: PayReading, floor: int | None) -> Wage:
    least = round(reading.minimum_wage_idr or floor or 0) or None
    return Wage(low=least, high=least)


def period_notes(wage: Wage, floor: int | None, tongue: Tongue) -> list[str]:
    """How pay that is not by the month was compared with what is.

    Args:
        wage: As typed.
        floor: Minimum wage of the place, rupiah a month.
        tongue: Of the sentences.
    """
    if wage.period not in _PERIODS:
        return []
    told = [tongue.gettext(_PERIODS[wage.period], times=tongue.number(_TIMES[wage.period]))]
    if wage.period == "day" and floor:
        a_day = tongue.rupiah(-(-floor // int(DAYS_A_MONTH)))
        told.append(tongue.gettext("Upah minimumnya setara %(pay)s per hari.", pay=a_day))
    return told


def read_day(text: str, faults: dict[str, str], tongue: Tongue, today: date) -> date | None:
    """The last day to apply; where a browser has no calendar it is typed with the day first."""
    if not text:
        return None
    try:
        typed = _DAY_FIRST.fullmatch(text)
        day = date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else date.fromisoformat(text)
    except ValueError:
        faults["closes_on"] = tongue.gettext("Tulis tanggal seperti 31/12/2026, atau kosongkan.")
        return None
    if day < today:
        faults["closes_on"] = tongue.gettext("Hari terakhir melamar sudah lewat. Pilih hari ini atau sesudahnya.")
    return day


def read_openings(text: str, faults: dict[str, str], tongue: Tongue) -> int | None:
    """How many people are wanted: ``3`` or ``3 orang``."""
    if not text:
        return None
    typed = _HEADS.fullmatch(text) if text.isascii() else None
    count = int(typed[1].replace(".", "")) if typed else 0
    if not 1 <= count <= MOST_OPENINGS:
        faults["openings"] = tongue.gettext("Tulis jumlah orang dengan angka, misalnya 3.")
        return None
    return count
