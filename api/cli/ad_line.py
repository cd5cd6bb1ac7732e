"""One ad to be inspected, checked."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from matcher.sources.files import RawRow
from taxonomy.errors import InputError

_WANTED = {"id": "text or a number", **dict.fromkeys(("title", "company", "text"), "text, or nothing")}


class AdLine(BaseModel):
    """One ad; further fields are passed over.

    Attributes:
        id: Given back as it is.
        title: As advertised; may be missing.
        company: Name of the employer; may be missing.
        text: Body of the ad, read unchanged, so that offsets hold; may be missing.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    id: str | int | float
    title: str | None = None
    company: str | None = None
    text: str | None = None


def read_ad_line(row: RawRow, file: str) -> AdLine | InputError:
    """The line of a row, or what is wrong with it.

    Args:
        row: As read.
        file: Where it stands, for the message.
    """
    if row.value is None:
        return row.fault or InputError(wanted="one JSON object", found="nothing", where=f"{file} line {row.number}")
    try:
        return AdLine.model_validate(row.value)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = str(fault["loc"][0])
        found = "nothing" if fault["type"] == "missing" else fault["input"]
        return InputError(wanted=_WANTED[name], found=found, where=f"{file} line {row.number}, field {name}")
