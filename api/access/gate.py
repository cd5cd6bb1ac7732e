"""The gate: finds out who asks, and holds the route's rule against it, before a byte of the body is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Protocol

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from api.access.errors import ForbiddenError, UnauthenticatedError
from api.access.principal import ANONYMOUS, LOCAL, Principal, Role
from api.access.rule import Rule
from api.access.rules import lane_said, rule_of_route
from api.deprecation import deprecation_headers
from api.lane_widths import EXEMPT, lane_name, lane_of_body
from api.lanes import Lane, Lanes
from api.sandbox import simulate
from api.trail import outcome_of, tell
from taxonomy.errors import ConfigError, SepadanError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

ACCESS = "x-sepadan-access"
_READS = frozenset({"GET", "HEAD"})
"""Extension of an operation in the OpenAPI document: its rule, for who generates clients or tests from it."""

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="sepadan"'}


class Doorkeeper(Protocol):
    """Finds out who asks."""

    async def principal_of(self, request: Request) -> Principal:
        """Who asks: ``ANONYMOUS`` where no credentials came along.

        Raises:
            UnauthenticatedError: There are credentials, and they are not good.
            TooManyRequestsError: Of this client, or from this address.
        """
        ...


class OpenDoor:
    """Asks nobody for credentials: for a server that only this machine reaches."""

    async def principal_of(self, request: Request) -> Principal:
        """``LOCAL``, whoever it is."""
        return LOCAL


class GuardedRoute(APIRoute):
    """A route that nobody passes without its rule; every route of the app is one.

    Attributes:
        rule: Who may call it.
        lane: Name of the lane that its work is done in.
    """

    mark: ClassVar[str] = ""
    """Extension of the OpenAPI document that is true of operations other than ``GET``; none when empty."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Make the route.

        Raises:
            ConfigError: It has no rule.
        """
        super().__init__(path, endpoint, **options)
        self.rule = rule_of_route(self.methods or (), self.path, endpoint)
        self.openapi_extra = {**(self.openapi_extra or {}), ACCESS: self.rule.as_document()}
        if self.mark and not _READS.issuperset(self.methods or ()):
            self.openapi_extra[self.mark] = True
        said = lane_said(endpoint)
        self.lane = lane_name(self.methods or (), self.path) if said is None else said

    def get_route_handler(self) -> Handler:
        """FastAPI's handler behind the gate."""
        return self.behind_gate(self.in_lane(super().get_route_handler()))

    def behind_gate(self, handle: Handler) -> Handler:
        """What is done with a request that passes.

        Args:
            handle: Reads the body and answers; the state of its request names the principal.
        """

        async def enter_then_pass(request: Request) -> Response:
            if not getattr(request.app.state, "is_sandbox", False):
                return await pass_then_handle(request)
            await simulate(request)
            with request.app.state.standstill.entered(self.path):
                return await pass_then_handle(request)

        async def pass_then_handle(request: Request) -> Response:
            if lane := self._lane_of(request):
                # Refused before credentials are looked at: under overload each refusal must cost next to nothing.
                lane.check()
                if lane.width.body_bytes:
                    request.state.body_bytes = lane.width.body_bytes
            principal = await self.principal_of(request)
            check_rule(principal, self.rule)
            request.state.principal, request.state.rule = principal, self.rule
            try:
                response = await handle(request)
            except SepadanError as error:
                await self._leave_trail(request, principal, outcome_of(error))
                raise
            await self._leave_trail(request, principal, outcome_of(response))
            response.headers.update(deprecation_headers(request.method, self.path, request.path_params))
            return response

        return enter_then_pass

    async def principal_of(self, request: Request) -> Principal:
        """Who asks; a page also takes the session of a browser.

        Raises:
            UnauthenticatedError: There are credentials, and they are not good.
            TooManyRequestsError: Of this client, or from this address.
        """
        doorkeeper: Doorkeeper = request.app.state.doorkeeper
        return await doorkeeper.principal_of(request)

    async def _leave_trail(self, request: Request, principal: Principal, outcome: str) -> None:
        if outcome:
            await tell(request, self.path, self.rule, principal, outcome)

    def in_lane(self, handle: Handler) -> Handler:
        """The handler, in a slot of its lane, once the body is here: a slow client holds none.

        Args:
            handle: Does the work.
        """

        async def take_slot_then_handle(request: Request) -> Response:
            if self._lane_of(request) is None:
                return await handle(request)
            await request.body()
            lanes: Lanes = request.app.state.lanes
            lane = lanes[lane_of_body(self.lane, getattr(request, "parsed", None))]
            async with lane.slot(getattr(request.state, "arrived", time.monotonic()) + lanes.timeout_s):
                return await handle(request)

        return take_slot_then_handle

    def _lane_of(self, request: Request) -> Lane | None:
        lanes: Lanes | None = getattr(request.app.state, "lanes", None)
        return None if self.lane == EXEMPT or lanes is None else lanes[self.lane]


def check_rule(principal: Principal, rule: Rule) -> None:
    """Hold a rule against who asks.

    Raises:
        UnauthenticatedError: Credentials are wanted and there are none.
        ForbiddenError: The credentials do not allow it.
    """
    if rule.is_public:
        return
    if principal == ANONYMOUS:
        raise UnauthenticatedError("wanted credentials (Authorization: Bearer ...), found none", _CHALLENGE)
    if rule.scope and not principal.may(rule.scope):
        told = f'Bearer realm="sepadan", error="insufficient_scope", scope="{rule.scope}"'
        raise ForbiddenError(f"wanted scope {rule.scope}, found a client without it", {"WWW-Authenticate": told})
    if rule.staff and principal.staff not in rule.staff and principal.role is not Role.LOCAL:
        raise ForbiddenError(f"wanted an account of the roles {', '.join(sorted(rule.staff))}, found another caller")
    if principal.role not in rule.roles:
        wanted = ", ".join(sorted(rule.roles))
        raise ForbiddenError(f"wanted one of the roles {wanted}, found {principal.role}")


def check_guarded(router: APIRouter) -> None:
    """Refuse a router of which a route stands beside the gate.

    Raises:
        ConfigError: Names the route.
    """
    for route in router.routes:
        if not isinstance(route, GuardedRoute):
            raise ConfigError(f"{getattr(route, 'path', route)}: wanted a GuardedRoute, found {type(route).__name__}")
