"""Make the postings abroad, out of their authored table."""

from __future__ import annotations

from random import Random
from typing import Any

from matcher.world.dates import FETCHED_AT, posting_dates
from matcher.world.tables import number, rows_in


def make_overseas(number_: int, row: dict[str, str], rng: Random) -> dict[str, Any]:
    """A posting abroad, out of the authored table."""
    first = rng.choice(("LPK Contoh", "P3MI Rekaan", "P3MI Umpama"))
    employer = f"{first} {rng.choice(('Garuda Karya', 'Bahtera Kerja', 'Lintas Benua', 'Nusa Kerja'))}"
    extra = rng.choice(
        (
            "Penempatan resmi lewat SISKOP2MI, biaya sesuai aturan.",
            "Berangkat setelah pelatihan bahasa dan medical check up.",
            "Wawancara dengan pengguna dilakukan daring.",
            "Proses dokumen dibantu sampai terbit visa kerja.",
        )
    )
    return {
        "id": f"contoh:posting-{number_:04d}",
        "source": "contoh",
        "fetched_at": FETCHED_AT,
        "title": f"{row['title']} - {row['country']}",
        "description": f"{row['text']}\n\nPendidikan minimal {row['education']}. {extra}",
        "hint": "Pekerja Migran Indonesia",
        "employer": employer,
        "places": [row["country"]],
        "employment_type": "contract",
        "openings": rng.choice((5, 10, 15, 20, 30)),
        "education": [row["education"]],
        "pay_low": float(row["pay_low"]),
        "pay_high": float(row["pay_high"]),
        "pay_currency": row["currency"],
        "pay_period": "month",
    } | posting_dates(rng)


def overseas_rows() -> list[dict[str, str]]:
    """The authored vacancies abroad."""
    columns = ("code", "title", "country", "currency", "pay_low", "pay_high", "education", "text")
    found: list[dict[str, str]] = []
    for where, row in rows_in("overseas.tsv", columns):
        number(row["pay_high"], f"{where}, pay_high", number(row["pay_low"], f"{where}, pay_low", 1))
        found.append(dict(row))
    return found
