"""Types of the template's fields: what a value may look like, and how blanks, NaN and control characters are taken."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

MAX_TITLE = 50_000


MAX_TEXT = 200_000


MAX_LIST = 500


def clean(value: object) -> object:
    """Drop NUL and other control characters, keep line breaks; NaN and blank text count as missing."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if not isinstance(value, str):
        return value
    kept = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept.strip() or None


def as_text(value: object) -> object:
    value = clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() else str(value)
    return "" if value is None else value


def as_list(value: object) -> object:
    value = clean(value)
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|") if part.strip())
    return value


def as_day(value: object) -> object:
    value = clean(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str) and len(value) > 10 and value[10] in "T ":
        return value[:10]
    return value


Text = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TEXT)]


Line = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TITLE)]


Id = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]


Lines = Annotated[tuple[Line, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)]


Count = Annotated[Annotated[int, Field(ge=0, le=10_000_000)] | None, BeforeValidator(clean)]


Months = Annotated[Annotated[int, Field(ge=0, le=1_200)] | None, BeforeValidator(clean)]


Rupiah = Annotated[Annotated[int, Field(ge=0, le=100_000_000_000)] | None, BeforeValidator(clean)]


Money = Annotated[Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None, BeforeValidator(clean)]


Day = Annotated[date | None, BeforeValidator(as_day)]


Flag = Annotated[bool | None, BeforeValidator(clean)]


Region = Annotated[str, BeforeValidator(as_text), Field(pattern=r"^(\d{2}|\d{4})?$")]


EmploymentType = Annotated[
    Literal["", "full_time", "part_time", "contract", "internship", "freelance", "daily"], BeforeValidator(as_text)
]
