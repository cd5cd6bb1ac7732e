"""``/v1/outcomes``: what came of matches, told in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter

from api.access.caller import Caller, CallerDep
from api.access.rule import Reach, Rule
from api.access.rules import guarded
from api.idempotency import IdempotentRoute
from api.problems import faults_of
from api.routes.bulk_answers import NothingAcceptedError, items_of
from api.routes.intake import read_outcome
from api.schemas import BODY_PROBLEMS, problems
from api.schemas_outcomes import OutcomesRequest, OutcomesResponse
from api.schemas_records import Reject
from api.serving import ServingDep
from api.trail import TrailDep
from matcher.outcome import Outcome
from matcher.outcome_intake import take_in
from taxonomy.errors import InputError, UnknownIdError

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["records"])


@router.post(
    "/outcomes",
    summary="Tell what came of matches",
    response_description="What was done; rejected outcomes with reasons",
    responses=problems(409, *BODY_PROBLEMS),
)
@guarded(Rule(scope="outcomes:write", reach=Reach.WRITES))
def put_outcomes(request: OutcomesRequest, serving: ServingDep, caller: CallerDep, trail: TrailDep) -> OutcomesResponse:
    """Up to 1,000 events between workers and postings; one that is sent again is not counted twice.

    An event is told apart by worker, posting, event and list. Weights are learnt from lists that are known whole: send
    a `shown` for every place of an answer, with a `list_id` of your own, the `position`, and the `weights` that the
    answer names; then what came of it with the same `list_id`. Of lists shown to employers say `shown_to: posting`.
    A board or a centre tells of pairs of which the worker or the posting is its own, of others' workers by pseudonym;
    what somebody else told of the same event stays as it was told and counts as `unchanged`.
    """
    read, rejects = _read(request.records, caller)
    known = serving.engine.store.stored_workers(sorted({outcome.worker_key for outcome in read.values()}))
    # A worker who was erased must not come back by what came of matches.
    unknown = {row: caller.shown(one.worker_key) for row, one in read.items() if one.worker_key not in known}
    rejects += [_no_worker(row, key) for row, key in unknown.items()]
    rows = [row for row in read if row not in unknown]
    outcomes = [read[row] for row in rows]
    taken = take_in(serving.engine, outcomes, caller.principal.sources)
    trail.shown(one.worker_key for one in outcomes)
    report = OutcomesResponse(
        read=len(request.records),
        accepted=taken.counts.accepted,
        updated=taken.counts.updated,
        unchanged=taken.counts.unchanged,
        rejected=len(rejects),
        rejects=sorted(rejects, key=lambda reject: reject.row),
        items=items_of(rows, [one.key for one in outcomes], taken.counts.statuses, rejects),
        scored=taken.scored,
    )
    if not outcomes:
        raise NothingAcceptedError(report)
    return report


def _read(raws: Sequence[Any], caller: Caller) -> tuple[dict[int, Outcome], list[Reject]]:
    """Outcomes by their place in the request, and those that cannot be read or are not the caller's to tell."""
    read, rejects = dict[int, Outcome](), list[Reject]()
    for row, raw in enumerate(raws, 1):
        where = f"records.{row}"
        try:
            read[row] = _allowed(read_outcome(raw, where, caller.default_source), caller, where)
        except InputError as error:
            fault = faults_of(error)[0]
            rejects.append(Reject(row=row, where=fault.where, wanted=fault.wanted, found=fault.found))
    return read, rejects


def _allowed(one: Outcome, caller: Caller, where: str) -> Outcome:
    """The outcome under the worker's key.

    Raises:
        InputError: It is not the caller's to tell.
    """
    caller.check_write(one.key, where)
    try:
        with caller.opened(one.worker_key) as key:
            found = replace(one, worker_key=key)
    except UnknownIdError as error:
        raise InputError(wanted=error.wanted, found=error.found, where=f"{where}.worker_key") from None
    if caller.is_foreign(found.worker_key) and not caller.may_write(found.posting_key):
        wanted = "a worker or a posting of one of your sources"
        raise InputError(wanted=wanted, found="neither", where=f"{where}.posting_key")
    return found


def _no_worker(row: int, key: str) -> Reject:
    return Reject(row=row, where=f"records.{row}.worker_key", wanted="the id of a stored worker", found=key[:200])
