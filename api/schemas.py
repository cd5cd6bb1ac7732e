"""What all requests and responses share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from api.problems import MEDIA_TYPE
from api.pseudonyms import LONGEST, WORKER_ID
from matcher.course_form import CourseForm
from matcher.fields import MAX_TEXT, MAX_TITLE, as_text
from matcher.forms import PostingForm, WorkerForm
from matcher.pipeline import MAX_K

MAX_ITEMS = 1_000
"""Items or records in one request."""


class RequestModel(BaseModel):
    """A body: unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def shown(*examples: JsonDict) -> ConfigDict:
    """Configuration of a model that the OpenAPI document shows with these examples."""
    return ConfigDict(json_schema_extra={"examples": list(examples)})


class Shaped:
    """Documents a value as a form of the template without checking it yet.

    Each record is checked on its own, so that one bad record is rejected with its reason and the others go in.
    """

    def __init__(self, form: type[BaseModel]) -> None:
        """Look like a form."""
        self._form = form

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The form's own schema."""
        return handler(self._form.__pydantic_core_schema__)


PostingTemplate = Annotated[Any, Shaped(PostingForm)]
WorkerTemplate = Annotated[Any, Shaped(WorkerForm)]
CourseTemplate = Annotated[Any, Shaped(CourseForm)]

ItemId = Annotated[str, BeforeValidator(as_text), Field(min_length=1, max_length=200)]
RecordId = Annotated[
    str,
    Field(min_length=3, max_length=261, pattern=r"^[^\x00-\x1f]+:[^\x00-\x1f]+$", description="source:id", strict=True),
]
WorkerId = Annotated[
    str,
    Field(min_length=3, max_length=LONGEST, pattern=WORKER_ID, description="source:id, or a pseudonym", strict=True),
]
TitleText = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TITLE)]
LongText = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TEXT)]
_NullIsEmpty = BeforeValidator(lambda value: "" if value is None else value)
GivenTitle = Annotated[str, _NullIsEmpty, Field(max_length=MAX_TITLE, strict=True)]
"""Unchanged: an answer tells offsets in it, and one control character or space dropped would move them."""
GivenText = Annotated[str, _NullIsEmpty, Field(max_length=MAX_TEXT, strict=True)]
"""The same for running text."""
K = Annotated[int, Field(strict=True, ge=1, le=MAX_K, description="How many at most")]

PROBLEMS: Mapping[int, str] = {
    400: "The body is not JSON",
    403: "The person does not want that, or the credentials do not allow it; `detail` says which",
    404: "No record of this id",
    409: "It is in a state, or under a duty to be kept, that forbids this; `detail` says which",
    413: "The body is over the limit",
    415: "The body is not application/json",
    422: "Something in the request cannot be used; `errors` names each field",
    429: "More than the caller may have at once",
    503: "No index generation can serve, or store or encoder cannot be used; `detail` says how to mend it",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses of these statuses."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": PROBLEMS[status], "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses
    }


BODY_PROBLEMS = (400, 413, 415, 422, 503)
"""What any route with a body may answer."""
