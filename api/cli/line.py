"""One line of a file of questions, checked: a JSON object with ``id`` and what a command reads."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.fields import MAX_TITLE
from matcher.sources.files import RawRow
from taxonomy.errors import InputError

Short = Annotated[str, Field(max_length=MAX_TITLE)]


class Line(BaseModel):
    """What every line has; further fields are passed over.

    Attributes:
        id: Given back as it is.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    id: str | int | float


L = TypeVar("L", bound=Line)


def read_line(model: type[L], row: RawRow, file: str) -> L | InputError:
    """The line of a row, or what is wrong with it.

    Args:
        model: What the command reads; all but ``id`` is text.
        row: As read.
        file: Where it stands, for the message.
    """
    if row.value is None:
        return row.fault or InputError(wanted="one JSON object", found="nothing", where=f"{file} line {row.number}")
    try:
        return model.model_validate(row.value)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = str(fault["loc"][0])
        found = "nothing" if fault["type"] == "missing" else fault["input"]
        wanted = f"at most {fault['ctx']['max_length']} characters" if "ctx" in fault else _wanted(model, name)
        return InputError(wanted=wanted, found=found, where=f"{file} line {row.number}, field {name}")


def _wanted(model: type[Line], name: str) -> str:
    if name == "id":
        return "text or a number"
    return "text" if model.model_fields[name].is_required() else "text, or nothing"
