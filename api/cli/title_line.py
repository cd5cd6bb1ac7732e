"""One line to be normalised, checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.fields import MAX_TEXT, MAX_TITLE
from matcher.sources.files import RawRow
from taxonomy.errors import InputError


class TitleLine(BaseModel):
    """One line to be normalised; further fields are passed over.

    Attributes:
        id: Given back as it is.
        title: Job title as advertised or wished for.
        hint: Category path; may be missing.
        text: Body of the ad, read unchanged, so that offsets hold; may be missing.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    id: str | int
    title: Annotated[str, Field(max_length=MAX_TITLE)]
    hint: Annotated[str, Field(max_length=MAX_TITLE)] | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT)] | None = None


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
        found = "nothing" if fault["type"] == "missing" else fault["input"]
        where = f"{file} line {row.number}, field {fault['loc'][0]}"
        return InputError(wanted=fault["msg"], found=found, where=where)
