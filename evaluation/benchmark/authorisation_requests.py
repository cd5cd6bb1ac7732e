"""A request for every route that reaches people, about a worker: what ``sepadan evaluate authorisation`` asks.

A route that reaches people and stands not here is a cell that cannot be tried, and fails the matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

GOOD = frozenset({200, 201, 202, 204})
"""Statuses of a request that was done."""

UNKNOWN = frozenset({404})
"""Of one whose record is not there for who asks."""

REFUSED_ROW = frozenset({422})
"""Of a bulk request of which every row was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A worker as one client names it, and what stands beside it.

    Attributes:
        name: Key or pseudonym.
        source: Of the worker.
        posting: Key of a posting of this source.
        requests: Kind of request to the id of one that the worker made.
        job: Id of a job of the platform.
    """

    name: str
    source: str
    posting: str
    requests: Mapping[str, str] = field(default_factory=dict[str, str])
    job: str = ""

    @property
    def quoted(self) -> str:
        """The name as a part of a path."""
        return quote(self.name, safe=":")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a route is asked about a worker.

    Attributes:
        path: Target to the path, with its query.
        body: Target to the JSON body; None for a request without one.
        form: Target to the fields of an HTML form.
        scope: Needed though the rule does not say it: the route finds out what is asked for.
        good: Statuses when it may be done.
        denied: Statuses when the worker is not the caller's to see.
        consented: Whether consent to be seen opens it; else it is for the keeper of the record alone.
        names: Whether the request names the worker; else whatever it finds is looked at for others' people.
        destroys: Whether the worker is gone afterwards.
        missing: Whether it makes sense for a worker that is not stored.
        only: Roles that may do it, where the route knows more than the rule.
        tenant: Whether only the platform's own tenant reaches what is asked for.
    """

    path: Callable[[Target], str]
    body: Callable[[Target], Any] | None = None
    form: Callable[[Target], Mapping[str, str]] | None = None
    scope: str = ""
    good: frozenset[int] = GOOD
    denied: frozenset[int] = UNKNOWN
    consented: bool = True
    names: bool = True
    destroys: bool = False
    missing: bool = True
    only: frozenset[str] = frozenset()
    tenant: bool = False


def _at(text: str) -> Callable[[Target], str]:
    return lambda target: text.format(key=target.quoted, **target.requests)


def _worker_row(target: Target) -> Any:
    return {
        "records": [{"id": f"{target.name}-baru", "source": target.source, "wish": "juru las", "summary": "bisa SMAW"}]
    }


def _posting_row(target: Target) -> Any:
    return {"records": [{"id": f"{target.source}:p-baru", "source": target.source, "title": "Juru Las"}]}


def _course_row(target: Target) -> Any:
    return {"records": [{"id": f"{target.source}:c-baru", "source": target.source, "title": "Las SMAW 3G"}]}


def _outcome_row(target: Target) -> Any:
    told = {"id": "E-1", "event": "applied", "at": "2026-11-20T09:00:00+07:00", "posting_key": target.posting}
    return {"records": [{**told, "worker_key": target.name}]}


_SAID = {"channel": "app", "text_version": "2026-11"}
_DECISION = frozenset({200, 409, 422})
_OWNER: dict[str, Any] = {"consented": False}
_BULK: dict[str, Any] = {"denied": REFUSED_ROW, "consented": False, "missing": False}
_PUT: dict[str, Any] = {"denied": frozenset({403}), "consented": False, "missing": False}
_ANYONE: dict[str, Any] = {"names": False, "missing": False}
_OF_JOB: dict[str, Any] = {
    "good": frozenset({200, 409}),
    "denied": frozenset({403, 404}),
    "tenant": True,
    "names": False,
    "missing": False,
}
_REVIEWS: dict[str, Any] = {"denied": frozenset({403, 404}), "only": frozenset({"officer"})}
_OF_REQUEST: dict[str, Any] = {"consented": False, "missing": False}


def _named(
    text: str,
    *,
    body: Callable[[Target], Any] | None = None,
    form: Callable[[Target], Mapping[str, str]] | None = None,
    **rest: Any,
) -> Asking:
    return Asking(path=_at(text), body=body, form=form, **rest)


