"""Who may call which route: one rule for each method and path, and no route without one.

The authorisation matrix (``sepadan evaluate authorisation``) is generated from this table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.access.page_rules import PAGES
from api.access.route_rules import ROUTES
from api.access.rule import Rule
from taxonomy.errors import ConfigError

RULES: Mapping[tuple[str, str], Rule] = {**ROUTES, **PAGES}
"""Method and path template to its rule. ``HEAD`` goes by ``GET``."""


def rule_of(methods: Iterable[str], path: str) -> Rule:
    """The rule of a route.

    Args:
        methods: Of the route; ``HEAD`` beside ``GET`` goes by ``GET``.
        path: Its template, whole.

    Raises:
        ConfigError: The route has no rule, or its methods have different ones: a route that nobody thought about
            answers nobody.
    """
    rules = {RULES.get(("GET" if method == "HEAD" else method, path)) for method in methods}
    if len(rules) != 1 or None in rules:
        raise ConfigError(
            f"{sorted(methods)} {path}: wanted one rule in api/access/route_rules.py or page_rules.py, "
            f"found {len(rules - {None})}"
        )
    return next(rule for rule in rules if rule is not None)
