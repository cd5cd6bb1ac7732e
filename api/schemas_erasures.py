"""Bodies of the route that erases people."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from api import example_erasures
from api.schemas import MAX_ITEMS, RequestModel, shown

WorkerKey = Annotated[str, Field(pattern=r"^[^\x00-\x1f]+:[^\x00-\x1f]+$", max_length=400)]


class ErasureRequest(RequestModel):
    """Whom to erase."""

    model_config = shown(example_erasures.ERASURE)

    ids: tuple[WorkerKey, ...] = Field(min_length=1, max_length=MAX_ITEMS, description="Ids of workers, `source:id`")
    block: bool = Field(
        default=True,
        strict=True,
        description="Whether they are refused when they are sent again, until a fresh consent; say false where the "
        "source took the record back and the person did not ask",
    )


class ErasureResponse(BaseModel):
    """What was done at once, what remains until when, and a certificate."""

    model_config = shown(example_erasures.ERASED)

    kind: str
    asked: int
    erased: int = Field(description="Ids that were stored, and are gone")
    is_blocked: bool
    erased_at: str
    due_at: str = Field(description="When the last copy that this service keeps is gone, backups aside")
    reached: dict[str, int] = Field(description="Place to how many entries went from it")
    remains: dict[str, str] = Field(description="Place to what is still there, and until when")
    certificate: dict[str, Any] = Field(description="Signed (Ed25519); names keyed hashes, not ids")
