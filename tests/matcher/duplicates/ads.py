"""Invented postings as they are compared."""

from __future__ import annotations

from typing import Any

from matcher.coded import Coded
from matcher.duplicates.traits import Ad, Traits, ad_of, traits_of
from tests.builders import coded_posting, posting

DUTIES = (
    "mencatat barang masuk dan keluar gudang setiap hari, menyusun laporan stok mingguan untuk kepala gudang, "
    "memeriksa surat jalan pemasok, menghitung stok opname bulanan dan menjaga kebersihan area penyimpanan"
)
OTHER_DUTIES = (
    "melayani tamu restoran dengan ramah, mengantar pesanan ke meja, membersihkan meja setelah dipakai, menerima "
    "pembayaran di kasir serta membantu dapur menyiapkan bahan makanan sebelum jam buka"
)


def ad(source_id: str, *, source: str = "uji", coded: dict[str, Any] | None = None, **facts: Any) -> Ad:
    """An ad for a warehouse clerk of one employer in one town, but for what is given."""
    told = {"title": "Staf Gudang", "employer": "PT Sinar Jaya", "description": DUTIES, **facts}
    return ad_of(posting(source_id, source=source, **told), codes(f"{source}:{source_id}", **(coded or {})))


def codes(key: str, **facts: Any) -> Coded:
    """Codes of a warehouse clerk in Kota Bekasi, but for what is given."""
    return coded_posting(key, **{"region_codes": ("3275",), "occupations": (("4321", 0.9),), **facts})


def traits(*ads: Ad) -> Traits:
    """The ads as rows, in their order."""
    return traits_of(ads)
