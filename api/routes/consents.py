"""``/v1/purposes`` and consents: what data is used for, and what people said to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.access.principal import Principal, PrincipalDep
from api.access.rule import PRIVACY, PUBLIC, SELF
from api.access.rules import guarded
from api.idempotency import IdempotentRoute
from api.problems import faults_of
from api.routes.bulk_answers import NothingAcceptedError, items_of
from api.routes.record_keys import Key, check_key
from api.routes.rights_access import check_own, subject_of
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_records import Reject, UpsertResponse
from api.schemas_rights import (
    BulkConsent,
    ConsentRequest,
    ConsentsRequest,
    ConsentsResponse,
    PersonConsents,
    PurposesResponse,
)
from api.serving import Serving, ServingDep
from api.trail import TrailDep
from indexes.audit_chain import AuditEntry
from indexes.consent_rows import ConsentGiven, ConsentState
from matcher.filling import checked
from matcher.records import Kind
from matcher.rights.person_document import consent_document, purposes_document
from matcher.rights.purposes import Asked, load_purposes, purpose_named
from taxonomy.errors import InputError, UnknownIdError
from taxonomy.json_values import is_object

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["rights"])

PurposePath = Annotated[str, Path(max_length=32, pattern=r"^[a-z0-9_.-]+$", examples=["share"])]
TenantQuery = Annotated[str, Query(max_length=100, pattern=r"^[A-Za-z0-9_.-]*$", description="Empty for every tenant")]
_READ = problems(404, 503)
_WRITE = problems(404, 409, *BODY_PROBLEMS)


@router.get("/purposes", summary="What data is used for", responses=problems(503))
@guarded(PUBLIC)
def purposes() -> PurposesResponse:
    """Each with its legal basis and the text that a person is shown; what `asked` says decides who is asked."""
    return PurposesResponse.model_validate({"purposes": purposes_document()})


@router.get("/workers/{key:path}/consents", summary="What a worker agreed to", responses=_READ)
@guarded(PRIVACY)
def worker_consents(key: Key, serving: ServingDep, principal: PrincipalDep) -> PersonConsents:
    """What holds now, and the whole history."""
    check_key(Kind.WORKER, key)
    check_own(principal, key)
    return _shown(serving, key)


@router.put("/workers/{key:path}/consents/{purpose}", summary="A worker agrees", responses=_WRITE)
@guarded(PRIVACY)
def grant(
    key: Key,
    purpose: PurposePath,
    request: ConsentRequest,
    serving: ServingDep,
    principal: PrincipalDep,
    trail: TrailDep,
) -> PersonConsents:
    """Counts from the next request on. What was said before stays in the history."""
    check_key(Kind.WORKER, key)
    check_own(principal, key)
    return _say(serving, principal, trail, key, purpose, request)


@router.delete("/workers/{key:path}/consents/{purpose}", summary="A worker takes consent back", responses=_READ)
@guarded(PRIVACY)
def withdraw(
    key: Key,
    purpose: PurposePath,
    serving: ServingDep,
    principal: PrincipalDep,
    trail: TrailDep,
    tenant: TenantQuery = "",
) -> PersonConsents:
    """As easily as it was given, at once (UU 27/2022 Art. 9, 40)."""
    check_key(Kind.WORKER, key)
    check_own(principal, key)
    return _take_back(serving, principal, trail, key, purpose, tenant)


@router.get("/me/consents", summary="What I agreed to", responses=problems(403, 404, 503))
@guarded(SELF)
def my_consents(serving: ServingDep, principal: PrincipalDep) -> PersonConsents:
    """What holds now, and the whole history."""
    return _shown(serving, subject_of(principal))


@router.put("/me/consents/{purpose}", summary="I agree", responses=problems(403, 404, 409, *BODY_PROBLEMS))
@guarded(SELF)
def my_grant(
    purpose: PurposePath, request: ConsentRequest, serving: ServingDep, principal: PrincipalDep, trail: TrailDep
) -> PersonConsents:
    """Counts from the next request on."""
    return _say(serving, principal, trail, subject_of(principal), purpose, request)


@router.delete("/me/consents/{purpose}", summary="I take consent back", responses=problems(403, 404, 422, 503))
@guarded(SELF)
def my_withdrawal(
    purpose: PurposePath, serving: ServingDep, principal: PrincipalDep, trail: TrailDep, tenant: TenantQuery = ""
) -> PersonConsents:
    """At once, without a reason."""
    return _take_back(serving, principal, trail, subject_of(principal), purpose, tenant)


@router.post(
    "/consents",
    summary="What many workers said",
    response_description="What was done; rejected ones with reasons",
    responses=problems(409, *BODY_PROBLEMS),
)
@guarded(PRIVACY)
def put_consents(
    request: ConsentsRequest, serving: ServingDep, principal: PrincipalDep, trail: TrailDep
) -> ConsentsResponse:
    """Up to 1,000, in the order in which they were said; one that is sent again changes nothing."""
    read, rejects = _read(request.consents, principal)
    known = serving.engine.store.stored_workers(sorted({one.worker_key for one in read.values()}))
    for row in [row for row, one in read.items() if one.worker_key not in known]:
        found = read.pop(row).worker_key
        where = f"consents.{row}.worker_key"
        rejects.append(Reject(row=row, where=where, wanted="the id of a stored worker", found=found[:200]))
    kept = _keep(serving, principal, trail, list(read.values()))
    report = ConsentsResponse(
        read=len(request.consents),
        accepted=kept,
        unchanged=len(read) - kept,
        rejected=len(rejects),
        rejects=sorted(rejects, key=lambda reject: reject.row),
    )
    if not read:
        items = items_of((), (), (), report.rejects)
        raise NothingAcceptedError(UpsertResponse(**report.model_dump(), updated=0, items=items))
    return report


def _read(raws: tuple[Any, ...], principal: Principal) -> tuple[dict[int, ConsentGiven], list[Reject]]:
    """What people said by its place in the request, and what cannot be read."""
    read, rejects = dict[int, ConsentGiven](), list[Reject]()
    for row, raw in enumerate(raws, 1):
        where = f"consents.{row}"
        try:
            if not is_object(raw):
                raise InputError(wanted="an object", found=type(raw).__name__, where=where)
            one = checked(BulkConsent, raw, where)
            purpose_named(one.purpose, one.tenant)
            check_own(principal, one.worker_key)
            read[row] = _given(one.worker_key, one.purpose, one.state, one, principal, one.at)
        except InputError as error:
            fault = faults_of(error)[0]
            rejects.append(Reject(row=row, where=fault.where, wanted=fault.wanted, found=fault.found))
    return read, rejects


def _given(
    key: str, purpose: str, state: ConsentState, said: ConsentRequest, principal: Principal, at: datetime | None = None
) -> ConsentGiven:
    moment = datetime.now(UTC) if at is None else at if at.tzinfo else at.replace(tzinfo=UTC)
    return ConsentGiven(
        worker_key=key,
        purpose=purpose,
        tenant=said.tenant,
        state=state,
        at=moment.astimezone(UTC),
        channel=said.channel,
        text_version=said.text_version,
        evidence=said.evidence,
        actor=principal.client,
    )


def _say(
    serving: Serving, principal: Principal, trail: TrailDep, key: str, purpose: str, said: ConsentRequest
) -> PersonConsents:
    purpose_named(purpose, said.tenant)
    _keep(serving, principal, trail, [_given(key, purpose, ConsentState.GRANTED, said, principal)])
    return _shown(serving, key)


def _take_back(
    serving: Serving, principal: Principal, trail: TrailDep, key: str, purpose: str, tenant: str
) -> PersonConsents:
    facts = purpose_named(purpose, tenant)
    said = ConsentRequest(tenant=tenant, channel="web", text_version=facts.version)
    _keep(serving, principal, trail, [_given(key, purpose, ConsentState.WITHDRAWN, said, principal)])
    return _shown(serving, key)


def _keep(serving: Serving, principal: Principal, trail: TrailDep, given: list[ConsentGiven]) -> int:
    trail.is_told = True
    return keep_consents(serving, principal, given)


def keep_consents(serving: Serving, principal: Principal, given: list[ConsentGiven]) -> int:
    """Keep what was said, each with its row of the audit log; gives how many said more than is known.

    Raises:
        UnknownIdError: A worker is not stored.
        StoreError: The store refused.
    """

    def entry_of(one: ConsentGiven) -> AuditEntry:
        return serving.audit.entry(
            actor=principal.client,
            role=str(principal.role),
            tenant=principal.tenant,
            action=f"consent.{one.state}",
            target=one.worker_key,
            purpose=one.purpose,
            facts={"tenant": one.tenant} if one.tenant else {},
        )

    return len(serving.engine.store.put_consents(given, entry_of))


def _shown(serving: Serving, key: str) -> PersonConsents:
    if not serving.engine.store.stored_workers([key]):
        raise UnknownIdError(wanted="the id of a stored worker", found=key, where="id")
    limits, decided = (
        serving.engine.limits,
        [p for p, facts in load_purposes().items() if facts.asked is not Asked.NONE],
    )
    return PersonConsents.model_validate(
        {
            "worker": key,
            "allowed": {str(purpose): limits.allows(key, purpose) for purpose in decided},
            "history": [consent_document(row) for row in serving.engine.store.consents(key)],
        }
    )
