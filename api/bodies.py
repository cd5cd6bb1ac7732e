"""Request bodies to values: strict JSON for the API, form fields for the pages; every fault has a name.

Bodies are read here, before FastAPI reads them, so that rubbish (cut JSON, ten thousand brackets, half an emoji,
another media type) is told apart and never becomes a 500.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.access.gate import GuardedRoute
from matcher.json_text import parse_json_text
from taxonomy.errors import InputError
from taxonomy.json_values import is_list, is_object

MAX_DEPTH = 32
"""Levels of lists and objects in a body; the template needs five."""

MAX_CONTAINERS = 200_000
"""Lists and objects in a body, brackets in its texts counted too: 200 for each of 1,000 records. 16 MiB of JSON can be
five million empty lists, of 64 bytes each in memory."""

_SMALL = 32_768
"""Bytes of a body that is parsed in the event loop, in well under a millisecond."""

_MAX_FORM_FIELDS = 50
MOST_FORM_FIELDS = 1_000
"""Fields of the largest form that any page has, for who looks at one field before its own page reads it."""

READ_ONLY = "x-sepadan-read-only"
"""Extension of an operation whose POST changes nothing: clients are generated from it."""


class BodyError(InputError):
    """A body that is not JSON (RFC 8259) or not a form."""


class MediaTypeError(InputError):
    """A body of another media type than the route takes."""


class BodyTooLargeError(InputError):
    """A body over the limit of the settings."""


class JsonRequest(Request):
    """A request whose JSON was parsed by ``parse_json``.

    Attributes:
        parsed: What it came to.
    """

    def __init__(self, request: Request, value: Any) -> None:
        """Take over a request whose body was read."""
        super().__init__(request.scope, request.receive)
        self.parsed = value

    async def json(self) -> Any:
        """The parsed body."""
        return self.parsed


class JsonRoute(GuardedRoute):
    """A route that checks media type and JSON of its body before anything else is done."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler behind our reading of the body."""
        handle = self.in_lane(APIRoute.get_route_handler(self))
        if self.body_field is None:
            return self.behind_gate(handle)

        async def read_then_handle(request: Request) -> Response:
            check_media_type(request, "application/json")
            body = await request.body()
            # A turn in the thread pool costs more than reading a small body does.
            value = parse_json(body) if len(body) <= _SMALL else await run_in_threadpool(parse_json, body)
            parsed = JsonRequest(request, value)
            parsed._body = body  # pyright: ignore[reportPrivateUsage] -- Starlette looks there for a body that was read
            return await handle(parsed)

        return self.behind_gate(read_then_handle)


class ReadingRoute(JsonRoute):
    """A route whose POST asks and changes nothing: the OpenAPI document says that it may be sent again."""

    mark = READ_ONLY


def check_media_type(request: Request, wanted: str) -> None:
    """Refuse another media type.

    Raises:
        MediaTypeError: ``Content-Type`` is missing or another one, ``+json`` types count as JSON; or it is compressed.
    """
    coding = request.headers.get("content-encoding", "identity")
    if coding.lower() != "identity":  # a few bytes could become gigabytes
        raise MediaTypeError(wanted="a body that is not compressed", found=coding[:40], where="header Content-Encoding")
    found = request.headers.get("content-type", "")
    message = Message()
    message["content-type"] = found
    kind = message.get_content_type() if found else ""
    if kind != wanted and not (wanted == "application/json" and kind.endswith("+json")):
        raise MediaTypeError(wanted=wanted, found=found or "nothing", where="header Content-Type")


def parse_json(body: bytes) -> Any:
    """The value of a JSON text.

    Lone surrogates (an emoji cut in half by a UTF-16 system) become U+FFFD; NaN, Infinity, numbers beyond a double and
    bytes that are not UTF-8 are refused; of a name that comes twice the last value counts.

    Raises:
        BodyError: Not JSON, nested deeper than ``MAX_DEPTH``, or of more lists and objects than ``MAX_CONTAINERS``.
    """
    if not body.strip():
        raise BodyError(wanted="a JSON object", found="nothing", where="body")
    if body.count(b"[") + body.count(b"{") > MAX_CONTAINERS:
        raise BodyError(wanted=f"at most {MAX_CONTAINERS} lists and objects", found="more", where="body")
    try:
        value = parse_json_text(body)
    except ValueError as error:
        raise BodyError(wanted="JSON (RFC 8259, UTF-8)", found=str(error), where="body") from error
    _check_depth(value)
    return value


def _check_depth(value: Any) -> None:
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for item in level:
            if is_object(item):
                below.extend(item.values())
            elif is_list(item):
                below.extend(item)
        if not below:
            return
        level = below
    raise BodyError(wanted=f"at most {MAX_DEPTH} levels of lists and objects", found="more", where="body")


async def form_pairs(request: Request, most: int = _MAX_FORM_FIELDS) -> list[tuple[str, str]]:
    """Names and values of a form as they were sent.

    Args:
        request: POST.
        most: Fields that it may have.

    Raises:
        MediaTypeError: Not ``application/x-www-form-urlencoded``.
        BodyError: Not such a form, or of more fields.
    """
    check_media_type(request, "application/x-www-form-urlencoded")
    body = await request.body()
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=most)
    except ValueError as error:
        raise BodyError(wanted="the fields of the page's form", found=str(error), where="body") from error


async def form_fields(request: Request) -> dict[str, str]:
    """The fields of a plain HTML form; the last value counts; control characters other than line breaks are dropped.

    Raises:
        MediaTypeError: Not ``application/x-www-form-urlencoded``.
        BodyError: Not such a form, or more than 50 fields.
    """
    return await form_fields_of(request)


async def form_fields_of(request: Request, most: int = _MAX_FORM_FIELDS) -> dict[str, str]:
    """As ``form_fields``, for a page that has more of them.

    Args:
        request: POST.
        most: Fields that its form has at most.

    Raises:
        MediaTypeError: Not ``application/x-www-form-urlencoded``.
        BodyError: Not such a form, or of more fields.
    """
    return dict(await form_values(request, most))


async def form_values(request: Request, most: int = _MAX_FORM_FIELDS) -> list[tuple[str, str]]:
    """Names and values of a form in which one name may stand more than once; else as ``form_fields_of``."""
    return [
        (name, "".join(c for c in value.replace("\r\n", "\n") if c in "\n\t" or c >= " ").strip())
        for name, value in await form_pairs(request, most)
    ]
