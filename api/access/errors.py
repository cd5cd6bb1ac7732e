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


class GrantError(AccessError):
    """A request for a token that is refused; told as RFC 6749, section 5.2 says.

    Attributes:
        code: ``invalid_request``, ``unsupported_grant_type``, ``invalid_scope`` or ``unauthorized_client``.
    """

    def __init__(self, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        """Say why, with the code of the RFC."""
        super().__init__(message, headers)
        self.code = code


class InvalidClientError(GrantError):
    """A request for a token from a client that did not prove who it is."""

    def __init__(self) -> None:
        """Say no more than that: neither whether there is such a client nor what was wrong."""
        told = "wanted the id and secret of an active client, found others"
        super().__init__("invalid_client", told, {"WWW-Authenticate": 'Basic realm="sepadan", charset="UTF-8"'})
