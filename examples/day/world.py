"""An invented world: no person, employer or posting in it is real. The same seed gives the same world."""

from __future__ import annotations

import math
import random
from typing import Any

SOURCE = "siapkerja"
_TRADES = {
    "Juru Las": "Mengelas pagar dan kanopi, SMAW dan MIG, membaca gambar kerja.",
    "Kasir": "Melayani pelanggan, mesin kasir, menghitung uang, rekap penjualan harian.",
    "Staf Gudang": "Input stok pakai Microsoft Excel, stock opname, cek barang masuk dan keluar.",
    "Operator Jahit": "Menjahit kemeja dengan mesin obras, target harian, kerja dalam tim.",
    "Sopir Truk": "Mengantar barang antarkota, SIM B1, merawat kendaraan.",
    "Teknisi AC": "Memasang dan merawat AC split, mengisi freon, memeriksa kelistrikan.",
    "Admin Kantor": "Surat menyurat, arsip, Microsoft Word dan Excel, menerima telepon.",
    "Juru Masak": "Memasak masakan Indonesia, menjaga kebersihan dapur, menghitung bahan.",
    "Barista": "Membuat kopi, melayani pelanggan, merawat mesin espreso.",
    "Mekanik Motor": "Servis berkala sepeda motor, tune up, ganti oli, membaca keluhan pelanggan.",
}
_CITIES = ("Kota Surabaya", "Kab. Bekasi", "Kota Semarang", "Kota Medan", "Kota Makassar", "Kab. Sidoarjo")
_COURSES = ("Juru Las SMAW", "Operator Forklift", "Microsoft Excel untuk Gudang", "Menjahit Garmen", "Teknisi AC")


def posting(number: int, rng: random.Random) -> dict[str, Any]:
    """A posting as the platform pushes it."""
    title = rng.choice(tuple(_TRADES))
    return {
        "id": f"{SOURCE}:L-{number:06}",
        "title": title,
        "employer": f"CV Contoh {number % 97}",
        "description": f"{_TRADES[title]} Pengalaman {rng.randint(0, 3)} tahun.",
        "places": [rng.choice(_CITIES)],
        "pay_low": rng.randrange(2_500_000, 6_000_000, 100_000),
    }


def worker(number: int, rng: random.Random) -> dict[str, Any]:
    """A job seeker as the platform pushes one; the last word is nobody else's, so that it can be looked for."""
    wish = rng.choice(tuple(_TRADES))
    return {
        "id": f"{SOURCE}:P-{number:06}",
        "wish": wish,
        "summary": f"{rng.randint(1, 6)} tahun kerja. {_TRADES[wish]} Angkatan {mark_of(number)}.",
        "education": rng.choice(("SMA", "SMK", "SMP")),
        "place": rng.choice(_CITIES),
    }


def mark_of(number: int) -> str:
    """A word that only this worker's record holds."""
    return f"zq{number * 7_919_999 % 16**7:07x}qz"


def course(number: int) -> dict[str, Any]:
    """A course of a training centre."""
    title = _COURSES[number % len(_COURSES)]
    return {"id": f"{SOURCE}:K-{number:03}", "title": title, "provider": "BLK Contoh", "summary": title, "jp": 80}


def think_s(share_of_day: float, rng: random.Random) -> float:
    """Seconds between two views, drawn from the day's curve: most visits at nine and at nineteen o'clock.

    Args:
        share_of_day: In [0, 1]: 7 to 22 o'clock, compressed.
        rng: Of the thread.
    """
    hour = 7 + 15 * share_of_day
    busy = sum(math.exp(-(((hour - peak) / 2) ** 2)) for peak in (9, 19))
    return rng.expovariate(1.0) * 0.1 / (0.2 + busy)
