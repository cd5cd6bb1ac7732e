"""Bodies of the routes of a person's own data, as the OpenAPI document shows them; of an invented world."""

from __future__ import annotations

from pydantic.config import JsonDict

from matcher.weights import bundled_version

TOKEN: JsonDict = {"expires_in": 600}
TOKEN_MADE: JsonDict = {
    "access_token": "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhcGk6Vy0yMDAxIn0.contoh",
    "token_type": "Bearer",
    "expires_in": 600,
    "scope": "self",
}
CORRECTION: JsonDict = {"wish": "admin gudang atau checker", "experience_months": 30, "licences": ["SIM A"]}
OUTCOMES: JsonDict = {
    "id": "api:W-2001",
    "outcomes": [
        {
            "posting": "api:P-1001",
            "event": "applied",
            "at": "2026-11-26T01:04:00Z",
            "told_by": "api",
            "position": None,
            "shown_to": "worker",
            "weights": bundled_version().name,
        }
    ],
}
