"""Types of the template's fields: what a value may look like, and how blanks, NaN and control characters are taken."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from matcher.day import day_in_wib
from taxonomy.json_values import is_series

MAX_TITLE = 50_000
"""Characters of a title or another one-line field."""

MAX_TEXT = 200_000
"""Characters of a description or summary."""

MAX_LIST = 500
"""Entries of a list field."""

_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+")
_RUPIAH = re.compile(r"^(?:rp|idr)\.?\s*(?=[0-9])", re.IGNORECASE)
_LESSONS = re.compile(r"\s*(?:jp|jam pelatihan|jam|jpl)\.?$", re.IGNORECASE)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+ ?(?:Z|[+-][0-9]{2}:?[0-9]{2})")
_FLAGS = {
    **dict.fromkeys(("ya", "y", "yes", "true", "benar", "1"), True),
    **dict.fromkeys(("tidak", "no", "n", "false", "bukan", "0"), False),
}
_YEARS = range(1970, 2201)


def clean(value: object) -> object:
    """Drop NUL and other control characters, keep line breaks; NaN and blank text count as missing."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if not isinstance(value, str):
        return value
    kept = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept.strip() or None


def as_text(value: object) -> object:
    """Text; a number loses its ``.0`` (workbooks hold ids as ``123.0``), a missing value is empty text."""
    value = clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        # Only a float is asked whether it is whole: an integer of JSON may be larger than any float.
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return "" if value is None else value


def as_list(value: object) -> object:
    """A list without its blank entries; text is split by ``|``, one number is a list of one."""
    value = clean(value)
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.split("|")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (value,)
    if is_series(value):
        return tuple(item for item in value if clean(item) is not None)
    return value


def as_number(value: object) -> object:
    """A number; text may hold ``Rp`` and groups of three digits (``4.500.000``, ``4,500,000``).

    True and False are no numbers: they become text, which the field then refuses.
    """
    value = clean(value)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        value = _RUPIAH.sub("", value)
        return re.sub(r"[.,]", "", value) if _GROUPED.fullmatch(value) else value
    return value


def as_lessons(value: object) -> object:
    """A number of JP; text may name the unit (``240 JP``, ``240 jam``)."""
    value = as_number(value)
    return as_number(_LESSONS.sub("", value)) if isinstance(value, str) else value


def as_unit(value: object) -> object:
    """The code of an SKKNI unit in capitals, without blanks inside (``j.611000. 015.02``)."""
    text = as_text(value)
    return "".join(text.split()).upper() if isinstance(text, str) else text


def as_slug(value: object) -> object:
    """A short name in lower case, words joined by hyphens (``Mesin Perkakas`` is ``mesin-perkakas``)."""
    text = as_text(value)
    return "-".join(re.findall(r"[^\W_]+", text.casefold())) if isinstance(text, str) else text


def as_day(value: object) -> object:
    """A day written ``YYYY-MM-DD`` or ``DD/MM/YYYY``, as Indonesia writes it.

    A time after it is cut off, but for one with a zone: that is a moment, and its day in western Indonesia counts.
    """
    value = clean(value)
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, datetime):
            return day_in_wib(value) if value.tzinfo else value.date()
        return _day_of(str(value))
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("day", "a day that exists, written YYYY-MM-DD or DD/MM/YYYY") from error


def _day_of(text: str) -> date:
    if _ZONED.fullmatch(text):
        return day_in_wib(datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "")))
    head = text[:10] if len(text) > 10 and text[10] in "T " else text
    if match := _DAY_FIRST.fullmatch(head):
        return date(int(match[4]), int(match[3]), int(match[1]))
    if not _ISO_DAY.fullmatch(head):  # a bare number would be taken for seconds since 1970, or for Excel's days
        raise ValueError(head)
    return date.fromisoformat(head)


