"""Styles, scripts and pictures of the pages, all served by ourselves: read once, packed once, named by their content.

``asset("style.css")`` is ``/static/style.css?v=…``; a browser keeps that for good, for other content has another name.
HTMX comes from the package ``django-js-lib-htmx`` (docs/decisions/0030-pages.md); Django is not needed for its files.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from starlette.datastructures import Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from taxonomy.errors import ConfigError

STATIC = Path(__file__).parent / "static"
HTMX = "django-js-lib-htmx"
_OF_HTMX = {"htmx.js": "js_lib_htmx/static/htmx/htmx.min.js"}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file.

    Attributes:
        content: As it is.
        packed: gzip of it, or empty where that saves nothing.
        kind: Media type.
        version: First 16 hexadecimal digits of its SHA-256.
    """

    content: bytes
    packed: bytes
    kind: str
    version: str


@cache
def assets() -> Mapping[str, Asset]:
    """Every file by name.

    Raises:
        ConfigError: The package with HTMX is not whole.
    """
    paths = {path.name: path for path in sorted(STATIC.iterdir()) if path.is_file()}
    for name, inside in _OF_HTMX.items():
        path = Path(str(metadata.distribution(HTMX).locate_file(inside)))
        if not path.is_file():
            raise ConfigError(f"{HTMX}: wanted {inside} in it, found none; install it again")
        paths[name] = path
    return {name: _read(path) for name, path in paths.items()}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return Asset(
        content=content,
        packed=packed if len(packed) < len(content) else b"",
        kind=kind,
        version=hashlib.sha256(content).hexdigest()[:16],
    )


def address(name: str) -> str:
    """Where a page finds a file."""
    return f"/static/{name}?v={assets()[name].version}"


async def serve_asset(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for a file, as an application of its own under ``/static``.

    Raises:
        HTTPException: There is no such file, or another method than GET and HEAD.
    """
    name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
    found = assets().get(name)
    if found is None:
        raise HTTPException(404)
    if scope["method"] not in {"GET", "HEAD"}:
        raise HTTPException(405, headers={"Allow": "GET, HEAD"})
    headers = Headers(scope=scope)
    is_packed = bool(found.packed) and "gzip" in headers.get("accept-encoding", "")
    tag = f'"{found.version}{"-gz" if is_packed else ""}"'
    is_named = QueryParams(scope["query_string"]).get("v") == found.version
    told = {
        "ETag": tag,
        "Cache-Control": _FOR_GOOD if is_named else "public, no-cache",
        "Vary": "Accept-Encoding",
        **({"Content-Encoding": "gzip"} if is_packed else {}),
    }
    if headers.get("if-none-match") == tag:
        await Response(status_code=304, headers=told)(scope, receive, send)
        return
    content = found.packed if is_packed else found.content
    await Response(content, headers=told, media_type=found.kind)(scope, receive, send)
