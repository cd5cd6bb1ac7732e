"""Pay that an ad names: below the minimum wage, or too good for what it asks.

Minimum wage: UU 13/2003 art. 88E (inserted by UU 6/2023), PP 36/2021 art. 23-24 as changed by PP 51/2023. Where the
place of work is not known, only what is below the lowest minimum wage of any province is flagged. Part-time and daily
work, internships and piece rates have floors of their own (PP 36/2021 art. 16-17; Permenaker 6/2020): left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from taxonomy.pay import minimum_wage_idr, read_pay
from taxonomy.regions import bundled_regions

LATEST = 9_999
"""As a year: the latest minimum wage that is known."""

_WORD = re.compile(r"\b(?:gaji|upah|salary|penghasilan|pendapatan|honor|take home pay|thp)\b", re.IGNORECASE)
_PART_PAY = re.compile(
    r"\b(?:part[ -]?time|paruh waktu|freelance|harian|per hari|/ ?hari|perhari|per jam|/ ?jam|magang|intern\w*|pkl|"
    r"uang saku|borongan|per (?:pcs|potong|sesi|anak|artikel|kunjungan|pertemuan)|insentif|komisi|tunjangan|bonus|"
    r"lembur|uang makan|transport|les|privat|training|probation|masa percobaan|remote|shift malam|mahasiswa)\b",
    re.IGNORECASE,
)
_NO_DEMANDS = re.compile(
    r"\b(?:tanpa (?:pengalaman|skill|keahlian|ijazah|interview|tes)|tidak (?:perlu|butuh) (?:pengalaman|ijazah|skill)|"
    r"semua (?:lulusan|usia|kalangan)|lulusan sd|no experience|ibu rumah tangga|modal hp|siapa saja)\b",
    re.IGNORECASE,
)
TOO_GOOD_IDR_MONTH = 15_000_000.0
"""About three times the highest minimum wage of a province."""

_REACH = 60
_LONGEST = 20_000


@lru_cache(maxsize=1)
def lowest_minimum_wage() -> int:
    """The lowest minimum wage of any province in the latest year, rupiah a month."""
    provinces = [region.code for region in bundled_regions() if region.kind == "province"]
    known = (minimum_wage_idr(code, LATEST) for code in provinces)
    return min(wage for wage in known if wage is not None)


def pay_faults(text: str, title: str, floor_idr_month: int | None = None) -> Iterator[tuple[str, int, int]]:
    """Rule and offsets of pay in a text that is too little or too good.

    Args:
        text: As it is read; the first 20,000 characters count.
        title: Of the ad, which may say that it is part-time.
        floor_idr_month: Minimum wage of the place of work; the lowest of the country when None.
    """
    if not _WORD.search(text[:_LONGEST]):
        return
    pay = read_pay(text[:_LONGEST])
    if pay is None or pay.basis != "stated" or pay.period != "month" or pay.currency != "IDR":
        return
    around = text[max(0, pay.start - _REACH) : pay.end + _REACH]
    most = pay.high_idr_month or pay.low_idr_month or 0.0
    least = pay.low_idr_month or 0.0
    if not _WORD.search(text[max(0, pay.start - _REACH) : pay.start]):
        return
    if most < (floor_idr_month or lowest_minimum_wage()):
        if not _PART_PAY.search(around) and not _PART_PAY.search(title):
            yield "pay-below-minimum", pay.start, pay.end
    elif least >= TOO_GOOD_IDR_MONTH and _NO_DEMANDS.search(text):
        yield "pay-too-good", pay.start, pay.end
