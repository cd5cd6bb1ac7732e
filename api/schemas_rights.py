"""Bodies of the routes of consents, requests of people, and reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api import example_rights
from api.schemas import MAX_ITEMS, RecordId, RequestModel, Shaped, shown
from api.schemas_records import Reject
from indexes.consent_rows import ConsentState
from matcher.fields import Moment
from matcher.rights.requests import RequestKind, RequestState, Verdict

Channel = Literal["app", "web", "paper", "phone", "officer", "import"]
TextVersion = Annotated[str, Field(max_length=32, pattern=r"^[0-9A-Za-z._-]+$", description="Text that was seen")]
Evidence = Annotated[
    str, Field(pattern=r"^([0-9a-f]{64})?$", description="SHA-256 of the signed form or the recording; may be empty")
]
TenantName = Annotated[
    str, Field(max_length=100, pattern=r"^[A-Za-z0-9_.-]*$", description="Whom it is for; empty for every tenant")
]
PurposeName = Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_.-]+$", description="As `/v1/purposes` names it")]
Words = Annotated[str, Field(max_length=4_000)]


class PurposeBody(BaseModel):
    """One purpose, as a person is told of it before agreeing (Art. 21)."""

    purpose: str
    name: str
    basis: str
    article: str = Field(description="Letter of Art. 20(2) of UU 27/2022")
    asked: str = Field(description="opt_in, opt_out or none")
    per_tenant: bool
    version: str = Field(description="Of `text`: tell it with the consent")
    text: str
    data: str
    receives: str
    retention: str


class PurposesResponse(BaseModel):
    """What data is used for."""

    purposes: list[PurposeBody]


class ConsentRequest(RequestModel):
    """That a person agrees."""

    model_config = shown(example_rights.CONSENT)

    tenant: TenantName = ""
    channel: Channel
    text_version: TextVersion
    evidence: Evidence = ""


class BulkConsent(ConsentRequest):
    """What a person said, in a bulk push."""

    worker_key: RecordId
    purpose: PurposeName
    state: ConsentState = ConsentState.GRANTED
    at: Moment | None = Field(default=None, description="When it was said; now by default")


class ConsentsRequest(RequestModel):
    """What many people said."""

    model_config = shown(example_rights.CONSENTS)

    consents: tuple[Annotated[Any, Shaped(BulkConsent)], ...] = Field(min_length=1, max_length=MAX_ITEMS)


class ConsentBody(BaseModel):
    """One thing that a person said."""

    purpose: str
    tenant: str
    number: int = Field(description="From 1 for each purpose and tenant; the last one counts")
    state: ConsentState
    at: datetime
    channel: str
    text_version: str
    evidence: str
    told_by: str


class PersonConsents(BaseModel):
    """What a person decided, and the whole history of it."""

    model_config = shown(example_rights.PERSON_CONSENTS)

    worker: str
    allowed: dict[str, bool] = Field(description="Purpose to whether data is used for it, by every tenant")
    history: list[ConsentBody]


class ConsentsResponse(BaseModel):
    """What was done; `read` is the sum of the next three."""

    model_config = shown(example_rights.CONSENTS_TAKEN)

    read: int
    accepted: int
    unchanged: int
    rejected: int
    rejects: list[Reject]


class PersonRequestBody(RequestModel):
    """What a person asks for."""

    model_config = shown(example_rights.ASKED)

    kind: RequestKind
    words: Words = Field(default="", description="The person's own words")
    fields: dict[str, Any] = Field(default_factory=dict, description="Of a correction: field to the right value")
    posting: str = Field(default="", max_length=400, description="Of an objection: the posting whose ranking it is")


class RequestCard(BaseModel):
    """A request and where it stands."""

    model_config = shown(example_rights.REQUEST)

    id: str
    worker: str = Field(description="Empty once the person was erased")
    kind: RequestKind
    state: RequestState
    verdict: str
    ground: str
    received_at: datetime
    due_at: datetime
    decided_at: datetime | None
    overdue: bool
    article: str = Field(description="Article of UU 27/2022 that binds the controller")
    filed_by: str
    decided_by: str
    content: dict[str, Any]
    answer: dict[str, Any]


class RequestsResponse(BaseModel):
    """Requests by due time."""

    requests: list[RequestCard]
    next: str | None = Field(description="Tell it as `after` for the next ones; null at the end")


class AnswerRequest(RequestModel):
    """What is done about a request."""

    model_config = shown(example_rights.ANSWER)

    do: Literal["work", "answer", "refuse", "lift"]
    reason: Words = ""
    ground: str = Field(default="", max_length=32, description="Of a refusal: a ground that the law knows")


class VerdictRequest(RequestModel):
    """What a human found."""

    model_config = shown(example_rights.VERDICT)

    verdict: Verdict
    reason: Words = Field(min_length=1, pattern=r"\S")


class ReviewCard(BaseModel):
    """An objection, and how the person stands for the posting."""

    request: RequestCard
    ranking: dict[str, Any] = Field(description="Parts of the score, words and place; or `missing` with the reason")


class ReviewsResponse(BaseModel):
    """Objections that wait for a human, first due first."""

    reviews: list[ReviewCard]
