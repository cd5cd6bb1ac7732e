"""Bodies of ``/v1/sandbox``."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas import shown


class ResetResponse(BaseModel):
    """What a reset of the sandbox did; all numbers but `records` are 0 where nothing had been written since."""

    model_config = shown(
        {"records": {"posting": 1000, "worker": 600, "course": 80}, "restored": 2, "removed": 14, "others": 31}
    )

    records: dict[str, int] = Field(description="Kind to number of records that there are now")
    restored: int = Field(description="Records of the sample world that were changed or gone")
    removed: int = Field(description="Records that were written since")
    others: int = Field(description="Outcomes, consents, requests, jobs, uploads, webhooks and the like")
