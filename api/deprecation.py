"""What will go, since when that is known and until when it stays: one table for headers, document and policy page.

``Deprecation`` is RFC 9745 (a structured date), ``Sunset`` RFC 8594 (an HTTP date); ``Link`` names what to use instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecated:
    """An operation that will go.

    Attributes:
        method: Of HTTP.
        path: Path template, whole.
        since: Day on which it was deprecated.
        sunset: First day on which it may be gone, at least a year later (docs/api-contract.md).
        instead: Path template of what to use.
    """

    method: str
    path: str
    since: date
    sunset: date
    instead: str

    @property
    def words(self) -> str:
        """For the document."""
        return f"Deprecated since {self.since}, stays until {self.sunset} at least: use `{self.instead}`."

    def headers(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Headers of an answer.

        Args:
            values: Path parameters of the request.
        """
        instead = self.instead.format_map({name: str(value) for name, value in values.items()})
        return {
            "Deprecation": f"@{int(_midnight(self.since).timestamp())}",
            "Sunset": format_datetime(_midnight(self.sunset), usegmt=True),
            "Link": f'<{instead}>; rel="successor-version"',
        }

    def described(self) -> dict[str, Any]:
        """The headers as OpenAPI describes them."""
        said = {
            "Deprecation": "Since when, RFC 9745",
            "Sunset": "Until when at least, RFC 8594",
            "Link": "What to use instead",
        }
        return {name: {"description": words, "schema": {"type": "string"}} for name, words in said.items()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


DEPRECATIONS = (
    Deprecated(
        method="GET",
        path="/v1/kbji/{code}",
        since=date(2026, 11, 1),
        sunset=date(2027, 11, 1),
        instead="/v1/occupations/{code}",
    ),
)
"""All that is deprecated."""

_BY_ROUTE = {(one.method, one.path): one for one in DEPRECATIONS}


def deprecation_headers(method: str, template: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Headers that an answer of a route carries; none where it stays.

    Args:
        method: Of the request.
        template: Path template of the route.
        values: Path parameters of the request.
    """
    one = _BY_ROUTE.get((method, template))
    return {} if one is None else one.headers(values)
