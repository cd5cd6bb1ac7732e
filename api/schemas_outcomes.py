"""Bodies of the route that outcomes are told to."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api import example_records, example_requests
from api.schemas import MAX_ITEMS, RequestModel, Shaped, shown
from api.schemas_records import UpsertResponse
from matcher.forms import OutcomeForm

OutcomeTemplate = Annotated[Any, Shaped(OutcomeForm)]


class OutcomesRequest(RequestModel):
    """Outcomes in the template."""

    model_config = shown(example_requests.OUTCOMES)

    records: tuple[OutcomeTemplate, ...] = Field(min_length=1, max_length=MAX_ITEMS)


class OutcomesResponse(UpsertResponse):
    """What was done; `read` is the sum of the next four."""

    model_config = shown(example_records.TOLD)

    scored: int = Field(description="Outcomes whose pair could be scored; lists with others are not learnt from")