_OFFICERS: Mapping[tuple[str, str], Asking] = {
    ("GET", "/petugas"): _named("/petugas", **_ANYONE),
    ("GET", "/petugas/orang/{key:path}"): _named("/petugas/orang/{key}", **_ANYONE),
    ("GET", "/petugas/lowongan/{key:path}"): Asking(path=lambda t: f"/petugas/lowongan/{t.posting}", **_ANYONE),
    **{
        ("GET", f"/petugas/{name}"): Asking(
            path=lambda t, name=name: f"/petugas/{name}?orang={t.quoted}&lowongan={t.posting}",  # type: ignore[misc]
            **_ANYONE,
        )
        for name in ("pasangan", "surat", "sebar")
    },
    **{
        ("POST", f"/petugas/{name}"): _named(
            f"/petugas/{name}", form=lambda t: {"orang": t.name, "lowongan": t.posting, "cari": t.name}, **_ANYONE
        )
        for name in ("antrean", "cari", "pasangan", "identitas", "surat", "surat/pratinjau", "sebar")
    },
    ("GET", "/petugas/peninjauan"): _named("/petugas/peninjauan", **_ANYONE),
    ("GET", "/petugas/peninjauan/{request_id}"): _named("/petugas/peninjauan/{objection}", **_ANYONE),
    ("POST", "/petugas/peninjauan/{request_id}"): _named(
        "/petugas/peninjauan/{objection}", form=lambda _: {"putusan": "upheld", "alasan": "keadaan orang"}, **_ANYONE
    ),
}
"""Pages of accounts: no client passes."""

