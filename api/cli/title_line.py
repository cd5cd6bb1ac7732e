"""One line to be normalised, checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.fields import MAX_TEXT, MAX_TITLE
from matcher.sources.files import RawRow
from taxonomy.errors import InputError

_OPTIONAL = ("hint", "text", "place", "education", "pay", "experience")
_WANTED = {"id": "text or a number", "title": "text", **dict.fromkeys(_OPTIONAL, "text, or nothing")}

_Short = Annotated[str, Field(max_length=MAX_TITLE)]


class TitleLine(BaseModel):
    """One line to be normalised; further fields are passed over.

    Attributes:
        id: Given back as it is.
        title: Job title as advertised or wished for.
        hint: Category path; may be missing.
        text: Body of the ad, read unchanged, so that offsets hold; may be missing.
        place: Place text; may be missing.
        education: Education text; ``text`` is read when it is missing.
        pay: Pay text; ``text`` is read when it is missing.
        experience: Experience text; ``text`` is read when it is missing.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    id: str | int | float
    title: _Short
    hint: _Short | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT)] | None = None
    place: _Short | None = None
    education: _Short | None = None
    pay: _Short | None = None
    experience: _Short | None = None


def read_title_line(row: RawRow, file: str) -> TitleLine | InputError:
    """The line of a row, or what is wrong with it.

    Args:
        row: As read.
        file: Where it stands, for the message.
    """
    if row.value is None:
        return row.fault or InputError(wanted="one JSON object", found="nothing", where=f"{file} line {row.number}")
    try:
        return TitleLine.model_validate(row.value)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = str(fault["loc"][0])
        wanted = f"at most {fault['ctx']['max_length']} characters" if "ctx" in fault else _WANTED[name]
        found = "nothing" if fault["type"] == "missing" else fault["input"]
        return InputError(wanted=wanted, found=found, where=f"{file} line {row.number}, field {name}")
