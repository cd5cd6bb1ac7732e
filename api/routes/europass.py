"""``/v1/workers/{id}/europass``: a stored worker as a Europass CV, without identity."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.access.caller import CallerDep
from api.access.gate import GuardedRoute
from api.access.principal import Role
from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.routes.record_keys import Key, check_key
from api.schemas import problems
from api.serving import ServingDep
from api.trail import TrailDep
from matcher.europass.export import MEDIA_TYPES, worker_profile, write_cv
from matcher.europass.kinds import CvFormat, CvLanguage
from matcher.records import Kind, Worker
from matcher.rights.purposes import Purpose

router = APIRouter(route_class=GuardedRoute, prefix="/v1", tags=["overseas"], responses=problems(403, 404, 422, 503))

_FORMATS: dict[str, CvFormat] = {"json": "europass-json", "xml": "europass-xml"}


@router.get(
    "/workers/{key:path}/europass",
    summary="A worker as a Europass CV",
    response_description="Europass JSON 3.3 or XML 3.4",
    response_class=Response,
)
@guarded(Rule(scope="profiles:read", reach=Reach.PEOPLE))
def europass(
    key: Key,
    serving: ServingDep,
    caller: CallerDep,
    trail: TrailDep,
    form: Annotated[Literal["json", "xml"], Query(alias="format", description="json or xml")] = "json",
    lang: Annotated[CvLanguage, Query(description="Of names and headings; own words stay in Indonesian")] = "en",
) -> Response:
    """Coded facts in English (ISCO-08, ESCO, ISCED) and the person's own words, marked as Indonesian.

    Pseudonymous: name and contact are never in it; `sepadan export-cv --with-identity` adds them for who holds the
    keys.
    """
    check_key(Kind.WORKER, key)
    with caller.opened(key) as stored:
        trail.about(stored)
        worker = serving.engine.get(Kind.WORKER, stored)
        # Boards and centres may send it abroad; the platform and officers serve the person.
        if caller.principal.role in (Role.BOARD, Role.CENTRE):
            serving.engine.limits.require(stored, Purpose.OVERSEAS)
    assert isinstance(worker, Worker)
    chosen = _FORMATS[form]
    profile = replace(worker_profile(worker, serving.engine.coder, lang), key=key)
    return Response(write_cv(profile, chosen, datetime.now(UTC)), media_type=MEDIA_TYPES[chosen])
