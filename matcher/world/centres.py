"""The invented training centres of the sample world (``tables/centres``): what each has is our own invention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from matcher.training.centre_form import centre_of
from matcher.training.centres import TrainingCentre
from matcher.world.tables import cells, rows_of
from taxonomy.errors import InputError, UnknownIdError

COLUMNS = (
    "id",
    "name",
    "kind",
    "regency_code",
    "budget_idr_year",
    "dormitory_beds",
    "catchment_km",
    "workshops",
    "trainers",
)


def to_centre(row: Mapping[str, str], where: str) -> TrainingCentre:
    """One line of ``centres/*.tsv``; a workshop is ``las:16:40`` (kind, stations, hours a week), trainers likewise.

    Raises:
        InputError: A name that does not say ``Contoh``, or a fault that ``centre_of`` names.
    """
    if "Contoh" not in row["name"]:
        raise InputError(wanted="a name that says Contoh, for the centre is invented", found=row["name"], where=where)
    workshops = _entries(row["workshops"], ("kind", "stations", "hours_per_week"), where)
    trainers = _entries(row["trainers"], ("vocational_field", "n", "jp_per_week"), where)
    return centre_of({**row, "workshops": workshops, "trainers": trainers}, where)


def _entries(cell: str, names: Sequence[str], where: str) -> list[dict[str, Any]]:
    entries = [part.split(":") for part in cells(cell)]
    for parts in entries:
        if len(parts) != len(names):
            raise InputError(wanted=":".join(names), found=":".join(parts), where=where)
    return [dict(zip(names, parts, strict=True)) for parts in entries]


@lru_cache(maxsize=1)
def sample_centres() -> tuple[TrainingCentre, ...]:
    """The invented centres, by line."""
    return tuple(to_centre(row, where) for where, row in rows_of("centres", COLUMNS))


def sample_centre(centre_id: str) -> TrainingCentre:
    """The invented centre of an id.

    Raises:
        UnknownIdError: No such centre; names those there are.
    """
    found = next((centre for centre in sample_centres() if centre.id == centre_id), None)
    if found is None:
        known = ", ".join(centre.id for centre in sample_centres())
        raise UnknownIdError(wanted=f"a sample centre: {known}", found=centre_id, where="centre")
    return found
