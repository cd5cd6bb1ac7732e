"""One line of employers to be coded, checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.fields import MAX_TITLE
from matcher.sources.files import RawRow
from taxonomy.errors import InputError

_WANTED = {"id": "text or a number", **dict.fromkeys(("employer", "title", "text"), "text, or nothing")}
_Short = Annotated[str, Field(max_length=MAX_TITLE)]


class EmployerLine(BaseModel):
    """One employer with one of its ads; further fields are passed over.

    Attributes:
        id: Given back as it is.
        employer: Name as advertised; may be missing.
        title: Job title of the ad; may be missing.
        text: Body of the ad, as long as a line may be; may be missing.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    id: str | int | float
    employer: _Short | None = None
    title: _Short | None = None
    text: str | None = None


def read_employer_line(row: RawRow, file: str) -> EmployerLine | InputError:
    """The line of a row, or what is wrong with it.

    Args:
        row: As read.
        file: Where it stands, for the message.
    """
    if row.value is None:
        return row.fault or InputError(wanted="one JSON object", found="nothing", where=f"{file} line {row.number}")
    try:
        return EmployerLine.model_validate(row.value)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = str(fault["loc"][0])
        wanted = f"at most {fault['ctx']['max_length']} characters" if "ctx" in fault else _WANTED[name]
        found = "nothing" if fault["type"] == "missing" else fault["input"]
        return InputError(wanted=wanted, found=found, where=f"{file} line {row.number}, field {name}")
