"""Which lane a request takes, and how wide each is (docs/load.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.cv.limits import MAX_BYTES
from taxonomy.json_values import is_object

KIBIBYTE = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """How wide a lane is, in one process.

    Attributes:
        slots: Requests that are worked on at a time; 0 for one per core that the process has.
        standing: Requests that may wait for each slot while the queue stands.
        burst: Requests that may wait for each slot otherwise.
        body_bytes: Largest body; 0 for the limit of the settings.
    """

    slots: int
    standing: int = 4
    burst: int = 12
    body_bytes: int = 0


WIDTHS: Mapping[str, Width] = {
    "match": Width(slots=0, standing=1, burst=8, body_bytes=256 * KIBIBYTE),
    "fresh": Width(slots=1, standing=2, burst=8, body_bytes=256 * KIBIBYTE),
    "light": Width(slots=4, standing=16, burst=64),
    "advice": Width(slots=1, body_bytes=256 * KIBIBYTE),
    "texts": Width(slots=1, standing=8, burst=16),
    "heavy": Width(slots=1, standing=4, burst=8),
    "bulk": Width(slots=1, standing=8, burst=16),
    "cv": Width(slots=1, standing=4, burst=8, body_bytes=MAX_BYTES + 64 * KIBIBYTE),
}
"""Name to width. What a page view waits for has the slots; what is heavy or comes in bulk has one of its own, so that
it goes on under load but cannot starve a match."""

FRESH = "fresh"
"""For a match of what was sent along in place of an id: the encoder takes many times what a match takes."""

SENT_ALONG = frozenset({"worker", "posting"})
"""Names of a body under which a record is sent along."""

EXEMPT = ""
"""Never queued nor refused: who watches or signs in must hear, above all under load."""

_LANES: tuple[tuple[str, str, str], ...] = (
    ("*", "/healthz", EXEMPT),
    ("*", "/readyz", EXEMPT),
    ("*", "/metrics", EXEMPT),
    ("*", "/oauth", EXEMPT),
    ("*", "/.well-known", EXEMPT),
    ("*", "/v1/uploads", EXEMPT),  # streamed to the disk as it comes: no body is waited for, no slot is held
    ("GET", "/v1/jobs/{job_id}/events", EXEMPT),
    ("POST", "/v1/sandbox/reset", EXEMPT),  # waits for all others: in a lane it would wait for who waits for it
    ("GET", "/kemajuan/{task}/peristiwa", EXEMPT),  # waits, and works at nothing
    ("POST", "/v1/match/", "match"),
    ("POST", "/v1/recommend/", "advice"),
    ("POST", "/v1/normalise", "texts"),
    ("POST", "/v1/inspection", "texts"),
    ("POST", "/v1/overseas/", "texts"),
    ("GET", "/v1/inspection", "heavy"),
    ("*", "/v1/curriculum/", "heavy"),
    ("*", "/v1/market/", "heavy"),
    ("GET", "/v1/industries/condition", "heavy"),
    ("GET", "/inspection", "heavy"),
    ("GET", "/perencana", "heavy"),
    ("GET", "/pengelola", "heavy"),
    ("POST", "/pengelola/", "light"),
    ("GET", "/v1/careers/", "advice"),
    ("GET", "/v1/first-jobs", "advice"),
    ("GET", "/v1/workers/{key:path}/recommendations", "advice"),
    ("POST", "/v1/postings", "bulk"),
    ("POST", "/v1/workers", "bulk"),
    ("POST", "/v1/courses", "bulk"),
    ("POST", "/v1/outcomes", "bulk"),
    ("POST", "/v1/erasures", "bulk"),
    ("POST", "/v1/consents", "bulk"),
    ("POST", "/v1/jobs", "bulk"),
    ("POST", "/v1/", "light"),
    ("POST", "/masuk", "light"),
    ("POST", "/keluar", "light"),
    ("POST", "/pemberi-kerja/masuk", "light"),
    ("POST", "/pilihan", "light"),
    ("POST", "/saran/", "light"),
    ("POST", "/unggah/", "match"),
    ("POST", "/unggah", "cv"),
    ("POST", "/pulihkan", "light"),
    ("POST", "/profil", "light"),
    ("POST", "/lowongan/", "light"),
    ("POST", "/simpanan", "light"),
    ("POST", "/cv", "light"),
    ("POST", "/data-saya/", "light"),
    ("GET", "/saya", "match"),
    ("POST", "/akun", "light"),
    ("POST", "/", "match"),  # the pages of seekers, employers and inspectors
)
"""Method, beginning of the path template and lane; the first that fits counts, else it is ``light``."""


def lane_name(methods: Iterable[str], path: str) -> str:
    """The lane of a route.

    Args:
        methods: Of the route.
        path: Its template, whole.
    """
    held = set(methods)
    for method, beginning, name in _LANES:
        if path.startswith(beginning) and (method == "*" or method in held):
            return name
    return "light"


def lane_of_body(name: str, body: object) -> str:
    """The lane of a request whose body is known.

    Args:
        name: Of the lane of its route.
        body: Parsed JSON, or anything else.
    """
    is_fresh = name == "match" and is_object(body) and not SENT_ALONG.isdisjoint(body)
    return FRESH if is_fresh else name
