"""One line to be normalised, checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.cli.line import Line, Short
from matcher.fields import MAX_TEXT


class TitleLine(Line):
    """One line to be normalised; further fields are passed over.

    Attributes:
        title: Job title as advertised or wished for.
        hint: Category path; may be missing.
        text: Body of the ad, read unchanged, so that offsets hold; may be missing.
        place: Place text; may be missing.
        education: Education text; ``text`` is read when it is missing.
        pay: Pay text; ``text`` is read when it is missing.
        experience: Experience text; ``text`` is read when it is missing.
    """

    title: Short
    hint: Short | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT)] | None = None
    place: Short | None = None
    education: Short | None = None
    pay: Short | None = None
    experience: Short | None = None
