"""Problem details (RFC 9457) as exceptions, one class for each status that a caller handles by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx


class ApiError(Exception):
    """An answer of 4xx or 5xx.

    Attributes:
        status: HTTP status.
        type: Kind of problem, a URN; of the token endpoint the code of RFC 6749.
        title: The kind in words.
        detail: What is wrong this time and how to mend it.
        errors: Each fault of the request: where, wanted, found.
        request_id: Say it when you ask us; it stands in our log.
        retry_after: Seconds to wait; None when the server named none.
    """

    def __init__(self, response: httpx.Response) -> None:
        said = _said(response)
        self.status = response.status_code
        self.type = str(said.get("type") or said.get("error") or "about:blank")
        self.title = str(said.get("title") or response.reason_phrase)
        self.detail = str(said.get("detail") or said.get("error_description") or "")
        self.errors: list[dict[str, Any]] = list(said.get("errors") or [])
        self.request_id = str(said.get("request_id") or response.headers.get("x-request-id", ""))
        self.retry_after = seconds_to_wait(response)
        faults = "; ".join(str(one) for one in self.errors[:3])
        super().__init__(f"{self.status} {self.title}: {self.detail} {faults} (request {self.request_id})")


class BadRequestError(ApiError):
    """400: the body is not JSON, or a token request is wrong."""


class UnauthenticatedError(ApiError):
    """401: no credentials, or none that are good."""


class ForbiddenError(ApiError):
    """403: the scope is missing, or the person does not want that."""


class NotFoundError(ApiError):
    """404: no such record of yours."""


class ConflictError(ApiError):
    """409: a state that forbids it."""


class ChangedError(ApiError):
    """412: somebody wrote meanwhile; read again and decide anew."""


class TooLargeError(ApiError):
    """413: send less at once, or a job."""


class InvalidError(ApiError):
    """422: ``errors`` names each field."""


class RateLimitedError(ApiError):
    """429, after all retries."""


class UnavailableError(ApiError):
    """503, after all retries."""


class JobFailedError(Exception):
    """A job that ended otherwise than done.

    Attributes:
        job: As the API tells it.
    """

    def __init__(self, job: Mapping[str, Any]) -> None:
        self.job = job
        super().__init__(f"job {job['id']}: wanted done, found {job['state']}: {job['error']}")


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequestError,
    401: UnauthenticatedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    412: ChangedError,
    413: TooLargeError,
    422: InvalidError,
    429: RateLimitedError,
    503: UnavailableError,
}


def error_of(response: httpx.Response) -> ApiError:
    """The exception for an answer whose body was read."""
    return _BY_STATUS.get(response.status_code, ApiError)(response)


def seconds_to_wait(response: httpx.Response) -> float | None:
    """``Retry-After`` in seconds, or how long until a limit of ``RateLimit`` that has nothing left gives more."""
    told = response.headers.get("retry-after", "")
    if told.isdigit():
        return float(told)
    waits = []
    for part in response.headers.get("ratelimit", "").split(","):
        values = dict(one.strip().split("=", 1) for one in part.split(";")[1:] if "=" in one)
        if values.get("r") == "0" and values.get("t", "").isdigit():
            waits.append(float(values["t"]))
    return max(waits, default=None)


def _said(response: httpx.Response) -> Mapping[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
