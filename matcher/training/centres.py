"""Training centres: what they have to teach with, in workshops, trainers, budget and beds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "BBPVP": "Balai Besar Pelatihan Vokasi dan Produktivitas, Kemnaker",
    "BPVP": "Balai Pelatihan Vokasi dan Produktivitas, Kemnaker",
    "BLK": "Balai Latihan Kerja, UPTD pemerintah daerah",
    "BLK komunitas": "BLK Komunitas, lembaga keagamaan atau serikat pekerja",
    "LPK": "Lembaga Pelatihan Kerja swasta",
    "LKP": "Lembaga Kursus dan Pelatihan",
    "PJK3": "Perusahaan Jasa K3",
    "diklat": "balai diklat instansi lain",
}
"""Kinds of training centres: UU 13/2003 articles 13 and 17 (public, private and company training), Permenaker 1/2022
(BBPVP and BPVP of the ministry), Permendikbud 81/2013 (LKP), Permenaker 4/1995 (PJK3)."""

WORKSHOPS: Mapping[str, str] = {
    "las": "bengkel las",
    "mesin-perkakas": "bengkel mesin perkakas",
    "otomotif-mobil": "bengkel mobil",
    "otomotif-motor": "bengkel sepeda motor",
    "listrik": "bengkel listrik",
    "elektronika": "bengkel elektronika",
    "refrigerasi": "bengkel pendingin dan tata udara",
    "surya": "bengkel tenaga surya",
    "komputer": "laboratorium komputer",
    "jahit": "ruang jahit",
    "dapur": "dapur praktik",
    "pastry": "dapur roti dan kue",
    "barista": "kedai kopi praktik",
    "salon": "salon praktik",
    "hotel": "kamar dan restoran praktik",
    "kelas": "ruang kelas",
    "lahan": "lahan praktik",
    "kandang": "kandang praktik",
    "kolam": "kolam praktik",
    "kayu": "bengkel kayu",
    "bata-beton": "bengkel bangunan",
    "alat-berat": "lapangan alat berat",
    "laboratorium": "laboratorium",
    "klinik": "klinik praktik",
    "kapal-simulator": "simulator kapal",
    "gudang": "gudang praktik",
    "studio": "studio foto, video dan suara",
}
"""Kinds of workshops, as courses ask for them (``matcher.records.Course.workshop``), in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """One kind of workshop of a centre.

    Attributes:
        kind: One of ``WORKSHOPS``.
        stations: Places to work at, one for each participant at a time; 0 when out of order.
        hours_per_week: Hours of 60 minutes in which it is open for training, in [0, 168].
    """

    kind: str
    stations: int
    hours_per_week: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerPool:
    """The trainers of a centre for one kejuruan.

    Attributes:
        vocational_field: Kejuruan, as courses name it.
        n: Trainers.
        jp_per_week: JP of 45 minutes that one of them teaches a week, in [0, 80].
    """

    vocational_field: str
    n: int
    jp_per_week: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCentre:
    """One training centre.

    Attributes:
        id: Short name.
        name: Name for people; of a sample centre it holds ``Contoh``, for it is invented.
        kind: One of ``KINDS``.
        province: Its code, 2 digits.
        regency_code: Code of the regency or city, 4 digits.
        workshops: One entry for each kind.
        trainers: One entry for each kejuruan.
        budget_idr_year: Rupiah a year for training, from 0.
        dormitory_beds: Beds for participants from afar, from 0.
        catchment_km: Radius in kilometres from which participants and vacancies are counted.
    """

    id: str
    name: str
    kind: str
    province: str
    regency_code: str
    workshops: tuple[Workshop, ...] = ()
    trainers: tuple[TrainerPool, ...] = ()
    budget_idr_year: int = 0
    dormitory_beds: int = 0
    catchment_km: float = 60.0
