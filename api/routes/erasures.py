"""``/v1/erasures``: people who asked to be erased (UU 27/2022 art. 8, 43 and 44)."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.errors import ForbiddenError
from api.access.principal import PrincipalDep
from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.bodies import JsonRoute
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_erasures import ErasureRequest, ErasureResponse
from api.serving import ServingDep
from matcher.erasure.certificate import certificate_of
from matcher.records import Kind

router = APIRouter(prefix="/v1", route_class=JsonRoute, tags=["privacy"])


@router.post(
    "/erasures",
    summary="Erase workers at their own request",
    response_description="What was reached, what remains until when, and a signed certificate",
    responses=problems(*BODY_PROBLEMS, 409),
)
@guarded(Rule(scope="privacy", reach=Reach.WRITES))
def erase_workers(request: ErasureRequest, serving: ServingDep, principal: PrincipalDep) -> ErasureResponse:
    """Gone at once from every answer and from the store; from the index and the database's files within 72 hours.

    An id that is not stored is no fault: backups may hold it, and it is kept from coming back. One that is held by a
    duty that goes before is answered 409, and nothing is erased.
    """
    if not all(principal.owns(key) for key in request.ids):
        raise ForbiddenError("wanted ids of the client's own sources, found another")
    report = serving.eraser.erase(Kind.WORKER, request.ids, is_blocked=request.block)
    found = {name: value for name, value in report.as_dict().items() if name != "digests"}
    return ErasureResponse(**found, certificate=certificate_of(report, serving.box))
