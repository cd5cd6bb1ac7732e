"""Bodies of what a person reaches with a token of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from api import example_me
from api.access.tokens import PERSON_LIFE_S
from api.schemas import RequestModel, shown
from matcher.outcome import OutcomeEvent


def _whole(value: object) -> object:
    """600.0 is an integer by JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class PersonTokenRequest(RequestModel):
    """For how long."""

    model_config = shown(example_me.TOKEN)

    expires_in: Annotated[
        int, Field(ge=60, le=PERSON_LIFE_S, strict=True, description="Seconds"), BeforeValidator(_whole)
    ] = PERSON_LIFE_S


class PersonTokenResponse(BaseModel):
    """A token as RFC 6749, section 5.1 has it."""

    model_config = shown(example_me.TOKEN_MADE)

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  (the name of a kind)
    expires_in: int = Field(description="Seconds")
    scope: str = "self"


def _shape(*types: str, **rest: Any) -> WithJsonSchema:
    """A field's schema; it is checked with the whole record, by the template."""
    return WithJsonSchema({"type": [*types, "null"], **rest})


_Text = Annotated[Any, _shape("string")]
_Texts = Annotated[Any, _shape("array", "string", items={"type": "string"})]
_Number = Annotated[Any, _shape("integer", minimum=0)]
_Flag = Annotated[Any, _shape("boolean")]


class Correction(RequestModel):
    """A JSON merge patch (RFC 7396) of one's own words: what is given replaces, null removes, the rest stays."""

    model_config = shown(example_me.CORRECTION)

    summary: _Text = None
    wish: _Text = None
    jobs: Annotated[Any, _shape("array", items={"type": ["string", "object"]})] = None
    skills: _Texts = None
    licences: _Texts = None
    education: _Text = None
    study_programme: _Text = None
    place: _Text = None
    region_code: _Text = None
    will_relocate: _Flag = None
    wants_remote: _Flag = None
    experience_months: _Number = None
    salary_idr_month: _Number = None
    employment_types: _Texts = None


class OwnOutcome(BaseModel):
    """One thing that happened between the person and a posting."""

    posting: str = Field(description="Id of the posting, which need not be stored any more")
    event: OutcomeEvent
    at: datetime
    told_by: str = Field(description="Source that told it")
    position: int | None = Field(description="Place in the list that it was shown in")
    shown_to: Literal["worker", "posting"] = Field(description="Who looked at the list: the person, or an employer")
    weights: str = Field(description="Name of the weights that ranked the list")


class OwnOutcomesResponse(BaseModel):
    """What is kept of what came of matches, oldest first."""

    model_config = shown(example_me.OUTCOMES)

    id: str
    outcomes: list[OwnOutcome]