def as_flag(value: object) -> object:
    """True or False; text may say it in Bahasa Indonesia or English."""
    word = as_text(value)
    if word == "":
        return None
    return _FLAGS.get(word.casefold(), word) if isinstance(word, str) else word


def as_region(value: object) -> object:
    """A region code; Kemendagri writes ``33.13`` for what BPS writes ``3313``."""
    text = as_text(value)
    return text.replace(".", "") if isinstance(text, str) else text


def as_utc(value: datetime) -> datetime:
    """The same moment in UTC; a time without a zone is taken as UTC.

    Raises:
        PydanticCustomError: Outside 1970-2200, where it is a slip and may not exist in UTC.
    """
    if value.year not in _YEARS:
        raise PydanticCustomError("moment", "a time between 1970 and 2200")
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


Text = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TEXT)]
"""Running text, line breaks kept."""

Line = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TITLE)]
"""Text of a few words."""

Title = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=MAX_TITLE)]
"""A title, never empty."""

Id = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]
"""An id of a source, or ``source:id``."""

Lines = Annotated[tuple[Line, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)]
"""Several short texts."""

Count = Annotated[Annotated[int, Field(ge=0, le=10_000_000)] | None, BeforeValidator(as_number)]
"""A number of things."""

Lessons = Annotated[Annotated[int, Field(ge=0, le=20_000)] | None, BeforeValidator(as_lessons)]
"""A length in JP (jam pelatihan, 45 minutes); five years of full-time training are 10,000."""

Months = Annotated[Annotated[int, Field(ge=0, le=1_200)] | None, BeforeValidator(as_number)]
"""A length of time in months."""

Rupiah = Annotated[Annotated[int, Field(ge=0, le=100_000_000_000)] | None, BeforeValidator(as_number)]
"""An amount in rupiah."""

Money = Annotated[Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None, BeforeValidator(as_number)]
"""An amount in a currency named elsewhere."""

Level = Annotated[Annotated[int, Field(ge=1, le=9)] | None, BeforeValidator(as_number)]
"""A KKNI level (Perpres 8/2012)."""

Rank = Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(as_number)]
"""A place in a list, from 1."""

ListId = Annotated[str, BeforeValidator(as_text), Field(max_length=100, pattern=r"^(\S(.*\S)?)?$")]
"""What one answer to one who asked is told apart by; empty for none."""

Chance = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A probability."""

Day = Annotated[date | None, BeforeValidator(as_day)]
"""A calendar day."""

Moment = Annotated[datetime, AfterValidator(as_utc)]
"""A moment, in UTC."""

Flag = Annotated[Annotated[bool, Field(strict=True)] | None, BeforeValidator(as_flag)]
"""Yes, no or not said."""

Region = Annotated[str, BeforeValidator(as_region), Field(pattern=r"^([0-9]{2}|[0-9]{4})?$")]
"""A BPS/Kemendagri code: 2 digits a province, 4 a regency or city."""

Regions = Annotated[tuple[Region, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)]
"""Several regions."""

Occupation = Annotated[str, BeforeValidator(as_text), Field(pattern=r"^[0-9]{4}$")]
"""A KBJI unit group."""

Occupations = Annotated[tuple[Occupation, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)]
"""Several unit groups."""

Unit = Annotated[str, BeforeValidator(as_unit), Field(pattern=r"^[A-Z0-9][A-Z0-9.-]{2,39}$")]
"""The code of a unit of SKKNI."""

Units = Annotated[tuple[Unit, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)]
"""Several of them."""

Slug = Annotated[str, BeforeValidator(as_slug), Field(max_length=60)]
"""A short name of one kind of thing."""

EmploymentType = Annotated[
    Literal["", "full_time", "part_time", "contract", "internship", "freelance", "daily"], BeforeValidator(as_text)
]
"""How one is employed, in the normal form of ``matcher.records.Posting``."""

EmploymentTypes = Annotated[tuple[EmploymentType, ...], BeforeValidator(as_list), Field(max_length=MAX_LIST)]
"""Several ways to be employed."""
