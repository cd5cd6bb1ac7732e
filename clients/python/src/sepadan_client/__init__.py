"""Typed client of Sepadan's API."""

from sepadan_client.async_client import AsyncSepadan
from sepadan_client.client import Sepadan
from sepadan_client.errors import (
    ApiError,
    BadRequestError,
    ChangedError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    JobFailedError,
    NotFoundError,
    RateLimitedError,
    TooLargeError,
    UnauthenticatedError,
    UnavailableError,
)
from sepadan_client.talks import Tagged
from sepadan_client.webhooks import WebhookError, verify

__all__ = [
    "ApiError",
    "AsyncSepadan",
    "BadRequestError",
    "ChangedError",
    "ConflictError",
    "ForbiddenError",
    "InvalidError",
    "JobFailedError",
    "NotFoundError",
    "RateLimitedError",
    "Sepadan",
    "Tagged",
    "TooLargeError",
    "UnauthenticatedError",
    "UnavailableError",
    "WebhookError",
    "verify",
]
