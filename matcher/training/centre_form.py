"""A training centre at the edge: the fields of its own file or of a request, checked; TOML and JSON files read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from matcher.fields import MAX_LIST, as_list, as_number, as_slug, as_text
from matcher.filling import checked
from matcher.training.centres import WORKSHOPS, TrainerPool, TrainingCentre, Workshop
from taxonomy.errors import InputError
from taxonomy.json_values import is_object
from taxonomy.places import load_gazetteer
from taxonomy.regions import code_today
from taxonomy.text import fold

MAX_BYTES = 1_000_000
"""Largest file of a centre."""

_Name = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=200)]
_Hours = Annotated[float, BeforeValidator(as_number), Field(ge=0, le=168, allow_inf_nan=False)]
_Lessons = Annotated[float, BeforeValidator(as_number), Field(ge=0, le=80, allow_inf_nan=False)]
_Number = Annotated[int, BeforeValidator(as_number), Field(ge=0, le=10_000)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class WorkshopForm(_Entry):
    """One kind of workshop; fields as in ``matcher.training.centres.Workshop``."""

    kind: Annotated[str, BeforeValidator(as_slug), Field(max_length=60)]
    stations: _Number
    hours_per_week: _Hours = 40.0

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in WORKSHOPS:
            raise PydanticCustomError("workshop", "one of {kinds}", {"kinds": ", ".join(WORKSHOPS), "found": kind})
        return kind


class TrainerPoolForm(_Entry):
    """The trainers of one kejuruan; fields as in ``matcher.training.centres.TrainerPool``."""

    vocational_field: _Name
    n: _Number
    jp_per_week: _Lessons = 24.0


class CentreForm(_Entry):
    """A training centre; fields as in ``matcher.training.centres.TrainingCentre``.

    Attributes:
        province: Code or name; may be left out where the regency is given.
        regency_code: Code or name of the regency or city.
    """

    id: Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")]
    name: _Name
    kind: Literal["BBPVP", "BPVP", "BLK", "BLK komunitas", "LPK", "LKP", "PJK3", "diklat"]
    province: Annotated[str, BeforeValidator(as_text), Field(max_length=100)] = ""
    regency_code: Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=100)]
    workshops: Annotated[tuple[WorkshopForm, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)] = ()
    trainers: Annotated[tuple[TrainerPoolForm, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)] = ()
    budget_idr_year: Annotated[int, BeforeValidator(as_number), Field(ge=0, le=10_000_000_000_000)] = 0
    dormitory_beds: _Number = 0
    catchment_km: Annotated[float, BeforeValidator(as_number), Field(gt=0, le=1_000, allow_inf_nan=False)] = 60.0

    @field_validator("regency_code", "province")
    @classmethod
    def _place(cls, said: str, info: Any) -> str:
        """The code of a place that is said by code or by name."""
        digits, is_province = said.replace(".", ""), info.field_name == "province"
        regions = load_gazetteer().read(said).regions
        code = code_today(digits) if digits.isdigit() else next((region.code for region in regions), "")
        if said and not (load_gazetteer().knows(code) and (len(code) == 2) == is_province):
            kind = "a province" if is_province else "a regency or city"
            raise PydanticCustomError("place", "the code or the name of {kind}", {"kind": kind, "found": said})
        return code

    @model_validator(mode="after")
    def _is_whole(self) -> CentreForm:
        if self.province and self.province != self.regency_code[:2]:
            found = {"found": f"{self.regency_code} in {self.province}"}
            raise PydanticCustomError("place", "a regency or city of the province", found)
        _once("workshops", (entry.kind for entry in self.workshops))
        _once("trainers", (fold(entry.vocational_field) for entry in self.trainers))
        return self

    def to_centre(self) -> TrainingCentre:
        """The frozen centre."""
        rest = self.model_dump(exclude={"province", "workshops", "trainers"})
        return TrainingCentre(
            province=self.regency_code[:2],
            workshops=tuple(Workshop(**entry.model_dump()) for entry in self.workshops),
            trainers=tuple(TrainerPool(**entry.model_dump()) for entry in self.trainers),
            **rest,
        )


def _once(field: str, names: Iterable[str]) -> None:
    seen = set[str]()
    for name in names:
        if name in seen:
            raise PydanticCustomError("twice", "each of {field} once", {"field": field, "found": f"{name} twice"})
        seen.add(name)


def centre_of(fields: Mapping[str, Any], where: str) -> TrainingCentre:
    """The centre of these fields.

    Args:
        fields: Name to value, as ``CentreForm`` has them.
        where: For messages.

    Raises:
        InputError: The first fault, with its field.
    """
    return checked(CentreForm, fields, where).to_centre()


def read_centre(path: Path) -> TrainingCentre:
    """The centre of a ``.toml`` or ``.json`` file.

    Raises:
        InputError: It cannot be read, is no such file, is larger than ``MAX_BYTES``, or has a fault.
    """
    if path.suffix.casefold() not in {".toml", ".json"}:
        raise InputError(wanted="a .toml or .json file", found=path.name, where=str(path))
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise InputError(wanted=f"a file of at most {MAX_BYTES} bytes", found="a larger one", where=str(path))
        is_toml = path.suffix.casefold() == ".toml"
        fields = tomllib.loads(content.decode()) if is_toml else orjson.loads(content)
    except OSError as error:
        raise InputError(wanted="a file that can be read", found=error.strerror, where=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise InputError(wanted=f"a {path.suffix[1:].upper()} document", found=str(error), where=str(path)) from error
    if not is_object(fields):
        raise InputError(wanted="an object of named fields", found=fields, where=str(path))
    return centre_of(fields, str(path))
