"""Paths of the POSTs whose first answer the server gives again for the same ``Idempotency-Key``.

Made by clients/generate.py from docs/openapi.json: do not edit.
"""

from __future__ import annotations

import re

_PATHS = (
    r"/v1/consents",
    r"/v1/courses",
    r"/v1/jobs",
    r"/v1/jobs/[^/]+/cancel",
    r"/v1/jobs/[^/]+/resume",
    r"/v1/outcomes",
    r"/v1/postings",
    r"/v1/watches",
    r"/v1/webhooks",
    r"/v1/webhooks/[^/]+/deliveries/[^/]+/resend",
    r"/v1/webhooks/[^/]+/ping",
    r"/v1/webhooks/[^/]+/rotate",
    r"/v1/workers",
)
KEYED = re.compile("|".join(_PATHS))
"""To be matched as a whole."""