REQUESTS: Mapping[tuple[str, str], Asking] = {
    ("POST", "/v1/match/workers"): _named("/v1/match/workers", body=lambda t: {"id": t.posting, "k": 50}, **_ANYONE),
    ("POST", "/v1/match/postings"): _named("/v1/match/postings", body=lambda t: {"id": t.name}),
    ("POST", "/v1/recommend/courses"): _named("/v1/recommend/courses", body=lambda t: {"id": t.name}),
    ("POST", "/v1/recommend/paths"): _named("/v1/recommend/paths", body=lambda t: {"id": t.name}),
    ("POST", "/v1/recommend/programmes"): _named("/v1/recommend/programmes", body=lambda t: {"id": t.name}),
    # No batch was made: 503 comes after the worker was found.
    ("GET", "/v1/workers/{key}/recommendations"): _named(
        "/v1/workers/{key}/recommendations", good=frozenset({200, 503})
    ),
    ("GET", "/v1/workers/{key}/europass"): _named("/v1/workers/{key}/europass"),
    ("GET", "/v1/careers/{code}"): _named("/v1/careers/7212?worker={key}"),
    ("GET", "/v1/first-jobs"): _named("/v1/first-jobs?worker={key}"),
    ("GET", "/v1/workers/{key}"): _named("/v1/workers/{key}"),
    ("GET", "/v1/workers"): _named("/v1/workers?records=true&limit=1000", **_ANYONE),
    ("GET", "/v1/changes/workers"): _named("/v1/changes/workers?limit=1000", **_ANYONE),
    ("PUT", "/v1/postings/{key}"): Asking(
        path=lambda t: f"/v1/postings/{t.source}:p-taruh", body=lambda _: {"title": "Juru Las"}, **_PUT
    ),
    ("PUT", "/v1/courses/{key}"): Asking(
        path=lambda t: f"/v1/courses/{t.source}:c-taruh", body=lambda _: {"title": "Las SMAW 3G"}, **_PUT
    ),
    ("PUT", "/v1/workers/{key}"): Asking(
        path=lambda t: f"/v1/workers/{t.quoted}-taruh", body=lambda _: {"wish": "juru las"}, **_PUT
    ),
    ("POST", "/v1/postings"): _named("/v1/postings", body=_posting_row, **_BULK),
    ("POST", "/v1/workers"): _named("/v1/workers", body=_worker_row, **_BULK),
    ("POST", "/v1/courses"): _named("/v1/courses", body=_course_row, **_BULK),
    ("DELETE", "/v1/postings/{key}"): Asking(path=lambda t: f"/v1/postings/{t.source}:p-hapus", **_OF_REQUEST),
    ("DELETE", "/v1/courses/{key}"): Asking(path=lambda t: f"/v1/courses/{t.source}:c-hapus", **_OF_REQUEST),
    ("DELETE", "/v1/workers/{key}"): _named("/v1/workers/{key}", destroys=True, **_OWNER),
    ("POST", "/v1/workers/{key}/token"): _named("/v1/workers/{key}/token", body=lambda _: {}, **_OWNER),
    # The server of the matrix is no sandbox.
    ("POST", "/v1/sandbox/reset"): _named("/v1/sandbox/reset", good=frozenset({409}), **_ANYONE),
    ("POST", "/v1/erasures"): _named(
        "/v1/erasures",
        body=lambda t: {"ids": [t.name], "block": False},
        destroys=True,
        denied=frozenset({403, 422}),
        missing=False,
        **_OWNER,
    ),
    ("POST", "/v1/outcomes"): _named("/v1/outcomes", body=_outcome_row, denied=REFUSED_ROW),
    ("GET", "/v1/workers/{key}/consents"): _named("/v1/workers/{key}/consents", **_OWNER),
    ("PUT", "/v1/workers/{key}/consents/{purpose}"): _named(
        "/v1/workers/{key}/consents/alerts", body=lambda _: _SAID, **_OWNER
    ),
    ("DELETE", "/v1/workers/{key}/consents/{purpose}"): _named("/v1/workers/{key}/consents/alerts", **_OWNER),
    ("POST", "/v1/consents"): _named(
        "/v1/consents",
        body=lambda t: {"consents": [{**_SAID, "worker_key": t.name, "purpose": "learning", "state": "withdrawn"}]},
        denied=frozenset({404, 422}),
        **_OWNER,
    ),
    ("POST", "/v1/workers/{key}/requests"): _named(
        "/v1/workers/{key}/requests", body=lambda _: {"kind": "access"}, **_OWNER
    ),
    ("GET", "/v1/workers/{key}/requests"): _named("/v1/workers/{key}/requests", **_OF_REQUEST),
    ("GET", "/v1/requests"): _named("/v1/requests?waiting=false", **_ANYONE),
    ("GET", "/v1/requests/{request_id}"): _named("/v1/requests/{access}", **_OF_REQUEST),
    ("GET", "/v1/requests/{request_id}/document"): _named("/v1/requests/{access}/document", **_OF_REQUEST),
    ("POST", "/v1/requests/{request_id}/answer"): _named(
        "/v1/requests/{access}/answer", body=lambda _: {"do": "work"}, good=_DECISION, **_OF_REQUEST
    ),
    ("GET", "/v1/reviews"): _named("/v1/reviews", **_REVIEWS, **_ANYONE),
    ("GET", "/v1/reviews/{request_id}"): _named("/v1/reviews/{objection}", **_REVIEWS, **_OF_REQUEST),
    ("POST", "/v1/reviews/{request_id}/decide"): _named(
        "/v1/reviews/{objection}/decide",
        body=lambda _: {"verdict": "upheld", "reason": "keadaan orang"},
        good=_DECISION,
        **_REVIEWS,
        **_OF_REQUEST,
    ),
    ("POST", "/v1/watches"): _named(
        "/v1/watches", body=lambda t: {"worker": t.name}, denied=frozenset({404, 422}), **_OWNER
    ),
    ("POST", "/v1/jobs"): _named(
        "/v1/jobs",
        body=lambda t: {"kind": "match", "of": "workers", "ids": [t.name]},
        scope="match",
        denied=frozenset({403, 422}),
        missing=False,
        **_OWNER,
    ),
    ("GET", "/v1/jobs/{job_id}/result"): Asking(path=lambda t: f"/v1/jobs/{t.job}/result", **_OF_JOB),
    ("POST", "/v1/jobs/{job_id}/cancel"): Asking(path=lambda t: f"/v1/jobs/{t.job}/cancel", **_OF_JOB),
    ("POST", "/v1/jobs/{job_id}/resume"): Asking(path=lambda t: f"/v1/jobs/{t.job}/resume", **_OF_JOB),
    # One that is there would be gone for who asks next.
    ("DELETE", "/v1/jobs/{job_id}"): Asking(path=lambda _: "/v1/jobs/job_none", good=UNKNOWN, **_ANYONE),
    ("POST", "/pemberi-kerja"): _named(
        "/pemberi-kerja", form=lambda _: {"title": "Juru Las", "text": "bisa SMAW", "place": ""}, **_ANYONE
    ),
    ("POST", "/pemberi-kerja/pasang"): _named(
        "/pemberi-kerja/pasang", form=lambda _: {"title": "Juru Las"}, good=frozenset({200, 303}), **_ANYONE
    ),
    ("GET", "/pemberi-kerja/lowongan/{key:path}"): Asking(
        path=lambda t: f"/pemberi-kerja/lowongan/{quote(t.posting, safe=':')}", good=frozenset({200, 404}), **_ANYONE
    ),
    **_OFFICERS,
    ("GET", "/v1/me"): _named("/v1/me", **_ANYONE),
    ("PATCH", "/v1/me"): _named("/v1/me", body=lambda _: {"wish": "juru las"}, **_ANYONE),
    ("DELETE", "/v1/me"): _named("/v1/me", destroys=True, **_ANYONE),
    ("GET", "/v1/me/matches"): _named("/v1/me/matches", **_ANYONE),
    ("GET", "/v1/me/courses"): _named("/v1/me/courses", **_ANYONE),
    ("GET", "/v1/me/outcomes"): _named("/v1/me/outcomes", **_ANYONE),
    ("GET", "/v1/me/consents"): _named("/v1/me/consents", **_ANYONE),
    ("PUT", "/v1/me/consents/{purpose}"): _named("/v1/me/consents/alerts", body=lambda _: _SAID, **_ANYONE),
    ("DELETE", "/v1/me/consents/{purpose}"): _named("/v1/me/consents/alerts", **_ANYONE),
    ("POST", "/v1/me/requests"): _named("/v1/me/requests", body=lambda _: {"kind": "access"}, **_ANYONE),
    ("GET", "/v1/me/requests"): _named("/v1/me/requests", **_ANYONE),
    ("GET", "/v1/me/requests/{request_id}"): _named("/v1/me/requests/{access}"),
    ("GET", "/v1/me/requests/{request_id}/document"): _named("/v1/me/requests/{access}/document"),
}
"""Method and path of the OpenAPI document to how it is asked."""
