"""The part of a CV that says who somebody is; only where the caller holds the keys that seal it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS = ("name", "email", "phone")
"""Columns of the sealed table that a CV may show; sex, birth date, NIK and address never are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CvIdentity:
    """Who somebody is and how to reach them; empty fields are left out.

    Attributes:
        given_names: All names but the last; the only name of who has one.
        surname: The last name, or empty. Indonesian names need not have one; this is a form's need, not a fact.
        email: Address, or empty.
        phone: Number, or empty.
    """

    given_names: str
    surname: str
    email: str
    phone: str


def identity_of_columns(columns: Mapping[str, str]) -> CvIdentity | None:
    """The identity in opened columns; None when no name is kept."""
    words = columns.get("name", "").split()
    if not words:
        return None
    given, surname = (words[:-1], words[-1]) if len(words) > 1 else (words, "")
    return CvIdentity(
        given_names=" ".join(given),
        surname=surname,
        email=columns.get("email", ""),
        phone=columns.get("phone", ""),
    )
