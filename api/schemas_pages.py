"""Bodies of lists that are read by cursors."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.schemas import shown


class ListedRecord(BaseModel):
    """One entry of a list of records."""

    id: str
    revision: int = Field(description="Number of the write that it is of; grows")
    record: dict[str, Any] | None = Field(description="As in GET by id; null unless `records=true`")


class RecordsPage(BaseModel):
    """Records by id."""

    model_config = shown(
        {"items": [{"id": "api:P-1001", "revision": 12, "record": None}], "next": None},
    )

    items: list[ListedRecord]
    next: str | None = Field(description="Cursor of the next page; null on the last")


class ChangedRecord(BaseModel):
    """A record that was written or deleted."""

    id: str
    revision: int
    change: Literal["upserted", "deleted"]


class ChangesPage(BaseModel):
    """What changed, the oldest change first."""

    model_config = shown(
        {"items": [{"id": "api:P-1001", "revision": 12, "change": "upserted"}], "next": "3q2-7wAA", "more": False},
    )

    items: list[ChangedRecord]
    next: str = Field(description="Give it as `since` the next time, now or tomorrow")
    more: bool = Field(description="Whether there is more at once")
