"""What readers type into forms, and what is told of it that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends

from api.bodies import form_fields
from api.web.tongue import N_, Tongue
from taxonomy.pay import read_pay

FieldsDep = Annotated[dict[str, str], Depends(form_fields)]

LIMITS: Mapping[str, int] = {
    "wish": 300,
    "summary": 5_000,
    "place": 100,
    "pay": 60,
    "education": 10,
    "title": 300,
    "text": 20_000,
    "jobs": 12_000,
    "skills": 4_000,
    "licences": 4_000,
    "study_programme": 200,
    "hidden": 20_000,
    "employer": 200,
    "find_unit": 100,
    "find_skill": 100,
}
"""Most characters of each field."""

LABELS: Mapping[str, str] = {
    "wish": N_("Pekerjaan yang dicari"),
    "summary": N_("Yang bisa kamu kerjakan"),
    "place": N_("Tempat tinggal"),
    "pay": N_("Upah"),
    "education": N_("Pendidikan"),
    "title": N_("Jabatan"),
    "text": N_("Isi lowongan"),
    "jobs": N_("Pekerjaan yang pernah dijalani"),
    "skills": N_("Keterampilan"),
    "licences": N_("Izin dan sertifikat"),
    "study_programme": N_("Jurusan"),
    "hidden": N_("Daftar yang disembunyikan"),
    "employer": N_("Nama usaha"),
    "find_unit": N_("Cari jabatan"),
    "find_skill": N_("Cari keterampilan"),
}


def kept(fields: dict[str, str], *names: str) -> dict[str, str]:
    """The fields of a form, empty where they were not sent."""
    return {name: fields.get(name, "") for name in names}


def too_long(form: dict[str, str], tongue: Tongue) -> dict[str, str]:
    """Field to complaint, for fields over their limit."""
    return {
        name: tongue.gettext(
            "%(label)s paling banyak %(most)s huruf; ini %(found)s.",
            label=tongue.gettext(LABELS[name]),
            most=tongue.number(LIMITS[name]),
            found=tongue.number(len(value)),
        )
        for name, value in form.items()
        if name in LIMITS and len(value) > LIMITS[name]
    }


def monthly_rupiah(text: str, faults: dict[str, str], tongue: Tongue) -> int | None:
    """The wished pay, rupiah a month; what cannot be read is added to the faults."""
    if not text or "pay" in faults:
        return None
    reading = read_pay(f"gaji Rp {text} per bulan")
    amount = reading.low_idr_month if reading else None
    if amount is None:
        faults["pay"] = tongue.gettext("Tulis upah per bulan dengan angka, misalnya 4.500.000 atau 4,5 juta.")
        return None
    return round(amount)
