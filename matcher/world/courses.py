"""Make the courses of the sample world: authored programmes placed at invented training centres."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from matcher.course_terms import last_day
from matcher.world.dates import FETCHED_AT
from matcher.world.places import pick_regency, spell
from matcher.world.plan import share_provinces
from matcher.world.programmes import Programme, load_programmes
from taxonomy.regions import Region
from taxonomy.skill_crosswalk import skills_of_unit, skkni_of
from taxonomy.skills import load_skills

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
_MOST_UNITS = 2
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
    placed: list[tuple[Programme, Region]] = []
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
        "workshop": programme.workshop,
        "mode": mode,
    }
    return {**row, **_said(programme), **_modules(programme), **_days(programme.jp, rng)}


def _said(programme: Programme) -> dict[str, Any]:
    """What some programmes say: certificate, who gives it, and what participants must bring."""
    said = {
        "kkni_level": programme.kkni_level,
        "certification": programme.certification,
        "certifier": f"{programme.certifier} Contoh" if programme.certifier.startswith("LSP") else programme.certifier,
        "entry_skills": list(programme.entry_skills),
        "entry_licences": list(programme.entry_licences),
        "experience_min_months": programme.experience_min_months,
    }
    return {name: value for name, value in said.items() if value not in ("", [], None)}


def _modules(programme: Programme) -> dict[str, Any]:
    """Modules, and the units of SKKNI that they teach, where our table knows units of their skills."""
    modules: list[dict[str, list[str] | str | int | None]] = []
    for module in programme.modules:
        units = _units(module.skills)
        named = {"title": module.title, "jp": module.jp, "skills": list(module.skills)}
        modules.append({**named, "units": list(units)} if units else named)
    units = _units(programme.skills)
    return {"modules": modules, **({"units": list(units)} if units else {})}


@lru_cache(maxsize=4_096)
def _units(skills: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of the units that these skills cover whole: a unit that teaches more is none of the programme's.

    A skill of many units is broader than any programme of some weeks; it gives none.
    """
    named = (load_skills().find(skill) for skill in skills)
    ids = {skill.id for skill in named if skill is not None}
    units = {unit.code for skill_id in ids if len(found := skkni_of(skill_id)) <= _MOST_UNITS for unit in found}
    return tuple(sorted(unit for unit in units if {skill.id for skill in skills_of_unit(unit)} <= ids))


def _days(jp: int, rng: Random) -> dict[str, str]:
    """First, last day and end of registration; a third is open all year, and some name the first day alone."""
    if rng.random() >= 0.65:
        return {}
    first = _FIRST_DAY + timedelta(weeks=rng.randint(0, 30))
    told = {"starts_on": first}
    if rng.random() < 0.7:
        told["register_until"] = first - timedelta(days=rng.choice((3, 7, 10, 14)))
    ends_on = last_day(first, jp)
    if ends_on is not None and rng.random() < 0.7:
        told["ends_on"] = ends_on + timedelta(days=rng.choice((0, 0, 0, 1, 4)))  # holidays, the day of the test
    return {name: day.isoformat() for name, day in told.items()}


def _extra(programme: Programme, mode: str, rng: Random) -> str:
    """A closing sentence that fits how and how long the course is taught."""
    fitting: list[str] = [*_EXTRA, *(_ON_SITE if mode == "offline" else ()), *(_LONG if programme.jp >= 160 else ())]
    return rng.choice(fitting)


def _title(title: str, rng: Random) -> str:
    return rng.choice((title, title, title, f"Pelatihan {title}", f"{title} Angkatan {rng.choice(('I', 'II', 'III'))}"))


def _mode(field: str, rng: Random) -> str:
    return rng.choice(("offline", "blended", "online")) if field in _ONLINE else "offline"
