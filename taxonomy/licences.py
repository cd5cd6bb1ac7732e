"""Licences without which work is unlawful, and which licence entitles to what a lower one does.

Driving: UU 22/2009 articles 80, 82 and 84 (a higher class covers the lower). Lifting gear, boilers: Permenaker 8/2020
and 1/1988. Health professions: UU 17/2023. Seafaring: STCW 1978 as amended. Security: Perkap 24/2007. Blasting: Kepmen
ESDM 1827/2018. Other certificates are a matter of score, not of law.
"""

from __future__ import annotations

from collections.abc import Iterable

COMPULSORY = frozenset(
    "sim-a sim-a-umum sim-b1 sim-b2 sim-c sim-d sio-forklift sio-operator-alat-berat sio-crane sio-boiler "
    "str-tenaga-kesehatan str-perawat str-bidan str-dokter str-dokter-gigi str-dokter-spesialis "
    "str-fisioterapis str-gizi strttk sipa stra-apoteker sip-dokter sip-dokter-hewan sipp-perawat "
    "sipb-bidan sertifikat-bst buku-pelaut gada-pratama gada-madya gada-utama kartu-izin-meledakkan "
    "lisensi-pilot-cpl lisensi-atc pkpa-dan-izin-advokat".split()
)
"""Skill ids of licences that the law demands of whoever does the work."""

_COVERS: dict[str, tuple[str, ...]] = {
    "sim-a-umum": ("sim-a",),
    "sim-b1": ("sim-a",),
    "sim-b2": ("sim-b1", "sim-a"),
    "gada-madya": ("gada-pratama",),
    "gada-utama": ("gada-madya", "gada-pratama"),
    "str-perawat": ("str-tenaga-kesehatan",),
    "str-bidan": ("str-tenaga-kesehatan",),
    "strttk": ("str-tenaga-kesehatan",),
    "str-fisioterapis": ("str-tenaga-kesehatan",),
    "str-gizi": ("str-tenaga-kesehatan",),
    "stra-apoteker": ("str-tenaga-kesehatan",),
    "sipp-perawat": ("str-perawat", "str-tenaga-kesehatan"),
    "sipb-bidan": ("str-bidan", "str-tenaga-kesehatan"),
    "sip-dokter": ("str-dokter",),
}


def covered(held: Iterable[str]) -> dict[str, str]:
    """What licences entitle to beyond themselves: covered licence to the first held one that covers it."""
    known = list(held)
    found: dict[str, str] = {}
    for licence in known:
        for lower in _COVERS.get(licence, ()):
            if lower not in known:
                found.setdefault(lower, licence)
    return found
