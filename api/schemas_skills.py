"""How the type of a skill is named in answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

SkillTypeName = Annotated[
    str, Field(description="`hard`, `knowledge`, `soft`, `tool`, `language`, `licence`; more types may come")
]
