"""Days, months and numbers as an official letter in Bahasa Indonesia writes them."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""Months in the number of a letter."""


def long_day(day: date) -> str:
    """``17 Agustus 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def proposed_number(day: date) -> str:
    """The number of a letter with its running number left open, to be filled in from the office's book.

    ``560/...../VIII/2026``: 560 is the archive code of labour affairs (Permendagri 83/2022), then month and year.
    """
    return f"560/...../{ROMAN[day.month - 1]}/{day.year}"
