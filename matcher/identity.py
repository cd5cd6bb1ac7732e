"""Identity data, set aside before anything is read out of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

IDENTITY_FIELDS = frozenset(
    [
        "name",
        "nama",
        "full_name",
        "nama_lengkap",
        "nik",
        "no_ktp",
        "ktp",
        "phone",
        "telepon",
        "telp",
        "no_hp",
        "hp",
        "whatsapp",
        "wa",
        "email",
        "e_mail",
        "address",
        "alamat",
        "sex",
        "gender",
        "jenis_kelamin",
        "birth_date",
        "tanggal_lahir",
        "tgl_lahir",
        "birth_place",
        "tempat_lahir",
        "age",
        "usia",
        "umur",
        "religion",
        "agama",
        "marital_status",
        "status_perkawinan",
        "photo",
        "foto",
        "ethnicity",
        "suku",
        "disability",
        "disabilitas",
    ]
)
"""Columns that are never read into a record (UU 27/2022 on personal data; DESIGN contract "Personal data")."""


def drop_identity(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same row without its identity columns (``IDENTITY_FIELDS``, letter case and spaces aside)."""
    return {
        str(name): value
        for name, value in raw.items()
        if str(name).strip().casefold().replace(" ", "_") not in IDENTITY_FIELDS
    }
