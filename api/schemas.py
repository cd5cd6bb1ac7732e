"""What all requests and responses share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from api.problems import MEDIA_TYPE
from api.pseudonyms import LONGEST, WORKER_ID
from matcher.course_form import CourseForm
from matcher.fields import MAX_TEXT, MAX_TITLE, as_text
from matcher.forms import PostingForm, WorkerForm
from matcher.pipeline import MAX_K

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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

    def __init__(self, form: type[BaseModel], optional: frozenset[str] = frozenset()) -> None:
        """Look like a form.

        Args:
            form: It.
            optional: Fields that may be left out here, though the form wants them.
        """
        self._form = form
        self._optional = optional

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The form's own schema."""
        shown = handler(self._form.__pydantic_core_schema__)
        if not self._optional:
            return shown
        whole = dict(handler.resolve_ref_schema(shown))
        return whole | {"required": [name for name in whole["required"] if name not in self._optional]}


class Also:
    """Documents what a field takes beside what its type says: a validator before it makes it fit."""

    def __init__(self, *schemas: JsonSchemaValue) -> None:
        """Take values of these schemas too."""
        self._schemas = schemas

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The field's own schema, or one of the others."""
        return {"anyOf": [handler(schema), *self._schemas]}


_LONGEST_ID = 2**63  # exact as a double, which the document holds it as
_NULL: JsonSchemaValue = {"type": "null"}
_NUMBER: JsonSchemaValue = {"type": "number"}
_ID_NUMBER: JsonSchemaValue = {"type": "number", "minimum": -_LONGEST_ID, "maximum": _LONGEST_ID}


def _id_text(value: object) -> object:
    """An id as text; numbers as databases have them."""
    if isinstance(value, int | float) and abs(value) > _LONGEST_ID:
        raise PydanticCustomError("id", "text, or a number of at most 64 bits")
    return as_text(value)


PostingTemplate = Annotated[Any, Shaped(PostingForm)]
WorkerTemplate = Annotated[Any, Shaped(WorkerForm)]
CourseTemplate = Annotated[Any, Shaped(CourseForm)]
_OF_PATH = frozenset({"id"})
OnePosting = Annotated[Any, Shaped(PostingForm, _OF_PATH)]
OneWorker = Annotated[Any, Shaped(WorkerForm, _OF_PATH)]
OneCourse = Annotated[Any, Shaped(CourseForm, _OF_PATH)]
"""One record that is put under the id of its path."""

ItemId = Annotated[
    str,
    # Before the validator: a pattern after one is checked and not documented.
    Field(min_length=1, max_length=200, pattern=r"[^\s\x00-\x1f\x7f-\x9f]"),
    BeforeValidator(_id_text),
    Also(_ID_NUMBER),
]
RecordId = Annotated[
    str,
    Field(min_length=3, max_length=261, pattern=r"^[^\x00-\x1f]+:[^\x00-\x1f]+$", description="source:id", strict=True),
]
WorkerId = Annotated[
    str,
    Field(min_length=3, max_length=LONGEST, pattern=WORKER_ID, description="source:id, or a pseudonym", strict=True),
]
TitleText = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TITLE), Also(_NUMBER, _NULL)]
LongText = Annotated[str, BeforeValidator(as_text), Field(max_length=MAX_TEXT), Also(_NUMBER, _NULL)]
_NullIsEmpty = BeforeValidator(lambda value: "" if value is None else value)
GivenTitle = Annotated[str, _NullIsEmpty, Field(max_length=MAX_TITLE, strict=True), Also(_NULL)]
"""Unchanged: an answer tells offsets in it, and one control character or space dropped would move them."""
GivenText = Annotated[str, _NullIsEmpty, Field(max_length=MAX_TEXT, strict=True), Also(_NULL)]
"""The same for running text."""


def _iso_day(value: object) -> object:
    """A day in one form: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("day", "a day written YYYY-MM-DD")
    return value


QueryDay = Annotated[date, BeforeValidator(_iso_day)]
"""A day of a query."""
K = Annotated[int, Field(strict=True, ge=1, le=MAX_K, description="How many at most")]

PROBLEMS: Mapping[int, str] = {
    400: "The body is not JSON",
    401: "No credentials, or none that are good",
    403: "The person does not want that, or the credentials do not allow it; `detail` says which",
    404: "No record of this id",
    409: "It is in a state, or under a duty to be kept, that forbids this, or its Idempotency-Key is being "
    "answered for; `detail` says which",
    412: "The record is not, or no longer, what If-Match or If-None-Match asks for; or another version of tus",
    413: "The body is over the limit",
    414: "The target (path and query) is over 8,192 bytes",
    415: "The body is not application/json",
    422: "Something in the request cannot be used; `errors` names each field",
    429: "More than the caller may have at once, or ask just now; see Retry-After",
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
