"""``/v1/workers/{id}/token``: a token by which a person reaches its own data, handed out by who keeps the record."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.caller import CallerDep
from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.access.wiring import AccessDep
from api.bodies import JsonRoute
from api.routes.record_keys import Key, check_key
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_me import PersonTokenRequest, PersonTokenResponse
from api.serving import ServingDep
from matcher.records import Kind
from taxonomy.errors import UnknownIdError

router = APIRouter(prefix="/v1", route_class=JsonRoute, tags=["me"])


@router.post(
    "/workers/{key:path}/token",
    summary="A token for a person's own data",
    response_description="The token, to be handed to the person alone",
    responses=problems(404, *BODY_PROBLEMS),
)
@guarded(Rule(scope="profiles:write", reach=Reach.WRITES))
def person_token(
    key: Key, request: PersonTokenRequest, serving: ServingDep, caller: CallerDep, access: AccessDep
) -> PersonTokenResponse:
    """Opens `/v1/me` and nothing else, for a worker of one of the client's own sources.

    The client answers for having found out who the person is. Shown once and kept nowhere.
    """
    check_key(Kind.WORKER, key)
    if not caller.may_write(key) or not serving.engine.store.stored_workers([key]):
        raise UnknownIdError(wanted="the id of a stored worker", found=key, where="id")
    made = access.issue_person_token(caller.principal, key, request.expires_in)
    return PersonTokenResponse(access_token=made.token, expires_in=made.expires_in)
