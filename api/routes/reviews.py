"""``/v1/reviews``: a human looks at what a machine ranked (UU 27/2022 Art. 10)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.access.principal import PrincipalDep
from api.access.rule import REVIEWS
from api.access.rules import guarded
from api.bodies import JsonRoute
from api.language import LanguageDep
from api.routes.requests import RequestId
from api.routes.rights_access import actor_of, check_human
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_rights import RequestCard, ReviewCard, ReviewsResponse, VerdictRequest
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from indexes.request_rows import OPEN, RequestFilter
from matcher.reason_words import Language
from matcher.rights.audit_log import now
from matcher.rights.requests import PersonRequest, RequestKind
from matcher.rights.reviews import explain_ranking
from taxonomy.errors import UnknownIdError

router = APIRouter(prefix="/v1/reviews", route_class=JsonRoute, tags=["rights"])


@router.get("", summary="Objections that wait for a human", responses=problems(403, 422, 503))
@guarded(REVIEWS)
def list_reviews(
    serving: ServingDep,
    principal: PrincipalDep,
    language: LanguageDep,
    trail: TrailDep,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> ReviewsResponse:
    """First due first, each with the parts of the person's score for the posting."""
    check_human(principal)
    wanted = RequestFilter(states=OPEN, kind=RequestKind.OBJECTION, limit=limit)
    found = [one for one in serving.desk.requests(wanted) if one.stored.worker_key]
    trail.shown(one.stored.worker_key for one in found)
    return ReviewsResponse(reviews=[_review(serving, one, language) for one in found])


@router.get("/{request_id}", summary="One objection", responses=problems(403, 404, 422, 503))
@guarded(REVIEWS)
def get_review(
    request_id: RequestId, serving: ServingDep, principal: PrincipalDep, language: LanguageDep, trail: TrailDep
) -> ReviewCard:
    """With the parts of the person's score for the posting."""
    check_human(principal)
    found = serving.desk.get(request_id)
    if found.stored.kind != RequestKind.OBJECTION:
        raise UnknownIdError(wanted="the id of an objection", found=request_id, where="id")
    trail.about(found.stored.worker_key)
    return _review(serving, found, language)


@router.post("/{request_id}/decide", summary="Decide on an objection", responses=problems(403, 404, *BODY_PROBLEMS))
@guarded(REVIEWS)
def decide(
    request_id: RequestId, request: VerdictRequest, serving: ServingDep, principal: PrincipalDep, trail: TrailDep
) -> RequestCard:
    """The officer's verdict and reason are kept, and the person reads both at `/v1/me/requests`."""
    check_human(principal)
    trail.is_told = True
    done = serving.desk.decide(request_id, actor_of(principal), request.verdict, request.reason)
    return RequestCard.model_validate(done.as_dict(now()))


def _review(serving: Serving, request: PersonRequest, language: Language) -> ReviewCard:
    worker, posting = request.stored.worker_key, str(request.content.get("posting", ""))
    ranking = explain_ranking(serving.engine, worker, posting, language)
    return ReviewCard(request=RequestCard.model_validate(request.as_dict(now())), ranking=ranking)
