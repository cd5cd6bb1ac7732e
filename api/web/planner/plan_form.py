"""The form of a plan: a centre to begin with, what is changed of it, months, promises; read from a page's query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.web.planner.plan_labels import WORKSHOPS
from api.web.planner.plan_values import BOUNDS, count, first_month, place_code, within
from api.web.planner.typed import read_number
from api.web.tongue import Tongue
from matcher.curriculum.assumptions import Assumptions
from matcher.curriculum.problem import MAX_CLASSES
from matcher.curriculum.wanted import Wanted
from matcher.training.centres import KINDS, TrainerPool, TrainingCentre, Workshop
from matcher.world.centres import sample_centres
from taxonomy.places import load_gazetteer
from taxonomy.text import fold

OWN = "sendiri"
"""Stands for a centre that is none of the known ones."""

PROMISES = 3
"""Courses of which classes can be promised in the form."""

_HOURS, _LESSONS = 40.0, 24.0

NUMBERS = tuple(BOUNDS)
FLAGS = ("tutup", "kepekaan", "upah")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanForm:
    """What the form shows and what it asks for.

    Attributes:
        values: Field to text, filled in from the centre to begin with.
        workshops: Kind to its text, in the order of the form.
        trainers: Kejuruan to its text.
        faults: Field to complaint.
        centre: The centre; None where something is at fault.
        wanted: What is asked of the plan; None likewise.
    """

    values: Mapping[str, str]
    workshops: Mapping[str, str]
    trainers: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict[str, str])
    centre: TrainingCentre | None = None
    wanted: Wanted | None = None

    @property
    def is_odd(self) -> bool:
        """Whether an assumption is at fault, which stands in a part that is folded."""
        return not self.faults.keys().isdisjoint(("kelas_terbanyak", "biaya_jp", "lulus", "dilacak", "bekerja"))

    def is_open(self, prefix: str) -> bool:
        """Whether a part of the form is shown unfolded: where it is empty yet, or something in it is at fault."""
        held = self.workshops if prefix == "bengkel." else self.trainers
        return not any(held.values()) or any(name.startswith(prefix) for name in self.faults)


def read_form(query: Mapping[str, str], fields: Sequence[str], today: date, tongue: Tongue) -> PlanForm:
    """Read the form.

    Args:
        query: Field to text; what is not there has the value of the centre to begin with.
        fields: Kejuruan that the catalogue of courses knows.
        today: The plan begins next month by default, in January where the year is half over.
        tongue: Of complaints.
    """
    base = next((one for one in sample_centres() if one.id == query.get("lembaga")), None)
    values = _defaults(base, today) | {name: query[name].strip() for name in _names() if name in query}
    values |= {name: "1" if query.get(name) else "" for name in FLAGS} | {"lembaga": base.id if base else OWN}
    is_new = "nama" not in query
    rooms = {one.kind: one.stations for one in base.workshops} if base else {}
    workshops = _counts("bengkel.", list(dict.fromkeys((*rooms, *WORKSHOPS))), query, rooms, is_new=is_new)
    own = {pool.vocational_field: pool.n for pool in base.trainers} if base else {}
    names = list(dict.fromkeys((*own, *fields)))
    trainers = _counts("instruktur.", names, query, own, is_new=is_new)
    faults: dict[str, str] = {}
    numbers = {name: within(name, values[name], faults, tongue) for name in NUMBERS}
    stations = {kind: count(f"bengkel.{kind}", text, faults, tongue) for kind, text in workshops.items()}
    people = {name: count(f"instruktur.{name}", text, faults, tongue) for name, text in trainers.items()}
    first = first_month(values["mulai"], today, faults, tongue)
    promises = _promises(values, faults, tongue)
    place = place_code(values["kota"], faults, tongue)
    if not values["nama"]:
        faults["nama"] = tongue.gettext("Tulis nama lembaga.")
    if numbers["bekerja"] > numbers["dilacak"]:
        faults["bekerja"] = tongue.gettext("Yang bekerja tidak bisa lebih banyak daripada yang dilacak.")
    shown = PlanForm(values=values, workshops=workshops, trainers=trainers, faults=faults)
    if faults or first is None:
        return shown
    return PlanForm(
        values=values,
        workshops=workshops,
        trainers=trainers,
        centre=_centre(values, numbers, place, stations, people, base),
        wanted=_wanted(values, numbers, first, promises),
    )


def _names() -> tuple[str, ...]:
    promised = [name for at in range(1, PROMISES + 1) for name in (f"janji{at}", f"janji{at}_kelas")]
    return ("lembaga", "nama", "jenis", "kota", "mulai", *NUMBERS, *promised)


def _defaults(base: TrainingCentre | None, today: date) -> dict[str, str]:
    plain = Assumptions()
    # Budgets run by calendar years, and those of next year are made in its second half.
    following = date(today.year + 1, 1, 1) if today.month > 6 else date(today.year, today.month + 1, 1)
    values = dict.fromkeys(_names(), "")
    values |= {
        "lembaga": base.id if base else OWN,
        "nama": base.name if base else "",
        "jenis": base.kind if base else "BLK",
        "kota": load_gazetteer().get(base.regency_code).name if base else "",
        "mulai": f"{following:%Y-%m}",
        "anggaran": _dotted(base.budget_idr_year if base else 0),
        "asrama": str(base.dormitory_beds if base else 0),
        "jangkauan": f"{base.catchment_km:g}" if base else "60",
        "lama": "12",
        "lulus": f"{plain.completion * 100:g}",
        "kursi": str(plain.class_seats),
        "kelas_terbanyak": str(plain.max_classes),
        "biaya_jp": _dotted(int(plain.cost_per_participant_jp_idr)),
        "dilacak": "0",
        "bekerja": "0",
    }
    return values


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _counts(
    prefix: str, names: Sequence[str], query: Mapping[str, str], own: Mapping[str, int], *, is_new: bool
) -> dict[str, str]:
    """Texts of the counts; those of the centre until the form was sent once, for browsers send empty fields too."""
    found: dict[str, str] = {}
    for name in names:
        said = query.get(f"{prefix}{name}")
        found[name] = (str(own[name]) if own.get(name) and is_new else "") if said is None else said.strip()
    return found


def _promises(values: Mapping[str, str], faults: dict[str, str], tongue: Tongue) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(1, PROMISES + 1):
        course, text = values[f"janji{at}"], values[f"janji{at}_kelas"]
        if not course:
            continue
        value = read_number(text)
        if value is None or not value.is_integer() or not 1 <= value <= MAX_CLASSES:
            faults[f"janji{at}_kelas"] = tongue.gettext(
                "Tulis jumlah kelas dari 1 sampai %(most)s.", most=tongue.number(MAX_CLASSES)
            )
            continue
        found[course] = int(value)
    return found


def _centre(
    values: Mapping[str, str],
    numbers: Mapping[str, float],
    place: str,
    stations: Mapping[str, int],
    people: Mapping[str, int],
    base: TrainingCentre | None,
) -> TrainingCentre:
    """The centre as the form has it; hours and lessons a week are those of the centre to begin with."""
    hours = {one.kind: one.hours_per_week for one in base.workshops} if base else {}
    lessons = {fold(one.vocational_field): one.jp_per_week for one in base.trainers} if base else {}
    return TrainingCentre(
        id=base.id if base else OWN,
        name=values["nama"][:200],
        kind=values["jenis"] if values["jenis"] in KINDS else "BLK",
        province=place[:2],
        regency_code=place,
        workshops=tuple(
            Workshop(kind=kind, stations=n, hours_per_week=hours.get(kind, _HOURS)) for kind, n in stations.items() if n
        ),
        trainers=tuple(
            TrainerPool(vocational_field=name, n=n, jp_per_week=lessons.get(fold(name), _LESSONS))
            for name, n in people.items()
            if n
        ),
        budget_idr_year=round(numbers["anggaran"]),
        dormitory_beds=round(numbers["asrama"]),
        catchment_km=numbers["jangkauan"],
    )


def _wanted(
    values: Mapping[str, str], numbers: Mapping[str, float], first: date, promises: Mapping[str, int]
) -> Wanted:
    most = round(numbers["kelas_terbanyak"])
    return Wanted(
        first=first,
        months=round(numbers["lama"]),
        least=promises,
        by_pay=bool(values["upah"]),
        with_gains=bool(values["kepekaan"]),
        assumptions=Assumptions(
            completion=numbers["lulus"] / 100,
            class_seats=round(numbers["kursi"]),
            max_classes=max([most, *promises.values()]),
            cost_per_participant_jp_idr=numbers["biaya_jp"],
            placed=round(numbers["bekerja"]),
            traced=round(numbers["dilacak"]),
        ),
    )
