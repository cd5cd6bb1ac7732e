"""Numbers and codes in the words of the pages (Bahasa Indonesia)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taxonomy.places import Gazetteer

EDUCATION_CHOICES = (
    ("", "Tidak diisi"),
    ("SD", "SD"),
    ("SMP", "SMP"),
    ("SMA", "SMA / SMK"),
    ("D1", "D1"),
    ("D3", "D3"),
    ("S1", "D4 / S1"),
    ("S2", "S2"),
)

RADIUS_CHOICES = ("", "10", "25", "50", "100")
"""Kilometres; empty is as far as it goes."""

KIND_WORDS: Mapping[str, str] = {
    "age": "Umur",
    "sex": "Jenis kelamin",
    "appearance": "Penampilan",
    "marital": "Status perkawinan",
    "religion": "Agama",
    "religion_exempt": "Agama, bagian dari pekerjaan",
    "ethnicity": "Suku atau ras",
    "health": "Kesehatan dan disabilitas",
    "domicile": "Tempat tinggal",
    "document": "Penahanan dokumen",
    "fee": "Biaya bagi pelamar",
    "lure": "Umpan penghasilan",
    "contact": "Hanya kontak pribadi",
    "pay": "Upah",
}
"""Kinds of flag of the inspection."""


def number(value: int) -> str:
    """``12345`` as ``12.345``."""
    return f"{value:,}".replace(",", ".")


def points(value: float) -> str:
    """A part of a score in [0, 1] as points of a hundred, one decimal: ``0.123`` is ``12,3``."""
    return f"{value * 100:.1f}".replace(".", ",")


def rupiah(low: float | None, high: float | None) -> str:
    """A range of rupiah a month: ``Rp4,2–4,8 juta per bulan``; empty when nothing is known."""
    known = [value for value in (low, high) if value]
    if not known:
        return ""
    amounts = "–".join(dict.fromkeys(f"{value / 1e6:.2f}".rstrip("0").rstrip(".").replace(".", ",") for value in known))
    return f"Rp{amounts} juta per bulan"


def months(value: int | None) -> str:
    """Months of experience: ``2 tahun 3 bulan``; empty when not known."""
    if value is None:
        return ""
    years, rest = divmod(value, 12)
    parts = [f"{years} tahun"] if years else []
    parts += [f"{rest} bulan"] if rest else []
    return " ".join(parts) or "belum berpengalaman"


def places(codes: Sequence[str], gazetteer: Gazetteer) -> str:
    """At most three region names."""
    names = [gazetteer.get(code).name for code in codes[:3]]
    return ", ".join(names) + (" dan lainnya" if len(codes) > 3 else "")
