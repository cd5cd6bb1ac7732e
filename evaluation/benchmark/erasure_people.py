"""Invented people for the task ``erasure``: every value that says who they are is a mark that stands nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SOURCE = "uji"
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented worker.

    Attributes:
        key: ``source:source_id``.
        row: As it is pushed or stands in a file.
        marks: What says who this is, each value found nowhere else.
    """

    key: str
    row: Mapping[str, Any]
    marks: tuple[str, ...]


def word_of(number: int, what: str) -> str:
    """A pronounceable-looking word of one person: letters alone, so that no cleaner takes it for a number."""
    digest = hashlib.sha256(f"{what} {number}".encode()).hexdigest()[:10]
    return "zq" + digest.translate(_LETTERS)


def _digits(number: int, what: str, length: int) -> str:
    return str(int(hashlib.sha256(f"{what} {number}".encode()).hexdigest(), 16))[:length]


def person(number: int) -> Person:
    """The person of a number; every seventh has an emoji in the name, every fifth a very long text.

    Args:
        number: From 0.
    """
    first, last = word_of(number, "first").capitalize(), word_of(number, "last").capitalize()
    name = f"{first} 🦚é {last}" if number % 7 == 3 else f"{first} {last}"
    secret, job, skill, street = (word_of(number, what) for what in ("secret", "job", "skill", "street"))
    nik, phone = "32" + _digits(number, "nik", 14), "08" + _digits(number, "phone", 10)
    email, handle, source_id = f"{secret}@contoh.invalid", word_of(number, "handle"), f"p-{word_of(number, 'id')}"
    words = f"Panggil saya {first} {last}, ceritanya {secret}. Biasa mengelas pagar dan kanopi. Lahir di {street}. "
    row = {
        "id": f"{SOURCE}:{source_id}",
        "name": name,
        "nik": nik,
        "phone": phone,
        "email": email,
        "address": f"Jalan {street} 7",
        "instagram": handle,
        "wish": f"tukang las {job}",
        "summary": words * (60 if number % 5 == 4 else 1),
        "skills": ["las SMAW", skill],
        "jobs": [{"title": f"juru las {job}", "months": 20, "description": f"proyek {secret} bersama {last}"}],
        "place": "Kota Surabaya",
        "education": "SMK",
    }
    return Person(
        key=f"{SOURCE}:{source_id}",
        row=row,
        marks=(first, last, nik, phone, secret, job, skill, street, handle, source_id.removeprefix("p-")),
    )


def refused_row(one: Person) -> dict[str, Any]:
    """The person's row with a fault, so that it goes to the rejects: free text and id stay in it."""
    return {**one.row, "salary_idr_month": "banyak sekali"}
