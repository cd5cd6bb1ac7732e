"""Who may call which route: each function that answers one says its rule itself, and no route is made without one.

The authorisation matrix (``sepadan evaluate authorisation``) and the table of docs/tenancy.md are generated from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from api.access.rule import Rule
from taxonomy.errors import ConfigError

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

_RULE, _LANE = "__sepadan_rule__", "__sepadan_lane__"
_MADE: dict[tuple[str, str], Rule] = {}

RULES: Mapping[tuple[str, str], Rule] = MappingProxyType(_MADE)
"""Method and path template to its rule, of each route that was made: of all once ``api.route_list`` is imported.
``HEAD`` goes by ``GET``."""


def guarded(rule: Rule, lane: str | None = None) -> Callable[[Endpoint], Endpoint]:
    """Say who may call what a function answers; it stands right above the function, below the route.

    Args:
        rule: Holds for each route that the function answers.
        lane: Name of ``api.lane_widths.WIDTHS``, where the one of the path (``api.lane_widths``) does not fit.

    Raises:
        ConfigError: The function has a rule already, when it is decorated.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        if hasattr(endpoint, _RULE):
            raise ConfigError(f"{endpoint.__name__}: wanted one rule, found a second")
        setattr(endpoint, _RULE, rule)
        setattr(endpoint, _LANE, lane)
        return endpoint

    return mark


def lane_said(endpoint: Callable[..., Any]) -> str | None:
    """The lane that a function asks for itself; None where the path says it."""
    lane: str | None = getattr(endpoint, _LANE, None)
    return lane


def rule_of_route(methods: Iterable[str], path: str, endpoint: Callable[..., Any]) -> Rule:
    """The rule of a route that is being made, which ``RULES`` then knows.

    Args:
        methods: Of the route.
        path: Its template, whole.
        endpoint: Answers it.

    Raises:
        ConfigError: The function says no rule, or the path has another one already: a route that nobody thought about
            answers nobody.
    """
    wanted, rule = list(methods), getattr(endpoint, _RULE, None)
    if not isinstance(rule, Rule):
        raise ConfigError(f"{sorted(wanted)} {path}: wanted @guarded(RULE) on {endpoint.__name__}, found none")
    for method in wanted:
        known = _MADE.setdefault(_key(method, path), rule)
        if known != rule:
            raise ConfigError(f"{method} {path}: wanted one rule, found {rule} beside {known}")
    return rule


def rule_of(methods: Iterable[str], path: str) -> Rule:
    """The rule of a path.

    Args:
        methods: Of a route that was made; ``HEAD`` beside ``GET`` goes by ``GET``.
        path: Its template, whole.

    Raises:
        ConfigError: There is no such route, or its methods have different rules.
    """
    asked = sorted(methods)
    rules = {RULES.get(_key(method, path)) for method in asked}
    if len(rules) != 1 or None in rules:
        raise ConfigError(f"{asked} {path}: wanted one rule, found {len(rules - {None})}")
    return next(rule for rule in rules if rule is not None)


def _key(method: str, path: str) -> tuple[str, str]:
    return ("GET" if method == "HEAD" else method, path)
