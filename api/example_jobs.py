"""Examples of the job routes in the OpenAPI document; tests hold them to the shapes."""

from __future__ import annotations

from pydantic.config import JsonDict

MATCH: JsonDict = {
    "kind": "match",
    "of": "workers",
    "records": [{"id": "W-2001", "wish": "tukang las", "summary": "3 tahun las SMAW.", "place": "Sidoarjo"}],
    "k": 5,
    "conditions": {"within_km": 60},
}
INGEST: JsonDict = {
    "kind": "ingest",
    "layout": "postings",
    "records": [{"id": "P-3001", "title": "Juru Las", "description": "Mengelas SMAW.", "places": ["Kota Surabaya"]}],
}
EXPORT: JsonDict = {"kind": "export"}
JOB: JsonDict = {
    "id": "job_3q9pXJ0n5m1rB8sT2vW4yZ6a",
    "kind": "match",
    "of": "worker",
    "state": "done",
    "progress": {"done": 1, "total": 1, "unit": "records", "fraction": 1.0, "eta_seconds": None},
    "counts": {"read": 1, "answered": 1, "faulty": 0},
    "error": "",
    "made_at": "2026-11-27T01:00:00Z",
    "started_at": "2026-11-27T01:00:01Z",
    "ended_at": "2026-11-27T01:00:02Z",
    "expires_at": "2026-12-04T01:00:02Z",
    "links": {
        "self": "/v1/jobs/job_3q9pXJ0n5m1rB8sT2vW4yZ6a",
        "result": "/v1/jobs/job_3q9pXJ0n5m1rB8sT2vW4yZ6a/result",
        "rejects": "/v1/jobs/job_3q9pXJ0n5m1rB8sT2vW4yZ6a/rejects",
        "events": "/v1/jobs/job_3q9pXJ0n5m1rB8sT2vW4yZ6a/events",
        "remove": "/v1/jobs/job_3q9pXJ0n5m1rB8sT2vW4yZ6a",
    },
}
UPLOAD: JsonDict = {
    "id": "upl_7dK2mN4pQ6rS8tU0vW1xY3zA",
    "offset": 0,
    "length": 1048576,
    "expires_at": "2026-11-28T01:00:00Z",
    "job": None,
}
