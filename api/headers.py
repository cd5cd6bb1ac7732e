"""Headers that every answer carries, by what it is; and which hosts and origins are answered at all.

Pages have no inline script, no frame and no inline style, so their policy (CSP 3) allows scripts, styles, pictures and
forms of our own and nothing else; what is no page may load nothing, whatever a browser takes it for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Header = tuple[bytes, bytes]

PAGE_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    b"base-uri 'none'; frame-ancestors 'none'"
)
DATA_POLICY = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_ALWAYS: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cache-control", b"no-store"),
)
_HSTS: Header = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
"""RFC 6797; a year. Only where browsers come by HTTPS alone: over plain HTTP it has no meaning (section 7.2)."""

CORS_HEADERS = (
    *("Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Range"),
    *("Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset", "X-API-Key", "X-Request-ID"),
)
"""What pages of named origins may send."""

CORS_EXPOSED = (
    *("Content-Range", "Deprecation", "ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset"),
    *("Tus-Resumable", "Upload-Length", "Upload-Offset", "X-Request-ID"),
)
"""What they may read."""

_PROBES = frozenset({"/healthz", "/readyz"})
"""A load balancer asks for them by address."""


def with_security(headers: Sequence[Header], *, behind_tls: bool) -> list[Header]:
    """The headers of an answer, and those that are not among them yet.

    Args:
        headers: Names in lower case.
        behind_tls: Whether browsers come by HTTPS alone.
    """
    found = dict(headers)
    is_page = found.get(b"content-type", b"").startswith(b"text/html")
    policy: Header = (b"content-security-policy", PAGE_POLICY if is_page else DATA_POLICY)
    added = [policy, *_ALWAYS, *([_HSTS] if behind_tls else [])]
    return [*headers, *(header for header in added if header[0] not in found)]


def listed(names: str) -> tuple[str, ...]:
    """The names of a setting with commas between them."""
    return tuple(name.strip() for name in names.split(",") if name.strip())


def is_host_allowed(host: str, path: str, allowed: Iterable[str]) -> bool:
    """Whether a request may name this host: who lets any through serves links to whatever an attacker named.

    Args:
        host: As ``Host`` says it, with or without a port.
        path: Of the request.
        allowed: Names, ``*.`` before one for all below it; none for any.
    """
    names = tuple(allowed)
    if not names or path in _PROBES:
        return True
    bare = host.lower()
    if not bare.endswith("]"):  # an IPv6 address without a port
        bare = bare.rsplit(":", 1)[0] if ":" in bare else bare
    return any(bare.endswith(name[1:]) if name.startswith("*.") else bare == name for name in map(str.lower, names))
