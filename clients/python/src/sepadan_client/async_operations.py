"""Every operation of the API, typed. Made by clients/generate.py from docs/openapi.json: do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast
from urllib.parse import quote

from sepadan_client import models


class AsyncOperations:
    """The operations; :class:`sepadan_client.AsyncSepadan` sends them."""

    async def _json(self, method: str, path: str, **parts: Any) -> Any:
        raise NotImplementedError

    async def _bytes(self, method: str, path: str, **parts: Any) -> bytes:
        raise NotImplementedError

    async def _headers(self, method: str, path: str, **parts: Any) -> Mapping[str, str]:
        raise NotImplementedError

    async def get_signing_keys(self) -> dict[str, Any]:
        """JWK set (RFC 7517); a new key stands here before it signs. Keep it no longer than `Cache-Control`
        says."""
        return cast("dict[str, Any]", await self._json("GET", "/.well-known/jwks.json"))

    async def get_issuer_metadata(self) -> dict[str, Any]:
        """Authorization server metadata (RFC 8414)."""
        return cast("dict[str, Any]", await self._json("GET", "/.well-known/oauth-authorization-server"))

    async def get_health(self) -> models.Health:
        """Always `ok`; asks nothing of store or index."""
        return cast("models.Health", await self._json("GET", "/healthz"))

    async def get_metrics(self) -> bytes:
        """Requests by route and status, latencies, matches, records, and how store, index, backups and rights
        stand."""
        return await self._bytes("GET", "/metrics")

    async def issue_token(self, body: dict[str, Any]) -> models.TokenResponse:
        """OAuth 2.0 client credentials; the client says who it is by `Authorization: Basic` or in the form,
        not both."""
        return cast("models.TokenResponse", await self._json("POST", "/oauth/token", form=body))

    async def get_readiness(self) -> models.Readiness:
        """The store answers and an index generation is loaded; else 503 with the reason and how to mend it."""
        return cast("models.Readiness", await self._json("GET", "/readyz"))

    async def list_next_jobs(
        self, code: str, *, worker: str | None = None, province: list[str] | None = None
    ) -> models.CareersResponse:
        """Steps of the career ladder from an occupation of KBJI 2014, held against a stored worker where one
        is named."""
        return cast(
            "models.CareersResponse",
            await self._json(
                "GET", f"/v1/careers/{quote(code, safe='')}", query={"worker": worker, "province": province}
            ),
        )

    async def list_course_changes(self, *, limit: int | None = None, since: str | None = None) -> models.ChangesPage:
        """How a copy elsewhere follows this store: read on from `next` until `more` is false, then again
        later."""
        return cast(
            "models.ChangesPage", await self._json("GET", "/v1/changes/courses", query={"limit": limit, "since": since})
        )

    async def list_posting_changes(self, *, limit: int | None = None, since: str | None = None) -> models.ChangesPage:
        """How a copy elsewhere follows this store: read on from `next` until `more` is false, then again
        later."""
        return cast(
            "models.ChangesPage",
            await self._json("GET", "/v1/changes/postings", query={"limit": limit, "since": since}),
        )

    async def list_worker_changes(self, *, limit: int | None = None, since: str | None = None) -> models.ChangesPage:
        """How a copy elsewhere follows this store: read on from `next` until `more` is false, then again
        later."""
        return cast(
            "models.ChangesPage", await self._json("GET", "/v1/changes/workers", query={"limit": limit, "since": since})
        )

    async def report_consents(self, body: models.ConsentsRequest) -> models.ConsentsResponse:
        """Up to 1,000, in the order in which they were said; one that is sent again changes nothing."""
        return cast("models.ConsentsResponse", await self._json("POST", "/v1/consents", json=body))

    async def list_courses(
        self, *, limit: int | None = None, cursor: str | None = None, records: bool | None = None
    ) -> models.RecordsPage:
        """A page of what the caller may see. What is written meanwhile neither repeats nor hides another
        record."""
        return cast(
            "models.RecordsPage",
            await self._json("GET", "/v1/courses", query={"limit": limit, "cursor": cursor, "records": records}),
        )

    async def upsert_courses(self, body: models.CoursesRequest) -> models.UpsertResponse:
        """Up to 1,000 training programmes."""
        return cast("models.UpsertResponse", await self._json("POST", "/v1/courses", json=body))

    async def delete_course(self, key: str) -> None:
        """Gone at once from every match and from the store, and from index, free pages and log of the database
        later."""
        await self._bytes("DELETE", f"/v1/courses/{quote(key, safe='')}")

    async def get_course(self, key: str, *, if_none_match: str | None = None) -> models.RecordResponse:
        """A course by id"""
        return cast(
            "models.RecordResponse",
            await self._json("GET", f"/v1/courses/{quote(key, safe='')}", headers={"if-none-match": if_none_match}),
        )

    async def put_course(
        self, key: str, body: models.CourseForm2, *, if_match: str | None = None, if_none_match: str | None = None
    ) -> models.RecordResponse:
        """With `If-Match` a record is replaced only as it was read; `If-None-Match: *` only makes a new one.
        Else 412."""
        return cast(
            "models.RecordResponse",
            await self._json(
                "PUT",
                f"/v1/courses/{quote(key, safe='')}",
                json=body,
                headers={"if-match": if_match, "if-none-match": if_none_match},
            ),
        )

    async def compare_course(self, body: models.DiffRequest) -> models.DiffResponse:
        """A stored course held against the postings of its occupations, module by module."""
        return cast("models.DiffResponse", await self._json("POST", "/v1/curriculum/diff", json=body))

    async def plan_classes(self, body: models.PlanRequest) -> models.PlanResponse:
        """The classes with most expected placements within workshops, trainers, beds and budget."""
        return cast("models.PlanResponse", await self._json("POST", "/v1/curriculum/plan", json=body))

    async def erase_workers(self, body: models.ErasureRequest) -> models.ErasureResponse:
        """Gone at once from every answer and from the store; from the index and the database's files within 72
        hours."""
        return cast("models.ErasureResponse", await self._json("POST", "/v1/erasures", json=body))

    async def list_first_jobs(
        self,
        *,
        worker: str | None = None,
        programme: str | None = None,
        level: str | None = None,
        place: str | None = None,
        province: list[str] | None = None,
        include_closed: bool | None = None,
        k: int | None = None,
        lang: Literal["id", "en"] | None = None,
    ) -> models.FirstJobsResponse:
        """Postings for beginners by programme, usual work and expected skills: of a stored worker, or of a
        bare programme."""
        return cast(
            "models.FirstJobsResponse",
            await self._json(
                "GET",
                "/v1/first-jobs",
                query={
                    "worker": worker,
                    "programme": programme,
                    "level": level,
                    "place": place,
                    "province": province,
                    "include_closed": include_closed,
                    "k": k,
                    "lang": lang,
                },
            ),
        )

    async def list_industries(
        self, *, section: str | None = None, level: Literal["major", "sub_major", "unit"] | None = None
    ) -> models.IndustriesResponse:
        """Sections and divisions of KBLI 2020 with employers, postings and openings; and the occupations that
        they ask for."""
        return cast(
            "models.IndustriesResponse",
            await self._json("GET", "/v1/industries", query={"section": section, "level": level}),
        )

    async def get_industry_condition(
        self, *, section: str | None = None, province: str | None = None
    ) -> models.ConditionResponse:
        """Karirhub's official figures with growth year on year, and the months of the stored postings."""
        return cast(
            "models.ConditionResponse",
            await self._json("GET", "/v1/industries/condition", query={"section": section, "province": province}),
        )

    async def list_inspected_postings(
        self,
        *,
        kind: str | None = None,
        source: str | None = None,
        employer: str | None = None,
        province: str | None = None,
        posting: str | None = None,
        offset: int | None = None,
        limit: int | None = None,
    ) -> models.InspectionReport:
        """What an inspector may look at; contacts in the words shown are masked."""
        return cast(
            "models.InspectionReport",
            await self._json(
                "GET",
                "/v1/inspection",
                query={
                    "kind": kind,
                    "source": source,
                    "employer": employer,
                    "province": province,
                    "posting": posting,
                    "offset": offset,
                    "limit": limit,
                },
            ),
        )

    async def inspect_ad(
        self, body: models.InspectionRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.InspectionResponse:
        """Discriminatory demands, withheld documents, fees, lures, personal contacts and too little pay in an
        ad."""
        return cast(
            "models.InspectionResponse", await self._json("POST", "/v1/inspection", json=body, query={"lang": lang})
        )

    async def list_jobs(self, *, limit: int | None = None, cursor: str | None = None) -> models.JobsResponse:
        """The newest first; those that the caller may not see are left out, so that a page may hold fewer than
        `limit`."""
        return cast(
            "models.JobsResponse", await self._json("GET", "/v1/jobs", query={"limit": limit, "cursor": cursor})
        )

    async def create_job(
        self, body: models.JobRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.JobResponse:
        """Take in an upload, match or advise many at once, or export postings; requests go on meanwhile."""
        return cast("models.JobResponse", await self._json("POST", "/v1/jobs", json=body, query={"lang": lang}))

    async def delete_job(self, job_id: str) -> None:
        """With its result, its rejects and its upload; one that is worked at must be cancelled first."""
        await self._bytes("DELETE", f"/v1/jobs/{quote(job_id, safe='')}")

    async def get_job(self, job_id: str) -> models.JobResponse:
        """How far it is, what was done, and what can be done with it; `Retry-After` while it is not over."""
        return cast("models.JobResponse", await self._json("GET", f"/v1/jobs/{quote(job_id, safe='')}"))

    async def cancel_job(self, job_id: str) -> models.JobResponse:
        """It ends at once where nobody works at it, else after the part that is worked at; it may be resumed."""
        return cast("models.JobResponse", await self._json("POST", f"/v1/jobs/{quote(job_id, safe='')}/cancel"))

    async def watch_job(self, job_id: str) -> bytes:
        """Server-sent events: `progress` with the job at each change, `end` when it is over; 25 seconds an
        answer."""
        return await self._bytes("GET", f"/v1/jobs/{quote(job_id, safe='')}/events")

    async def get_job_rejects(self, job_id: str) -> bytes:
        """A line for each row that could not be read, with its reason and without identity data; while it
        runs, so far."""
        return await self._bytes("GET", f"/v1/jobs/{quote(job_id, safe='')}/rejects")

    async def get_job_result(self, job_id: str, *, format: Literal["jsonl", "parquet"] | None = None) -> bytes:
        """A line for each row or subject, in order, or a row for each pair; whole, or a range of it."""
        return await self._bytes("GET", f"/v1/jobs/{quote(job_id, safe='')}/result", query={"format": format})

    async def resume_job(self, job_id: str) -> models.JobResponse:
        """One that failed or was cancelled goes on where it stopped."""
        return cast("models.JobResponse", await self._json("POST", f"/v1/jobs/{quote(job_id, safe='')}/resume"))

    async def get_kbji_entry(self, code: str, *, if_none_match: str | None = None) -> models.OccupationResponse:
        """Deprecated since 2026-11-01, stays until 2027-11-01 at least: use `/v1/occupations/{code}`. Deprecated."""
        return cast(
            "models.OccupationResponse",
            await self._json("GET", f"/v1/kbji/{quote(code, safe='')}", headers={"if-none-match": if_none_match}),
        )

    async def get_demand(
        self,
        *,
        as_of: str | None = None,
        include_closed: bool | None = None,
        province: list[str] | None = None,
        each_province: bool | None = None,
        kbji: str | None = None,
        level: int | None = None,
        limit: int | None = None,
    ) -> models.DemandResponse:
        """Open postings by province and occupation, with Karirhub's official vacancies beside."""
        return cast(
            "models.DemandResponse",
            await self._json(
                "GET",
                "/v1/market/demand",
                query={
                    "as_of": as_of,
                    "include_closed": include_closed,
                    "province": province,
                    "each_province": each_province,
                    "kbji": kbji,
                    "level": level,
                    "limit": limit,
                },
            ),
        )

    async def get_flows(
        self,
        *,
        as_of: str | None = None,
        include_closed: bool | None = None,
        province: list[str] | None = None,
        kbji: str | None = None,
        limit: int | None = None,
    ) -> models.FlowsResponse:
        """Possible flows between regencies by a gravity model; nobody observed them."""
        return cast(
            "models.FlowsResponse",
            await self._json(
                "GET",
                "/v1/market/flows",
                query={
                    "as_of": as_of,
                    "include_closed": include_closed,
                    "province": province,
                    "kbji": kbji,
                    "limit": limit,
                },
            ),
        )

    async def get_forecast(
        self,
        *,
        province: str | None = None,
        major: Literal["", "1", "2", "3", "4", "5", "6", "7", "8", "9"] | None = None,
        horizon: int | None = None,
        counted: Literal["openings", "postings"] | None = None,
        scenario: str | None = None,
        lang: Literal["id", "en"] | None = None,
    ) -> models.ForecastResponse:
        """Karirhub's months carried on from the last of them; most provinces have one year, and the answer
        says so."""
        return cast(
            "models.ForecastResponse",
            await self._json(
                "GET",
                "/v1/market/forecast",
                query={
                    "province": province,
                    "major": major,
                    "horizon": horizon,
                    "counted": counted,
                    "scenario": scenario,
                    "lang": lang,
                },
            ),
        )

    async def forecast_with_scenario(
        self, body: models.ForecastRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.ForecastResponse:
        """As GET; a scenario ("a plant with 2,000 jobs opens in Batang") may bring its months, multiplier and
        shares."""
        return cast(
            "models.ForecastResponse", await self._json("POST", "/v1/market/forecast", json=body, query={"lang": lang})
        )

    async def forecast_own_series(
        self, body: models.SeriesRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.SeriesResponse:
        """Months in any order, gaps as null. A series of less than about four years is judged with Karirhub's
        provinces."""
        return cast(
            "models.SeriesResponse",
            await self._json("POST", "/v1/market/forecast/series", json=body, query={"lang": lang}),
        )

    async def get_market_skills(
        self,
        *,
        since: str | None = None,
        as_of: str | None = None,
        include_closed: bool | None = None,
        province: list[str] | None = None,
        kbji: str | None = None,
        limit: int | None = None,
    ) -> models.MarketSkillsResponse:
        """Skills of a region and occupation on both sides; trends are of all stored postings with a day."""
        return cast(
            "models.MarketSkillsResponse",
            await self._json(
                "GET",
                "/v1/market/skills",
                query={
                    "since": since,
                    "as_of": as_of,
                    "include_closed": include_closed,
                    "province": province,
                    "kbji": kbji,
                    "limit": limit,
                },
            ),
        )

    async def get_supply(
        self,
        *,
        as_of: str | None = None,
        include_closed: bool | None = None,
        province: list[str] | None = None,
        each_province: bool | None = None,
        kbji: str | None = None,
        level: int | None = None,
        limit: int | None = None,
    ) -> models.SupplyResponse:
        """Stored seekers by province and likeliest occupation, with Karirhub's official seekers beside."""
        return cast(
            "models.SupplyResponse",
            await self._json(
                "GET",
                "/v1/market/supply",
                query={
                    "as_of": as_of,
                    "include_closed": include_closed,
                    "province": province,
                    "each_province": each_province,
                    "kbji": kbji,
                    "level": level,
                    "limit": limit,
                },
            ),
        )

    async def get_tightness(
        self,
        *,
        as_of: str | None = None,
        include_closed: bool | None = None,
        province: list[str] | None = None,
        each_province: bool | None = None,
        kbji: str | None = None,
        level: int | None = None,
        limit: int | None = None,
    ) -> models.TightnessResponse:
        """Tightness by cell, mismatch over occupations and provinces, and points of the Beveridge curve by
        year."""
        return cast(
            "models.TightnessResponse",
            await self._json(
                "GET",
                "/v1/market/tightness",
                query={
                    "as_of": as_of,
                    "include_closed": include_closed,
                    "province": province,
                    "each_province": each_province,
                    "kbji": kbji,
                    "level": level,
                    "limit": limit,
                },
            ),
        )

    async def get_wages(
        self,
        *,
        as_of: str | None = None,
        include_closed: bool | None = None,
        province: list[str] | None = None,
        each_province: bool | None = None,
        kbji: str | None = None,
        limit: int | None = None,
    ) -> models.WagesResponse:
        """Quantiles of monthly pay of an occupation in each province asked for, from a wider cell where offers
        are few."""
        return cast(
            "models.WagesResponse",
            await self._json(
                "GET",
                "/v1/market/wages",
                query={
                    "as_of": as_of,
                    "include_closed": include_closed,
                    "province": province,
                    "each_province": each_province,
                    "kbji": kbji,
                    "limit": limit,
                },
            ),
        )

    async def match_postings(
        self, body: models.MatchPostingsRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.MatchPostingsResponse:
        """Rank the postings that are open today for one worker, stored (`id`) or sent along (`worker`), best
        first."""
        return cast(
            "models.MatchPostingsResponse",
            await self._json("POST", "/v1/match/postings", json=body, query={"lang": lang}),
        )

    async def match_workers(
        self, body: models.MatchWorkersRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.MatchWorkersResponse:
        """Rank workers for one posting, stored (`id`) or sent along (`posting`), best first."""
        return cast(
            "models.MatchWorkersResponse",
            await self._json("POST", "/v1/match/workers", json=body, query={"lang": lang}),
        )

    async def delete_own(self) -> None:
        """The record, its codes, identity data, outcomes, consents and requests; what the source sends again
        stays out."""
        await self._bytes("DELETE", "/v1/me")

    async def own_record(self) -> models.RecordResponse:
        """One's own record as it stands, with all that was worked out from it and is matched by."""
        return cast("models.RecordResponse", await self._json("GET", "/v1/me"))

    async def correct(self, body: models.Correction) -> models.RecordResponse:
        """A JSON merge patch (RFC 7396) of one's own words; coded anew at once."""
        return cast("models.RecordResponse", await self._json("PATCH", "/v1/me", json=body))

    async def get_my_consents(self) -> models.PersonConsents:
        """What holds now, and the whole history."""
        return cast("models.PersonConsents", await self._json("GET", "/v1/me/consents"))

    async def withdraw_my_consent(self, purpose: str, *, tenant: str | None = None) -> models.PersonConsents:
        """At once, without a reason."""
        return cast(
            "models.PersonConsents",
            await self._json("DELETE", f"/v1/me/consents/{quote(purpose, safe='')}", query={"tenant": tenant}),
        )

    async def grant_my_consent(self, purpose: str, body: models.ConsentRequest) -> models.PersonConsents:
        """Counts from the next request on."""
        return cast(
            "models.PersonConsents", await self._json("PUT", f"/v1/me/consents/{quote(purpose, safe='')}", json=body)
        )

    async def own_courses(
        self, *, k: int | None = None, lang: Literal["id", "en"] | None = None
    ) -> models.RecommendCoursesResponse:
        """As `POST /v1/recommend/courses` for one's own record."""
        return cast(
            "models.RecommendCoursesResponse", await self._json("GET", "/v1/me/courses", query={"k": k, "lang": lang})
        )

    async def own_matches(
        self, *, k: int | None = None, lang: Literal["id", "en"] | None = None
    ) -> models.MatchPostingsResponse:
        """As `POST /v1/match/postings` for one's own record, of postings that are open today."""
        return cast(
            "models.MatchPostingsResponse", await self._json("GET", "/v1/me/matches", query={"k": k, "lang": lang})
        )

    async def own_outcomes(self) -> models.OwnOutcomesResponse:
        """Every event that is kept of oneself: where one was shown, applied, shortlisted, hired or rejected."""
        return cast("models.OwnOutcomesResponse", await self._json("GET", "/v1/me/outcomes"))

    async def list_my_requests(self, *, after: str | None = None, limit: int | None = None) -> models.RequestsResponse:
        """By due time, with the answers."""
        return cast(
            "models.RequestsResponse",
            await self._json("GET", "/v1/me/requests", query={"after": after, "limit": limit}),
        )

    async def file_my_request(self, body: models.PersonRequestBody) -> models.RequestCard:
        """Access, portability and restriction are answered at once; the others within 3 x 24 hours."""
        return cast("models.RequestCard", await self._json("POST", "/v1/me/requests", json=body))

    async def get_my_request(self, request_id: str) -> models.RequestCard:
        """With its answer."""
        return cast("models.RequestCard", await self._json("GET", f"/v1/me/requests/{quote(request_id, safe='')}"))

    async def get_my_request_document(self, request_id: str) -> dict[str, Any]:
        """Everything held about me and who saw it, or what I can take along."""
        return cast("dict[str, Any]", await self._json("GET", f"/v1/me/requests/{quote(request_id, safe='')}/document"))

    async def normalise(self, body: models.NormaliseRequest) -> models.NormaliseResponse:
        """Title to KBJI (five best), text to skills with spans, place to region codes; education, pay, further
        facts."""
        return cast("models.NormaliseResponse", await self._json("POST", "/v1/normalise", json=body))

    async def search_occupations(
        self, *, q: str, limit: int | None = None, if_none_match: str | None = None
    ) -> models.OccupationsResponse:
        """Groups and jobs whose titles or aliases hold the words, typing errors forgiven; or whose codes begin
        so."""
        return cast(
            "models.OccupationsResponse",
            await self._json(
                "GET", "/v1/occupations", query={"q": q, "limit": limit}, headers={"if-none-match": if_none_match}
            ),
        )

    async def get_occupation(self, code: str, *, if_none_match: str | None = None) -> models.OccupationResponse:
        """Titles, groups above, entries below and beside, skills needed, and its counterparts in ISCO-08 and
        ESCO."""
        return cast(
            "models.OccupationResponse",
            await self._json(
                "GET", f"/v1/occupations/{quote(code, safe='')}", headers={"if-none-match": if_none_match}
            ),
        )

    async def report_outcomes(self, body: models.OutcomesRequest) -> models.OutcomesResponse:
        """Up to 1,000 events between workers and postings; one that is sent again is not counted twice."""
        return cast("models.OutcomesResponse", await self._json("POST", "/v1/outcomes", json=body))

    async def check_overseas(self, body: models.OverseasRequest) -> models.OverseasResponse:
        """Destination, fees, permit, order, visa, age, papers and warnings: the words, the rule and what it
        means."""
        return cast("models.OverseasResponse", await self._json("POST", "/v1/overseas/check", json=body))

    async def list_postings(
        self, *, limit: int | None = None, cursor: str | None = None, records: bool | None = None
    ) -> models.RecordsPage:
        """A page of what the caller may see. What is written meanwhile neither repeats nor hides another
        record."""
        return cast(
            "models.RecordsPage",
            await self._json("GET", "/v1/postings", query={"limit": limit, "cursor": cursor, "records": records}),
        )

    async def upsert_postings(
        self, body: models.PostingsRequest, *, source: str | None = None
    ) -> models.UpsertResponse:
        """Up to 1,000 postings; good ones go in and can be matched at once, bad ones come back with reasons."""
        return cast(
            "models.UpsertResponse", await self._json("POST", "/v1/postings", json=body, query={"source": source})
        )

    async def delete_posting(self, key: str) -> None:
        """Gone at once from every match and from the store, and from index, free pages and log of the database
        later."""
        await self._bytes("DELETE", f"/v1/postings/{quote(key, safe='')}")

    async def get_posting(self, key: str, *, if_none_match: str | None = None) -> models.RecordResponse:
        """A posting by id"""
        return cast(
            "models.RecordResponse",
            await self._json("GET", f"/v1/postings/{quote(key, safe='')}", headers={"if-none-match": if_none_match}),
        )

    async def put_posting(
        self, key: str, body: models.PostingForm2, *, if_match: str | None = None, if_none_match: str | None = None
    ) -> models.RecordResponse:
        """With `If-Match` a record is replaced only as it was read; `If-None-Match: *` only makes a new one.
        Else 412."""
        return cast(
            "models.RecordResponse",
            await self._json(
                "PUT",
                f"/v1/postings/{quote(key, safe='')}",
                json=body,
                headers={"if-match": if_match, "if-none-match": if_none_match},
            ),
        )

    async def list_programmes(
        self,
        *,
        kind: Literal[
            "training",
            "certification",
            "internship",
            "entrepreneurship",
            "credit",
            "labour_intensive",
            "income",
            "placement",
            "overseas",
            "disability",
            "settlement",
        ]
        | None = None,
        status: Literal["open", "by_quota", "announced", "paused", "ended"] | None = None,
        need: str | None = None,
        as_of: str | None = None,
    ) -> models.ProgrammesResponse:
        """What is there, who runs it, since when and until when, and up to which day that is known."""
        return cast(
            "models.ProgrammesResponse",
            await self._json(
                "GET", "/v1/programmes", query={"kind": kind, "status": status, "need": need, "as_of": as_of}
            ),
        )

    async def get_programme(self, key: str, *, as_of: str | None = None) -> models.ProgrammeResponse:
        """A programme with every rule and benefit, each with its source, its days and whether it was verified."""
        return cast(
            "models.ProgrammeResponse",
            await self._json("GET", f"/v1/programmes/{quote(key, safe='')}", query={"as_of": as_of}),
        )

    async def list_purposes(self) -> models.PurposesResponse:
        """Each with its legal basis and the text that a person is shown; what `asked` says decides who is
        asked."""
        return cast("models.PurposesResponse", await self._json("GET", "/v1/purposes"))

    async def recommend_courses(
        self, body: models.RecommendCoursesRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.RecommendCoursesResponse:
        """Match the worker again as if each course had been done, and tell what that opens."""
        return cast(
            "models.RecommendCoursesResponse",
            await self._json("POST", "/v1/recommend/courses", json=body, query={"lang": lang}),
        )

    async def recommend_paths(
        self, body: models.RecommendPathsRequest, *, lang: Literal["id", "en"] | None = None
    ) -> models.RecommendPathsResponse:
        """As for courses, of up to three in an order that their entry conditions and days allow; each is
        needed."""
        return cast(
            "models.RecommendPathsResponse",
            await self._json("POST", "/v1/recommend/paths", json=body, query={"lang": lang}),
        )

    async def recommend_programmes(self, body: models.RecommendProgrammesRequest) -> models.RecommendProgrammesResponse:
        """Hold every programme against a worker (`id`, `worker`, or neither) and the answers of the person."""
        return cast(
            "models.RecommendProgrammesResponse", await self._json("POST", "/v1/recommend/programmes", json=body)
        )

    async def list_requests(
        self,
        *,
        waiting: bool | None = None,
        overdue: bool | None = None,
        kind: Literal["access", "correction", "erasure", "portability", "restriction", "objection"] | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> models.RequestsResponse:
        """First due first; a board sees those of its own people."""
        return cast(
            "models.RequestsResponse",
            await self._json(
                "GET",
                "/v1/requests",
                query={"waiting": waiting, "overdue": overdue, "kind": kind, "after": after, "limit": limit},
            ),
        )

    async def get_request(self, request_id: str) -> models.RequestCard:
        """With what was asked and answered."""
        return cast("models.RequestCard", await self._json("GET", f"/v1/requests/{quote(request_id, safe='')}"))

    async def answer_request(self, request_id: str, body: models.AnswerRequest) -> models.RequestCard:
        """`work` says that somebody is at it, `answer` does what is asked, `refuse` needs a ground of the law
        and a reason."""
        return cast(
            "models.RequestCard",
            await self._json("POST", f"/v1/requests/{quote(request_id, safe='')}/answer", json=body),
        )

    async def get_request_document(self, request_id: str) -> dict[str, Any]:
        """Everything held about the person, or what can be taken along; made anew each time, and logged."""
        return cast("dict[str, Any]", await self._json("GET", f"/v1/requests/{quote(request_id, safe='')}/document"))

    async def list_reviews(
        self, *, limit: int | None = None, lang: Literal["id", "en"] | None = None
    ) -> models.ReviewsResponse:
        """First due first, each with the parts of the person's score for the posting."""
        return cast(
            "models.ReviewsResponse", await self._json("GET", "/v1/reviews", query={"limit": limit, "lang": lang})
        )

    async def get_review(self, request_id: str, *, lang: Literal["id", "en"] | None = None) -> models.ReviewCard:
        """With the parts of the person's score for the posting."""
        return cast(
            "models.ReviewCard",
            await self._json("GET", f"/v1/reviews/{quote(request_id, safe='')}", query={"lang": lang}),
        )

    async def decide_review(self, request_id: str, body: models.VerdictRequest) -> models.RequestCard:
        """The officer's verdict and reason are kept, and the person reads both at `/v1/me/requests`."""
        return cast(
            "models.RequestCard",
            await self._json("POST", f"/v1/reviews/{quote(request_id, safe='')}/decide", json=body),
        )

    async def reset_sandbox(self) -> models.ResetResponse:
        """The sample world as it was, and nothing else; clients, their secrets, keys and tokens, and the audit
        log stay."""
        return cast("models.ResetResponse", await self._json("POST", "/v1/sandbox/reset"))

    async def search_skills(
        self, *, q: str, limit: int | None = None, if_none_match: str | None = None
    ) -> models.NormaliseSkillsResponse:
        """Skills whose labels or aliases hold words that begin with all those asked for."""
        return cast(
            "models.NormaliseSkillsResponse",
            await self._json(
                "GET", "/v1/skills", query={"q": q, "limit": limit}, headers={"if-none-match": if_none_match}
            ),
        )

    async def list_sources(self) -> models.SourcesResponse:
        """Each with its schedule and its last run; no secret is kept, and none is shown."""
        return cast("models.SourcesResponse", await self._json("GET", "/v1/sources"))

    async def list_source_runs(self, name: str, *, limit: int | None = None) -> models.RunsResponse:
        """The newest first; those of a source that was removed are still told."""
        return cast(
            "models.RunsResponse",
            await self._json("GET", f"/v1/sources/{quote(name, safe='')}/runs", query={"limit": limit}),
        )

    async def get_upload_options(self) -> Mapping[str, str]:
        """Version, extensions and the largest file."""
        return await self._headers("OPTIONS", "/v1/uploads")

    async def create_upload(self, *, upload_length: str, upload_metadata: str) -> models.UploadResponse:
        """A file that will come in parts (`PATCH`), each where the last one ended; it waits a day for its job."""
        return cast(
            "models.UploadResponse",
            await self._json(
                "POST", "/v1/uploads", headers={"Upload-Length": upload_length, "Upload-Metadata": upload_metadata}
            ),
        )

    async def delete_upload(self, upload_id: str) -> None:
        """Its key first, then its bytes; one that a job reads goes with the job."""
        await self._bytes("DELETE", f"/v1/uploads/{quote(upload_id, safe='')}")

    async def get_upload(self, upload_id: str) -> models.UploadResponse:
        """How far it has come."""
        return cast("models.UploadResponse", await self._json("GET", f"/v1/uploads/{quote(upload_id, safe='')}"))

    async def get_upload_offset(self, upload_id: str) -> Mapping[str, str]:
        """`Upload-Offset` is the byte that the next part begins with."""
        return await self._headers("HEAD", f"/v1/uploads/{quote(upload_id, safe='')}")

    async def append_upload(self, upload_id: str, body: bytes, *, upload_offset: str) -> Mapping[str, str]:
        """Answered with the byte that the next part begins with; of a part that breaks off, what came is kept."""
        return await self._headers(
            "PATCH", f"/v1/uploads/{quote(upload_id, safe='')}", content=body, headers={"Upload-Offset": upload_offset}
        )

    async def list_watches(self, *, cursor: str | None = None, limit: int | None = None) -> models.WatchesResponse:
        """Those of the caller's tenant, by id."""
        return cast(
            "models.WatchesResponse", await self._json("GET", "/v1/watches", query={"cursor": cursor, "limit": limit})
        )

    async def make_watch(self, body: models.WatchRequest) -> models.WatchBody:
        """New postings that fit the worker, or new workers that fit the posting, are told of by `match.new`."""
        return cast("models.WatchBody", await self._json("POST", "/v1/watches", json=body))

    async def delete_watch(self, watch: str) -> None:
        """Gone, with the record of what was told."""
        await self._bytes("DELETE", f"/v1/watches/{quote(watch, safe='')}")

    async def get_watch(self, watch: str) -> models.WatchBody:
        """What is watched, and what is told of it."""
        return cast("models.WatchBody", await self._json("GET", f"/v1/watches/{quote(watch, safe='')}"))

    async def list_webhooks(self) -> models.WebhooksResponse:
        """Those of the caller's tenant, the oldest first."""
        return cast("models.WebhooksResponse", await self._json("GET", "/v1/webhooks"))

    async def make_webhook(self, body: models.WebhookRequest) -> models.WebhookMade:
        """The answer shows the secret that signs deliveries, once. At most 20 of a tenant."""
        return cast("models.WebhookMade", await self._json("POST", "/v1/webhooks", json=body))

    async def delete_webhook(self, webhook: str) -> None:
        """Gone with its deliveries, pending ones included."""
        await self._bytes("DELETE", f"/v1/webhooks/{quote(webhook, safe='')}")

    async def get_webhook(self, webhook: str) -> models.WebhookBody:
        """Its state, and since when its receiver fails."""
        return cast("models.WebhookBody", await self._json("GET", f"/v1/webhooks/{quote(webhook, safe='')}"))

    async def change_webhook(self, webhook: str, body: models.WebhookChange) -> models.WebhookBody:
        """Pause it, make it active again, or change where it goes and what it tells of."""
        return cast(
            "models.WebhookBody", await self._json("PATCH", f"/v1/webhooks/{quote(webhook, safe='')}", json=body)
        )

    async def list_deliveries(
        self,
        webhook: str,
        *,
        cursor: str | None = None,
        state: Literal["pending", "delivered", "dead"] | None = None,
        limit: int | None = None,
    ) -> models.DeliveriesResponse:
        """The newest event first, kept for 30 days; `state=dead` lists what was given up."""
        return cast(
            "models.DeliveriesResponse",
            await self._json(
                "GET",
                f"/v1/webhooks/{quote(webhook, safe='')}/deliveries",
                query={"cursor": cursor, "state": state, "limit": limit},
            ),
        )

    async def resend_delivery(self, webhook: str, delivery: str) -> models.DeliveryBody:
        """Whatever came of it; with the same `webhook-id`, so a receiver that has it may pass it over."""
        return cast(
            "models.DeliveryBody",
            await self._json(
                "POST", f"/v1/webhooks/{quote(webhook, safe='')}/deliveries/{quote(delivery, safe='')}/resend"
            ),
        )

    async def ping_webhook(self, webhook: str) -> models.PingResponse:
        """An event of kind `ping` to this webhook alone; look at its deliveries for what came of it."""
        return cast("models.PingResponse", await self._json("POST", f"/v1/webhooks/{quote(webhook, safe='')}/ping"))

    async def rotate_secret(self, webhook: str, body: models.RotateRequest) -> models.WebhookMade:
        """Deliveries are signed with both secrets for 24 hours, so that no receiver misses one meanwhile."""
        return cast(
            "models.WebhookMade", await self._json("POST", f"/v1/webhooks/{quote(webhook, safe='')}/rotate", json=body)
        )

    async def list_workers(
        self, *, limit: int | None = None, cursor: str | None = None, records: bool | None = None
    ) -> models.RecordsPage:
        """A page of what the caller may see. What is written meanwhile neither repeats nor hides another
        record."""
        return cast(
            "models.RecordsPage",
            await self._json("GET", "/v1/workers", query={"limit": limit, "cursor": cursor, "records": records}),
        )

    async def upsert_workers(self, body: models.WorkersRequest) -> models.UpsertResponse:
        """Up to 1,000 workers; name, NIK, contact, sex, birth date, religion and the like are never coded nor
        matched."""
        return cast("models.UpsertResponse", await self._json("POST", "/v1/workers", json=body))

    async def delete_worker(self, key: str) -> None:
        """Gone at once from every match and from the store, and from index, free pages and log of the database
        later."""
        await self._bytes("DELETE", f"/v1/workers/{quote(key, safe='')}")

    async def get_worker(self, key: str, *, if_none_match: str | None = None) -> models.RecordResponse:
        """A worker by id"""
        return cast(
            "models.RecordResponse",
            await self._json("GET", f"/v1/workers/{quote(key, safe='')}", headers={"if-none-match": if_none_match}),
        )

    async def put_worker(
        self, key: str, body: models.WorkerForm2, *, if_match: str | None = None, if_none_match: str | None = None
    ) -> models.RecordResponse:
        """With `If-Match` a record is replaced only as it was read; `If-None-Match: *` only makes a new one.
        Else 412."""
        return cast(
            "models.RecordResponse",
            await self._json(
                "PUT",
                f"/v1/workers/{quote(key, safe='')}",
                json=body,
                headers={"if-match": if_match, "if-none-match": if_none_match},
            ),
        )

    async def get_worker_consents(self, key: str) -> models.PersonConsents:
        """What holds now, and the whole history."""
        return cast("models.PersonConsents", await self._json("GET", f"/v1/workers/{quote(key, safe='')}/consents"))

    async def withdraw_consent(self, key: str, purpose: str, *, tenant: str | None = None) -> models.PersonConsents:
        """As easily as it was given, at once (UU 27/2022 Art. 9, 40)."""
        return cast(
            "models.PersonConsents",
            await self._json(
                "DELETE",
                f"/v1/workers/{quote(key, safe='')}/consents/{quote(purpose, safe='')}",
                query={"tenant": tenant},
            ),
        )

    async def grant_consent(self, key: str, purpose: str, body: models.ConsentRequest) -> models.PersonConsents:
        """Counts from the next request on. What was said before stays in the history."""
        return cast(
            "models.PersonConsents",
            await self._json("PUT", f"/v1/workers/{quote(key, safe='')}/consents/{quote(purpose, safe='')}", json=body),
        )

    async def get_europass_cv(
        self, key: str, *, format: Literal["json", "xml"] | None = None, lang: Literal["en", "id"] | None = None
    ) -> bytes:
        """Coded facts in English (ISCO-08, ESCO, ISCED) and the person's own words, marked as Indonesian."""
        return await self._bytes(
            "GET", f"/v1/workers/{quote(key, safe='')}/europass", query={"format": format, "lang": lang}
        )

    async def list_recommendations(
        self, key: str, *, lang: Literal["id", "en"] | None = None
    ) -> models.RecommendationsResponse:
        """Postings recommended by the latest `sepadan recommend postings --serve`, which heeds how many get
        the same."""
        return cast(
            "models.RecommendationsResponse",
            await self._json("GET", f"/v1/workers/{quote(key, safe='')}/recommendations", query={"lang": lang}),
        )

    async def list_worker_requests(
        self, key: str, *, after: str | None = None, limit: int | None = None
    ) -> models.RequestsResponse:
        """By due time."""
        return cast(
            "models.RequestsResponse",
            await self._json(
                "GET", f"/v1/workers/{quote(key, safe='')}/requests", query={"after": after, "limit": limit}
            ),
        )

    async def file_request(self, key: str, body: models.PersonRequestBody) -> models.RequestCard:
        """Its clock begins: 3 x 24 hours. Access, portability and restriction are answered at once."""
        return cast(
            "models.RequestCard", await self._json("POST", f"/v1/workers/{quote(key, safe='')}/requests", json=body)
        )

    async def person_token(self, key: str, body: models.PersonTokenRequest) -> models.PersonTokenResponse:
        """Opens `/v1/me` and nothing else, for a worker of one of the client's own sources."""
        return cast(
            "models.PersonTokenResponse",
            await self._json("POST", f"/v1/workers/{quote(key, safe='')}/token", json=body),
        )
