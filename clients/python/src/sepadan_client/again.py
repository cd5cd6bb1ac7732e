"""Paths of the POSTs that may be sent again: they read alone, or keep their ``Idempotency-Key``.

Made by clients/generate.py from docs/openapi.json: do not edit.
"""

from __future__ import annotations

import re

_PATHS = (
    r"/v1/consents",
    r"/v1/courses",
    r"/v1/curriculum/diff",
    r"/v1/curriculum/plan",
    r"/v1/inspection",
    r"/v1/jobs",
    r"/v1/jobs/[^/]+/cancel",
    r"/v1/jobs/[^/]+/resume",
    r"/v1/market/forecast",
    r"/v1/market/forecast/series",
    r"/v1/match/postings",
    r"/v1/match/workers",
    r"/v1/normalise",
    r"/v1/outcomes",
    r"/v1/overseas/check",
    r"/v1/postings",
    r"/v1/recommend/courses",
    r"/v1/recommend/paths",
    r"/v1/recommend/programmes",
    r"/v1/watches",
    r"/v1/webhooks",
    r"/v1/webhooks/[^/]+/deliveries/[^/]+/resend",
    r"/v1/webhooks/[^/]+/ping",
    r"/v1/webhooks/[^/]+/rotate",
    r"/v1/workers",
)
AGAIN = re.compile("|".join(_PATHS))
"""To be matched as a whole."""
