"""Webhooks and watches in the OpenAPI document; hosts, ids and secrets are invented."""

from __future__ import annotations

from api.example_requests import Example

_ID = "wh_4f1c0a6f5b8e4d0c9a7be2d1f0a3c5e7"
_EVENT = "evt_0b9d6c1e7f8a4b2c93d5e6f708192a3b"

WEBHOOK: Example = {
    "url": "https://siapkerja.example.go.id/sepadan/events",
    "events": ["match.new", "posting.closed"],
    "description": "Page of the job seeker",
}
CHANGE: Example = {"state": "paused"}
ROTATE: Example = {}
WEBHOOK_SHOWN: Example = {
    "id": _ID,
    "url": "https://siapkerja.example.go.id/sepadan/events",
    "events": ["match.new", "posting.closed"],
    "sources": None,
    "description": "Page of the job seeker",
    "state": "active",
    "reason": "",
    "made_at": "2026-11-02T01:00:00Z",
    "failures": 0,
    "failing_since": None,
    "rests_until": None,
    "previous_secret_until": None,
}
WEBHOOK_MADE: Example = {**WEBHOOK_SHOWN, "secret": "whsec_Y29udG9oLXJhaGFzaWEtdW50dWstZG9rdW1lbnRhc2k="}
WEBHOOKS: Example = {"webhooks": [WEBHOOK_SHOWN]}
PINGED: Example = {"event": _EVENT}
DELIVERY: Example = {
    "id": "del_7e1f2a3b4c5d46e7f8091a2b3c4d5e6f",
    "event": _EVENT,
    "kind": "match.new",
    "state": "delivered",
    "attempts": 2,
    "first_at": "2026-11-02T01:00:01Z",
    "last_at": "2026-11-02T01:00:05Z",
    "due_at": None,
    "code": 204,
    "ms": 41,
    "fault": "",
}
DELIVERIES: Example = {"deliveries": [DELIVERY], "next_cursor": None}
WATCH: Example = {"worker": "api:W-2001", "least_score": 0.6, "most_per_day": 5, "conditions": {"provinces": ["32"]}}
WATCH_SHOWN: Example = {
    "id": "wat_1a2b3c4d5e6f47089a0b1c2d3e4f5061",
    "worker": "api:W-2001",
    "posting": None,
    "least_score": 0.6,
    "most_per_day": 5,
    "made_at": "2026-11-02T01:00:00Z",
}
WATCHES: Example = {"watches": [WATCH_SHOWN], "next_cursor": None}
