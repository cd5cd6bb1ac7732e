"""Which methods a path takes: a record's key may hold slashes, so the path of one matches what lies below another."""

from __future__ import annotations

import re
from functools import cache

from starlette.routing import compile_path

from api.access.rules import RULES


def methods_of(path: str) -> list[str]:
    """The methods for ``Allow`` (RFC 9110, 10.2.1), by name.

    Args:
        path: Of a request.
    """
    matching = _matching(path)
    meant = {one for one in matching if not any(_is_below(other, one) for other in matching)}
    return sorted(method for method, template in RULES if template in meant)


def belongs_below(path: str, template: str) -> bool:
    """Whether a path is meant for a resource below a template, such as the consents of a worker, not for itself.

    Args:
        path: Of a request.
        template: Path template of a route that matches it.
    """
    return any(_is_below(other, template) for other in _matching(path))


def _matching(path: str) -> list[str]:
    return [template for template, pattern in _patterns() if pattern.match(path)]


def _is_below(template: str, other: str) -> bool:
    return template.startswith(f"{other}/")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((template, compile_path(template)[0]) for template in sorted({template for _, template in RULES}))
