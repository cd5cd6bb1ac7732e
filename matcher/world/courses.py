"""Make the courses of the sample world: authored programmes placed at invented training centres."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from matcher.world.dates import FETCHED_AT
from matcher.world.places import pick_regency, spell
from matcher.world.plan import share_provinces
from matcher.world.tables import Programme, load_programmes
from taxonomy.regions import Region

_FIRST_DAY = date(2027, 1, 11)
_ONLINE = frozenset(("TIK", "Bisnis dan Manajemen", "Bahasa", "Industri Kreatif"))
_RURAL = frozenset(("Pertanian", "Peternakan"))
_CENTRES = {
    "BLK": ("BLK Contoh {place}", 0),
    "BPVP": ("BPVP Contoh {place}", 0),
    "komunitas": ("BLK Komunitas Rekaan {place}", 0),
    "LPK": ("LPK {word} {place}", 16_000),
    "LKP": ("LKP {word} {place}", 13_000),
    "PJK3": ("PJK3 {word} {place}", 42_000),
    "pelayaran": ("Balai Diklat Pelayaran Contoh {place}", 9_000),
    "kesehatan": ("Pusdiklat Kesehatan Umpama {place}", 18_000),
}
"""Kind of centre: its name, and rupiah for one lesson hour (JP) to the learner."""

_BY_FIELD = {
    "K3": ("PJK3", "PJK3", "BPVP"),
    "Keamanan": ("LPK", "LPK", "BLK"),
    "Pelayaran": ("pelayaran", "pelayaran", "BPVP"),
    "Kesehatan": ("kesehatan", "LPK", "LKP"),
    "Bahasa": ("LPK", "LKP", "BLK"),
    "Alat Berat": ("LPK", "BPVP", "PJK3"),
    "Tata Kecantikan": ("LKP", "BLK", "LPK"),
    "Pendidikan": ("LKP", "LPK", "BLK"),
    **dict.fromkeys(("TIK", "Bisnis dan Manajemen", "Industri Kreatif"), ("BLK", "BLK", "BPVP", "LKP", "LPK")),
    **dict.fromkeys(("Garmen Apparel", "Tata Boga"), ("BLK", "BLK", "komunitas", "LKP", "LPK")),
}
_USUAL = ("BLK", "BLK", "BLK", "BPVP", "komunitas", "LPK")
_WORDS = ("Contoh Karya", "Contoh Mandiri", "Rekaan Cerdas", "Umpama Terampil", "Contoh Maju", "Rekaan Bina")
_EXTRA = (
    "",
    "",
    "",
    " Ditutup dengan uji kompetensi.",
    " Terbuka untuk pencari kerja pemegang kartu AK1.",
    " Lulusan dibantu penempatan.",
)
_ON_SITE = (" Makan siang disediakan.", " Praktik 70 persen di ruang praktik.", " Peserta mendapat seragam dan modul.")
_LONG = (" Ada praktik kerja dua pekan di tempat usaha.",)


def plan_courses(count: int, rng: Random) -> list[tuple[Programme, Region]]:
    """Programme and place of each course: every programme at least once, every province served."""
    programmes = list(load_programmes())
    chosen = programmes + rng.choices(programmes, k=count - len(programmes))
    rng.shuffle(chosen)
    provinces = share_provinces(count, rng)
    placed = []
    for programme in sorted(chosen, key=lambda p: p.field not in _RURAL):
        # Farm courses are given first, away from the capital.
        at = next((n for n, code in enumerate(provinces) if not (programme.field in _RURAL and code == "31")), 0)
        placed.append((programme, pick_regency(provinces.pop(at), rng)))
    rng.shuffle(placed)
    return placed


def make_course(number: int, programme: Programme, region: Region, rng: Random) -> dict[str, Any]:
    """One course in our own template.

    Args:
        number: Its number, from 1.
        programme: What is taught.
        region: Where.
        rng: Source of chance.
    """
    kind = rng.choice(_BY_FIELD.get(programme.field, _USUAL))
    if kind == "BPVP" and region.kind == "kabupaten":
        kind = "BLK"  # The ministry's own centres lie in cities.
    provider, rate = _CENTRES[kind]
    mode = _mode(programme.field, rng)
    row: dict[str, Any] = {
        "id": f"contoh:course-{number:04d}",
        "source": "contoh",
        "fetched_at": FETCHED_AT,
        "title": _title(programme.title, rng),
        "provider": provider.format(place=region.name, word=rng.choice(_WORDS)),
        "vocational_field": programme.field,
        "summary": programme.summary + _extra(programme, mode, rng),
        "skills": list(programme.skills),
        "kbji": list(programme.kbji),
        "place": spell(region, rng, chat=False),
        "jp": programme.jp,
        "seats": rng.choice((16, 16, 16, 20, 24, 32)) if rate == 0 else rng.choice((8, 10, 12, 15, 20, 25)),
        "cost_idr": round(programme.jp * rate * rng.uniform(0.8, 1.25) / 50_000) * 50_000,
        "education_min": programme.education_min,
        "kkni_level": programme.kkni_level,
        "mode": mode,
    }
    if programme.certification:
        row["certification"] = programme.certification
    if rng.random() < 0.65:
        row["starts_on"] = (_FIRST_DAY + timedelta(weeks=rng.randint(0, 30))).isoformat()
    return row


def _extra(programme: Programme, mode: str, rng: Random) -> str:
    """A closing sentence that fits how and how long the course is taught."""
    fitting: list[str] = [*_EXTRA, *(_ON_SITE if mode == "offline" else ()), *(_LONG if programme.jp >= 160 else ())]
    return rng.choice(fitting)


def _title(title: str, rng: Random) -> str:
    return rng.choice((title, title, title, f"Pelatihan {title}", f"{title} Angkatan {rng.choice(('I', 'II', 'III'))}"))


def _mode(field: str, rng: Random) -> str:
    return rng.choice(("offline", "blended", "online")) if field in _ONLINE else "offline"
