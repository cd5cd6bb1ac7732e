"""Sources of postings, and what their runs did, in the OpenAPI document."""

from __future__ import annotations

from api.example_requests import Example

_RUN: Example = {
    "source": "maganghub",
    "run": 12,
    "outcome": "done",
    "started_at": "2026-11-02T22:00:00Z",
    "ended_at": "2026-11-02T22:01:10Z",
    "read": 1040,
    "new": 25,
    "changed": 4,
    "unchanged": 1008,
    "repeated": 1,
    "rejected": 2,
    "withdrawn": 0,
    "closed": 17,
    "duplicates": 6,
    "held": 0,
    "pages": 11,
    "bytes": 1_250_000,
    "seconds": 70.2,
    "continues": None,
    "clock_skew_s": None,
    "error": {"where": "", "wanted": "", "found": ""},
}
SOURCES: Example = {
    "sources": [
        {
            "name": "maganghub",
            "format": "maganghub",
            "location": "https://maganghub.example.go.id/api/list/vacancies-aktif?page=1&limit=100",
            "schedule": "0 5 * * *",
            "listing": True,
            "due_at": "2026-11-03T22:00:00Z",
            "last_run": _RUN,
        }
    ]
}
SOURCE_RUNS: Example = {"runs": [_RUN]}
