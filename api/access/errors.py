"""What the gate refuses with; ``api/app.py`` gives the statuses."""

from __future__ import annotations

from collections.abc import Mapping

from taxonomy.errors import SepadanError


class AccessError(SepadanError):
    """A request that is not answered, whatever it asks.

    Attributes:
        headers: Go with the answer, such as ``WWW-Authenticate`` or ``Retry-After``.
    """

    def __init__(self, message: str, headers: Mapping[str, str] | None = None) -> None:
        """Say why; the message shows neither a secret nor whether a record exists."""
        super().__init__(message)
        self.headers = dict(headers or {})


class UnauthenticatedError(AccessError):
    """No credentials, or none that are good."""


class ForbiddenError(AccessError):
    """Good credentials that do not allow this."""


class TooManyRequestsError(AccessError):
    """More than the client's rate or quota."""


class DrainingError(AccessError):
    """This process is about to end: send requests elsewhere."""


class OverloadedError(AccessError):
    """More than this server answers in time just now."""
