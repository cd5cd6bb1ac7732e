"""Names of the operations: a generated client calls its methods by them, so a name stays once it was published.

A route that is not listed has the name of its function.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.routing import APIRoute

NAMES: Mapping[tuple[str, str], str] = {
    ("POST", "/v1/match/workers"): "match_workers",
    ("POST", "/v1/match/postings"): "match_postings",
    ("GET", "/v1/workers/{key:path}/recommendations"): "list_recommendations",
    ("GET", "/v1/workers/{key:path}/europass"): "get_europass_cv",
    ("GET", "/v1/careers/{code}"): "list_next_jobs",
    ("GET", "/v1/first-jobs"): "list_first_jobs",
    ("GET", "/v1/programmes/{key}"): "get_programme",
    ("POST", "/v1/curriculum/plan"): "plan_classes",
    ("POST", "/v1/curriculum/diff"): "compare_course",
    ("GET", "/v1/market/demand"): "get_demand",
    ("GET", "/v1/market/supply"): "get_supply",
    ("GET", "/v1/market/tightness"): "get_tightness",
    ("GET", "/v1/market/skills"): "get_market_skills",
    ("GET", "/v1/market/wages"): "get_wages",
    ("GET", "/v1/market/flows"): "get_flows",
    ("GET", "/v1/market/forecast"): "get_forecast",
    ("POST", "/v1/market/forecast"): "forecast_with_scenario",
    ("POST", "/v1/market/forecast/series"): "forecast_own_series",
    ("GET", "/v1/inspection"): "list_inspected_postings",
    ("POST", "/v1/outcomes"): "report_outcomes",
    ("GET", "/v1/kbji/{code}"): "get_kbji_entry",
    ("GET", "/v1/industries/condition"): "get_industry_condition",
    ("GET", "/v1/skills"): "search_skills",
    ("GET", "/v1/occupations"): "search_occupations",
    ("GET", "/v1/sources/{name}/runs"): "list_source_runs",
    ("GET", "/v1/purposes"): "list_purposes",
    ("GET", "/v1/workers/{key:path}/consents"): "get_worker_consents",
    ("PUT", "/v1/workers/{key:path}/consents/{purpose}"): "grant_consent",
    ("DELETE", "/v1/workers/{key:path}/consents/{purpose}"): "withdraw_consent",
    ("GET", "/v1/me/consents"): "get_my_consents",
    ("PUT", "/v1/me/consents/{purpose}"): "grant_my_consent",
    ("DELETE", "/v1/me/consents/{purpose}"): "withdraw_my_consent",
    ("POST", "/v1/consents"): "report_consents",
    ("GET", "/v1/workers/{key:path}/requests"): "list_worker_requests",
    ("GET", "/v1/requests/{request_id}/document"): "get_request_document",
    ("POST", "/v1/me/requests"): "file_my_request",
    ("GET", "/v1/me/requests"): "list_my_requests",
    ("GET", "/v1/me/requests/{request_id}"): "get_my_request",
    ("GET", "/v1/me/requests/{request_id}/document"): "get_my_request_document",
    ("POST", "/v1/reviews/{request_id}/decide"): "decide_review",
    ("POST", "/v1/jobs"): "create_job",
    ("GET", "/v1/jobs"): "list_jobs",
    ("GET", "/v1/jobs/{job_id}"): "get_job",
    ("POST", "/v1/jobs/{job_id}/cancel"): "cancel_job",
    ("POST", "/v1/jobs/{job_id}/resume"): "resume_job",
    ("DELETE", "/v1/jobs/{job_id}"): "delete_job",
    ("GET", "/v1/jobs/{job_id}/result"): "get_job_result",
    ("GET", "/v1/jobs/{job_id}/rejects"): "get_job_rejects",
    ("GET", "/v1/jobs/{job_id}/events"): "watch_job",
    ("OPTIONS", "/v1/uploads"): "get_upload_options",
    ("POST", "/v1/uploads"): "create_upload",
    ("GET", "/v1/uploads/{upload_id}"): "get_upload",
    ("HEAD", "/v1/uploads/{upload_id}"): "get_upload_offset",
    ("PATCH", "/v1/uploads/{upload_id}"): "append_upload",
    ("DELETE", "/v1/uploads/{upload_id}"): "delete_upload",
    ("POST", "/v1/sandbox/reset"): "reset_sandbox",
    ("POST", "/oauth/token"): "issue_token",
    ("GET", "/.well-known/jwks.json"): "get_signing_keys",
    ("GET", "/.well-known/oauth-authorization-server"): "get_issuer_metadata",
    ("GET", "/healthz"): "get_health",
    ("GET", "/readyz"): "get_readiness",
    ("GET", "/metrics"): "get_metrics",
}
"""Method and path template to the name."""


def operation_name(route: APIRoute) -> str:
    """The ``operationId`` of a route: a verb and a noun in snake_case."""
    return next(
        (NAMES[method, route.path] for method in route.methods or () if (method, route.path) in NAMES), route.name
    )
