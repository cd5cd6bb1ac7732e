"""What a plan assumes where nobody knows it better; every one can be set, and stands in the plan with its source."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from taxonomy.errors import InputError

GUESS = "asumsi Sepadan, bukan data"

MOST_EDUCATION, MOST_MONTHS = "SMA", 12
"""Schooling and experience of a participant: SMA or SMK, a year of work. Assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """Numbers of a centre that its file does not hold.

    Attributes:
        completion: Share of participants who finish, (0, 1].
        trainers_per_class: Trainers who stand before one class at a time.
        workshop_share: Share of a course's JP that takes place in its workshop, [0, 1].
        boarding_share: Share of participants who need a bed where the centre has any, [0, 1].
        cost_per_participant_jp_idr: What one JP of one participant costs the centre, rupiah.
        ready_jp: JP from which a course prepares in full; graduates of a shorter one count in proportion.
        class_seats: Participants of a class where the course names no seats.
        max_classes: Classes of one course in a plan, at most.
        placed: Graduates that were followed up and placed, from the centre's own tracing.
        traced: Graduates that were followed up; 0 where nobody was.
    """

    completion: float = 0.9
    trainers_per_class: float = 1.0
    workshop_share: float = 1.0
    boarding_share: float = 0.25
    cost_per_participant_jp_idr: float = 20_000.0
    ready_jp: float = 160.0
    class_seats: int = 16
    max_classes: int = 12
    placed: int = 0
    traced: int = 0

    def __post_init__(self) -> None:
        for name, low, high in _BOUNDS:
            value = getattr(self, name)
            if not (math.isfinite(value) and low <= value <= high):
                wanted = f"a number from {low:g} to {high:g}"
                raise InputError(wanted=wanted, found=value, where=f"assumptions.{name}")
        if self.placed > self.traced:
            wanted = "no more graduates placed than traced"
            raise InputError(wanted=wanted, found=f"{self.placed} of {self.traced}", where="assumptions.placed")

    def told(self) -> list[dict[str, object]]:
        """Each with its value, its meaning in Indonesian and where it is from."""
        plain = type(self)()
        return [
            {
                "name": one.name,
                "value": getattr(self, one.name),
                "meaning": _MEANINGS[one.name],
                "source": GUESS if getattr(self, one.name) == getattr(plain, one.name) else "diisi oleh pengguna",
            }
            for one in fields(self)
        ]


_BOUNDS = (
    ("completion", 0.01, 1.0),
    ("trainers_per_class", 0.1, 10.0),
    ("workshop_share", 0.0, 1.0),
    ("boarding_share", 0.0, 1.0),
    ("cost_per_participant_jp_idr", 0.0, 1e8),
    ("ready_jp", 1, 5_000),
    ("class_seats", 1, 200),
    ("max_classes", 0, 200),
    ("placed", 0, 1_000_000),
    ("traced", 0, 1_000_000),
)

_MEANINGS = {
    "completion": "bagian peserta yang lulus",
    "trainers_per_class": "instruktur yang mengajar satu kelas pada saat yang sama",
    "workshop_share": "bagian JP yang memakai bengkel",
    "boarding_share": "bagian peserta yang tinggal di asrama (bila ada asrama)",
    "cost_per_participant_jp_idr": "biaya lembaga untuk satu JP satu peserta, rupiah",
    "ready_jp": "JP yang menyiapkan penuh; lulusan kursus yang lebih pendek dihitung sebanding",
    "class_seats": "peserta satu kelas bila kursus tidak menyebut jumlah kursi",
    "max_classes": "paling banyak kelas satu kursus dalam rencana",
    "placed": "lulusan yang bekerja menurut pelacakan lembaga sendiri",
    "traced": "lulusan yang dilacak oleh lembaga sendiri (0: tidak ada)",
}
